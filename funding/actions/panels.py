"""A round's panel: who is asked, what binds them, and who scores what."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from alliance import access, audit, outbox
from alliance.errors import Refused
from alliance.http import absolute_url
from alliance.models import User
from alliance.words import LONDON, day
from funding.models import (
    PanelRuling,
    PanelSeat,
    PanelTie,
    Proposal,
    Round,
    RoundSide,
    ScoreSheet,
)
from funding.queries import panel_words, panels, rounds
from members.actions import asks
from members.models import Representative
from members.models.asks import AskKind
from partnership_board.models import Constituency

State = PanelSeat.State
MINUTES_A_PROPOSAL = 20


@transaction.atomic
def invite(
    round_: Round,
    *,
    constituency: Constituency,
    holder: User | None,
    is_outside: bool = False,
    is_chair: bool = False,
    is_funder: bool = False,
    by: User,
    now: datetime,
    on: date,
) -> PanelSeat:
    """A seat on the panel, held by somebody or still to be filled, who gets its rights today."""
    round_ = _locked(round_)
    _refuse_seat(round_, constituency, holder, is_chair=is_chair)
    seat = PanelSeat.objects.create(
        round=round_,
        constituency=constituency,
        holder=holder,
        is_outside=is_outside,
        is_chair=is_chair,
        is_funder=is_funder,
        started_on=on,
    )
    audit.record(by=by, kind="funding.panel_seat_made", subject=seat)
    if holder is not None:
        _welcome(seat, holder, now=now, on=on)
    return seat


@transaction.atomic
def fill(
    seat: PanelSeat, *, holder: User, is_outside: bool, by: User, now: datetime, on: date
) -> None:
    """Somebody for an empty seat."""
    seat = _seat(seat)
    if seat.holder_id is not None:
        raise Refused("Somebody holds this seat already.")
    _refuse_twice(seat.round, holder)
    seat.holder, seat.is_outside, seat.started_on = holder, is_outside, on
    seat.save(update_fields=["holder", "is_outside", "started_on"])
    audit.record(by=by, kind="funding.panel_seat_filled", subject=seat)
    _welcome(seat, holder, now=now, on=on)


@transaction.atomic
def step_back(seat: PanelSeat, *, by: User, on: date) -> None:
    """Off the panel. What was sent stays in the record and no longer counts."""
    seat = _seat(seat)
    if not seat.is_there:
        raise Refused("Nobody holds this seat.")
    seat.state, seat.ended_on = State.STEPPED_BACK, on
    seat.save(update_fields=["state", "ended_on"])
    ScoreSheet.objects.filter(seat=seat, submitted_at=None).delete()
    audit.record(by=by, kind="funding.panel_seat_left", subject=seat)
    if seat.holder is not None:
        access.rebuild(seat.holder, on=on)


@transaction.atomic
def declare(
    seat: PanelSeat, ties: Mapping[Proposal, str], *, by: User, now: datetime, on: date
) -> None:
    """ "I have declared everything": from now on they may read what nothing binds them to.

    Also later: a tie told after scoring takes the sheet out of the result.
    """
    seat = _seat(seat)
    if seat.holder_id != by.pk or not seat.is_there:
        raise Refused("Only whoever holds the seat can say what binds them.")
    if seat.round.is_decided:
        raise Refused("The round has been decided. Tell the lead.")
    told = set(PanelTie.objects.filter(seat=seat).values_list("proposal", flat=True))
    PanelTie.objects.bulk_create(
        PanelTie(seat=seat, proposal=proposal, ground=ground, declared_at=now)
        for proposal, ground in ties.items()
        if proposal.pk not in told and proposal.round_id == seat.round_id
    )
    is_first = seat.declared_at is None
    seat.declared_at, seat.state = now, State.ACCEPTED
    seat.save(update_fields=["declared_at", "state"])
    data = {"ties": [proposal.pk for proposal in ties]}
    audit.record(by=by, kind="funding.panel_ties_declared", subject=seat, data=data)
    if is_first:
        _count_the_time(seat, by=by, now=now, on=on)


@transaction.atomic
def rule(
    seat: PanelSeat,
    proposal: Proposal,
    *,
    is_tighter: bool,
    reason: str,
    by: User,
    now: datetime,
) -> PanelRuling:
    """The chair asks somebody to stand back; or lets the funder's staff decide like others.

    Nothing else is ever set aside. Who is bound to a proposal does not rule on it.
    """
    round_ = _locked(seat.round)
    conflicts = panels.of_round(round_, on=now.astimezone(LONDON).date())
    chair = next((each for each in conflicts.seats if each.holder_id == by.pk), None)
    if chair is None or not _chairs(conflicts, chair, proposal):
        raise Refused("Only the chair of the panel for this proposal can do that.")
    if not is_tighter and not seat.is_funder:
        raise Refused("Only what follows from being the funder's staff can be set aside.")
    if not reason.strip():
        raise Refused("Say why.", field="reason")
    if PanelRuling.objects.filter(seat=seat, proposal=proposal, is_tighter=is_tighter).exists():
        raise Refused("The chair has ruled on this already.")
    ruling = PanelRuling.objects.create(
        seat=seat, proposal=proposal, is_tighter=is_tighter, reason=reason.strip(), by=by, at=now
    )
    audit.record(by=by, kind="funding.panel_ruled", subject=ruling)
    return ruling


@transaction.atomic
def share_out(round_: Round, *, by: User, now: datetime, on: date) -> int:
    """Who scores what, once the panel is lawful; again after a change, keeping what was sent."""
    round_ = _locked(round_)
    if round_.state not in (Round.State.CLOSED, Round.State.SCORING):
        raise Refused("Scoring begins once the round has closed.")
    if now < rounds.all_closed_at(round_):
        raise Refused("Somebody still has time to send their proposal.")
    conflicts = panels.of_round(round_, on=on)
    waiting = [seat for seat in conflicts.seats if not seat.has_declared]
    if not conflicts.proposals:
        raise Refused("No proposal came. Call the round off.")
    if waiting:
        raise Refused("Not everybody on the panel has said what binds them yet.")
    pairs = conflicts.shared_out()
    if pairs is None:
        said = panel_words.addition_in_words(conflicts)
        raise Refused(f"The panel is not lawful yet. {said}".strip())
    _make_sheets(round_, pairs)
    round_.state = Round.State.SCORING
    round_.save(update_fields=["state"])
    audit.record(
        by=by, kind="funding.round_shared_out", subject=round_, data={"sheets": len(pairs)}
    )
    return len(pairs)


def _make_sheets(round_: Round, pairs: frozenset[tuple[int, int]]) -> None:
    there = ScoreSheet.objects.filter(proposal__round=round_)
    known = {(sheet.seat_id, sheet.proposal_id): sheet for sheet in there}
    gone = [sheet.pk for pair, sheet in known.items() if pair not in pairs and not sheet.is_sent]
    ScoreSheet.objects.filter(pk__in=gone).delete()
    ScoreSheet.objects.bulk_create(
        ScoreSheet(seat_id=seat, proposal_id=proposal)
        for seat, proposal in sorted(pairs - known.keys())
    )


def _chairs(conflicts: panels.Conflicts, seat: PanelSeat, proposal: Proposal) -> bool:
    """The chair; where the chair is bound to it, the first seat that is not."""
    if (seat.pk, proposal.pk) in conflicts.excluded:
        return False
    if seat.is_chair:
        return True
    chair = next((each for each in conflicts.seats if each.is_chair), None)
    if chair is not None and (chair.pk, proposal.pk) not in conflicts.excluded:
        return False
    free = [each for each in conflicts.seats if (each.pk, proposal.pk) not in conflicts.excluded]
    return bool(free) and free[0].pk == seat.pk


def _welcome(seat: PanelSeat, holder: User, *, now: datetime, on: date) -> None:
    access.rebuild(holder, on=on)
    outbox.post(
        key=f"panel seat {seat.pk}",
        to=holder.email,
        template="funding/panel_invited",
        context={
            "name": str(holder),
            "round": str(seat.round),
            "decide_by": day(seat.round.decide_by_on),
            "address": absolute_url(panel_address(seat.round, "round_interests")),
        },
        now=now,
    )


def _count_the_time(seat: PanelSeat, *, by: User, now: datetime, on: date) -> None:
    """Reading and scoring count among the hours of the organisation that lends somebody."""
    acting = Representative.objects.current(on=on).filter(user=by).order_by("pk").first()
    count = Proposal.objects.sent().filter(round=seat.round_id).count()
    if acting is None or not count or seat.round.decide_by_on < on:
        return
    asks.raise_ask(
        origin_key=f"panel seat {seat.pk}",
        words={
            "title": f"Read and score proposals: {seat.round}"[:120],
            "body": "Somebody of yours sits on the panel.",
            "kind": AskKind.READING,
            "estimated_minutes": MINUTES_A_PROPOSAL * min(count, seat.round.load_limit),
            "due_on": seat.round.decide_by_on,
        },
        organisations=[acting.organisation_id],
        because="Somebody of theirs agreed to sit on the panel.",
        by=by,
        now=now,
        on=on,
    )


def _refuse_seat(
    round_: Round, constituency: Constituency, holder: User | None, *, is_chair: bool
) -> None:
    if round_.has_scores or round_.state == Round.State.CANCELLED:
        raise Refused("The panel of this round has done its work.")
    if not RoundSide.objects.filter(round=round_, constituency=constituency).exists():
        raise Refused("This side has no seat on the panel.", field="constituency")
    if holder is not None:
        _refuse_twice(round_, holder)
    there = PanelSeat.objects.exclude(state=State.STEPPED_BACK).filter(round=round_, is_chair=True)
    if is_chair and there.exists():
        raise Refused("The panel has a chair already.", field="is_chair")


def _refuse_twice(round_: Round, holder: User) -> None:
    if PanelSeat.objects.filter(round=round_, holder=holder).exists():
        raise Refused("This person has a seat on the panel already.", field="holder")


def panel_address(round_: Round, name: str) -> str:
    return reverse(f"funding:{name}", args=[round_.pk])


def _locked(round_: Round) -> Round:
    return Round.objects.select_for_update(of=("self",)).with_money().get(pk=round_.pk)


def _seat(seat: PanelSeat) -> PanelSeat:
    rows = PanelSeat.objects.select_for_update(of=("self",)).select_related("round", "holder")
    return rows.get(pk=seat.pk)
