"""From the panel's result to awards: recommended, decided, told to everybody, then published."""

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from alliance import audit, outbox
from alliance.errors import Refused
from alliance.http import absolute_url
from alliance.models import User
from alliance.words import pence as pounds
from funding.actions import approvals, awards
from funding.actions.awards import AwardFacts
from funding.actions.ledger import account
from funding.models import Approval, Award, PanelOutcome, Proposal, Round
from funding.queries import results
from funding.queries.results import Result
from funding.rules import Bucket, Kind
from members.models import Representative
from members.queries.recipients import who_receives
from partnership_board.models import Decision

State = Round.State


@dataclass(frozen=True)
class Line:
    """What the panel recommends for one proposal, and why."""

    pence: int
    reason: str
    feedback: str


@transaction.atomic
def recommend(round_: Round, lines: Mapping[int, Line], *, by: User, on: date) -> None:
    """By proposal. Again until it is decided; whoever departs from the scores gives the reason."""
    round_ = _locked(round_)
    if round_.state != State.MET:
        raise Refused("The panel recommends once everybody has scored.")
    result = results.of_round(round_, on=on)
    _refuse_lines(round_, result, lines)
    PanelOutcome.objects.filter(proposal__round=round_).delete()
    rows = {row.proposal.pk: row for row in result.rows}
    PanelOutcome.objects.bulk_create(
        PanelOutcome(
            proposal=row.proposal,
            place=row.place or len(rows),
            raw_mean=str(row.mean.raw) if row.mean else "",
            normalised_mean=str(row.mean.normalised) if row.mean else "",
            recommended_pence=lines[number].pence,
            reason=lines[number].reason.strip(),
            feedback=lines[number].feedback.strip(),
            scored_by=_scored_by(result, number),
        )
        for number, row in rows.items()
    )
    audit.record(by=by, kind="funding.round_recommended", subject=round_)


@transaction.atomic
def decide(
    round_: Round,
    *,
    decision: Decision | None = None,
    by: User,
    now: datetime,
    on: date,
    request_key: uuid.UUID | None = None,
) -> Approval | None:
    """Awards for what is funded, and one request to set the money aside for all of them.

    The ledger takes the whole list or none of it. None where nothing is funded.
    """
    round_ = _locked(round_)
    if round_.state != State.MET:
        raise Refused("This has been decided, or is not scored yet.")
    outcomes = list(
        PanelOutcome.objects.filter(proposal__round=round_)
        .select_related("proposal__organisation")
        .order_by("place", "pk")
    )
    if not outcomes:
        raise Refused("The panel has not recommended anything yet.")
    if round_.decides == Round.Decides.BOARD and decision is None:
        raise Refused("The board decides this round. Name its decision.", field="decision")
    made = [
        (_award(round_, each, decision, by=by, on=on), each)
        for each in outcomes
        if each.recommended_pence
    ]
    for each in outcomes:
        _settle(each, decision)
    round_.state, round_.decided_on = State.DECIDED, on
    round_.save(update_fields=["state", "decided_on"])
    audit.record(by=by, kind="funding.round_decided", subject=round_, data={"awards": len(made)})
    return _set_aside(round_, made, by=by, now=now, request_key=request_key) if made else None


@transaction.atomic
def tell(round_: Round, *, by: User, now: datetime, on: date) -> int:
    """Everybody hears at once, funded or not, with reason and feedback; how many letters."""
    round_ = _locked(round_)
    if round_.state != State.DECIDED or round_.told_at is not None:
        raise Refused("The applicants have been told, or nothing is decided yet.")
    waiting = Award.objects.filter(proposal__round=round_, state=Award.State.PROPOSED)
    if waiting.exists():
        raise Refused("The money is not set aside yet. A finance approver has to agree first.")
    outcomes = PanelOutcome.objects.filter(proposal__round=round_)
    count = 0
    for outcome in outcomes.select_related(
        "proposal__organisation", "proposal__submitted_by"
    ).order_by("pk"):
        count += _letters(round_, outcome, now=now, on=on)
    round_.told_at = now
    round_.save(update_fields=["told_at"])
    audit.record(by=by, kind="funding.applicants_told", subject=round_, data={"letters": count})
    return count


@transaction.atomic
def publish(round_: Round, *, by: User, now: datetime) -> None:
    """For all to see: timetable kept or not, who got what and why. Others only if they agreed."""
    round_ = _locked(round_)
    if round_.state != State.DECIDED:
        raise Refused("This is published already, or nothing is decided yet.")
    if round_.told_at is None:
        raise Refused("Tell the applicants first.")
    round_.state, round_.published_at = State.PUBLISHED, now
    round_.save(update_fields=["state", "published_at"])
    audit.record(by=by, kind="funding.round_published", subject=round_)


def _refuse_lines(round_: Round, result: Result, lines: Mapping[int, Line]) -> None:
    for number, proposal in result.proposals.items():
        line = lines.get(number)
        if line is None or not line.reason.strip() or not line.feedback.strip():
            raise Refused(f"Give a reason and feedback for “{proposal}”.", field=f"reason_{number}")
        least, asked = proposal.least_pence or 0, proposal.asked_pence or 0
        if line.pence and not least <= line.pence <= asked:
            said = f"Give nothing, or between {pounds(least)} and {pounds(asked)}."
            raise Refused(said, field=f"pence_{number}")
    total = sum(line.pence for line in lines.values())
    if total > round_.pot_pence:
        over = pounds(total - round_.pot_pence)
        raise Refused(f"That is {over} more than there is in the pot.")


def _scored_by(result: Result, number: int) -> dict[str, object]:
    """As it was: sheets counted by side, and the grounds on which others stood back."""
    sides = {seat.pk: seat.constituency.label for seat in result.conflicts.seats}
    counted = Counter(sides[sheet.seat] for sheet in result.sheets if sheet.proposal == number)
    grounds = Counter(str(each.ground) for each in result.conflicts.found if each.bid == number)
    return {"sides": dict(counted), "grounds": dict(grounds)}


def _award(
    round_: Round, outcome: PanelOutcome, decision: Decision | None, *, by: User, on: date
) -> Award:
    proposal = outcome.proposal
    facts = AwardFacts(
        title=proposal.title,
        kind=Award.Kind.ONWARD_GRANT,
        purpose=round_.what_for[:1200],
        decided_on=on,
        organisation=proposal.organisation,
        decision=decision,
        proposal=proposal,
    )
    return awards.propose(facts, sources=[(round_.line, outcome.recommended_pence)], by=by, on=on)


def _settle(outcome: PanelOutcome, decision: Decision | None) -> None:
    proposal, given = outcome.proposal, outcome.recommended_pence
    proposal.state = Proposal.State.NOT_FUNDED
    if given:
        whole = given == proposal.asked_pence
        proposal.state = Proposal.State.FUNDED if whole else Proposal.State.PART_FUNDED
    proposal.save(update_fields=["state"])
    if decision is not None:
        outcome.board_decision = decision
        outcome.save(update_fields=["board_decision"])


def _set_aside(
    round_: Round,
    made: list[tuple[Award, PanelOutcome]],
    *,
    by: User,
    now: datetime,
    request_key: uuid.UUID | None,
) -> Approval:
    total = sum(outcome.recommended_pence for _, outcome in made)
    legs = [(account(round_.stream, Bucket.AVAILABLE, line=round_.line), -total)]
    for award, outcome in made:
        held = account(round_.stream, Bucket.ALLOCATED, line=round_.line, award=award)
        legs.append((held, outcome.recommended_pence))
    return approvals.prepare(
        kind=Kind.ALLOCATE,
        stream=round_.stream,
        legs=legs,
        line=round_.line,
        by=by,
        now=now,
        request_key=request_key,
        reason=f"Decided in the round “{round_}”.",
    )


def _letters(round_: Round, outcome: PanelOutcome, *, now: datetime, on: date) -> int:
    proposal = outcome.proposal
    people = _who_hears(proposal, on=on)
    for person in people:
        outbox.post(
            key=f"outcome {proposal.pk} {person.pk}",
            to=person.email,
            template="funding/round_outcome",
            context={
                "name": str(person),
                "organisation": str(proposal.organisation),
                "address": absolute_url(reverse("funding:proposal", args=[proposal.pk])),
            },
            now=now,
        )
    return len(people)


def _who_hears(proposal: Proposal, *, on: date) -> list[User]:
    """Whoever gets the organisation's letters; without anybody, whoever sent the proposal."""
    kind, body = Representative.Receives.ASKS, proposal.organisation_id
    found = [each.user for each in who_receives(kind, [body], on=on).get(body, [])]
    return found or [user for user in (proposal.submitted_by,) if user is not None]


def _locked(round_: Round) -> Round:
    return Round.objects.select_for_update(of=("self",)).with_money().get(pk=round_.pk)
