"""How much working time has gone by: Monday to Friday, 9 am to 5.30 pm in London, holidays out.

Pure. Moments are aware; lengths are `timedelta`, counted in elapsed time, so that an hour in which
the clocks change is still an hour. Days whose holidays are not known count as ordinary days: a
worry is then told of sooner, never later.
"""

from datetime import UTC, date, datetime, time, timedelta

from alliance.calendars import LONDON, CalendarEnds, ClosedDays, is_working_day

OPENS_AT, CLOSES_AT = time(9), time(17, 30)
SATURDAY = 5
ONE_DAY = timedelta(days=1)
WORKING_DAY = timedelta(hours=8, minutes=30)


def is_open(at: datetime, closed: ClosedDays) -> bool:
    """Whether somebody can be expected to answer at this moment."""
    here = at.astimezone(LONDON)
    return OPENS_AT <= here.time() < CLOSES_AT and _is_worked(here.date(), closed)


def elapsed(since: datetime, until: datetime, closed: ClosedDays) -> timedelta:
    """The working time between two moments; nothing if `until` is not after `since`."""
    day, last = since.astimezone(LONDON).date(), until.astimezone(LONDON).date()
    gone = timedelta(0)
    while day <= last:
        if _is_worked(day, closed):
            gone += _overlap(day, since, until)
        day += ONE_DAY
    return gone


def _overlap(day: date, since: datetime, until: datetime) -> timedelta:
    """In elapsed time: both ends are moments, not faces of a clock."""
    opens = datetime.combine(day, OPENS_AT, LONDON).astimezone(UTC)
    closes = datetime.combine(day, CLOSES_AT, LONDON).astimezone(UTC)
    return max(timedelta(0), min(closes, until.astimezone(UTC)) - max(opens, since.astimezone(UTC)))


def _is_worked(day: date, closed: ClosedDays) -> bool:
    try:
        return is_working_day(day, closed)
    except CalendarEnds:
        return day.weekday() < SATURDAY
