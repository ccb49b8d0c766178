"""The timetable of an election as calendars take it: public days, each with the way to its page."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Event, vUri

from alliance.http import absolute_url
from partnership_board.election_states import State
from partnership_board.models import Election, ElectionLogLine
from partnership_board.queries.diary import begun

Step = tuple[str, str, date | datetime]


def steps_of(election: Election) -> list[Step]:
    """A lasting name for each step, its title, and when it is; days before their hours."""
    found: list[Step] = [
        ("notice", _("Everybody is told"), election.notice_on),
        ("nominations-open", _("Nominations open"), election.nominations_open_at),
        ("nominations-close", _("Nominations close"), election.nominations_close_at),
        ("withdraw-by", _("The last moment to withdraw"), election.withdraw_by_at),
        ("roll", _("The roll is taken"), election.roll_on),
        ("opens", _("The poll opens"), election.opens_at),
        ("closes", _("The poll closes"), election.ends_at),
    ]
    if election.objections_close_at is not None:
        found.append(("objections", _("Objections close"), election.objections_close_at))
    return found


def as_calendar(election: Election, *, now: datetime) -> bytes:
    """One event a step. A change of the timetable changes the event that people have already."""
    calendar = begun(election.title)
    revision = ElectionLogLine.objects.filter(election=election).count()
    for step in steps_of(election):
        calendar.add_component(_event(election, step, revision=revision, now=now))
    return bytes(calendar.to_ical())


def _event(election: Election, step: Step, *, revision: int, now: datetime) -> Event:
    name, title, at = step
    event = Event()
    event.add("uid", f"election-{election.alliance_id}-{election.pk}-{name}@alliance")
    event.add("dtstamp", now)
    event.add("sequence", revision)
    event.add("dtstart", at)
    if not isinstance(at, datetime):
        event.add("dtend", at + timedelta(days=1))
    event.add("summary", f"{election.title}: {title}")
    event["url"] = vUri(absolute_url(election.get_absolute_url()))
    is_off = election.state == State.ABANDONED
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    return event
