"""Who may see and who may do, for every address of members and networks."""

from functools import partial

from alliance import registries
from alliance.registries import Route
from alliance.samples import BOTH, Arguments, first, number_of
from alliance.tenancy.models import TenantModel
from members.models import Network, Organisation, Representation, Representative
from members.permissions import MembersPermission as May
from members.permissions import OrganisationPermission as Theirs


def its_name() -> Arguments:
    organisation = first(Organisation)
    return None if organisation is None else {"slug": organisation.slug}


def about_one(see: str) -> Route:
    """A page of one organisation."""
    return Route(see, arguments=its_name, of=partial(first, Organisation))


def change_one(may: str) -> Route:
    """A page that changes one organisation."""
    return Route(may, may, BOTH, its_name, partial(first, Organisation))


def change_row(may: str, model: type[TenantModel]) -> Route:
    return Route(may, may, BOTH, number_of(model), partial(first, model))


ROUTES = {
    "members": Route(May.SEE_MEMBERS, is_list=True),
    "members-file": Route(May.SEE_MEMBERS),
    "new": Route(May.CHANGE_MEMBERS, May.CHANGE_MEMBERS, BOTH),
    "networks": Route(May.SEE_MEMBERS, is_list=True),
    "network-new": Route(May.CHANGE_NETWORKS, May.CHANGE_NETWORKS, BOTH),
    "network": change_row(May.SEE_MEMBERS, Network),
    "speak": change_row(May.CHANGE_NETWORKS, Network),
    "voice-end": change_row(May.CHANGE_NETWORKS, Representation),
    "person-end": change_row(Theirs.INVITE_COLLEAGUES, Representative),
    "profile": about_one(May.SEE_MEMBERS),
    "capacity": change_one(Theirs.SET_CAPACITY),
    "hours": about_one(May.SEE_HOURS),
    "pause": change_one(Theirs.SET_CAPACITY),
    "resume": Route(
        Theirs.SET_CAPACITY, Theirs.SET_CAPACITY, "POST", its_name, partial(first, Organisation)
    ),
    "people": about_one(May.SEE_MEMBERS),
    "invite": change_one(Theirs.INVITE_COLLEAGUES),
    "invite-first": change_one(May.CHANGE_MEMBERS),
    "membership-begin": change_one(May.CHANGE_MEMBERS),
    "membership-end": change_one(May.CHANGE_MEMBERS),
}


def register() -> None:
    for name, route in ROUTES.items():
        registries.routes.add(f"members:{name}", route)
