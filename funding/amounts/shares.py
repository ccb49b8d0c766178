"""A part of a whole, as an interval with words: never a bare per cent from hedged figures."""

from dataclasses import dataclass
from fractions import Fraction

from funding.amounts.sums import Amount

CANNOT_SAY = "cannot be worked out from what is recorded"
DO_NOT_FIT = "the two figures do not fit: the part is more than the whole"
IF_STATED = ", if the stated figures hold"


@dataclass(frozen=True)
class Share:
    """The share lies between `least` and `most` (None: no such end), as exact fractions.

    `is_firm` says that both figures were exact. Both ends None: nothing can be said.
    """

    least: Fraction | None
    most: Fraction | None
    is_firm: bool = False

    def __str__(self) -> str:
        after = "" if self.is_firm else IF_STATED
        if self.least is not None and self.least > 1:
            return DO_NOT_FIT
        if self.least is not None and self.least == self.most:
            return f"{_nearest(self.least)}{after}"
        if self.least is not None and self.most is not None:
            return f"between {_down(self.least)}% and {_up(self.most)}%{after}"
        if self.least is not None:
            return f"at least {_down(self.least)}%{after}"
        if self.most is not None:
            return f"at most {_up(self.most)}%{after}"
        return CANNOT_SAY


def share(part: Amount, whole: Amount) -> Share:
    """What part of `whole` is `part`, both in pence. Unknown, hedged both ways or of 0: nothing."""
    if not (part.counts and whole.counts):
        return Share(None, None)
    least = Fraction(part.least, whole.most) if part.least and whole.most else None
    most = None
    if part.most is not None and whole.least:
        most = Fraction(part.most, whole.least)
    is_firm = part.is_exact and whole.is_exact
    if least is None and most == 0:  # exactly nothing of something
        least = most
    says_nothing = most is not None and most > 1 >= (least or 0)  # a part is at most the whole
    return Share(least, None if says_nothing else most, is_firm)


def _down(share_of_one: Fraction) -> int:
    return int(share_of_one * 100)


def _up(share_of_one: Fraction) -> int:
    return -int(-share_of_one * 100 // 1)


def _nearest(share_of_one: Fraction) -> str:
    """To a tenth of a per cent, halves up."""
    tenths = int(share_of_one * 1000 + Fraction(1, 2))
    return f"{tenths // 10}.{tenths % 10}%" if tenths % 10 else f"{tenths // 10}%"
