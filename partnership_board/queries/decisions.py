"""The register of decisions: which there are, one of them in full, and what still waits."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from alliance import words
from partnership_board.models import (
    AgendaItem,
    Board,
    BoardRules,
    Decision,
    DecisionPosition,
    DecisionReview,
    Way,
)
from partnership_board.models.items import Section
from partnership_board.queries import boards

STATES = {
    "there": "There",
    "deputy": "Deputy there",
    "stood_back": "Stood back",
    "away": "Not there",
    "vacant": "Empty",
}
POSITIONS = dict(DecisionPosition.Position.choices)
BESIDE = ("board", "item__meeting", "supersedes", "ratifies", "quorum_check")


def register() -> QuerySet[Decision]:
    """Each with `said`, and whether a later one has taken its place or it is looked at again."""
    later = Decision.objects.filter(supersedes=OuterRef("pk"))
    reviews = DecisionReview.objects.filter(decision=OuterRef("pk"), settled_by=None)
    rows = boards.decisions().select_related(*BESIDE)
    return rows.annotate(is_superseded=Exists(later), is_reviewable=Exists(reviews))


def in_public() -> QuerySet[Decision]:
    """Of boards that are public, without what is restricted or belongs to part 2."""
    rows = register().filter(board__is_public=True).exclude(item__section=Section.PART2)
    return rows.filter(is_restricted=False)  # type: ignore[misc]  # annotated


def recommendations(board: Board) -> QuerySet[Decision]:
    """Those that the board has not taken up: made when too few were there to decide."""
    taken_up = Decision.objects.filter(ratifies=OuterRef("pk"), is_recommendation=False)
    rows = Decision.objects.filter(board=board, is_recommendation=True, ratifies=None)
    waiting = rows.exclude(kind=Decision.Kind.REJECT).filter(~Exists(taken_up))
    return waiting.order_by("year", "sequence")


def standing_decisions(board: Board) -> QuerySet[Decision]:
    """Those that a new decision could take the place of."""
    later = Decision.objects.filter(supersedes=OuterRef("pk"))
    rows = Decision.objects.filter(board=board, is_recommendation=False)
    return rows.filter(~Exists(later)).order_by("-year", "-sequence")


def review_due(*, on: date) -> QuerySet[Decision]:
    """Those whose day for a review has come, while nothing has taken their place."""
    later = Decision.objects.filter(supersedes=OuterRef("pk"))
    due = Decision.objects.filter(review_on__lte=on, is_recommendation=False)
    return due.filter(~Exists(later)).select_related("board", "item").order_by("review_on", "pk")


# ---- one decision --------------------------------------------------------------------------------
@dataclass(frozen=True)
class SeatLine:
    """A seat as it was when the board decided."""

    title: str
    state: str
    said: str
    reason: str


@dataclass(frozen=True)
class SideLines:
    label: str
    seats: list[SeatLine]
    count: str  # of a vote that was counted by side


def sides_then(decision: Decision) -> list[SideLines]:
    """From what was kept with it, never from who sits there now."""
    counts = {row["side"]: row for row in decision.result.get("by_side", [])}
    sides: dict[str, list[dict[str, Any]]] = {}  # Any: as JSON has it
    labels = {}
    for row in decision.seats_then:
        sides.setdefault(row["side"], []).append(row)
        labels[row["side"]] = row["label"]
    return [
        SideLines(labels[code], [_line(row) for row in rows], _count(counts.get(code)))
        for code, rows in sides.items()
    ]


def _line(row: dict[str, Any]) -> SeatLine:  # Any: as JSON has it
    state = STATES[row["state"]] if row["votes"] else f"{STATES[row['state']]}, without a vote"
    said = POSITIONS.get(row.get("said", ""), "")
    return SeatLine(row["title"], state, str(said), row.get("reason", ""))


def _count(row: dict[str, Any] | None) -> str:  # Any: as JSON has it
    return "" if row is None else f"{row['yes']} for, {row['no']} against, {row['neither']} neither"


def result_in_words(decision: Decision) -> list[str]:
    """How it came out, in sentences."""
    result = decision.result
    if not result:
        return []
    if "support" in result:
        return [_of_agreement(result)]
    carried = "It was carried." if result["is_carried"] else "It was not carried."
    if result.get("hidden"):
        return [carried, "The numbers are not kept: they would tell who voted how."]
    said = [
        f"{result['yes']} for, {result['no']} against, {result['neither']} neither.",
        _needed(decision),
        carried,
    ]
    if result["by_casting_vote"]:
        said.append("The votes were equal, and the chair had the casting vote.")
    return said


def _of_agreement(result: dict[str, Any]) -> str:  # Any: as JSON has it
    aside = result["aside"]
    stood = f" {words.counted(aside, 'seat')} stood aside." if aside else ""
    return f"Agreed, with the support of {words.counted(result['support'], 'seat')}.{stood}"


def _needed(decision: Decision) -> str:
    result = decision.result
    share = BoardRules.Threshold(decision.threshold).label.lower()
    of = BoardRules.ThresholdBase(decision.threshold_base).label.lower()
    if decision.threshold == BoardRules.Threshold.EACH_CONSTITUENCY:
        return f"It needed {share}, {of}."
    return f"It needed {share} {of}: {result['needed']} of {result['of']}."


def together(meeting_pk: int) -> list[AgendaItem]:
    """What is to be agreed together, as far as no seat took it out and nothing is decided."""
    decided = Decision.objects.filter(item=OuterRef("pk"))
    rows = AgendaItem.objects.on_agenda().filter(meeting=meeting_pk, section=Section.CONSENT)
    return list(rows.filter(~Exists(decided)).select_related("meeting", "proposal"))


def ways_of(rules: BoardRules) -> list[tuple[str, str]]:
    """How a question may be put, by this board's own rules."""
    mode = BoardRules.DecisionMode
    agreeing = [Way.CONSENSUS] if rules.decision_mode != mode.VOTE else []
    voting = [Way.NAMED, Way.HANDS, Way.SECRET] if rules.decision_mode != mode.CONSENSUS else []
    writing = [Way.WRITTEN] if rules.written_procedure else []
    return [(way.value, str(way.label)) for way in [*agreeing, *voting, *writing]]


def earlier_of(decision: Decision) -> list[Decision]:
    """What it took the place of, or took up."""
    return [each for each in (decision.supersedes, decision.ratifies) if each is not None]


def later_of(decision: Decision) -> list[Decision]:
    """What took its place, or took it up."""
    rows = Decision.objects.filter(Q(supersedes=decision) | Q(ratifies=decision))
    return list(rows.select_related("board").order_by("year", "sequence"))


def reviews_of(decision: Decision) -> list[DecisionReview]:
    rows = DecisionReview.objects.filter(decision=decision)
    return list(rows.select_related("item__meeting", "settled_by").order_by("opened_at", "pk"))
