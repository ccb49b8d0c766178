"""Who may see and who may do, for actions, requests and minutes."""

from functools import partial

from alliance import registries
from alliance.registries import LINK, PUBLIC, Route
from alliance.samples import BOTH, Arguments, a_token_of_nobody, first, number_of
from alliance.tenancy.models import TenantModel
from partnership_board.models import (
    Action,
    Meeting,
    MinuteCorrection,
    MinuteEntry,
    MinuteSet,
    PartnerRequest,
)
from partnership_board.permissions import BoardPermission as May
from partnership_board.queries import public, public_minutes


def of_one(see: str, model: type[TenantModel]) -> Route:
    return Route(see, None, "GET", number_of(model), partial(first, model))


def to_change(may: str, model: type[TenantModel]) -> Route:
    return Route(may, may, BOTH, number_of(model), partial(first, model))


def a_step() -> Arguments:
    asked = first(PartnerRequest)
    return None if asked is None else {"pk": asked.pk, "to": "pause"}


def a_minuted_meeting() -> Meeting | None:
    """One whose minutes have gone round, if there is one."""
    sets = MinuteSet.objects.select_related("meeting").order_by("-circulated_on", "pk")
    found = sets.exclude(circulated_on=None).first() or sets.first()
    return None if found is None else found.meeting


def its_number() -> Arguments:
    meeting = a_minuted_meeting()
    return None if meeting is None else {"pk": meeting.pk}


def its_published() -> Arguments:
    board = public.open_board()
    found = public_minutes.approved(board).first() if board else None
    return None if found is None else {"pk": found.meeting_id}


def its_step() -> Arguments:
    meeting = a_minuted_meeting()
    return None if meeting is None else {"pk": meeting.pk, "to": "fill-in"}


ROUTES = {
    "minute_note": Route(
        May.CHANGE_MEETINGS, May.CHANGE_MEETINGS, BOTH, its_number, a_minuted_meeting
    ),
    "minutes_compare": Route(May.SEE, None, "GET", its_number, a_minuted_meeting),
    "minutes_print": Route(May.SEE, None, "GET", its_number, a_minuted_meeting),
    "minutes_step": Route(May.RECORD, May.RECORD, BOTH, its_step, a_minuted_meeting),
    "decided": of_one(May.SEE, Meeting),
    "decided_print": of_one(May.SEE, Meeting),
    "matters": of_one(May.SEE, Meeting),
    "correction_offer": to_change(May.READ_PACKS, MinuteEntry),
    "correction_answer": to_change(May.RECORD, MinuteCorrection),
    "actions": Route(May.SEE, is_list=True),
    "action_new": Route(May.RECORD, May.RECORD, BOTH),
    "action": of_one(May.SEE, Action),
    "action_report": to_change(May.PROPOSE, Action),
    "action_settle": to_change(May.RECORD, Action),
    "action_pass_on": to_change(May.RECORD, Action),
    "action_by_link": Route(LINK, LINK, BOTH, a_token_of_nobody),
    "requests": Route(May.SEE, is_list=True),
    "request_new": Route(May.READ_PACKS, May.READ_PACKS, BOTH),
    "request_received": Route(May.RECORD, May.RECORD, BOTH),
    "request_times": Route(May.CHANGE_MEETINGS, May.CHANGE_MEETINGS, BOTH),
    "request": of_one(May.SEE, PartnerRequest),
    "request_edit": to_change(May.READ_PACKS, PartnerRequest),
    "request_letter": of_one(May.SEE, PartnerRequest),
    "request_step": Route(May.RECORD, May.RECORD, BOTH, a_step, partial(first, PartnerRequest)),
    "request_by_link": Route(LINK, LINK, BOTH, a_token_of_nobody),
    "open_minutes": Route(PUBLIC, is_list=True),
    "open_minutes_of": Route(PUBLIC, None, "GET", its_published),
    "open_requests": Route(PUBLIC, is_list=True),
}


def register() -> None:
    for name, route in ROUTES.items():
        registries.routes.add(f"partnership_board:{name}", route)
