"""Clear working days and request clocks: which days count, and which days do not.

Pure: no clock is read here and nothing is stored. Days are `datetime.date`; a moment is an aware
`datetime`. A day outside the years that the calendar knows raises `CalendarEnds`, because an
unknown bank holiday would make a legal deadline wrong without anybody noticing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from alliance.errors import Refused

LONDON = ZoneInfo("Europe/London")
CLOSES_AT = time(17)
ONE_DAY = timedelta(days=1)
SATURDAY = 5


class CalendarEnds(Refused):
    """A day was asked for whose bank holidays are not known."""


@dataclass(frozen=True)
class ClosedDays:
    """Days on which nobody can be expected to work, besides Saturdays and Sundays.

    `starts_on` and `ends_on` are the first and last day for which `days` is complete; `version`
    says which list this was, and is stored beside every deadline worked out with it.
    """

    days: frozenset[date]
    starts_on: date
    ends_on: date
    version: str

    def __contains__(self, day: date) -> bool:
        if not self.starts_on <= day <= self.ends_on:
            raise CalendarEnds(
                f"We do not know the bank holidays of {day.year} yet. "
                f"Choose a day up to {self.ends_on:%-d %B %Y}, or add them first."
            )
        return day in self.days

    def also(self, days: Iterable[date], *, version: str) -> "ClosedDays":
        """The same list with an organisation's own closed days, under its own version."""
        return replace(self, days=self.days | frozenset(days), version=version)


def is_working_day(day: date, closed: ClosedDays) -> bool:
    is_closed = day in closed  # asked first, so that an unknown year is never a quiet Saturday
    return day.weekday() < SATURDAY and not is_closed


def working_days(after: date, before: date, closed: ClosedDays) -> Iterator[date]:
    """Each working day between the two days, neither of them counted."""
    day = after + ONE_DAY
    while day < before:
        if is_working_day(day, closed):
            yield day
        day += ONE_DAY


def clear_days_between(published_on: date, meeting_on: date, closed: ClosedDays) -> int:
    """Whole working days between publication and meeting; neither of these two days counts."""
    return sum(1 for _ in working_days(published_on, meeting_on, closed))


def latest_publication(meeting_on: date, clear_days: int, closed: ClosedDays) -> date:
    """The last day, working or not, whose publication still gives `clear_days` clear days.

    With 0 it is the day before the meeting. ValueError if `clear_days` is negative.
    """
    refuse_negative(clear_days)
    day, left = meeting_on, clear_days
    while left:
        day -= ONE_DAY
        left -= is_working_day(day, closed)
    return day - ONE_DAY


def latest_working_publication(meeting_on: date, clear_days: int, closed: ClosedDays) -> date:
    """The last working day on which papers can go out: the day to show to people."""
    day = latest_publication(meeting_on, clear_days, closed)
    while not is_working_day(day, closed):
        day -= ONE_DAY
    return day


def publication_day(
    published_at: datetime, *, closes_at: time = CLOSES_AT, zone: ZoneInfo = LONDON
) -> date:
    """The day that a publication counts for: after `closes_at` local time, the next day.

    ValueError if `published_at` has no time zone.
    """
    if published_at.tzinfo is None:
        raise ValueError("published_at needs a time zone")
    local = published_at.astimezone(zone)
    return local.date() + (ONE_DAY if local.time() > closes_at else timedelta())


def add_working_days(sent_on: date, days: int, closed: ClosedDays) -> date:
    """The day on which a clock of `days` working days runs out; the day of sending is not counted.

    With 0 days it is the day of sending itself. ValueError if `days` is negative.
    """
    refuse_negative(days)
    day, left = sent_on, days
    while left:
        day += ONE_DAY
        left -= is_working_day(day, closed)
    return day


def working_days_taken(sent_on: date, answered_on: date, closed: ClosedDays) -> int:
    """Working days from sending (not counted) to answering (counted); 0 on the day itself."""
    return sum(1 for _ in working_days(sent_on, answered_on + ONE_DAY, closed))


def moment(on: date, at: time = time(9), zone: ZoneInfo = LONDON) -> datetime:
    """This hour by the clock on the wall, on either side of a change of the clocks."""
    return datetime.combine(on, at, tzinfo=zone)


def refuse_negative(days: int) -> None:
    if days < 0:
        raise ValueError("a number of days cannot be negative")


# Bank holidays in England and Wales, as published at https://www.gov.uk/bank-holidays (Crown
# copyright, Open Government Licence v3.0), substitute days included. Years that the page does not
# list yet follow the Banking and Financial Dealings Act 1971 and are checked against it by a test.
BANK_HOLIDAYS = """
2024-01-01 2024-03-29 2024-04-01 2024-05-06 2024-05-27 2024-08-26 2024-12-25 2024-12-26
2025-01-01 2025-04-18 2025-04-21 2025-05-05 2025-05-26 2025-08-25 2025-12-25 2025-12-26
2026-01-01 2026-04-03 2026-04-06 2026-05-04 2026-05-25 2026-08-31 2026-12-25 2026-12-28
2027-01-01 2027-03-26 2027-03-29 2027-05-03 2027-05-31 2027-08-30 2027-12-27 2027-12-28
2028-01-03 2028-04-14 2028-04-17 2028-05-01 2028-05-29 2028-08-28 2028-12-25 2028-12-26
"""

ENGLAND = ClosedDays(
    days=frozenset(date.fromisoformat(day) for day in BANK_HOLIDAYS.split()),
    starts_on=date(2024, 1, 1),
    ends_on=date(2028, 12, 31),
    version="Bank holidays, England and Wales, 2024 to 2028 (gov.uk)",
)
