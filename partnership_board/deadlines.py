"""The days that follow from a meeting's day, in clear working days. Pure: no clock, no database."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from alliance.calendars import ENGLAND, ClosedDays, latest_publication, latest_working_publication
from alliance.words import LONDON


@dataclass(frozen=True)
class Deadlines:
    """The last days for proposals, for papers and for the pack, and the calendar they came from."""

    proposals_by_on: date
    papers_by_on: date
    publish_by_on: date
    calendar: str


def deadlines(
    meeting_on: date,
    *,
    proposal_days: int,
    paper_days: int,
    notice_days: int,
    closed: ClosedDays = ENGLAND,
) -> Deadlines:
    """Each day is the last working day that leaves so many clear days before the meeting."""
    return Deadlines(
        latest_working_publication(meeting_on, proposal_days, closed),
        latest_working_publication(meeting_on, paper_days, closed),
        latest_working_publication(meeting_on, notice_days, closed),
        closed.version,
    )


def reminder_day(meeting_on: date, days: int, closed: ClosedDays = ENGLAND) -> date:
    """The working day that lies `days` working days before the meeting."""
    return latest_publication(meeting_on, days, closed) + timedelta(days=1)


def day_of(moment: datetime) -> date:
    """The day in London."""
    return moment.astimezone(LONDON).date()


def later_by_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


LAST_WEEK = 5


def round_days(
    weekday: int, week: int, every_months: int, from_on: date, until_on: date
) -> list[date]:
    """The second Thursday of every other month: `week` of the month from 1 to 4, or 5 for its last.

    Counted from the month of `from_on`; both days belong to the stretch.
    """
    found = []
    month = from_on.replace(day=1)
    while month <= until_on:
        day = day_of_week(month, weekday, week)
        if from_on <= day <= until_on:
            found.append(day)
        month = later_by_months(month, every_months)
    return found


def day_of_week(month: date, weekday: int, week: int) -> date:
    """That weekday of that week in the month that begins with `month`."""
    first = month + timedelta(days=(weekday - month.weekday()) % 7)
    days = [first + timedelta(weeks=n) for n in range(LAST_WEEK)]
    within = [day for day in days if day.month == month.month]
    return within[-1] if week == LAST_WEEK else within[week - 1]
