"""Shown numbers as the public reads them: rounded, and as percentages only where that is fair."""

from __future__ import annotations

from dataclasses import replace

from alliance.disclosure.publication import Published

NEAREST = 5
FAIR_BASE = 20  # a percentage of fewer people says more than is known


def rounded(published: Published) -> Published:
    """Every shown number, totals and base too, to the nearest 5; worked out from the release alone.

    0 stays 0, a hidden cell stays hidden. A whole number is never half-way between two fives.
    """
    return replace(
        published,
        cells=tuple(tuple(None if n is None else nearest(n) for n in r) for r in published.cells),
        row_totals=tuple(nearest(n) for n in published.row_totals),
        column_totals=tuple(nearest(n) for n in published.column_totals),
        base=nearest(published.base),
    )


def nearest(number: int) -> int:
    return (number + NEAREST // 2) // NEAREST * NEAREST


def percentages(published: Published) -> tuple[tuple[int | None, ...], ...]:
    """Whole percentages of each row's total, for shown cells of rows of 20 people or more."""
    return tuple(
        tuple(None if cell is None or total < FAIR_BASE else share(cell, total) for cell in line)
        for line, total in zip(published.cells, published.row_totals, strict=True)
    )


def share(part: int, whole: int) -> int:
    """`part` of `whole` in per cent, half up."""
    return (200 * part + whole) // (2 * whole)


def shown(count: int, k: int) -> int | None:
    """One count that stands alone: itself, or None where it is 1 to k - 1."""
    return None if 1 <= count < k else count
