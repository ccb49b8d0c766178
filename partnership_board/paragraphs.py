"""A paper in paragraphs, and where a note belongs when the paper has been replaced. Pure.

A note quotes its paragraph. In another version it stands beside the paragraph that begins with the
same words, or else the one that keeps most of them in their order; if there is none, the paragraph
is gone, and the note says so.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from partnership_board.prose import Written, blocks

QUOTED = 300  # letters of a paragraph that a note keeps
ENOUGH = 0.6  # of the quoted pairs of words that must still stand there
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Paragraph:
    """A piece of a paper that can be pointed at. A heading can be read, but has no notes."""

    number: int
    part: str  # "summary", "ask" or "body"
    html: Written
    words: str
    is_heading: bool = False

    @property
    def quote(self) -> str:
        return self.words[:QUOTED]


def paragraphs(summary: str, asks: Iterable[str], body: str) -> list[Paragraph]:
    """In reading order, counted from 1."""
    found = [("summary", *block) for block in blocks(summary)]
    found += [("ask", Written(""), " ".join(ask.split()), False) for ask in asks]
    found += [("body", *block) for block in blocks(body)]
    return [
        Paragraph(number, part, html, words, is_heading)
        for number, (part, html, words, is_heading) in enumerate(found, 1)
    ]


def place_of(quote: str, was: int, there: Sequence[Paragraph]) -> int | None:
    """The number of the paragraph that a note belongs to; the nearest, where several are alike."""
    open_to_notes = [each for each in there if not each.is_heading]
    same = [each for each in open_to_notes if each.quote == quote]
    if same:
        return min(same, key=lambda each: abs(each.number - was)).number
    pairs = _pairs(quote)
    if not pairs:
        return None
    alike = [(_share(pairs, each.words), -abs(each.number - was), each) for each in open_to_notes]
    best = max(alike, key=lambda found: found[:2], default=None)
    return best[2].number if best is not None and best[0] >= ENOUGH else None


def _pairs(text: str) -> list[tuple[str, str]]:
    words = [word.lower() for word in WORD.findall(text)]
    return list(pairwise(words))


def _share(pairs: Sequence[tuple[str, str]], text: str) -> float:
    there = set(_pairs(text))
    return sum(pair in there for pair in pairs) / len(pairs)
