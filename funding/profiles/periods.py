"""Years and quarters of a stream. A period includes both its first and its last day."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
APRIL = (4, 1)  # public bodies' financial year


@dataclass(frozen=True)
class Period:
    starts_on: date
    ends_on: date

    def __post_init__(self) -> None:
        if self.ends_on < self.starts_on:
            raise ValueError("a period ends on or after the day it starts")

    @property
    def is_whole_months(self) -> bool:
        return self.starts_on.day == 1 and (self.ends_on + ONE_DAY).day == 1

    @property
    def months(self) -> int:
        """Calendar months touched; exact where the period is whole months."""
        apart = self.ends_on.year - self.starts_on.year
        return apart * 12 + self.ends_on.month - self.starts_on.month + 1

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days + 1


def later(day: date, *, months: int) -> date:
    """The same day some months on, or the month's last day where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def stream_years(whole: Period) -> list[Period]:
    return list(_cut(whole, _steps(whole, months=12)))


def quarters(whole: Period) -> list[Period]:
    """Three months each from the first day; the last one may be shorter."""
    return list(_cut(whole, _steps(whole, months=3)))


def years(whole: Period, *, begins: tuple[int, int]) -> list[Period]:
    """Years that begin on a given (month, day); the first and the last may be shorter."""
    every = range(whole.starts_on.year, whole.ends_on.year + 1)
    return list(_cut(whole, (date(year, *begins) for year in every)))


def financial_years(whole: Period) -> list[Period]:
    return years(whole, begins=APRIL)


def weights(periods: Sequence[Period]) -> list[int]:
    """Months where every period is whole months, otherwise days."""
    if all(period.is_whole_months for period in periods):
        return [period.months for period in periods]
    return [period.days for period in periods]


def _steps(whole: Period, *, months: int) -> Iterator[date]:
    number = 1
    while (at := later(whole.starts_on, months=months * number)) <= whole.ends_on:
        yield at
        number += 1


def _cut(whole: Period, starts: Iterator[date]) -> Iterator[Period]:
    begun = whole.starts_on
    for start in starts:
        if whole.starts_on < start <= whole.ends_on:
            yield Period(begun, start - ONE_DAY)
            begun = start
    yield Period(begun, whole.ends_on)
