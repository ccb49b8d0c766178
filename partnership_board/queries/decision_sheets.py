"""The register of decisions as a spreadsheet and as data. What is restricted says only that."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from members.importing.writing import Written, written
from partnership_board.models import Decision
from partnership_board.queries.decisions import result_in_words

HEADS = (
    "Number",
    "Decided on",
    "Kind",
    "Decision",
    "Item",
    "How",
    "How it came out",
    "Standing",
    "Holds from",
    "Looked at again",
    "In place of",
)


def as_sheet(decisions: Iterable[Decision], ending: str) -> Written:
    return written(ending, HEADS, [list(_row(each).values()) for each in decisions])


def as_data(decisions: Iterable[Decision]) -> list[dict[str, str]]:
    return [_row(each) for each in decisions]


def _row(decision: Decision) -> dict[str, str]:
    is_restricted = bool(getattr(decision, "is_restricted", True))
    result = [] if is_restricted else result_in_words(decision)
    values: Any = (  # Any: a cell of each kind
        decision.number,
        decision.decided_on,
        decision.get_kind_display(),
        decision.said,
        decision.item.title,
        decision.get_way_display(),
        " ".join(result),
        standing(decision),
        decision.effective_on,
        decision.review_on,
        decision.supersedes or "",
    )
    return {head: _said(value) for head, value in zip(HEADS, values, strict=True)}


def standing(decision: Decision) -> str:
    """Whether it still stands, as far as the register has said it."""
    if decision.is_recommendation:
        return "Recommended, not decided"
    if getattr(decision, "is_superseded", False):
        return "A later decision took its place"
    return "Being looked at again" if getattr(decision, "is_reviewable", False) else "Stands"


def _said(value: object) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)
