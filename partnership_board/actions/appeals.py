"""Seats of the board ask for another look at an answer; enough of them, and it has its place."""

from datetime import datetime

from django.db import transaction

from alliance import audit
from alliance.errors import Refused
from alliance.models import User
from partnership_board.actions import answers
from partnership_board.deadlines import day_of
from partnership_board.models import (
    AgendaAppeal,
    AgendaDecision,
    AgendaProposal,
    AppealSupport,
    Seat,
)
from partnership_board.queries import appeals as queries


@transaction.atomic
def support(proposal: AgendaProposal, *, seat: Seat, by: User, now: datetime) -> AgendaAppeal:
    """The first to support it begins the appeal; the one who completes it places the item."""
    proposal = AgendaProposal.objects.select_for_update().get(pk=proposal.pk)
    if not proposal.can_be_appealed:
        raise Refused(f"There is no answer to look at again: {proposal.stands}.")
    if seat not in queries.seats_of(by, proposal.board_id, on=day_of(now)):
        raise Refused("Only somebody who speaks for a seat on the board can support this.")
    decision = AgendaDecision.objects.filter(proposal=proposal).latest("decided_at", "pk")
    appeal, _ = AgendaAppeal.objects.get_or_create(
        agenda_decision=decision, defaults={"proposal": proposal, "begun_at": now}
    )
    there = AppealSupport.objects.filter(appeal=appeal)
    if there.filter(person=by).exists():
        raise Refused("You support it already.")
    if there.filter(seat=seat).exists():
        raise Refused("This seat supports it already.")
    AppealSupport.objects.create(appeal=appeal, seat=seat, person=by, supported_at=now)
    data = {"proposal": proposal.pk, "seat": seat.pk}
    audit.record(by=by, kind="board.appeal_supported", subject=appeal, data=data)
    if queries.progress_of(appeal).is_met:
        appeal.met_at = now
        appeal.save(update_fields=["met_at"])
        answers.accept_by_right(proposal, by=by, now=now)
    return appeal
