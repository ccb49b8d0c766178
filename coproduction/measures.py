"""What became of points, counted: each figure with the words that say how it was counted. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from alliance import medians

LONG_ENOUGH = 60  # days in which a point should have reached an agenda
FEWEST = 5
TOO_FEW = "too few to say"


@dataclass(frozen=True)
class Point:
    """One approved point: when it was approved, reached an agenda and was answered."""

    approved_on: date
    on_agenda_on: date | None = None
    answered_on: date | None = None
    declined: int = 0
    declined_with_reason: int = 0
    is_closed: bool = False


@dataclass(frozen=True)
class Figure:
    label: str
    value: str
    definition: str


def of(done: int, whole: int) -> str:
    """ "12 of 20"; or that there are too few to say."""
    return f"{done} of {whole}" if whole >= FEWEST else f"{TOO_FEW} ({whole} so far)"


def figures(points: Sequence[Point], *, on: date) -> list[Figure]:
    """Every figure of the page, in order. `on` is the day of counting."""
    old = [p for p in points if (on - p.approved_on).days >= LONG_ENOUGH]
    reached = [
        p
        for p in old
        if p.on_agenda_on is not None and (p.on_agenda_on - p.approved_on).days <= LONG_ENOUGH
    ]
    answered = [p for p in points if p.answered_on is not None]
    declined = sum(p.declined for p in points)
    return [
        Figure("Points", str(len(points)), "Points approved and not taken back."),
        Figure(
            "Reached an agenda within 60 days",
            of(len(reached), len(old)),
            "Of points approved at least 60 days ago: those that stood on an agenda by then.",
        ),
        Figure("Answered", of(len(answered), len(points)), "Points with at least one answer."),
        Figure(
            "Usual wait for an answer",
            wait(points, on=on),
            "The day by which half were answered, with those still open counted too"
            " (Kaplan and Meier).",
        ),
        Figure(
            "“We did not”, with a reason",
            f"{sum(p.declined_with_reason for p in points)} of {declined}" if declined else "none",
            "Answers “we did not” and “we passed it on” that say why. It must be all of them.",
        ),
        Figure(
            "Everybody told",
            of(sum(p.is_closed for p in answered), len(answered)),
            "Of answered points: everybody who wanted to hear was told, or tried three times.",
        ),
    ]


def wait(points: Sequence[Point], *, on: date) -> str:
    """Median days from approval to the first answer, open ones included."""
    if len(points) < FEWEST:
        return TOO_FEW
    answered = [
        max((p.answered_on - p.approved_on).days, 0) for p in points if p.answered_on is not None
    ]
    still_open = [(on - p.approved_on).days for p in points if p.answered_on is None]
    return medians.median(answered, [max(days, 0) for days in still_open]).in_words("day")
