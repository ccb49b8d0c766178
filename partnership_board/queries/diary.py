"""Meetings as calendars take them: when, what is called so, and the way to its page; no more."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.signing import BadSignature, Signer
from django.db.models import Q, QuerySet
from icalendar import Calendar, Event, vUri

from alliance import access
from alliance.http import absolute_url
from alliance.models import User
from partnership_board.deadlines import day_of
from partnership_board.models import CalendarFeed, Deputy, Meeting, SeatTerm
from partnership_board.permissions import BoardPermission

SALT = "board.calendar"
KEPT_DAYS = 90  # how long a past meeting stays in a feed


def as_calendar(meetings: Iterable[Meeting], *, now: datetime) -> bytes:
    """Titles and links only: nothing of an agenda, so nothing of a restricted item."""
    calendar = begun("Board meetings")
    for meeting in meetings:
        calendar.add_component(_event(meeting, now=now))
    return bytes(calendar.to_ical())


def begun(name: str) -> Calendar:
    """A calendar of that name, with nothing in it yet."""
    calendar = Calendar()
    calendar.add("prodid", "-//Alliance//Board meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    return calendar


def _event(meeting: Meeting, *, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"meeting-{meeting.alliance_id}-{meeting.pk}@alliance")
    event.add("dtstamp", now)
    event.add("sequence", meeting.revision)
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.ends_at)
    event.add("summary", str(meeting.board))
    event.add("location", meeting.place or "Online")
    event["url"] = vUri(absolute_url(meeting.get_absolute_url()))
    event.add("status", "CANCELLED" if meeting.is_cancelled else "CONFIRMED")
    return event


# ---- private addresses ---------------------------------------------------------------------------
def token_of(feed: CalendarFeed) -> str:
    """Signed, so that it can be shown again and nothing secret is stored."""
    return Signer(salt=SALT).sign(str(feed.pk)).replace(":", "-", 1)


def feed_of(token: str) -> CalendarFeed | None:
    """The address's owner; nothing where it was taken back or made up."""
    try:
        number = Signer(salt=SALT).unsign(token.replace("-", ":", 1))
    except BadSignature:
        return None
    feeds = CalendarFeed.objects.filter(pk=number, ended_at=None)
    return feeds.select_related("person").first()


def my_feed(user: User) -> CalendarFeed | None:
    return CalendarFeed.objects.filter(person=user, ended_at=None).first()


def meetings_for(person: User, *, now: datetime) -> QuerySet[Meeting]:
    """Of the boards where they sit or deputise today; nothing once they may no longer see them."""
    on = day_of(now)
    if not access.carry_rights(person, on=on).has(BoardPermission.SEE):
        return Meeting.objects.none()
    seats = SeatTerm.objects.current(on=on).filter(holder=person)
    deputies = Deputy.objects.current(on=on).filter(person=person)
    mine = Meeting.objects.filter(
        Q(board__in=seats.values("seat__board")) | Q(board__in=deputies.values("seat__board")),
        starts_at__gt=now - timedelta(days=KEPT_DAYS),
    )
    return mine.select_related("board").order_by("starts_at", "pk")
