"""What the start page shows: the alliances in which a person holds an office."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from alliance import access
from alliance.models import Alliance, User
from alliance.tenancy.context import use


@dataclass(frozen=True)
class Place:
    slug: str
    name: str


def alliances_for(user: User | AnonymousUser) -> list[Place]:
    """One question an alliance: the database shows one alliance's rows at a time."""
    if not isinstance(user, User):
        return []
    found = []
    for alliance in Alliance.objects.filter(closed_on=None).order_by("name"):
        with use(alliance.pk):
            offices = access.offices_of(user.pk, on=timezone.localdate())
        if offices:
            found.append(Place(alliance.slug, alliance.name))
    return found
