"""Who may see and who may do, for planning meetings and for calendars."""

from alliance.registries import LINK, PUBLIC, Route
from alliance.samples import BOTH, POST, Arguments, first, number_of
from partnership_board.models import (
    Board,
    CalendarFeed,
    ClosedDay,
    Meeting,
    StandingItem,
    WorkingCalendar,
)
from partnership_board.permissions import BoardPermission as May
from partnership_board.queries import diary

CHANGE = May.CHANGE_MEETINGS


def a_feed() -> Arguments:
    feed = CalendarFeed.objects.filter(ended_at=None).order_by("pk").first()
    return None if feed is None else {"token": diary.token_of(feed)}


def an_open_meeting() -> Meeting | None:
    """The first about which people can still say if they come."""
    over = [Meeting.State.ENDED, Meeting.State.MINUTES_OPEN, Meeting.State.CLOSED]
    rows = Meeting.objects.exclude(state__in=[*over, Meeting.State.CANCELLED])
    return rows.order_by("pk").first() or first(Meeting)


def its_number() -> Arguments:
    meeting = an_open_meeting()
    return None if meeting is None else {"pk": meeting.pk}


ROUTES = {
    "year": Route(May.SEE),
    "good_days": Route(CHANGE),
    "series_new": Route(CHANGE, CHANGE, BOTH),
    "coming": Route(May.PROPOSE, May.PROPOSE, BOTH, its_number, an_open_meeting),
    "standing": Route(CHANGE, CHANGE, BOTH, number_of(Board), lambda: first(Board)),
    "standing_end": Route(
        CHANGE, CHANGE, POST, number_of(StandingItem), lambda: first(StandingItem)
    ),
    "open_ledger": Route(PUBLIC, is_list=True),
    "power": Route(May.SEE),
    "my_calendar": Route(May.SEE, May.SEE, BOTH),
    "feed": Route(LINK, None, "GET", a_feed),
    "closed_days": Route(CHANGE, CHANGE, BOTH),
    "closed_day_open": Route(CHANGE, CHANGE, POST, number_of(ClosedDay), lambda: first(ClosedDay)),
    "year_complete": Route(
        CHANGE, CHANGE, POST, number_of(WorkingCalendar), lambda: first(WorkingCalendar)
    ),
}
