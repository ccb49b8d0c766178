"""A figure as firmly as it is known: a number, what is meant by it, and the words to print."""

from dataclasses import dataclass
from enum import StrEnum
from math import isfinite


class Kind(StrEnum):
    """How firm a figure is; drawn so that nobody takes one for the other."""

    EXACT = "exact"  # a full bar
    AT_LEAST = "at least"  # a full bar that goes on, open at the end
    NEARLY = "nearly"  # a hatched bar with a broken end: at most this much
    ABOUT = "about"  # a hatched bar, open at the end
    UNKNOWN = "unknown"  # no bar, only words


@dataclass(frozen=True)
class Quantity:
    """`value` in any unit, the same for the whole picture (pence, people, days); None if unknown.

    `words` is what people read ("nearly £5 million"); without it the number itself is printed.
    """

    value: float | None
    kind: Kind = Kind.EXACT
    words: str = ""

    def __post_init__(self) -> None:
        if (self.value is None) != (self.kind is Kind.UNKNOWN):
            raise ValueError("a figure is unknown exactly when it has no value")
        if self.value is not None and not (isfinite(self.value) and self.value >= 0):
            raise ValueError(f"a figure to draw is finite and not negative, not {self.value}")

    def __str__(self) -> str:
        if self.words:
            return self.words
        if self.value is None:
            return "not recorded"
        number = f"{self.value:,.0f}" if float(self.value).is_integer() else f"{self.value:,.1f}"
        return number if self.kind is Kind.EXACT else f"{self.kind.value} {number}"


NOT_RECORDED = Quantity(None, Kind.UNKNOWN)


def largest(quantities: list[Quantity]) -> float:
    """The longest bar there will be; 1 where there is nothing to draw."""
    return max((q.value for q in quantities if q.value), default=1.0)


def beyond(quantities: list[Quantity]) -> bool:
    """Whether a bar is open at its end and needs room beyond it."""
    return any(q.kind in (Kind.AT_LEAST, Kind.ABOUT) for q in quantities)
