"""Who may write a profile, look at a draft, approve it and sign it."""

from functools import partial
from typing import Any

from alliance.registries import ANY_OFFICE, PUBLIC, Route
from alliance.samples import BOTH, Arguments, first, number_of
from alliance.tenancy.models import TenantModel
from members.models import (
    JoiningApplication,
    Location,
    Organisation,
    ProfileVersion,
    Representative,
    Service,
)
from members.permissions import MembersPermission as May
from members.permissions import OrganisationPermission as Theirs


def slug_of(organisation: Organisation | None, **more: Any) -> Arguments:  # Any: of the address
    return None if organisation is None else {"slug": organisation.slug, **more}


def of_one(**more: Any) -> Arguments:  # Any: of the address
    return slug_of(first(Organisation), **more)


def of_thing(model: type[TenantModel], **more: Any) -> Arguments:  # Any: of the address
    row: Any = first(model)
    return None if row is None else slug_of(row.organisation, key=row.public_id, **more)


def of_version() -> Arguments:
    row = first(ProfileVersion)
    return None if row is None else slug_of(row.organisation, number=row.number)


def whose_place() -> Organisation | None:
    """The right is that of the organisation: a place itself may be hidden from others."""
    row = first(Location)
    return None if row is None else row.organisation


ONE = partial(first, Organisation)
WRITE = partial(Route, Theirs.EDIT_PROFILE, Theirs.EDIT_PROFILE)
ROUTES = {
    "edit": Route(Theirs.EDIT_PROFILE, arguments=of_one, of=ONE),
    "edit-part": WRITE(BOTH, partial(of_one, part="about"), ONE),
    "service-new": WRITE(BOTH, of_one, ONE),
    "place-new": WRITE(BOTH, of_one, ONE),
    "edit-service": WRITE(BOTH, partial(of_thing, Service), partial(first, Service)),
    "edit-place": WRITE(BOTH, partial(of_thing, Location), whose_place),
    "take-out": WRITE(BOTH, partial(of_thing, Service, part="services"), partial(first, Service)),
    "send": WRITE("POST", of_one, ONE),
    "withdraw": WRITE("POST", of_one, ONE),
    "choose": WRITE("POST", of_one, ONE),
    "review": Route(Theirs.SEE_DRAFTS, arguments=of_one, of=ONE),
    "approve": Route(Theirs.APPROVE_PROFILE, Theirs.APPROVE_PROFILE, "POST", of_one, ONE),
    "return": Route(Theirs.APPROVE_PROFILE, Theirs.APPROVE_PROFILE, BOTH, of_one, ONE),
    "versions": Route(Theirs.SEE_DRAFTS, arguments=of_one, of=ONE),
    "version": Route(Theirs.SEE_DRAFTS, arguments=of_version, of=partial(first, ProfileVersion)),
    "restore": WRITE("POST", of_version, partial(first, ProfileVersion)),
    "sources": Route(Theirs.SEE_DRAFTS, arguments=of_one, of=ONE),
    "apply": Route(PUBLIC, PUBLIC, BOTH),
    "applied": Route(PUBLIC),
    "applications": Route(May.CHANGE_MEMBERS, is_list=True),
    "application": Route(
        May.CHANGE_MEMBERS,
        May.CHANGE_MEMBERS,
        BOTH,
        number_of(JoiningApplication),
        partial(first, JoiningApplication),
    ),
    "applicants-kept": Route(May.CHANGE_MEMBERS, May.CHANGE_MEMBERS, BOTH),
    "letters": Route(ANY_OFFICE, ANY_OFFICE, BOTH),
    "membership-merge": Route(May.CHANGE_MEMBERS, May.CHANGE_MEMBERS, BOTH, of_one, ONE),
    "voters": Route(Theirs.INVITE_COLLEAGUES, Theirs.INVITE_COLLEAGUES, BOTH, of_one, ONE),
    "person-change": Route(
        Theirs.INVITE_COLLEAGUES,
        Theirs.INVITE_COLLEAGUES,
        BOTH,
        number_of(Representative),
        partial(first, Representative),
    ),
    "person-let-go": Route(
        May.CHANGE_MEMBERS,
        May.CHANGE_MEMBERS,
        BOTH,
        number_of(Representative),
        partial(first, Representative),
    ),
    "register": Route(May.CHANGE_MEMBERS, May.CHANGE_MEMBERS, BOTH, of_one, ONE),
}
