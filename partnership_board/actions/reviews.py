"""Decisions that come back: made when too few were there, or no longer safe to stand on."""

from datetime import datetime

from django.db import transaction

from alliance import audit
from alliance.audit import Actor
from alliance.models import User
from partnership_board.actions import items
from partnership_board.actions.items import ItemFacts
from partnership_board.models import AgendaItem, Decision, DecisionReview, Meeting, Purpose
from partnership_board.queries import boards
from partnership_board.queries import decisions as queries

Why = DecisionReview.Why
MINUTES = 10


@transaction.atomic
def interest_found(item: AgendaItem, *, by: User | Actor, now: datetime) -> list[DecisionReview]:
    """Somebody declared an interest after the vote: what was decided is looked at again.

    Nobody's position is lost by it, and the next agenda carries it by itself.
    """
    decided = Decision.objects.filter(item=item).order_by("sequence")
    return [open_review(each, why=Why.INTEREST, by=by, now=now) for each in decided]


@transaction.atomic
def open_review(decision: Decision, *, why: str, by: User | Actor, now: datetime) -> DecisionReview:
    """One at a time: while one is open, that one."""
    there = DecisionReview.objects.filter(decision=decision, settled_by=None).first()
    if there is not None:
        return there
    review = DecisionReview.objects.create(
        decision=decision,
        why=why,
        opened_at=now,
        opened_by=by if isinstance(by, User) else None,
    )
    audit.record(by=by, kind="board.decision_reviewable", subject=decision, data={"why": str(why)})
    meeting = boards.open_meetings(decision.board, now=now).first()
    if meeting is not None:
        _place(review, meeting)
    return review


def bring_back(decision: Decision, *, now: datetime) -> None:
    """A recommendation is put to the next meeting whose agenda is open, to be ratified."""
    meeting = boards.open_meetings(decision.board, now=now).first()
    if meeting is not None:
        _put_on(meeting, f"Recommendation {decision.number}, to be decided")


@transaction.atomic
def place_waiting(meeting: Meeting) -> None:
    """On a new agenda: every review without a place, and each recommendation not taken up."""
    waiting = DecisionReview.objects.filter(
        decision__board=meeting.board_id, settled_by=None, item=None
    )
    for review in waiting.select_related("decision").order_by("pk"):
        _place(review, meeting)
    for decision in queries.recommendations(meeting.board):
        title = f"Recommendation {decision.number}, to be decided"
        if not AgendaItem.objects.on_agenda().filter(title=title).exists():
            _put_on(meeting, title)


def _place(review: DecisionReview, meeting: Meeting) -> None:
    review.item = _put_on(meeting, f"Decision {review.decision.number}, looked at again")
    review.save(update_fields=["item"])


def _put_on(meeting: Meeting, title: str) -> AgendaItem:
    """By its number alone: what it is about may be restricted."""
    return items.append(meeting, ItemFacts(title, Purpose.DECIDE, MINUTES))
