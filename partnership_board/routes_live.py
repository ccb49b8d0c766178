"""Who may see and who may do: meetings as they go on, questions, decisions."""

from alliance.registries import PUBLIC, Route
from alliance.samples import BOTH, POST, Arguments, first, number_of
from partnership_board.models import (
    AgendaItem,
    Decision,
    LiveEntry,
    Meeting,
    PresenceSpan,
    Question,
)
from partnership_board.permissions import BoardPermission as May

SEE, KEEP = May.READ_PACKS, May.RECORD


def a_meeting() -> Meeting | None:
    """Of the Partnership Board, whose chair keeps it."""
    return Meeting.objects.filter(board__kind="partnership_board").order_by("pk").first()


def its_number() -> Arguments:
    meeting = a_meeting()
    return None if meeting is None else {"pk": meeting.pk}


def an_item() -> AgendaItem | None:
    items = AgendaItem.objects.on_agenda().filter(meeting__board__kind="partnership_board")
    return items.order_by("pk").first()


def an_items_address() -> Arguments:
    item = an_item()
    return None if item is None else {"pk": item.meeting_id, "number": item.number}


ROUTES = {
    "decisions": Route(May.SEE, is_list=True),
    "decision": Route(May.SEE, None, "GET", number_of(Decision), lambda: first(Decision)),
    "open_decisions": Route(PUBLIC, is_list=True),
    "live": Route(SEE, KEEP, BOTH, its_number, a_meeting),
    "attended": Route(SEE, None, "GET", its_number, a_meeting),
    "attendance_confirm": Route(KEEP, KEEP, POST, its_number, a_meeting),
    "together": Route(SEE, KEEP, BOTH, its_number, a_meeting),
    "live_choose": Route(KEEP, KEEP, POST, number_of(LiveEntry), lambda: first(LiveEntry)),
    "span_correct": Route(KEEP, KEEP, BOTH, number_of(PresenceSpan), lambda: first(PresenceSpan)),
    "question_put": Route(KEEP, KEEP, BOTH, an_items_address, an_item),
    "item_extract": Route(KEEP, KEEP, BOTH, an_items_address, an_item),
    "item_take_out": Route(SEE, SEE, BOTH, an_items_address, an_item),
    "question": Route(SEE, SEE, BOTH, number_of(Question), lambda: first(Question)),
    "question_enter": Route(KEEP, KEEP, BOTH, number_of(Question), lambda: first(Question)),
    "question_decide": Route(KEEP, KEEP, BOTH, number_of(Question), lambda: first(Question)),
    "question_drop": Route(KEEP, KEEP, POST, number_of(Question), lambda: first(Question)),
}
