"""Who may see the directory and the open data: everybody; and who changes what stands there."""

from functools import partial
from typing import Any

from django.db.models import QuerySet

from alliance import registries
from alliance.queries.frame import face
from alliance.registries import PUBLIC, Route
from alliance.samples import BOTH, POST, Arguments, first, number_of
from members.models import Organisation, Service, ServiceLocation, ServiceType
from members.open_data import records
from members.open_data.profiles import PROFILES
from members.open_data.serialiser import SERVICE_TYPES
from members.permissions import MembersPermission as May
from members.permissions import OrganisationPermission as Theirs
from members.queries.published import key_of
from members.routes import change_one

# Any: rows of any model that has a public number.
SAMPLES: dict[str, QuerySet[Any]] = {
    "services": Service.objects.filter(is_public=True, organisation__in_open_data=True),
    "organizations": Organisation.objects.filter(in_open_data=True),
    "taxonomy_terms": ServiceType.objects.all(),
    "service_at_locations": ServiceLocation.objects.filter(
        service__is_public=True, service__organisation__in_open_data=True
    ),
}


def its_number(name: str) -> Arguments:
    """A taxonomy has no row: its number is made from the alliance's own name."""
    if name == "taxonomies":
        shown = face()
        if shown is None:
            return None
        return {"pk": str(records.number_of("taxonomy", shown.slug, SERVICE_TYPES))}
    numbers = SAMPLES[name].order_by("pk").values_list("public_id", flat=True)
    number = numbers.first()
    return None if number is None else {"pk": str(number)}


def an_organisation() -> Arguments:
    row = Organisation.objects.filter(in_directory=True).order_by("pk").first()
    return None if row is None else {"slug": row.slug}


def a_service() -> Arguments:
    rows = Service.objects.filter(is_public=True, organisation__in_directory=True, status="active")
    row = rows.select_related("organisation").order_by("pk").first()
    return None if row is None else {"slug": row.organisation.slug, "key": key_of(row)}


ROUTES = {
    "directory:directory": Route(PUBLIC, is_list=True),
    "directory:paper": Route(PUBLIC),
    "directory:csv": Route(PUBLIC),
    "directory:xlsx": Route(PUBLIC),
    "directory:organisation": Route(PUBLIC, arguments=an_organisation),
    "directory:service": Route(PUBLIC, arguments=a_service),
    "open_data:everything": Route(PUBLIC),
}


OURS = {
    "services": Route(May.SEE_MEMBERS, is_list=True),
    "types": Route(May.CHANGE_MEMBERS, May.CHANGE_MEMBERS, BOTH),
    "type-retire": Route(
        May.CHANGE_MEMBERS,
        May.CHANGE_MEMBERS,
        POST,
        number_of(ServiceType),
        partial(first, ServiceType),
    ),
    "notice": Route(
        Theirs.EDIT_PROFILE, Theirs.EDIT_PROFILE, BOTH, number_of(Service), partial(first, Service)
    ),
    "showing": change_one(Theirs.APPROVE_PROFILE),
}


def register() -> None:
    for name, route in OURS.items():
        registries.routes.add(f"members:{name}", route)
    for name, route in ROUTES.items():
        registries.routes.add(name, route)
    for profile in PROFILES.values():
        for page in ("root", "openapi", *profile.lists):
            registries.routes.add(f"open_data:{profile.key}-{page}", Route(PUBLIC))
        for name in profile.lists:
            route = Route(PUBLIC, arguments=partial(its_number, name))
            registries.routes.add(f"open_data:{profile.key}-{name}-one", route)
