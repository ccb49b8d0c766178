"""One sum: its pence, what its source lets us say about it, and the words for both."""

from dataclasses import dataclass
from enum import StrEnum

from alliance.words import NOT_RECORDED, pence, pounds_prose


class Qualifier(StrEnum):
    """How firm a figure is. It says nothing about how far the talking got: that is the status."""

    EXACT = "exact"  # a signed document shows it to the penny
    STATED = "stated"  # a named source gives it without a hedge
    NEARLY = "nearly"
    UP_TO = "up_to"
    AT_LEAST = "at_least"
    ABOUT = "about"  # the source hedges both ways: no arithmetic
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Amount:
    """`pence` is whole pence and None exactly when the qualifier is `unknown`."""

    pence: int | None
    qualifier: Qualifier

    def __post_init__(self) -> None:
        if (self.pence is None) != (self.qualifier is Qualifier.UNKNOWN):
            raise ValueError("a sum is unknown exactly when it has no pence")
        if self.pence is not None and self.pence < 0:
            raise ValueError("a sum is not negative")

    @property
    def least(self) -> int:
        """The lowest it can be, in pence; 0 stands for "more than nothing" below `nearly`."""
        firm = (Qualifier.EXACT, Qualifier.STATED, Qualifier.AT_LEAST)
        return self.pence or 0 if self.qualifier in firm else 0

    @property
    def most(self) -> int | None:
        """The highest it can be, in pence; None where there is no such figure."""
        open_ended = (Qualifier.AT_LEAST, Qualifier.ABOUT, Qualifier.UNKNOWN)
        return None if self.qualifier in open_ended else self.pence

    @property
    def counts(self) -> bool:
        """Whether it may be reckoned with at all."""
        return self.qualifier not in (Qualifier.ABOUT, Qualifier.UNKNOWN)

    @property
    def is_exact(self) -> bool:
        return self.qualifier is Qualifier.EXACT


BEFORE = {
    Qualifier.NEARLY: "nearly ",
    Qualifier.UP_TO: "up to ",
    Qualifier.AT_LEAST: "at least ",
    Qualifier.ABOUT: "about ",
}


def words(amount: Amount, *, over: str = "") -> str:
    """The sum for people; `over` is the time it is for, as in "over three years"."""
    if amount.pence is None:
        return NOT_RECORDED
    if amount.is_exact:
        figure = pence(amount.pence)
    else:
        figure = BEFORE.get(amount.qualifier, "") + pounds_prose(amount.pence)
    after = " (stated)" if amount.qualifier is Qualifier.STATED else ""
    return f"{figure}{' ' + over if over else ''}{after}"
