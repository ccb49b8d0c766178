"""How long a question has waited, in working days that counted. Pure: no clock, no database.

The day of asking does not count; the day of the answer does. While the asking side has stopped the
clock no day counts. A holding reply stops nothing, so it does not appear here at all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from alliance.calendars import ClosedDays, is_working_day

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stop:
    """The clock stands from `from_on`, that day included, until `until_on`, which counts again."""

    from_on: date
    until_on: date | None = None  # None: it stands still

    def covers(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day < self.until_on)


def stops_of(events: Iterable[tuple[str, date]]) -> tuple[Stop, ...]:
    """From ("paused", day) and ("resumed", day), in the order in which they happened.

    A second stop of a clock that stands, and a start of one that runs, change nothing.
    """
    found: list[Stop] = []
    for kind, on in events:
        is_standing = bool(found) and found[-1].until_on is None
        if kind == "paused" and not is_standing:
            found.append(Stop(on))
        elif kind == "resumed" and is_standing:
            found[-1] = Stop(found[-1].from_on, max(on, found[-1].from_on))
    return tuple(found)


def is_standing(stops: Sequence[Stop], *, on: date) -> bool:
    return any(stop.covers(on) for stop in stops)


def counts(day: date, stops: Iterable[Stop], closed: ClosedDays) -> bool:
    """Whether the day is a working day on which the clock ran."""
    return is_working_day(day, closed) and not any(stop.covers(day) for stop in stops)


def days_run(asked_on: date, until_on: date, stops: Sequence[Stop], closed: ClosedDays) -> int:
    """Working days that counted after `asked_on`, up to and including `until_on`; never below 0."""
    span = (until_on - asked_on).days
    days = (asked_on + timedelta(days=n) for n in range(1, span + 1))
    return sum(counts(day, stops, closed) for day in days)


def runs_out_on(
    asked_on: date, days: int, stops: Sequence[Stop], closed: ClosedDays
) -> date | None:
    """The day on which `days` working days are up: an answer on that day is in time.

    None while the clock stands before then: nobody can know. ValueError for a negative number.
    """
    if days < 0:
        raise ValueError("a number of days cannot be negative")
    day, left = asked_on, days
    while left:
        day += ONE_DAY
        if any(stop.until_on is None and stop.from_on <= day for stop in stops):
            return None
        left -= counts(day, stops, closed)
    return day


class Stands(StrEnum):
    """How a question stands on a day. Worked out each time, stored nowhere."""

    UNHEARD = "unheard"  # sent, and nobody has said yet that they have it
    UNHEARD_LATE = "unheard_late"  # likewise, longer than was asked for
    AWAITING = "awaiting"
    STOPPED = "stopped"
    OVERDUE = "overdue"
    VERY_OVERDUE = "very_overdue"


@dataclass(frozen=True)
class Times:
    """Working days: to say "we have it", to answer, and until it is very overdue."""

    acknowledge: int
    answer: int
    very_overdue: int


@dataclass(frozen=True)
class Clock:
    """A question that waits."""

    asked_on: date
    times: Times
    closed: ClosedDays
    stops: tuple[Stop, ...] = ()
    acknowledged_on: date | None = None

    def days(self, *, on: date) -> int:
        """Working days that have counted by the end of the day."""
        return days_run(self.asked_on, on, self.stops, self.closed)

    @property
    def answer_by_on(self) -> date | None:
        return runs_out_on(self.asked_on, self.times.answer, self.stops, self.closed)

    @property
    def acknowledge_by_on(self) -> date | None:
        return runs_out_on(self.asked_on, self.times.acknowledge, self.stops, self.closed)

    def stands(self, *, on: date) -> Stands:
        """Being late outranks having stopped: whoever was late before the stop is still late.

        To say "we have it" answers nothing, so it never makes a late answer look in time.
        """
        waited = self.days(on=on)
        if waited > self.times.very_overdue:
            return Stands.VERY_OVERDUE
        if waited > self.times.answer:
            return Stands.OVERDUE
        if is_standing(self.stops, on=on):
            return Stands.STOPPED
        if self.acknowledged_on is None:
            return Stands.UNHEARD_LATE if waited > self.times.acknowledge else Stands.UNHEARD
        return Stands.AWAITING
