"""The ledger: what was proposed, who decided and why, how long it took, and what happened then."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q, QuerySet

from alliance import access
from alliance.calendars import ClosedDays, working_days_taken
from alliance.models import Priority, User
from partnership_board.deadlines import day_of
from partnership_board.models import (
    AgendaDecision,
    AgendaItem,
    AgendaMove,
    AgendaProposal,
    Board,
    BoardRules,
    Constituency,
    Meeting,
    ProposalPriority,
    Seat,
)
from partnership_board.permissions import BoardPermission
from partnership_board.queries import group, restrictions
from partnership_board.queries.calendars import closed_days
from partnership_board.queries.restrictions import Sight

State, Outcome = AgendaProposal.State, AgendaDecision.Outcome
NOT_SELECTED = [State.DEFERRED, State.MERGED, State.REDIRECTED, State.DECLINED]
# Lists that are not one state, by their name in the address.
UNANSWERED, NOT_CHOSEN = "unanswered", "not_selected"


def ledger() -> QuerySet[AgendaProposal]:
    """Every proposal that was sent."""
    return AgendaProposal.objects.sent().select_related(
        "board", "proposed_by", "for_organisation", "for_seat__constituency"
    )


def narrowed(
    rows: QuerySet[AgendaProposal], *, state: str, side: str, wanted: str, on: date
) -> QuerySet[AgendaProposal]:
    """Those in a state, from one side of the board, with a word in them."""
    if state == UNANSWERED:
        rows = rows.unanswered(on=on)  # type: ignore[attr-defined]  # of our own queryset
    elif state == NOT_CHOSEN:
        rows = rows.filter(state__in=NOT_SELECTED)
    elif state in State.values:
        rows = rows.filter(state=state)
    if side.isdigit():
        rows = rows.filter(for_seat__constituency=int(side))
    if wanted:
        rows = rows.filter(Q(title__icontains=wanted) | Q(why_now__icontains=wanted))
    return rows


@dataclass(frozen=True)
class LedgerRow:
    """A proposal as the ledger shows it."""

    proposal: AgendaProposal
    on: date
    closed: ClosedDays
    decisions: list[AgendaDecision] = field(default_factory=list)
    moves: list[AgendaMove] = field(default_factory=list)
    joined: list[AgendaProposal] = field(default_factory=list)

    @property
    def latest(self) -> AgendaDecision | None:
        return self.decisions[-1] if self.decisions else None

    @property
    def first_answer(self) -> AgendaDecision | None:
        """A question is not yet an answer."""
        return next((each for each in self.decisions if each.outcome != Outcome.ASKED), None)

    @property
    def days_to_answer(self) -> int | None:
        """Working days until the first answer; None while there is none."""
        if self.first_answer is None:
            return None
        return self._days_until(day_of(self.first_answer.decided_at))

    @property
    def days_waited(self) -> int:
        """Working days until the first answer, or until today."""
        taken = self.days_to_answer
        return self._days_until(self.on) if taken is None else taken

    def _days_until(self, day: date) -> int:
        return working_days_taken(day_of(self.proposal.submitted_at), day, self.closed)

    @property
    def is_unanswered(self) -> bool:
        return self.proposal.is_unanswered(on=self.on)

    @property
    def because(self) -> str:
        """Why it was not selected, in the group's words; nothing where it was, or still waits."""
        if self.latest is None or self.proposal.state not in NOT_SELECTED:
            return ""
        return self.latest.reason

    @property
    def asked_by(self) -> list[str]:
        """Everybody it belongs to: joining keeps both."""
        names = [self.proposal.asked_by, *(other.asked_by for other in self.joined)]
        return list(dict.fromkeys(names))


def rows_of(
    proposals: Iterable[AgendaProposal],
    *,
    on: date,
    closed: ClosedDays,
    sight: Sight | None = None,
) -> list[LedgerRow]:
    """Two queries, however many proposals.

    Reasons about a restricted item are kept from those who may not read it; without a sight, from
    everybody, as on every list that many read.
    """
    found = {each.pk: LedgerRow(each, on, closed) for each in proposals}
    decisions = AgendaDecision.objects.filter(
        Q(proposal__in=found) | Q(merged_into__in=found, proposal__state=State.MERGED)
    ).select_related(
        "merged_into",
        "proposal__proposed_by",
        "proposal__for_organisation",
        "proposal__for_seat",
    )
    shut = restrictions.shut_by("proposal", "merged_into")
    for decision in decisions.annotate(is_shut=shut).order_by("decided_at", "pk"):
        both = {decision.proposal_id, decision.merged_into_id}
        if decision.is_shut and (sight is None or both & sight.shut):
            _keep_reason(decision)
        if decision.proposal_id in found:
            found[decision.proposal_id].decisions.append(decision)
        joins = decision.proposal.state == State.MERGED and decision.merged_into_id
        if joins and joins in found:
            found[joins].joined.append(decision.proposal)
    for move in _moves(found, sight):
        assert move.item.proposal_id is not None
        found[move.item.proposal_id].moves.append(move)
    return list(found.values())


def _moves(found: dict[int, LedgerRow], sight: Sight | None) -> Iterator[AgendaMove]:
    """The oldest first; a reason that is not for this sight is kept back."""
    moves = AgendaMove.objects.filter(item__proposal__in=found).select_related(
        "item", "from_meeting", "to_meeting"
    )
    shut = restrictions.shut_by("item__proposal")
    for move in moves.annotate(is_shut=shut).order_by("moved_at", "pk"):
        if move.is_shut and (sight is None or move.item.proposal_id in sight.shut):
            move.reason = restrictions.SAID_OF_REASON
        yield move


def row_for(user: User, proposal: AgendaProposal, *, on: date) -> LedgerRow:
    """One proposal as this person may read it."""
    sight = restrictions.sight_of(user, on=on)
    return rows_of([proposal], on=on, closed=closed_days(), sight=sight)[0]


def _keep_reason(decision: AgendaDecision) -> None:
    """In what is shown and never saved: that there is a reason, and not which."""
    if decision.reason:
        decision.reason = restrictions.SAID_OF_REASON
    decision.redirected_to = decision.redirected_to and restrictions.NOT_SAID


def proposers_of(proposal: AgendaProposal) -> list[User]:
    """Whoever proposed it, and whoever proposed what was joined with it."""
    found: dict[int, User] = {}
    seen: set[int] = set()
    left = [proposal.pk]
    while left:
        seen |= set(left)
        for each in AgendaProposal.objects.filter(pk__in=left).select_related("proposed_by"):
            if each.proposed_by is not None:
                found.setdefault(each.proposed_by.pk, each.proposed_by)
        joined = AgendaDecision.objects.filter(
            merged_into__in=left, proposal__state=State.MERGED
        ).values_list("proposal_id", flat=True)
        left = [pk for pk in joined if pk not in seen]
    return list(found.values())


def sides_of(board: Board) -> QuerySet[Constituency]:
    return Constituency.objects.filter(board=board).order_by("order")


def priorities_of(proposal: AgendaProposal) -> QuerySet[Priority]:
    chosen = ProposalPriority.objects.filter(proposal=proposal)
    return Priority.objects.filter(pk__in=chosen.values("priority")).order_by("number")


def seats_held(user: User, board: Board | None, *, on: date) -> QuerySet[Seat]:
    """Those on the board for which the person may ask."""
    from_terms = group.seats_held_by(user, on=on)
    return Seat.objects.filter(pk__in=from_terms, board=board).order_by("pk")


def may_read_kept_words(user: User, proposal: AgendaProposal) -> bool:
    """Of a sensitive proposal: its proposer, the group that decides, and the board's secretary."""
    if proposal.proposed_by_id == user.pk:
        return True
    if restrictions.hides_words_of(proposal):
        return access.may(user, BoardPermission.CHANGE_MEETINGS)
    wanted = (BoardPermission.DECIDE_AGENDA, BoardPermission.CHANGE_MEETINGS)
    return any(access.may(user, permission) for permission in wanted)


# ---- before sending ------------------------------------------------------------------------------
@dataclass(frozen=True)
class BeforeSending:
    """What somebody who proposes something may expect."""

    group: Board | None
    group_meeting: Meeting | None
    rules: BoardRules
    meeting: Meeting | None  # the next one that still takes proposals
    closed_for: Meeting | None  # the next one, where it is too late for that
    waiting: int


def before_sending(board: Board, *, now: datetime) -> BeforeSending:
    takes = [Meeting.State.PLANNED, Meeting.State.AGENDA_OPEN]
    coming = Meeting.objects.coming(now=now).filter(board=board).order_by("starts_at")
    first = coming.first()
    meeting = coming.filter(state__in=takes, proposals_by_on__gte=day_of(now)).first()
    there = group.group_of(board.pk)
    return BeforeSending(
        there,
        group.next_meeting_of(there, now=now) if there else None,
        BoardRules.objects.in_force(board.pk, on=day_of(now)),
        meeting,
        first if first != meeting else None,
        AgendaProposal.objects.waiting().filter(board=board).count(),
    )


# ---- in the pack ---------------------------------------------------------------------------------
def not_selected_since(meeting: Meeting, *, on: date) -> list[AgendaProposal]:
    """What the group did not select since the board's meeting before this one."""
    before = (
        Meeting.objects.filter(board=meeting.board_id, starts_at__lt=meeting.starts_at)
        .exclude(state=Meeting.State.CANCELLED)
        .order_by("-starts_at")
        .values_list("starts_at", flat=True)
        .first()
    )
    decided = AgendaDecision.objects.filter(proposal__board=meeting.board_id)
    if before is not None:
        decided = decided.filter(decided_at__gt=before)
    rows = ledger().filter(pk__in=decided.values("proposal"), state__in=NOT_SELECTED)
    return list(rows.order_by("submitted_at", "pk"))


def unanswered_twice(board_id: int, *, on: date, closed: ClosedDays) -> list[AgendaProposal]:
    """Those that have waited for two of the board's periods: they are printed in the pack."""
    rules = BoardRules.objects.in_force(board_id, on=on)
    late = ledger().filter(board=board_id).unanswered(on=on)  # type: ignore[attr-defined]  # ours
    return [
        each
        for each in late.order_by("answer_by_on", "pk")
        if working_days_taken(each.answer_by_on, on, closed) > rules.answer_days
    ]


def item_of(proposal: AgendaProposal) -> AgendaItem | None:
    """Where it stands now."""
    items = AgendaItem.objects.on_agenda().filter(proposal=proposal)
    return items.select_related("meeting__board").order_by("meeting__starts_at", "pk").last()
