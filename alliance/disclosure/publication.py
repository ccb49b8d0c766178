"""Make a table coarser, step by step, until it can be shown without exposing anybody.

A failed protection merges one step and tries again: among ordered categories the neighbouring pair
with the smallest joint total, among others the smallest goes to those "not shown separately". When
rows and columns are down to two, one row for everyone remains; if that fails, nothing is said.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from alliance.disclosure.protection import (
    CannotProtect,
    is_small,
    protect,
    small_cells,
    unsafe_cells,
)
from alliance.disclosure.tables import (
    Cell,
    Counts,
    Dimension,
    Group,
    Groups,
    Table,
    as_counts,
    column_totals,
    each_alone,
    grouped,
    row_totals,
)

ALGORITHM = "rectangles-1"  # kept with each release; a change of rule is a new name


class TooFew(Exception):
    """Too few people to say."""


class NotSafeToPublish(Exception):
    """The finished table would give a small count away: the rule itself has failed."""


@dataclass(frozen=True)
class Published:
    """What may be shown. A hidden cell is None, and its value is kept nowhere.

    `rows` and `columns` are labels; the groups say, by place, which of the categories asked for
    each of them holds.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int, ...]
    column_totals: tuple[int, ...]
    base: int
    k: int
    row_groups: tuple[tuple[int, ...], ...]
    column_groups: tuple[tuple[int, ...], ...]
    algorithm: str = ALGORITHM


@dataclass(frozen=True)
class Grouping:
    """A table with its categories in groups, as far as they have been merged."""

    table: Table
    rows: Groups
    columns: Groups

    @property
    def counts(self) -> Counts:
        return grouped(self.table.counts, self.rows, self.columns)


def publish(table: Table, k: int, sensitive: Collection[int] = ()) -> Published:
    """The finest form of the table that is safe; TooFew if there is none.

    `k` is the least number that may be shown; `sensitive` are columns, by their place, in which a
    whole row must not stand.
    """
    grouping: Grouping | None = Grouping(table, each_alone(table.rows), each_alone(table.columns))
    while grouping is not None:
        try:
            hidden = protect(grouping.counts, k, sensitive_groups(grouping.columns, sensitive))
        except CannotProtect:
            grouping = coarser(grouping)
        else:
            return finish(grouping, hidden, k)
    raise TooFew("Too few people to say.")


def sensitive_groups(columns: Groups, sensitive: Collection[int]) -> frozenset[int]:
    """A merged column is as sensitive as the most sensitive of its parts."""
    return frozenset(
        place for place, column in enumerate(columns) if set(column.parts) & set(sensitive)
    )


def coarser(grouping: Grouping) -> Grouping | None:
    """One step further; None when everyone in two columns is already all there is."""
    counts, table = grouping.counts, grouping.table
    by_row, by_column = row_totals(counts), column_totals(counts)
    columns = merged(grouping.columns, by_column, table.columns)
    if len(grouping.rows) == 1:
        return replace(grouping, columns=columns) if columns else None
    rows = merged(grouping.rows, by_row, table.rows)
    if rows and (not columns or smallest(by_row) <= smallest(by_column)):
        return replace(grouping, rows=rows)
    if columns:
        return replace(grouping, columns=columns)
    everyone = Group(tuple(range(len(table.rows.labels))))
    return Grouping(table, (everyone,), each_alone(table.columns))


def smallest(totals: Sequence[int]) -> int:
    return min((total for total in totals if total), default=0)


def merged(groups: Groups, totals: Sequence[int], dimension: Dimension) -> Groups | None:
    """The groups after one merge; None if fewer than two would remain."""
    if dimension.is_ordered:
        return neighbours_merged(groups, totals)
    return smallest_set_aside(groups, totals)


def neighbours_merged(groups: Groups, totals: Sequence[int]) -> Groups | None:
    if len(groups) <= 2:
        return None
    place = min(range(len(groups) - 1), key=lambda here: (totals[here] + totals[here + 1], here))
    pair = Group(groups[place].parts + groups[place + 1].parts)
    return (*groups[:place], pair, *groups[place + 2 :])


def smallest_set_aside(groups: Groups, totals: Sequence[int]) -> Groups | None:
    """The smallest joins the rest; the first time the two smallest and all that are empty do."""
    peopled = [place for place, total in enumerate(totals) if total]
    if len(peopled) <= 2:
        return None
    rest = {place for place, group in enumerate(groups) if group.is_rest}
    by_size = sorted((place for place in peopled if place not in rest), key=lambda p: totals[p])
    aside = rest | set(by_size[: 1 if rest else 2])
    aside |= {place for place, total in enumerate(totals) if not total}
    together = Group(tuple(sorted(p for place in aside for p in groups[place].parts)), is_rest=True)
    return (*(group for place, group in enumerate(groups) if place not in aside), together)


def finish(grouping: Grouping, hidden: Collection[Cell], k: int) -> Published:
    """The finished table, after a last look that trusts nothing that went before."""
    counts = grouping.counts
    refuse_if_unsafe(counts, hidden, k)
    return Published(
        rows=tuple(group.label(grouping.table.rows) for group in grouping.rows),
        columns=tuple(group.label(grouping.table.columns) for group in grouping.columns),
        cells=tuple(
            tuple(None if (r, c) in hidden else count for c, count in enumerate(line))
            for r, line in enumerate(counts)
        ),
        row_totals=tuple(row_totals(counts)),
        column_totals=tuple(column_totals(counts)),
        base=sum(row_totals(counts)),
        k=k,
        row_groups=tuple(group.parts for group in grouping.rows),
        column_groups=tuple(group.parts for group in grouping.columns),
    )


def refuse_if_unsafe(counts: Counts, hidden: Collection[Cell], k: int) -> None:
    totals = [sum(row_totals(counts)), *row_totals(counts), *column_totals(counts)]
    if any(is_small(total, k) for total in totals):
        raise NotSafeToPublish("A total is small.")
    if not small_cells(counts, k) <= set(hidden):
        raise NotSafeToPublish("A small cell is shown.")
    if any(True for _ in unsafe_cells(counts, hidden, k)):
        raise NotSafeToPublish("A hidden cell can be worked out.")


@dataclass(frozen=True)
class Answer:
    """One answer of a question with several: a table, or the words instead of one.

    `said` is None where fewer than k people gave the answer or where nothing can be shown;
    `is_fewer_than_k` tells the two apart.
    """

    answer: str
    said: Published | None
    is_fewer_than_k: bool = False


def publish_linked(
    rows: Dimension, groups: Sequence[int], answers: dict[str, Sequence[int]], k: int
) -> list[Answer]:
    """A table *said* / *did not say* for each answer of a question with several answers.

    `groups` are the people in each row, `answers` how many of them gave each answer. All tables
    have the same row totals and each merges the smallest row first, as far as it needs: so their
    groupings are nested, a coarser total is a sum of totals already shown, and each can be judged
    alone. Rows must not be ordered, or the nesting would not hold.
    """
    if rows.is_ordered:
        raise ValueError("Linked tables merge the smallest row first, so rows have no order.")
    return [linked(rows, groups, answer, said, k) for answer, said in answers.items()]


def linked(
    rows: Dimension, groups: Sequence[int], answer: str, said: Sequence[int], k: int
) -> Answer:
    if is_small(sum(said), k):
        return Answer(answer, None, is_fewer_than_k=True)
    both = ((yes, people - yes) for people, yes in zip(groups, said, strict=True))
    table = Table(rows, Dimension(("said", "did not say")), as_counts(both))
    try:
        return Answer(answer, publish(table, k, sensitive=(0,)))
    except TooFew:
        return Answer(answer, None)
