"""How evenly something is shared out: Herfindahl's index. Pure.

The sum of the squares of everybody's share. 1 where one has it all; the more evenly it is shared
among the more, the nearer to 0. (O. C. Herfindahl, Concentration in the Steel Industry, 1950.)
"""

from collections.abc import Iterable

LEAST = 10  # of fewer, a tenth would tell who had how many


def tenths(counts: Iterable[int]) -> int | None:
    """The index of these counts in tenths, rounded; None where there are too few to say.

    ValueError for a negative count.
    """
    there = list(counts)
    if any(count < 0 for count in there):
        raise ValueError("Nobody does something less than no times.")
    whole = sum(there) ** 2
    if sum(there) < LEAST:
        return None
    return (20 * sum(count**2 for count in there) + whole) // (2 * whole)


def in_words(counts: Iterable[int]) -> str:
    """0.4; or that there are too few to say."""
    found = tenths(counts)
    return "too few to say" if found is None else f"{found // 10}.{found % 10}"
