"""Two ways to read the same score sheets, side by side: the points, and each seat's own order.

The raw mean takes points as they stand, so a generous seat lifts what it reads. The normalised mean
turns each seat's sheets into percentile ranks first, so that only the seat's own order counts.
Both are exact fractions.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations


@dataclass(frozen=True)
class Sheet:
    """What one seat gave one proposal: points by criterion, all on the same scale."""

    seat: int
    proposal: int
    points: tuple[int, ...]

    @property
    def mean(self) -> Fraction:
        """Points a criterion; ValueError on a sheet without criteria."""
        if not self.points:
            raise ValueError("a sheet has at least one criterion")
        return Fraction(sum(self.points), len(self.points))


@dataclass(frozen=True)
class Mean:
    """Of one proposal: points a criterion, and rank from 0 (below all) to 1 (above all)."""

    raw: Fraction
    normalised: Fraction
    sheets: int


@dataclass(frozen=True)
class Apart:
    """Two seats so far apart on one proposal that each owes the panel a sentence."""

    proposal: int
    low: int  # the seat that gave least
    high: int
    points: Fraction  # between them, a criterion


def means(sheets: Iterable[Sheet]) -> dict[int, Mean]:
    """By proposal, of those that anybody scored."""
    sheets = list(sheets)
    ranks = _ranks(sheets)
    by_proposal: dict[int, list[Sheet]] = {}
    for sheet in sheets:
        by_proposal.setdefault(sheet.proposal, []).append(sheet)
    return {
        proposal: Mean(
            _mean([sheet.mean for sheet in found]),
            _mean([ranks[sheet.seat, proposal] for sheet in found]),
            len(found),
        )
        for proposal, found in by_proposal.items()
    }


def _ranks(sheets: Collection[Sheet]) -> dict[tuple[int, int], Fraction]:
    """Percentile ranks of each seat's own sheets: the share of its others that stand below.

    Ties are shared (half below, half above). A seat with one sheet has no order: one half.
    """
    by_seat: dict[int, list[Sheet]] = {}
    for sheet in sheets:
        by_seat.setdefault(sheet.seat, []).append(sheet)
    return {
        (seat, sheet.proposal): _rank(sheet, mine)
        for seat, mine in by_seat.items()
        for sheet in mine
    }


def _rank(sheet: Sheet, mine: Collection[Sheet]) -> Fraction:
    if len(mine) == 1:
        return Fraction(1, 2)
    below = sum(other.mean < sheet.mean for other in mine)
    level = sum(other.mean == sheet.mean for other in mine) - 1
    return Fraction(2 * below + level, 2 * (len(mine) - 1))


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, start=Fraction(0)) / len(values)


def order(values: Mapping[int, Fraction]) -> list[tuple[int, ...]]:
    """Proposals from the highest value down; those with the same value stand together."""
    levels = sorted(set(values.values()), reverse=True)
    return [
        tuple(sorted(number for number, value in values.items() if value == level))
        for level in levels
    ]


def places(groups: Iterable[tuple[int, ...]]) -> dict[int, int]:
    """The place of each proposal: after two that share the first comes the third."""
    found: dict[int, int] = {}
    for group in groups:
        found |= dict.fromkeys(group, len(found) + 1)
    return found


def swapped(means: Mapping[int, Mean]) -> list[tuple[int, int]]:
    """Pairs which the two means put the other way round: first the one ahead on points."""
    pairs = []
    for one, other in combinations(sorted(means), 2):
        raw = means[one].raw - means[other].raw
        rank = means[one].normalised - means[other].normalised
        if raw * rank < 0:
            pairs.append((one, other) if raw > 0 else (other, one))
    return pairs


def apart(sheets: Iterable[Sheet], *, points: int = 2) -> list[Apart]:
    """Proposals on which the lowest and the highest seat differ by `points` or more a criterion.

    Of several seats as low or as high, the one with the lowest number.
    """
    by_proposal: dict[int, list[Sheet]] = {}
    for sheet in sheets:
        by_proposal.setdefault(sheet.proposal, []).append(sheet)
    found = []
    for proposal, given in sorted(by_proposal.items()):
        low = min(given, key=lambda sheet: (sheet.mean, sheet.seat))
        high = min(given, key=lambda sheet: (-sheet.mean, sheet.seat))
        if high.mean - low.mean >= points:
            found.append(Apart(proposal, low.seat, high.seat, high.mean - low.mean))
    return found


def without(sheets: Iterable[Sheet], seats: Collection[int]) -> list[Sheet]:
    """The sheets of everybody else, to see what these seats decide."""
    return [sheet for sheet in sheets if sheet.seat not in seats]
