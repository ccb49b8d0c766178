"""What needs somebody today, of what members declare, learn and do together."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from alliance.models import User
from alliance.registries import Card
from members.models import LedByDeclaration
from members.queries.declarations import TOLD_BEFORE


def lapsing(user: User, on: date) -> Iterable[Card]:
    """For approvers: what their organisation declared and must say again to keep. One query."""
    mine = user.rights.organisations("approve_profile")
    if not mine:
        return []
    rows = (
        LedByDeclaration.objects.standing(on=on)
        .filter(organisation__in=mine, valid_until__lte=on + TOLD_BEFORE)
        .select_related("organisation")
        .order_by("valid_until", "pk")
    )
    return [
        Card(
            title=f"Does what {row.organisation} said about itself still hold?",
            url=reverse("members:declarations", kwargs={"slug": row.organisation.slug}),
            minutes=2,
            by_on=row.valid_until,
            words="After that it counts as not declared, until you say it again.",
        )
        for row in rows
    ]
