"""Tables of counts of people, and the groups into which their categories are put."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Counts = tuple[tuple[int, ...], ...]
Cell = tuple[int, int]  # row and column, counted from 0

EVERYONE = "Everyone"
REST = "All groups not shown separately"


@dataclass(frozen=True)
class Dimension:
    """What the rows or columns are. `is_ordered`: only neighbours may be put together."""

    labels: tuple[str, ...]
    is_ordered: bool = False


@dataclass(frozen=True)
class Table:
    """How many people stand in each row and column. Each person counts once."""

    rows: Dimension
    columns: Dimension
    counts: Counts

    def __post_init__(self) -> None:
        if len(self.counts) != len(self.rows.labels):
            raise ValueError("One line of counts for each row.")
        if any(len(line) != len(self.columns.labels) for line in self.counts):
            raise ValueError("One count for each column.")
        if not self.rows.labels or not self.columns.labels:
            raise ValueError("A table has at least one row and one column.")
        if any(count < 0 for line in self.counts for count in line):
            raise ValueError("Nobody is counted less than zero times.")


@dataclass(frozen=True)
class Group:
    """Categories of a dimension that are shown as one; `parts` are their places in it."""

    parts: tuple[int, ...]
    is_rest: bool = False

    def label(self, dimension: Dimension) -> str:
        if len(self.parts) == len(dimension.labels) > 1:
            return EVERYONE
        if self.is_rest:
            return REST
        return " and ".join(dimension.labels[part] for part in self.parts)


Groups = tuple[Group, ...]


def as_counts(lines: Iterable[Iterable[int]]) -> Counts:
    return tuple(tuple(line) for line in lines)


def each_alone(dimension: Dimension) -> Groups:
    return tuple(Group((place,)) for place in range(len(dimension.labels)))


def grouped(counts: Sequence[Sequence[int]], rows: Groups, columns: Groups) -> Counts:
    """The counts with the categories of each group added up."""
    return as_counts(
        (sum(counts[r][c] for r in row.parts for c in column.parts) for column in columns)
        for row in rows
    )


def row_totals(counts: Sequence[Sequence[int]]) -> list[int]:
    return [sum(line) for line in counts]


def column_totals(counts: Sequence[Sequence[int]]) -> list[int]:
    return [sum(column) for column in zip(*counts, strict=True)]
