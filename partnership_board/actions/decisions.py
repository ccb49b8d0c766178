"""What the board decided is written down once, with the next number of its year."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from alliance import audit
from alliance.errors import Refused
from alliance.models import User
from partnership_board.deadlines import day_of
from partnership_board.models import AgendaItem, Board, Decision
from partnership_board.queries import papers

# What a board may do about a late paper without the chair's leave is all the rest.
DECIDES = {
    Decision.Kind.APPROVE,
    Decision.Kind.IN_PRINCIPLE,
    Decision.Kind.ENDORSE,
    Decision.Kind.REJECT,
}


@transaction.atomic
def record(
    item: AgendaItem,
    *,
    text: str,
    kind: str,
    by: User,
    now: datetime,
    supersedes: Decision | None = None,
) -> Decision:
    """Numbers have no gaps: the board's row is locked while one is taken."""
    meeting = item.meeting
    board = Board.objects.select_for_update().get(pk=meeting.board_id)
    if now < meeting.starts_at:
        raise Refused("The meeting has not begun, so nothing has been decided yet.")
    if kind in DECIDES and not papers.may_decide(item):
        raise Refused(
            "This paper came after the deadline, so the board may discuss it but not decide."
            " The chair can allow a decision and must say why.",
            field="kind",
        )
    on = day_of(meeting.starts_at)
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
        decided_on=on,
        recorded_by=by,
        recorded_at=now,
    )
    data = {"item": item.pk, "number": decision.number}
    audit.record(by=by, kind="board.decision_recorded", subject=decision, data=data)
    return decision
