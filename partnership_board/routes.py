"""Who may see and who may do, for every address of the board."""

from alliance import registries
from alliance.registries import Route
from alliance.samples import BOTH, POST, Arguments, first, number_of
from alliance.tenancy.models import TenantModel
from partnership_board import (
    routes_elections,
    routes_interests,
    routes_live,
    routes_mandates,
    routes_papers,
    routes_planning,
    routes_reading,
    routes_results,
)
from partnership_board.models import (
    AgendaItem,
    AgendaProposal,
    Board,
    Deputy,
    Meeting,
    MinuteEntry,
    MinuteSet,
    Seat,
    SeatTerm,
)
from partnership_board.permissions import BoardPermission as May


def an_item() -> AgendaItem | None:
    return AgendaItem.objects.on_agenda().order_by("pk").first()


def an_items_address() -> Arguments:
    item = an_item()
    return None if item is None else {"pk": item.meeting_id, "number": item.number}


def a_step() -> Arguments:
    meeting = first(Meeting)
    return None if meeting is None else {"pk": meeting.pk, "to": "cancelled"}


def a_minuted_meeting() -> Arguments:
    minutes = first(MinuteSet)
    return None if minutes is None else {"pk": minutes.meeting_id}


def an_entrys_address() -> Arguments:
    entry = MinuteEntry.objects.select_related("minute_set").order_by("pk").first()
    return None if entry is None else {"pk": entry.minute_set.meeting_id, "seq": entry.seq}


def a_change(may: str, model: type[TenantModel]) -> Route:
    """A page with a form about one row."""
    return Route(may, may, BOTH, number_of(model), lambda: first(model))


def of_meeting(see: str) -> Route:
    return Route(see, None, "GET", number_of(Meeting), lambda: first(Meeting))


def of_item(do: str, methods: str) -> Route:
    return Route(do, do, methods, an_items_address, an_item)


ROUTES = {
    "board": Route(May.SEE),
    "seats": Route(May.SEE, is_list=True),
    "seat": Route(May.SEE, None, "GET", number_of(Seat), lambda: first(Seat)),
    "seat_step_back": a_change(May.PROPOSE, Seat),
    "seat_close": a_change(May.CHANGE_SEATS, Seat),
    "deputy_raise": Route(
        May.CHANGE_SEATS, May.CHANGE_SEATS, POST, number_of(Deputy), lambda: first(Deputy)
    ),
    "board_new": Route(May.CHANGE_SEATS, May.CHANGE_SEATS, BOTH),
    "board_settings": Route(May.SEE, None, "GET", number_of(Board), lambda: first(Board)),
    "board_edit": a_change(May.CHANGE_SEATS, Board),
    "rules_adopt": a_change(May.CHANGE_SEATS, Board),
    "side_add": a_change(May.CHANGE_SEATS, Board),
    "seat_add": a_change(May.CHANGE_SEATS, Board),
    "term_begin": a_change(May.CHANGE_SEATS, Seat),
    "deputy_name": a_change(May.CHANGE_SEATS, Seat),
    "term_end": a_change(May.CHANGE_SEATS, SeatTerm),
    "deputy_end": a_change(May.CHANGE_SEATS, Deputy),
    "decisions": Route(May.SEE, is_list=True),
    "proposals": Route(May.SEE, is_list=True),
    "proposal_new": Route(May.PROPOSE, May.PROPOSE, BOTH),
    "proposal": Route(
        May.SEE, None, "GET", number_of(AgendaProposal), lambda: first(AgendaProposal)
    ),
    "proposal_edit": a_change(May.PROPOSE, AgendaProposal),
    "proposal_put_off": a_change(May.PROPOSE, AgendaProposal),
    "proposal_appeal": a_change(May.READ_PACKS, AgendaProposal),
    "agenda_group": Route(May.SEE, is_list=True),
    "proposal_decide": a_change(May.DECIDE_AGENDA, AgendaProposal),
    "proposal_withdraw": Route(
        May.PROPOSE, May.PROPOSE, POST, number_of(AgendaProposal), lambda: first(AgendaProposal)
    ),
    "meetings": Route(May.SEE, is_list=True),
    "meeting_new": Route(May.CHANGE_MEETINGS, May.CHANGE_MEETINGS, BOTH),
    "meeting": of_meeting(May.SEE),
    "meeting_edit": a_change(May.CHANGE_MEETINGS, Meeting),
    "meeting_step": Route(
        May.CHANGE_MEETINGS, May.CHANGE_MEETINGS, BOTH, a_step, lambda: first(Meeting)
    ),
    "meeting_calendar": of_meeting(May.SEE),
    "pack": a_change(May.SEND_PACKS, Meeting),
    "minutes": of_meeting(May.SEE),
    "minute_new": a_change(May.CHANGE_MEETINGS, Meeting),
    "minute_edit": Route(
        May.CHANGE_MEETINGS,
        May.CHANGE_MEETINGS,
        BOTH,
        an_entrys_address,
        lambda: first(MinuteEntry),
    ),
    "minutes_approve": Route(
        May.CHANGE_MEETINGS,
        May.CHANGE_MEETINGS,
        BOTH,
        a_minuted_meeting,
        lambda: first(Meeting),
    ),
    "item_new": a_change(May.CHANGE_MEETINGS, Meeting),
    "item": Route(May.SEE, None, "GET", an_items_address, an_item),
    "item_edit": of_item(May.CHANGE_MEETINGS, BOTH),
    "item_move": of_item(May.CHANGE_MEETINGS, POST),
    "item_remove": of_item(May.CHANGE_MEETINGS, BOTH),
    "item_move_on": of_item(May.CHANGE_MEETINGS, BOTH),
    "item_urgent": a_change(May.CHANGE_MEETINGS, Meeting),
    "decision_record": of_item(May.CHANGE_MEETINGS, BOTH),
}


def register() -> None:
    for name, route in (
        ROUTES
        | routes_mandates.ROUTES
        | routes_planning.ROUTES
        | routes_interests.ROUTES
        | routes_live.ROUTES
        | routes_elections.ROUTES
        | routes_results.ROUTES
        | routes_papers.ROUTES
        | routes_reading.ROUTES
    ).items():
        registries.routes.add(f"partnership_board:{name}", route)
