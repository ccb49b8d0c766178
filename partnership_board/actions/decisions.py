"""What the board decided is written down once, with the next number of its year."""

from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from alliance import audit
from alliance.errors import Refused
from alliance.models import User
from partnership_board.deadlines import day_of
from partnership_board.models import (
    AgendaItem,
    Board,
    BoardRules,
    Decision,
    DecisionReview,
    QuorumCheck,
)
from partnership_board.queries import papers

# What a board may do about a late paper without the chair's leave is all the rest.
DECIDES = {
    Decision.Kind.APPROVE,
    Decision.Kind.IN_PRINCIPLE,
    Decision.Kind.ENDORSE,
    Decision.Kind.REJECT,
}


@dataclass(frozen=True)
class Circumstances:
    """How it was decided, kept as it was at that moment whatever seats and rules become."""

    way: str = ""
    rules: BoardRules | None = None
    threshold: str = ""
    threshold_base: str = ""
    quorum_check: QuorumCheck | None = None
    effective_on: date | None = None
    review_on: date | None = None
    is_recommendation: bool = False
    ratifies: Decision | None = None
    decided_on: date | None = None  # None: the day of the meeting
    seats_then: list[dict[str, Any]] = field(default_factory=list)  # Any: as JSON has them
    result: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def record(
    item: AgendaItem,
    *,
    text: str,
    kind: str,
    by: User,
    now: datetime,
    supersedes: Decision | None = None,
    how: Circumstances | None = None,
) -> Decision:
    """Numbers have no gaps: the board's row is locked while one is taken."""
    meeting, how = item.meeting, how or Circumstances()
    board = Board.objects.select_for_update().get(pk=meeting.board_id)
    if now < meeting.starts_at and not how.decided_on:
        raise Refused("The meeting has not begun, so nothing has been decided yet.")
    _refuse(item, kind=kind, supersedes=supersedes, how=how)
    on = how.decided_on or day_of(meeting.starts_at)
    there = Decision.objects.filter(board=board, year=on.year)
    latest = there.aggregate(Max("sequence"))["sequence__max"] or 0
    decision = Decision.objects.create(
        board=board,
        item=item,
        year=on.year,
        sequence=latest + 1,
        text=text,
        kind=kind,
        supersedes=supersedes,
        recorded_by=by,
        recorded_at=now,
        **{name: getattr(how, name) for name in asdict(Circumstances())} | {"decided_on": on},
    )
    _settle(decision)
    data = {"item": item.pk, "number": decision.number}
    audit.record(by=by, kind="board.decision_recorded", subject=decision, data=data)
    return decision


def _refuse(
    item: AgendaItem, *, kind: str, supersedes: Decision | None, how: Circumstances
) -> None:
    if kind in DECIDES and not papers.may_decide(item):
        raise Refused(
            "This paper came after the deadline, so the board may discuss it but not decide."
            " The chair can allow a decision and must say why.",
            field="kind",
        )
    if supersedes is not None:
        if supersedes.board_id != item.meeting.board_id:
            raise Refused("Another board made that decision.", field="supersedes")
        if Decision.objects.filter(supersedes=supersedes).exists():
            raise Refused("A later decision has taken its place already.", field="supersedes")
    if how.ratifies is not None:
        if not how.ratifies.is_recommendation:
            raise Refused("That was decided, so there is nothing to ratify.", field="ratifies")
        taken_up = Decision.objects.filter(ratifies=how.ratifies, is_recommendation=False)
        if not how.is_recommendation and taken_up.exists():
            raise Refused("The board has taken this up already.", field="ratifies")


def _settle(decision: Decision) -> None:
    """A review of the decision that this one replaces, or that its item was about, is over."""
    if decision.is_recommendation:
        return
    reviews = DecisionReview.objects.filter(settled_by=None)
    reviews.filter(item=decision.item_id).update(settled_by=decision)
    if decision.supersedes_id:
        reviews.filter(decision=decision.supersedes_id).update(settled_by=decision)
