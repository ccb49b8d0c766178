"""A text as words that know where they stand."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from coproduction.redaction.vocabulary import SMALL, is_common

WORD = re.compile(r"[^\W_]+(?:[’'\-][^\W_]+)*")
SENTENCE_END = re.compile(
    r"[.!?…]+(?<!Dr\.)(?<!Mr\.)(?<!Mrs\.)(?<!Ms\.)(?<!St\.)(?<!Prof\.)[\"”’')\]]*\s+|\n\s*"
)
OPENS = re.compile(r"[\"“‘(:]\s*$|(?:^|\s)[-–—•*]\s+$")
BETWEEN = frozenset({" ", "-", ". ", "’", "'", "  "})


@dataclass(slots=True)
class Word:
    """`lower` and `end` leave out a possessive: of "Yusuf's" they are those of "Yusuf"."""

    text: str
    lower: str
    start: int
    end: int
    begins: bool  # a sentence, a line or a quotation
    is_capital: bool
    joins: bool  # nothing but a space stands between the word before and this one

    @property
    def is_small(self) -> bool:
        return self.lower in SMALL

    @property
    def is_common(self) -> bool:
        return is_common(self.lower)


@dataclass(slots=True)
class Passage:
    text: str
    words: list[Word]
    sentences: list[int]  # where each begins

    def sentence_of(self, at: int) -> tuple[int, int]:
        place = bisect_right(self.sentences, at) - 1
        after = self.sentences[place + 1 : place + 2]
        return self.sentences[place], after[0] if after else len(self.text)


def read(text: str) -> Passage:
    starts = [0, *(end.end() for end in SENTENCE_END.finditer(text) if end.end() < len(text))]
    words: list[Word] = []
    before, upcoming = 0, iter([*starts, len(text) + 1])
    sentence = next(upcoming)
    for found in WORD.finditer(text):
        start, raw = found.start(), found.group()
        between = text[before:start]
        begins = start >= sentence
        while start >= sentence:
            sentence = next(upcoming)
        begins = begins or (between != " " and OPENS.search(between) is not None)
        word = _word(raw, start, begins=begins, joins=between in BETWEEN)
        words.append(word)
        before = found.end() if word.end == found.end() else before + len(between) + len(raw)
    return Passage(text, words, starts)


def _word(raw: str, start: int, *, begins: bool, joins: bool) -> Word:
    bare = raw[:-2] if raw.endswith(("'s", "’s")) and len(raw) > 3 else raw
    first = bare[0]
    is_shouted = len(bare) > 1 and bare.isupper()
    is_capital = first.isupper() and not is_shouted and bare != "I" and raw[:2] not in ("I'", "I’")
    return Word(bare, bare.lower(), start, start + len(bare), begins, is_capital, joins)


def is_run(words: Sequence[Word], place: int) -> bool:
    """Whether the word at `place` is there and follows the one before it without a stop."""
    return place < len(words) and words[place].joins and not words[place].begins
