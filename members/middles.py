"""What a wellbeing round asks, and what little is kept of the answers.

Five options a question, from the lightest to the most worried, and 0 for somebody who would rather
not say. Of each question only the option in the middle and a band of worried answers are kept, and
only if at least seven people chose an option.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from members.models import WellbeingFinding, WellbeingRound
from members.models.wellbeing import Question

NOT_SAID = 0
FIRST_WORRIED = 4  # the two last options are worried ones
NOT_SAID_WORDS = _("I would rather not say")
OPTIONS: dict[str, tuple[str, str, str, str, str]] = {
    Question.LOAD: (
        _("Very light"),
        _("Light"),
        _("About right"),
        _("Heavy"),
        _("Too heavy"),
    ),
    Question.SUPPORT: (
        _("Very well"),
        _("Well"),
        _("Well enough"),
        _("Not well"),
        _("Not at all"),
    ),
    Question.SPEAKING: (
        _("Very safe"),
        _("Safe"),
        _("Safe enough"),
        _("Not very safe"),
        _("Not safe at all"),
    ),
    Question.KEEPING_UP: (
        _("Yes, easily"),
        _("Yes"),
        _("Yes, just about"),
        _("Probably not"),
        _("No"),
    ),
}
BANDS = (
    (25, WellbeingFinding.Worried.FEW),
    (50, WellbeingFinding.Worried.SOME),
    (75, WellbeingFinding.Worried.MANY),
)


@dataclass(frozen=True)
class Middle:
    """The option in the middle (1 to 5) and how many were worried."""

    median: int
    worried: WellbeingFinding.Worried


def questions_sha256() -> str:
    """A digest of every question and option, so that a change of wording shows."""
    asked = [[question.label, *OPTIONS[question]] for question in Question]
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()


def answered(counts: Mapping[str, Sequence[int]]) -> int:
    """How many people answered: each adds one to every question."""
    return sum(next(iter(counts.values())))


def answered_band(people: int) -> WellbeingRound.Answered:
    """For seven people or more."""
    if people < 10:
        return WellbeingRound.Answered.FEW
    return WellbeingRound.Answered.SOME if people < 15 else WellbeingRound.Answered.MANY


def middle(counts: Sequence[int], *, fewest: int) -> Middle | None:
    """Of the counts of options 0 to 5; None where fewer than `fewest` chose an option.

    Of two options in the middle it is the more worried one.
    """
    chosen = [option for option in range(1, len(counts)) for _each in range(counts[option])]
    if len(chosen) < fewest:
        return None
    worried = sum(counts[FIRST_WORRIED:])
    return Middle(chosen[len(chosen) // 2], band(worried, len(chosen)))


def band(worried: int, of: int) -> WellbeingFinding.Worried:
    """Below a quarter few, below half some, below three quarters many, else most."""
    for percent, name in BANDS:
        if 100 * worried < percent * of:
            return name
    return WellbeingFinding.Worried.MOST
