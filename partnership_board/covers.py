"""The cover sheet of a paper: what it asks for by purpose, and when its words are somebody else's.

A board that decides needs to know who is affected, who shaped it, what it costs and what could go
wrong. A paper to note needs little. So what is required depends on what the paper is for.
"""

import hashlib
import re
from dataclasses import dataclass, field
from typing import Any

from partnership_board.prose import words_in

MOST_KEY_WORDS = 150
MOST_SUMMARY_WORDS = 120
NOT_WORDS = re.compile(r"[^\w]+")


@dataclass(frozen=True)
class CoverSheet:
    """Answers that stand in front of a paper. An empty one was not given."""

    key_points: str = ""
    considered_before: str = ""
    priorities: list[str] = field(default_factory=list)
    equality: str = ""
    lived_experience: str = ""
    money: str = ""
    money_pence: int | None = None
    money_source: str = ""
    vcse_pence: int | None = None
    stage: str = ""
    risks: str = ""
    workforce: str = ""
    legal: str = ""
    next_steps: str = ""

    @property
    def is_empty(self) -> bool:
        return self == CoverSheet()

    @property
    def as_json(self) -> dict[str, Any]:  # Any: as JSON has it
        return vars(self)


# By field, what it is called where it is missing.
ALL = {
    "asks": "what you ask the board to do",
    "key_points": "the key points",
    "considered_before": "who looked at it before",
    "equality": "who is affected, and what it does for equality and anti-racism",
    "lived_experience": "who with lived experience shaped it, and what changed",
    "money": "if it is about money",
    "stage": "how far it was when it reached the board",
    "risks": "the risks",
    "workforce": "what it means for staff and volunteers",
    "legal": "what the law asks",
    "next_steps": "what happens next",
}
SOME = ("key_points", "equality", "lived_experience")
REQUIRED: dict[str, tuple[str, ...]] = {
    "decide": tuple(ALL),
    "assure": tuple(name for name in ALL if name != "asks"),
    "discuss": SOME,
    "note": ("key_points",),
    "listen": (),
}


def missing(purpose: str, *, asks: list[str], cover: CoverSheet) -> dict[str, str]:
    """By field, in words, what a paper of this purpose still lacks besides its summary."""
    given = cover.as_json | {"asks": asks}
    lacks = {name: ALL[name] for name in REQUIRED[purpose] if not given[name]}
    if cover.money in {"one_off", "recurring"} and not cover.money_source:
        lacks["money_source"] = "where the money comes from"
    return lacks


def fingerprint(answer: str) -> str:
    """The same for two answers that differ only in case, spaces and punctuation."""
    plain = NOT_WORDS.sub(" ", answer.casefold()).strip()
    return hashlib.sha256(plain.encode()).hexdigest() if plain else ""


def too_long(cover: CoverSheet) -> int:
    """By how many words the key points are too many; 0 where they are not."""
    return max(words_in(cover.key_points) - MOST_KEY_WORDS, 0)
