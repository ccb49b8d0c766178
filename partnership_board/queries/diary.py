"""A meeting as people's calendars take it: when, where, and the way to its page."""

from datetime import datetime

from icalendar import Calendar, Event, vUri

from alliance.http import absolute_url
from partnership_board.models import Meeting


def as_calendar(meeting: Meeting, *, now: datetime) -> bytes:
    event = Event()
    event.add("uid", f"meeting-{meeting.alliance_id}-{meeting.pk}@alliance")
    event.add("dtstamp", now)
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.ends_at)
    event.add("summary", str(meeting.board))
    event.add("location", meeting.place or "Online")
    event["url"] = vUri(absolute_url(meeting.get_absolute_url()))
    event.add("status", "CANCELLED" if meeting.is_cancelled else "CONFIRMED")
    calendar = Calendar()
    calendar.add("prodid", "-//Alliance//Board meetings//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
