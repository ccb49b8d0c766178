"""What changed between two texts, word by word, for the eye and for the ear."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

AROUND = 12  # words shown before and after a change
SAME, ADDED, REMOVED, SKIPPED = "same", "added", "removed", "skipped"


@dataclass(frozen=True)
class Piece:
    """Some words in a row, and what became of them."""

    kind: str  # "same", "added", "removed" or "skipped"
    words: str

    @property
    def is_added(self) -> bool:
        return self.kind == ADDED

    @property
    def is_removed(self) -> bool:
        return self.kind == REMOVED

    @property
    def is_skipped(self) -> bool:
        return self.kind == SKIPPED


def in_words(before: str, after: str) -> list[Piece]:
    """The changed words with some words around them; nothing where both say the same.

    Taking the same and the added words together gives `after`, but for what was skipped.
    """
    old, new = before.split(), after.split()
    if old == new:
        return []
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    return list(_shortened(list(_pieces(matcher, old, new))))


def _pieces(matcher: "SequenceMatcher[str]", old: list[str], new: list[str]) -> Iterator[Piece]:
    for what, i1, i2, j1, j2 in matcher.get_opcodes():
        if what == "equal":
            yield Piece(SAME, " ".join(new[j1:j2]))
            continue
        if i2 > i1:
            yield Piece(REMOVED, " ".join(old[i1:i2]))
        if j2 > j1:
            yield Piece(ADDED, " ".join(new[j1:j2]))


def _shortened(pieces: list[Piece]) -> Iterator[Piece]:
    """Long passages that stayed are left out but for their ends beside a change."""
    for place, piece in enumerate(pieces):
        words = piece.words.split()
        if piece.kind != SAME or len(words) <= 2 * AROUND:
            yield piece
            continue
        if place > 0:
            yield Piece(SAME, " ".join(words[:AROUND]))
        yield Piece(SKIPPED, "")
        if place < len(pieces) - 1:
            yield Piece(SAME, " ".join(words[-AROUND:]))


def counts(pieces: list[Piece]) -> tuple[int, int]:
    """How many words were added, and how many removed."""
    added = sum(len(piece.words.split()) for piece in pieces if piece.is_added)
    removed = sum(len(piece.words.split()) for piece in pieces if piece.is_removed)
    return added, removed
