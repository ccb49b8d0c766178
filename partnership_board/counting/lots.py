"""Lots that anyone can draw again with a SHA-256 tool.

The scrutineer types a seed made in public after the box is closed. Each tied candidate's key is
SHA-256 of the ASCII text `seed,tie,candidate`; the lowest key is chosen: goes out, is transferred
first, or is elected first. `tie` counts the ties that reach a lot, from 1.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from partnership_board.counting.ballots import Count, Draw, Unreadable


@dataclass(frozen=True)
class Lot:
    """One drawing with everything needed to do it again: (label, key) of each, lowest key first."""

    tie: int
    why: str
    seed: str
    keys: tuple[tuple[str, str], ...]

    @property
    def chosen(self) -> str:
        return self.keys[0][0]


def key(seed: str, tie: int, candidate: str) -> str:
    """64 hexadecimal digits. Unreadable if the seed is not plain ASCII without a comma."""
    if not seed or not seed.isascii() or not seed.isprintable() or "," in seed:
        raise Unreadable("A seed is digits or plain letters, without a comma.")
    return hashlib.sha256(f"{seed},{tie},{candidate}".encode("ascii")).hexdigest()


def seed_from_dice(typed: str) -> str:
    """The digits that were drawn in public, without the spaces between them."""
    digits = "".join(typed.split())
    if not (digits.isascii() and digits.isdigit() and len(digits) >= 6):
        raise Unreadable("Type at least six digits drawn in public.")
    return digits


def keys(seed: str, tie: int, tied: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Each tied label with its key, the chosen first."""
    return tuple(sorted(((one, key(seed, tie, one)) for one in tied), key=lambda pair: pair[1]))


def drawn_by(seed: str, label: Callable[[int], str]) -> Draw:
    """The draw that a seed decides; `label` gives the text in the key."""

    def draw(tie: int, tied: tuple[int, ...]) -> int:
        return min(tied, key=lambda candidate: key(seed, tie, label(candidate)))

    return draw


def lowest(_tie: int, tied: tuple[int, ...]) -> int:
    """Not a lot: the lowest number, for comparing counts."""
    return min(tied)


def drawn(count: Count, seed: str) -> tuple[Lot, ...]:
    """The lots of a count that was made with `drawn_by(seed)`, to be shown and kept."""
    label = count.slate.label
    return tuple(
        Lot(tie.number, tie.why, seed, keys(seed, tie.number, tuple(map(label, tie.among))))
        for tie in count.lots
    )
