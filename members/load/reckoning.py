"""Minutes taken against minutes offered, in whole numbers: nothing is rounded before a comparison.

`ratio = (committed + new) / offered`: room below 80 in 100, nearly full from 80 to 100, over above.
Nothing offered and something asked is over.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

NEARLY, FULL = 80, 100  # in 100
STEP = 5  # in 100: a bar tells no more than a word would


class Word(StrEnum):
    """The one word by which a composer knows how full somebody is."""

    ROOM = "room"
    NEARLY_FULL = "nearly full"
    OVER = "over"


@dataclass(frozen=True)
class Load:
    """Minutes that an organisation offers in a month, and minutes that are taken already."""

    offered: int
    committed: int = 0

    def with_more(self, minutes: int) -> "Load":
        return replace(self, committed=self.committed + minutes)

    @property
    def remaining(self) -> int:
        """Minutes left; 0 where more is taken than offered."""
        return max(0, self.offered - self.committed)

    def takes(self, minutes: int) -> bool:
        """Whether there is room for so much more."""
        return self.committed + minutes <= self.offered

    @property
    def ratio(self) -> Fraction | None:
        """None: something is taken and nothing offered, which is more than any ratio."""
        if self.offered:
            return Fraction(self.committed, self.offered)
        return None if self.committed else Fraction(0)

    @property
    def percent(self) -> int:
        """For a bar, in steps of five, up to 100: enough to see, too little to work back from."""
        if self.ratio is None or self.ratio >= 1:
            return FULL
        return int(self.ratio * FULL) // STEP * STEP


def word_of(load: Load) -> Word:
    if load.committed > load.offered:
        return Word.OVER
    if load.committed * FULL >= load.offered * NEARLY and load.committed:
        return Word.NEARLY_FULL
    return Word.ROOM


def pushed_over(loads: Iterable[Load], minutes: int) -> int:
    """How many of these would be asked for more than they offer."""
    return sum(1 for load in loads if not load.takes(minutes))


def jain(shares: Iterable[Fraction]) -> Fraction:
    """Jain's index of fairness: 1 where all shares are equal, 1/n where one has everything.

    R. Jain, D. Chiu, W. Hawe, "A Quantitative Measure of Fairness", 1984. ValueError if there is
    nothing to compare.
    """
    found = list(shares)
    squares = sum((share * share for share in found), Fraction(0))
    if not squares:
        raise ValueError("nobody has a share")
    total = sum(found, Fraction(0))
    return total * total / (len(found) * squares)
