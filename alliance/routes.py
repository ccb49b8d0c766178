"""Who may see and who may do, for every address of the core."""

from alliance import registries
from alliance.models import Document, Invitation, Message, Priority, RoleTerm
from alliance.permissions import CorePermission as May
from alliance.registries import ANY_OFFICE, LINK, OWNER, PUBLIC, Route
from alliance.samples import BOTH, POST, Arguments, a_token_of_nobody, first, number_of
from alliance.tenancy.models import TenantModel


def somebody_here() -> Arguments:
    term = first(RoleTerm)
    return None if term is None else {"pk": term.user_id}


def the_file() -> Document | None:
    return Document.objects.filter(state=Document.State.READY).order_by("pk").first()


def some_file() -> Arguments:
    row = the_file()
    return None if row is None else {"public_id": row.public_id}


def some_letter() -> Arguments:
    row = Message.objects.filter(kind=Message.Kind.MAIL).order_by("pk").first()
    return None if row is None else {"pk": row.pk}


def a_change(see: str, model: type[TenantModel], do: str | None = None) -> Route:
    """A page or button about one row."""
    return Route(see, do or see, BOTH, number_of(model), lambda: first(model))


def a_button(do: str, model: type[TenantModel]) -> Route:
    return Route(do, do, POST, number_of(model), lambda: first(model))


ROUTES = {
    "alliance:today": Route(PUBLIC),
    "alliance:theme": Route(PUBLIC),
    "alliance:favicon": Route(PUBLIC),
    "alliance:gallery": Route(PUBLIC),  # in a demonstration only
    "alliance:document": Route(OWNER, arguments=some_file, of=the_file),
    "alliance:people": Route(May.SEE_PEOPLE, is_list=True),
    "alliance:people_ended": Route(May.SEE_PEOPLE, is_list=True),
    "alliance:roles": Route(May.SEE_PEOPLE),
    "alliance:person": Route(May.SEE_PEOPLE, arguments=somebody_here),
    "alliance:invite": Route(May.CHANGE_PEOPLE, May.CHANGE_PEOPLE, BOTH),
    "alliance:invitations": Route(May.CHANGE_PEOPLE, is_list=True),
    "alliance:invitation_send_again": a_button(May.CHANGE_PEOPLE, Invitation),
    "alliance:invitation_withdraw": a_button(May.CHANGE_PEOPLE, Invitation),
    "alliance:role_begin": Route(May.CHANGE_PEOPLE, May.CHANGE_PEOPLE, BOTH, somebody_here),
    "alliance:second_step_reset": Route(May.CHANGE_PEOPLE, May.CHANGE_PEOPLE, BOTH, somebody_here),
    "alliance:role_end": a_change(May.CHANGE_PEOPLE, RoleTerm),
    "alliance:join": Route(LINK, LINK, BOTH, a_token_of_nobody),
    "alliance:search": Route(ANY_OFFICE),
    "alliance:language": Route(PUBLIC, PUBLIC, POST),
    "alliance:preferences": Route(ANY_OFFICE, ANY_OFFICE, BOTH),
    "alliance:settings": Route(May.CHANGE_SETTINGS, May.CHANGE_SETTINGS, BOTH),
    "alliance:priorities": Route(May.SEE_SETTINGS),
    "alliance:priority_add": Route(May.CHANGE_SETTINGS, May.CHANGE_SETTINGS, BOTH),
    "alliance:priority_order": Route(May.CHANGE_SETTINGS, May.CHANGE_SETTINGS, BOTH),
    "alliance:priority_edit": a_change(May.CHANGE_SETTINGS, Priority),
    "alliance:priority_retire": a_button(May.CHANGE_SETTINGS, Priority),
    "alliance:priority_bring_back": a_button(May.CHANGE_SETTINGS, Priority),
    "alliance:happened": Route(May.SEE_EVENTS, is_list=True),
    "alliance:happened_check": Route(May.SEE_EVENTS),
    "alliance:happened_mine": Route(May.SEE_ALLIANCE, is_list=True),
    "alliance:happened_csv": Route(May.SEE_EVENTS),
    "alliance:post": Route(May.SEE_POST, is_list=True),
    "alliance:letter_send_again": Route(
        May.SEE_POST, May.SEE_POST, POST, some_letter, lambda: first(Message)
    ),
}


def register() -> None:
    for name, route in ROUTES.items():
        registries.routes.add(name, route)
