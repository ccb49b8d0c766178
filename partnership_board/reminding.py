"""On which day somebody is told that something is due. Pure: no clock, no database."""

from collections.abc import Sequence
from datetime import date, timedelta

from alliance.calendars import ClosedDays, is_working_day

DAYS_BEFORE = (7, 0)
LOOK_AHEAD = timedelta(days=14)
ONE_DAY = timedelta(days=1)


def told_on(due_on: date, closed: ClosedDays, before: Sequence[int] = DAYS_BEFORE) -> list[date]:
    """Seven days before and on the day; where that is closed, the working day before it."""
    return [_open_day(due_on - timedelta(days=days), closed) for days in before]


def is_told(
    due_on: date, *, on: date, closed: ClosedDays, before: Sequence[int] = DAYS_BEFORE
) -> bool:
    return on in told_on(due_on, closed, before)


def _open_day(day: date, closed: ClosedDays) -> date:
    while not is_working_day(day, closed):
        day -= ONE_DAY
    return day
