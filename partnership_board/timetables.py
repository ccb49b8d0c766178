"""The days of an election, in working days from its notice. Pure: no clock, no database."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from alliance.calendars import ENGLAND, ClosedDays, add_working_days, moment
from alliance.words import LONDON

MORNING, NOON = time(9), time(12)
# Working days from one step to the next.
TO_OPEN, TO_CLOSE, TO_WITHDRAW, TO_ROLL, TO_POLL, POLL = 1, 10, 2, 1, 3, 10


@dataclass(frozen=True)
class Timetable:
    """When each step of an election happens; each comes after the one before."""

    notice_on: date
    nominations_open_at: datetime
    nominations_close_at: datetime
    withdraw_by_at: datetime
    roll_on: date
    opens_at: datetime
    closes_at: datetime

    def problems(self) -> list[str]:
        """Sentences about steps out of order; empty if all is well."""
        found = []
        steps = (
            (self.nominations_open_at, self.nominations_close_at, "Nominations close"),
            (self.nominations_close_at, self.withdraw_by_at, "The last moment to withdraw comes"),
            (self.withdraw_by_at, self.opens_at, "The poll opens"),
            (self.opens_at, self.closes_at, "The poll closes"),
        )
        for before, after, what in steps:
            if after <= before:
                found.append(f"{what} after the step before it.")
        if self.notice_on > self.nominations_open_at.astimezone(LONDON).date():
            found.append("Notice is given before nominations open.")
        if not self.notice_on < self.roll_on <= self.opens_at.astimezone(LONDON).date():
            found.append("The roll is taken after the notice and before the poll opens.")
        return found

    def moved(self, by: timedelta) -> "Timetable":
        """Every step from the close of nominations on, later by so much; the rest as it was."""
        return Timetable(
            self.notice_on,
            self.nominations_open_at,
            self.nominations_close_at + by,
            self.withdraw_by_at + by,
            self.roll_on + by,
            self.opens_at + by,
            self.closes_at + by,
        )


FIELDS = tuple(Timetable.__dataclass_fields__)


def usual(notice_on: date, closed: ClosedDays = ENGLAND) -> Timetable:
    """The days that suit most elections; nine in the morning to open, noon to close.

    >>> usual(date(2026, 3, 2)).closes_at.date()
    datetime.date(2026, 4, 9)
    """
    opens = add_working_days(notice_on, TO_OPEN, closed)
    closes = add_working_days(opens, TO_CLOSE, closed)
    withdraw = add_working_days(closes, TO_WITHDRAW, closed)
    roll = add_working_days(withdraw, TO_ROLL, closed)
    poll = add_working_days(roll, TO_POLL, closed)
    return Timetable(
        notice_on,
        moment(opens, MORNING),
        moment(closes, NOON),
        moment(withdraw, NOON),
        roll,
        moment(poll, MORNING),
        moment(add_working_days(poll, POLL, closed), NOON),
    )


def extended(closes_at: datetime, days: int, closed: ClosedDays = ENGLAND) -> datetime:
    """The same hour so many working days later."""
    here = closes_at.astimezone(LONDON)
    return moment(add_working_days(here.date(), days, closed), here.time())


def votes_needed(entitled: int, percent: int) -> int:
    """How many of those entitled must vote: 50 in 100 of 17 is 9."""
    return -(-entitled * percent // 100)
