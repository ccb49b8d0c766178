"""The agenda group answers a proposal: seat by seat, with a reason, for everybody to read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from alliance import audit, words
from alliance.audit import Actor
from alliance.calendars import add_working_days
from alliance.errors import Refused
from alliance.models import User
from members.models import Network
from partnership_board.actions import letters
from partnership_board.deadlines import day_of
from partnership_board.models import (
    AgendaDecision,
    AgendaPosition,
    AgendaProposal,
    BoardRules,
    Meeting,
)
from partnership_board.models.answers import LEAST_REASON
from partnership_board.queries import group
from partnership_board.queries.calendars import closed_days

State, Outcome = AgendaProposal.State, AgendaDecision.Outcome
SAY_WHY = "Please say why in a sentence: the reason is published with the decision."


@dataclass(frozen=True)
class Answer:
    """What the group says, and what else it has to say for an answer that is not yes."""

    outcome: str
    reason: str = ""
    reason_code: str = ""
    defer_until_on: date | None = None
    merged_into: AgendaProposal | None = None
    redirected_to: str = ""
    network: Network | None = None
    meeting: Meeting | None = None  # of the agenda group; None: between meetings
    positions: Mapping[int, str] = field(default_factory=dict)  # by seat of the group


@transaction.atomic
def decide(
    proposal: AgendaProposal,
    *,
    outcome: str,
    by: User,
    now: datetime,
    **rest: Any,  # Any: what else an Answer says
) -> AgendaDecision:
    """The agenda group's answer, kept for good; whoever proposed it is told at once."""
    answer = Answer(outcome, **rest)
    proposal = AgendaProposal.objects.select_for_update().get(pk=proposal.pk)
    if not proposal.can_be_decided:
        raise Refused(f"There is nothing left to decide: {proposal.stands}.")
    if proposal.proposed_by_id == by.pk:
        raise Refused("You proposed this yourself, so somebody else in the group decides.")
    _refuse_unclear(proposal, answer, on=day_of(now))
    taken = group.positions(proposal, by=by, said=answer.positions, on=day_of(now))
    missing = group.missing_sides(proposal, taken, on=day_of(now))
    if missing and answer.outcome == Outcome.DECLINED:
        raise Refused(
            f"The group is not complete: nobody from {words.listed(missing)} took part. "
            "It can accept, put off, join or send on, but not decline.",
            field="outcome",
        )
    decision = _write(proposal, answer, is_incomplete_group=bool(missing), by=by, now=now)
    AgendaPosition.objects.bulk_create(
        AgendaPosition(agenda_decision=decision, seat_id=seat, position=position)
        for seat, position in taken.items()
    )
    letters.tell_answer(decision, now=now)
    return decision


def _write(
    proposal: AgendaProposal,
    answer: Answer,
    *,
    is_incomplete_group: bool,
    by: User,
    now: datetime,
    is_by_right: bool = False,
) -> AgendaDecision:
    outcome = Outcome(answer.outcome)
    network = answer.network if outcome == Outcome.REDIRECTED else None
    said_no = outcome not in {Outcome.ACCEPTED, Outcome.ASKED}
    to = str(network) if network else answer.redirected_to
    decision = AgendaDecision.objects.create(
        proposal=proposal,
        meeting=answer.meeting,
        outcome=outcome,
        reason=answer.reason.strip(),
        reason_code=(answer.reason_code or "other") if said_no else "",
        defer_until_on=answer.defer_until_on if outcome == Outcome.DEFERRED else None,
        merged_into=answer.merged_into if outcome == Outcome.MERGED else None,
        redirected_to=to if outcome == Outcome.REDIRECTED else "",
        network=network,
        is_incomplete_group=is_incomplete_group,
        is_by_right=is_by_right,
        rules=BoardRules.objects.in_force(proposal.board_id, on=day_of(now)),
        decided_by=by,
        decided_at=now,
    )
    proposal.state = State(outcome.value)
    proposal.save(update_fields=["state"])
    data = {"proposal": proposal.pk, "outcome": outcome.value}
    audit.record(by=by, kind="board.proposal_decided", subject=decision, data=data)
    return decision


def accept_by_right(proposal: AgendaProposal, *, by: User, now: datetime) -> AgendaDecision:
    """An appeal was met: the board's own rule decides, and no group."""
    reason = "Enough seats of different sides asked for it, so it has its place by right."
    answer = Answer(Outcome.ACCEPTED, reason)
    decision = _write(proposal, answer, is_incomplete_group=False, by=by, now=now, is_by_right=True)
    letters.tell_answer(decision, now=now)
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
        days = latest.rules.answer_days
        proposal.answer_by_on = add_working_days(day_of(now), days, closed_days())
        proposal.save(update_fields=["state", "answer_by_on"])
        audit.record(by=Actor.SYSTEM, kind="board.proposal_came_back", subject=proposal)
        letters.tell_came_back(proposal, now=now)
        back += 1
    return back


@transaction.atomic
def remind_of_unanswered(*, now: datetime) -> int:
    """The day after an answer was due, the group is reminded and its proposer told, once."""
    late = AgendaProposal.objects.unanswered(on=day_of(now)).select_related("board", "proposed_by")
    return sum(letters.tell_unanswered(proposal, now=now) for proposal in late)


def _refuse_unclear(proposal: AgendaProposal, answer: Answer, *, on: date) -> None:
    """Anything but yes has a reason; what is neither yes nor no says when, with which, to whom."""
    if answer.outcome != Outcome.ACCEPTED and len(answer.reason.strip()) < LEAST_REASON:
        asked = answer.outcome == Outcome.ASKED
        raise Refused("Write what you ask, in a sentence." if asked else SAY_WHY, field="reason")
    if answer.outcome == Outcome.DEFERRED:
        if answer.defer_until_on is None:
            raise Refused("Say until which day it is put off.", field="defer_until_on")
        if answer.defer_until_on <= on:
            raise Refused("Choose a day that is still to come.", field="defer_until_on")
    if answer.outcome == Outcome.MERGED:
        _refuse_to_join(proposal, answer.merged_into)
    if answer.outcome == Outcome.REDIRECTED and not (answer.redirected_to or answer.network):
        raise Refused("Say which body it is sent to.", field="redirected_to")


def _refuse_to_join(proposal: AgendaProposal, other: AgendaProposal | None) -> None:
    if other is None:
        raise Refused("Say which proposal it is joined with.", field="merged_into")
    if other == proposal:
        raise Refused("A proposal cannot be joined with itself.", field="merged_into")
    other = AgendaProposal.objects.get(pk=other.pk)
    if other.state in {State.MERGED, State.WITHDRAWN, State.DRAFT}:
        raise Refused(f"It cannot be joined with that one: {other.stands}.", field="merged_into")
