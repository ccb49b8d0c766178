"""Which cells of a table must be hidden so that no small one can be worked out.

A count is *small* if it is 1 to k - 1. A small hidden cell is *safe* when at least k - 1 values
remain possible for it: as many as the words "fewer than k" leave. Hiding the small cells alone is
not enough, because totals give them away; rectangles of further cells are hidden until the exact
attack finds no unsafe cell.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from alliance.disclosure.attacks import width
from alliance.disclosure.tables import Cell, column_totals, row_totals


class CannotProtect(Exception):
    """No choice of hidden cells makes this table safe; it must be made coarser."""


def is_small(count: int, k: int) -> bool:
    return 1 <= count < k


def protect(
    counts: Sequence[Sequence[int]], k: int, sensitive: Collection[int] = ()
) -> frozenset[Cell]:
    """The cells to hide in a table of counts, row by row; CannotProtect if nothing would do.

    `k` is the least number of people that may be shown, at least 2. `sensitive` are columns in
    which all the people of one row must not stand together: the group's answer would be
    everybody's.
    """
    if k < 2:
        raise ValueError("k is at least 2.")
    refuse_open_totals(counts, k)
    refuse_groups_of_one_mind(counts, k, sensitive)
    hidden = small_cells(counts, k)
    while unsafe := narrowest_unsafe(counts, hidden, k):
        hidden |= best_rectangle(counts, hidden, unsafe, k)
    cells = len(counts) * len(counts[0])
    if 2 * len(hidden) > cells:
        raise CannotProtect("More than half the cells would be hidden.")
    return frozenset(hidden)


def refuse_open_totals(counts: Sequence[Sequence[int]], k: int) -> None:
    totals = [*row_totals(counts), *column_totals(counts)]
    if any(is_small(total, k) for total in [sum(row_totals(counts)), *totals]):
        raise CannotProtect("A total is small.")


def refuse_groups_of_one_mind(
    counts: Sequence[Sequence[int]], k: int, sensitive: Collection[int]
) -> None:
    for line in counts:
        if sum(line) >= k and any(line[column] == sum(line) for column in sensitive):
            raise CannotProtect("All the people of a row gave one sensitive answer.")


def small_cells(counts: Sequence[Sequence[int]], k: int) -> set[Cell]:
    return {
        (r, c)
        for r, line in enumerate(counts)
        for c, count in enumerate(line)
        if is_small(count, k)
    }


def unsafe_cells(
    counts: Sequence[Sequence[int]], hidden: Collection[Cell], k: int
) -> Iterator[tuple[int, Cell]]:
    """Each small hidden cell with fewer than k - 1 possible values, and how many it has."""
    for r, c in sorted(hidden):
        if is_small(counts[r][c], k):
            values = width(counts, hidden, (r, c), enough=k - 1)
            if values < k - 1:
                yield values, (r, c)


def narrowest_unsafe(
    counts: Sequence[Sequence[int]], hidden: Collection[Cell], k: int
) -> Cell | None:
    found = [(values, counts[r][c], (r, c)) for values, (r, c) in unsafe_cells(counts, hidden, k)]
    return min(found)[2] if found else None


def best_rectangle(
    counts: Sequence[Sequence[int]], hidden: Collection[Cell], cell: Cell, k: int
) -> set[Cell]:
    """The three further corners to hide with `cell`; CannotProtect if no rectangle serves."""
    r, c = cell
    rectangles = [
        (rank(counts, hidden, (r, c), (other_r, other_c), k), (other_r, other_c))
        for other_r in range(len(counts))
        for other_c in range(len(counts[0]))
        if other_r != r and other_c != c
        if serves(counts, hidden, corners(cell, (other_r, other_c)))
    ]
    if not rectangles:
        raise CannotProtect("Nothing is left to hide a small cell behind.")
    return corners(cell, min(rectangles)[1])


def corners(cell: Cell, opposite: Cell) -> set[Cell]:
    """The three corners besides `cell` of the rectangle with these two at its ends."""
    return {(cell[0], opposite[1]), (opposite[0], cell[1]), opposite}


def serves(
    counts: Sequence[Sequence[int]], hidden: Collection[Cell], three: Collection[Cell]
) -> bool:
    return all(counts[r][c] for r, c in three) and not all(cell in hidden for cell in three)


def rank(
    counts: Sequence[Sequence[int]], hidden: Collection[Cell], cell: Cell, opposite: Cell, k: int
) -> tuple[bool, int, int, Cell]:
    """Least first: enough by itself, few cells newly hidden, few people in them, first in order."""
    (r, c), (other_r, other_c) = cell, opposite
    down = min(counts[r][other_c], counts[other_r][c]) - 1
    up = min(counts[r][c], counts[other_r][other_c]) - 1
    newly = [counts[i][j] for i, j in corners(cell, opposite) if (i, j) not in hidden]
    return (down + up + 1 < k - 1, len(newly), sum(newly), opposite)
