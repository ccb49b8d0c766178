"""The ledger of what was proposed, who decided and why."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery

from alliance.calendars import ENGLAND, working_days_taken
from partnership_board.deadlines import day_of
from partnership_board.models import AgendaDecision, AgendaItem, AgendaProposal, Board, Meeting


def ledger() -> QuerySet[AgendaProposal]:
    """Every proposal with its latest answer's day."""
    answers = AgendaDecision.objects.filter(proposal=OuterRef("pk")).order_by("-decided_at")
    return AgendaProposal.objects.select_related(
        "board", "proposed_by", "for_organisation", "for_seat"
    ).annotate(answered_at=Subquery(answers.values("decided_at")[:1]))


@dataclass(frozen=True)
class Story:
    """A proposal from the day it was sent to what became of it."""

    proposal: AgendaProposal
    decisions: list[AgendaDecision]
    item: AgendaItem | None

    @property
    def days_to_answer(self) -> int | None:
        """Working days until the first answer; None while there is none."""
        if not self.decisions:
            return None
        first = self.decisions[0].decided_at
        return working_days_taken(day_of(self.proposal.submitted_at), day_of(first), ENGLAND)


def story_of(proposal: AgendaProposal) -> Story:
    decisions = AgendaDecision.objects.filter(proposal=proposal).select_related(
        "decided_by", "merged_into"
    )
    item = (
        AgendaItem.objects.on_agenda()
        .filter(proposal=proposal)
        .select_related("meeting__board")
        .last()
    )
    return Story(proposal, list(decisions.order_by("decided_at", "pk")), item)


@dataclass(frozen=True)
class BeforeSending:
    """What somebody who proposes something may expect."""

    group: Board | None
    meeting: Meeting | None  # the next one that still takes proposals
    waiting: int


def before_sending(board: Board, *, now: datetime) -> BeforeSending:
    takes = [Meeting.State.PLANNED, Meeting.State.AGENDA_OPEN]
    return BeforeSending(
        Board.objects.filter(parent=board, kind=Board.Kind.AGENDA_GROUP).first(),
        Meeting.objects.coming(now=now)
        .filter(board=board, state__in=takes, proposals_by_on__gte=day_of(now))
        .order_by("starts_at")
        .first(),
        AgendaProposal.objects.waiting().filter(board=board).count(),
    )
