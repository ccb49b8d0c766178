"""How much of the time an organisation offers is taken, and whom to ask next. No Django."""

from members.load.reckoning import Load, Word, jain, pushed_over, word_of
from members.load.suggestion import Candidate, Suggestion, suggest

__all__ = [
    "Candidate",
    "Load",
    "Suggestion",
    "Word",
    "jain",
    "pushed_over",
    "suggest",
    "word_of",
]
