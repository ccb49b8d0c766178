"""How long something usually takes, with what is still open counted honestly.

Kaplan and Meier's estimate (Journal of the American Statistical Association 53, 1958): leaving out
what has no answer yet would make a slow body look quick. Pure: no clock, no database. Exact: the
share still open is a fraction, never a rounded number.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Median:
    """After how many days half were answered; `days` is None where that has not happened.

    `longest_open` is how long the longest wait has lasted so far, and `counted` how many waits the
    estimate is made of. `is_exactly_half`: by that day exactly half were answered and no more, so
    that any day until the next answer would do as well; the first is given.
    """

    days: int | None
    counted: int
    longest_open: int | None = None
    is_exactly_half: bool = field(default=False, compare=False)

    @property
    def is_known(self) -> bool:
        return self.days is not None

    def in_words(self, unit: str = "working day") -> str:
        """12 working days; or why there is no such number."""
        if self.days is not None:
            return _counted(self.days, unit)
        if self.longest_open is None:
            return "nothing to count"
        waited = _counted(self.longest_open, unit.removeprefix("working "))
        return f"not reached: more than half are still open after {waited}"


def median(answered: Sequence[int], still_open: Sequence[int] = ()) -> Median:
    """The first day by which half were answered.

    `answered` are days from asking to answering, `still_open` days waited so far. Whatever is open
    on the day of an answer still counts as waiting on that day. ValueError for a negative number.
    """
    if any(days < 0 for days in (*answered, *still_open)):
        raise ValueError("Nobody waits for less than no days.")
    counted = len(answered) + len(still_open)
    left = Fraction(1)
    for day, done in sorted(Counter(answered).items()):
        waiting = sum(days >= day for days in answered) + sum(days >= day for days in still_open)
        left *= 1 - Fraction(done, waiting)
        if left <= HALF:
            return Median(day, counted, max(still_open, default=None), left == HALF)
    return Median(None, counted, max(still_open, default=None))


def _counted(days: int, unit: str) -> str:
    return f"{days:,} {unit}" if days == 1 else f"{days:,} {unit}s"
