"""The line from a point to what became of it, as a picture. Pure."""

from collections.abc import Sequence
from datetime import date

from alliance.figures import Figure, Milestone, timeline
from alliance.words import short_day
from coproduction.registries import Step

LONGEST = 34


def drawn(number: str, steps: Sequence[Step], *, on: date) -> Figure | None:
    """One row for each step in the order of days; None where there is nothing to draw yet."""
    if not steps:
        return None
    rows = [
        Milestone(_label(step), step.on, short_day(step.on, today=on), is_done=step.on <= on)
        for step in steps
    ]
    said = "1 step" if len(rows) == 1 else f"{len(rows)} steps"
    return timeline(
        f"What became of point {number}",
        f"{said}, from the first to the latest.",
        rows,
        today=on,
        heads=("What happened", "When"),
    )


def _label(step: Step) -> str:
    words = f"{step.kind}: {step.title}"
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1].rstrip()}…"
