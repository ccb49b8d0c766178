"""Which tables may be published at all, so that no two of them give anything away together.

Subtracting one release from another finds people only if bases are nested, two tables cross the
same two dimensions, a table comes in two rhythms, or two periods of one table overlap. None may be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations


@dataclass(frozen=True)
class Base:
    """Who is counted. `part_of`: a base that holds all of these people and more."""

    name: str
    part_of: Base | None = None

    def lies_in(self, other: Base) -> bool:
        return self.part_of is not None and (self.part_of == other or self.part_of.lies_in(other))


@dataclass(frozen=True)
class CatalogueTable:
    """A table that may be published: who is counted, by what, and how often."""

    name: str
    base: Base
    rows: str
    columns: str
    cadence: str

    @property
    def dimensions(self) -> frozenset[str]:
        return frozenset({self.rows, self.columns})


def clashes(catalogue: Iterable[CatalogueTable]) -> Iterator[str]:
    """A sentence for each pair of tables that must not both be published."""
    for one, other in combinations(catalogue, 2):
        pair = f"{one.name} and {other.name}"
        if one.base.lies_in(other.base) or other.base.lies_in(one.base):
            yield f"{pair}: one counts some of the people of the other."
        if one.name == other.name:
            yield f"{pair}: one table has one cadence."
        elif one.dimensions == other.dimensions:
            yield f"{pair}: both cross the same two dimensions."


def overlapping(periods: Sequence[tuple[date, date]]) -> Iterator[str]:
    """A sentence for each two periods that share a day. A period is its first and last day."""
    for (starts, ends), (next_starts, next_ends) in combinations(sorted(periods), 2):
        if next_starts <= ends:
            yield f"{starts} to {ends} and {next_starts} to {next_ends} share a day."
