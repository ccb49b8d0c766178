"""Sums added up, as an interval with words. Only sums of one status may be given to `total`."""

from collections.abc import Iterable
from dataclasses import dataclass

from alliance.words import NOT_RECORDED, counted, listed, pence, pounds_prose
from funding.amounts.sums import Amount, Qualifier, words


@dataclass(frozen=True)
class Total:
    """Everything between `least` and `most` pence (None: no upper end).

    `counted` sums were added, `single` if it was only one; `about` holds the sums that could not
    be added, `unknown` counts those nobody recorded.
    """

    least: int
    most: int | None
    is_exact: bool
    counted: int
    single: Amount | None = None
    about: tuple[Amount, ...] = ()
    unknown: int = 0

    def __str__(self) -> str:
        return f"{self._figure()}{self._left_out()}"

    def _figure(self) -> str:
        if not self.counted:
            return NOT_RECORDED
        if self.single is not None:
            return words(self.single)
        if self.is_exact:
            return pence(self.least)
        if self.most is None:
            return f"at least {pounds_prose(self.least)}"
        return self._between(self.most)

    def _between(self, most: int) -> str:
        if self.least == most:
            return f"{pounds_prose(most)} (stated)"
        if self.least == 0:
            return f"up to {pounds_prose(most)}"
        return f"between {pounds_prose(self.least)} and {pounds_prose(most)}"

    def _left_out(self) -> str:
        left = [words(amount) for amount in self.about]
        if self.unknown and (self.counted or self.about):
            left.append(counted(self.unknown, "sum") + " not recorded")
        return f", not including {listed(left)}" if left else ""


def total(amounts: Iterable[Amount]) -> Total:
    """Add sums of one status. Hedged both ways or unknown: named beside the figure, never 0."""
    every = list(amounts)
    added = [amount for amount in every if amount.counts]
    ends = [amount.most for amount in added]
    return Total(
        least=sum(amount.least for amount in added),
        most=None if None in ends else sum(end for end in ends if end is not None),
        is_exact=bool(added) and all(amount.is_exact for amount in added),
        counted=len(added),
        single=added[0] if len(added) == 1 else None,
        about=tuple(a for a in every if a.qualifier is Qualifier.ABOUT),
        unknown=sum(a.qualifier is Qualifier.UNKNOWN for a in every),
    )
