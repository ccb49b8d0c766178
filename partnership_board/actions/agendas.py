"""Something is proposed for the agenda, and the agenda group answers with a reason."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from alliance import audit, outbox
from alliance.audit import Actor
from alliance.calendars import ENGLAND, add_working_days
from alliance.errors import Refused
from alliance.http import absolute_url
from alliance.models import User
from members.models import Organisation
from partnership_board.deadlines import day_of
from partnership_board.models import (
    AgendaDecision,
    AgendaProposal,
    Board,
    BoardRules,
    Meeting,
    Seat,
)
from partnership_board.models.agendas import LEAST_REASON

Origin, State, Outcome = AgendaProposal.Origin, AgendaProposal.State, AgendaDecision.Outcome
SAY_WHY = "Please say why in a sentence: the reason is published with the decision."


@transaction.atomic
def propose(
    board: Board,
    *,
    title: str,
    why_now: str,
    purpose: str,
    by: User,
    now: datetime,
    minutes_wanted: int = 15,
    origin: str = Origin.MEMBER,
    for_organisation: Organisation | None = None,
    for_seat: Seat | None = None,
) -> AgendaProposal:
    """Goes to the agenda group. One that was born from lived experience names nobody."""
    from_nobody = origin == Origin.LIVED_EXPERIENCE
    waiting = AgendaProposal.objects.waiting().filter(board=board, title=title)
    if waiting.filter(proposed_by=None if from_nobody else by).exists():
        raise Refused(
            "You have proposed this already, and it is waiting for an answer.", field="title"
        )
    rules = BoardRules.objects.filter(board=board).latest("version")
    proposal = AgendaProposal.objects.create(
        board=board,
        title=title,
        why_now=why_now,
        purpose=purpose,
        minutes_wanted=minutes_wanted,
        origin=origin,
        proposed_by=None if from_nobody else by,
        for_organisation=for_organisation,
        for_seat=for_seat,
        submitted_at=now,
        answer_by_on=add_working_days(day_of(now), rules.answer_days, ENGLAND),
    )
    audit.record(by=by, kind="board.item_proposed", subject=proposal, data={"origin": str(origin)})
    return proposal


@transaction.atomic
def withdraw(proposal: AgendaProposal, *, by: User) -> None:
    proposal = AgendaProposal.objects.select_for_update().get(pk=proposal.pk)
    if proposal.proposed_by_id != by.pk:
        raise Refused("Only the person who made a proposal can withdraw it.")
    if not proposal.can_be_decided:
        raise Refused(f"This proposal can no longer be withdrawn: {proposal.stands}.")
    proposal.state = State.WITHDRAWN
    proposal.save(update_fields=["state"])
    audit.record(by=by, kind="board.proposal_withdrawn", subject=proposal)


@transaction.atomic
def decide(
    proposal: AgendaProposal,
    *,
    outcome: str,
    by: User,
    now: datetime,
    reason: str = "",
    reason_code: str = "",
    defer_until_on: date | None = None,
    merged_into: AgendaProposal | None = None,
    redirected_to: str = "",
    meeting: Meeting | None = None,
) -> AgendaDecision:
    """The agenda group's answer, kept for good; whoever proposed it is told at once."""
    proposal = AgendaProposal.objects.select_for_update().get(pk=proposal.pk)
    _refuse_to_decide(proposal, by=by)
    decision = AgendaDecision(
        proposal=proposal,
        meeting=meeting,
        outcome=outcome,
        reason=reason.strip(),
        reason_code=reason_code,
        defer_until_on=defer_until_on if outcome == Outcome.DEFERRED else None,
        merged_into=merged_into if outcome == Outcome.MERGED else None,
        redirected_to=redirected_to if outcome == Outcome.REDIRECTED else "",
        rules=BoardRules.objects.filter(board_id=proposal.board_id).latest("version"),
        decided_by=by,
        decided_at=now,
    )
    _refuse_unclear(decision)
    decision.save()
    proposal.state = outcome
    proposal.save(update_fields=["state"])
    data = {"proposal": proposal.pk, "outcome": str(outcome)}
    audit.record(by=by, kind="board.proposal_decided", subject=decision, data=data)
    _tell(decision, now=now)
    return decision


@transaction.atomic
def bring_back_deferred(*, now: datetime) -> int:
    """A proposal that was put off comes back by itself on its day; how many did."""
    back = 0
    deferred = AgendaProposal.objects.filter(state=State.DEFERRED).select_for_update()
    for proposal in deferred:
        latest = AgendaDecision.objects.filter(proposal=proposal).latest("decided_at", "pk")
        if latest.defer_until_on is None or latest.defer_until_on > day_of(now):
            continue
        proposal.state = State.SUBMITTED
        proposal.answer_by_on = add_working_days(day_of(now), latest.rules.answer_days, ENGLAND)
        proposal.save(update_fields=["state", "answer_by_on"])
        audit.record(by=Actor.SYSTEM, kind="board.proposal_came_back", subject=proposal)
        back += 1
    return back


def _refuse_to_decide(proposal: AgendaProposal, *, by: User) -> None:
    if not proposal.can_be_decided:
        raise Refused(f"There is nothing left to decide: {proposal.stands}.")
    if proposal.proposed_by_id == by.pk:
        raise Refused("You proposed this yourself, so somebody else in the group decides.")


def _refuse_unclear(decision: AgendaDecision) -> None:
    """Anything but yes has a reason; what is neither yes nor no says when, with which, to whom."""
    if decision.outcome != Outcome.ACCEPTED and len(decision.reason) < LEAST_REASON:
        raise Refused(SAY_WHY, field="reason")
    if decision.outcome == Outcome.DEFERRED:
        if decision.defer_until_on is None:
            raise Refused("Say until which day it is put off.", field="defer_until_on")
        if decision.defer_until_on <= day_of(decision.decided_at):
            raise Refused("Choose a day that is still to come.", field="defer_until_on")
    if decision.outcome == Outcome.MERGED:
        if decision.merged_into is None:
            raise Refused("Say which proposal it is joined with.", field="merged_into")
        if decision.merged_into == decision.proposal:
            raise Refused("A proposal cannot be joined with itself.", field="merged_into")
    if decision.outcome == Outcome.REDIRECTED and not decision.redirected_to:
        raise Refused("Say which body it is sent to.", field="redirected_to")


def _tell(decision: AgendaDecision, *, now: datetime) -> None:
    """A proposal from lived experience has nobody to write to; its answer goes back another way."""
    proposal = decision.proposal
    if proposal.proposed_by is None:
        return
    address = reverse("partnership_board:proposal", kwargs={"pk": proposal.pk})
    outbox.post(
        key=f"answer {decision.pk} to {proposal.proposed_by.pk}",
        to=proposal.proposed_by.email,
        template="board/proposal_answered",
        context={
            "person": proposal.proposed_by,
            "proposal": proposal,
            "decision": decision,
            "url": absolute_url(address),
        },
        now=now,
    )
