"""Whom to ask: those with the most room first, then those asked least, then by a drawn order.

Names decide nothing: ties are broken by a digest of the Ask and the organisation, so that nobody is
always first.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from members.load.reckoning import Load


@dataclass(frozen=True)
class Candidate:
    """An organisation that may be asked: its number, its month, and how often it was asked."""

    number: int
    load: Load
    asked_lately: int = 0  # Asks sent to it in the last 90 days


@dataclass(frozen=True)
class Suggestion:
    """Numbers in the order in which they come, and those of them that are suggested."""

    order: tuple[int, ...]
    chosen: frozenset[int]
    wanted: int

    @property
    def unfilled(self) -> int:
        """Places for which nobody has room."""
        return self.wanted - len(self.chosen)


def suggest(candidates: Sequence[Candidate], *, minutes: int, places: int, ask: str) -> Suggestion:
    """The first `places` with room for `minutes` more; fewer where fewer have room.

    `ask` is whatever names the Ask: another name draws another order among equals.
    """
    ordered = sorted(candidates, key=lambda one: _place(one, minutes=minutes, ask=ask))
    fitting = [one.number for one in ordered if one.load.takes(minutes)]
    order = tuple(one.number for one in ordered)
    return Suggestion(order, frozenset(fitting[:places]), places)


def _place(one: Candidate, *, minutes: int, ask: str) -> tuple[bool, Fraction, int, str]:
    ratio = one.load.with_more(minutes).ratio
    drawn = hashlib.sha256(f"{ask}/{one.number}".encode()).hexdigest()
    return ratio is None, ratio or Fraction(0), one.asked_lately, drawn
