"""A board's years: four quarters each, shown once they are over, and never overlapping."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from alliance.words import LONDON, MONTHS
from partnership_board.deadlines import later_by_months
from partnership_board.models import Board, BoardRules


@dataclass(frozen=True)
class Year:
    """Four quarters, counted from the quarter in which the board began; `ends_on` is not in it."""

    starts_on: date
    ends_on: date

    @property
    def label(self) -> str:
        last = self.ends_on - timedelta(days=1)
        first = f"{MONTHS[self.starts_on.month - 1]} {self.starts_on.year}"
        return f"{first} to {MONTHS[last.month - 1]} {last.year}"

    @property
    def span(self) -> tuple[datetime, datetime]:
        starts, ends = (
            datetime.combine(d, time(0), LONDON) for d in (self.starts_on, self.ends_on)
        )
        return starts, ends


def years_of(board: Board, *, on: date) -> list[Year]:
    """Those that are over, the latest first."""
    began = BoardRules.objects.filter(board=board).earliest("version").from_on
    starts_on = date(began.year, 3 * ((began.month - 1) // 3) + 1, 1)
    found = []
    while (ends_on := later_by_months(starts_on, 12)) <= on:
        found.append(Year(starts_on, ends_on))
        starts_on = ends_on
    return found[::-1]


def first_year_ends(board: Board) -> date:
    began = BoardRules.objects.filter(board=board).earliest("version").from_on
    return later_by_months(date(began.year, 3 * ((began.month - 1) // 3) + 1, 1), 12)
