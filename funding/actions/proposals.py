"""Writing a proposal: kept at every step, sent once, read by nobody before the round closes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from alliance import audit
from alliance.errors import Refused
from alliance.models import User
from alliance.words import LONDON, moment
from funding.models import (
    CostPicture,
    Proposal,
    ProposalAnswer,
    ProposalPartner,
    ProposalTie,
    Round,
    RoundQuestion,
)
from funding.queries import rounds
from members.actions import answers as ask_answers
from members.actions import asks
from members.models import AskResponse, Organisation
from members.models.asks import AskKind

State = Proposal.State
COLUMNS = (
    "title", "asked_pence", "least_pence", "format", "told_to", "minutes_to_write", "may_be_named",
)  # fmt: skip


@dataclass(frozen=True)
class Words:
    """What somebody has typed so far; everything may still be missing."""

    title: str = ""
    asked_pence: int | None = None
    least_pence: int | None = None
    format: str = Proposal.Format.WRITTEN
    told_to: str = ""
    minutes_to_write: int | None = None
    may_be_named: bool = False
    answers: Mapping[int, str] = field(default_factory=dict)  # by question
    partners: Sequence[Organisation] = ()
    helped: Sequence[User] = ()


@dataclass(frozen=True)
class Costs:
    """The four lines: what it costs directly, how overheads are worked out, and how much."""

    direct_pence: int
    overhead_method: str
    overhead_pence: int


@transaction.atomic
def write(
    round_: Round,
    organisation: Organisation,
    *,
    words: Words,
    costs: Costs | None,
    is_sent: bool,
    by: User,
    now: datetime,
    on: date,
) -> Proposal:
    """Begun where there is nothing yet, kept, and sent if that is wished."""
    proposal = begin(round_, organisation, by=by, now=now, on=on)
    (send if is_sent else keep)(proposal, words, costs=costs, by=by, now=now)
    return proposal


@transaction.atomic
def begin(
    round_: Round, organisation: Organisation, *, by: User, now: datetime, on: date
) -> Proposal:
    """A first, empty page. The time it takes counts from now in what the organisation gives."""
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    there = Proposal.objects.filter(round=round_, organisation=organisation).first()
    if there is not None:
        return there
    _refuse_late(round_, organisation, now=now)
    if rounds.is_too_large(round_, organisation):
        size = round_.get_largest_size_band_display()
        raise Refused(f"This round is for organisations up to this size: {size}.")
    proposal = Proposal.objects.create(
        round=round_, organisation=organisation, begun_by=by, changed_at=now
    )
    _count_the_time(proposal, by=by, now=now, on=on)
    audit.record(by=by, kind="funding.proposal_begun", subject=proposal)
    return proposal


@transaction.atomic
def keep(
    proposal: Proposal, words: Words, *, costs: Costs | None = None, by: User, now: datetime
) -> None:
    """As it stands, finished or not."""
    proposal = _open(proposal, now=now)
    _refuse_unsound(words)
    for name in COLUMNS:
        setattr(proposal, name, getattr(words, name))
    proposal.changed_at = now
    proposal.save()
    _keep_answers(proposal, words.answers)
    _keep_people(proposal, words)
    _keep_costs(proposal, costs)
    audit.record(by=by, kind="funding.proposal_kept", subject=proposal)


@transaction.atomic
def send(
    proposal: Proposal, words: Words, *, costs: Costs | None = None, by: User, now: datetime
) -> None:
    """The same words, kept and sent in one step."""
    keep(proposal, words, costs=costs, by=by, now=now)
    proposal = _open(proposal, now=now)
    _refuse_unfinished(proposal, words)
    proposal.state, proposal.submitted_at, proposal.submitted_by = State.SUBMITTED, now, by
    proposal.save(update_fields=["state", "submitted_at", "submitted_by"])
    CostPicture.objects.filter(proposal=proposal).update(frozen_at=now)
    audit.record(by=by, kind="funding.proposal_sent", subject=proposal)


@transaction.atomic
def take_back(proposal: Proposal, *, by: User, now: datetime) -> None:
    """To change it while the round is open, or for good afterwards, until it is decided."""
    proposal = _locked(proposal)
    if not proposal.is_submitted or proposal.round.is_decided:
        raise Refused("This can no longer be taken back.")
    still_open = now < rounds.closes_for(proposal.round, proposal.organisation)
    proposal.state = State.DRAFT if still_open else State.WITHDRAWN
    proposal.save(update_fields=["state"])
    CostPicture.objects.filter(proposal=proposal).update(frozen_at=None)
    audit.record(by=by, kind="funding.proposal_taken_back", subject=proposal)


@transaction.atomic
def rule_out(proposal: Proposal, *, reason: str, by: User) -> None:
    """Not for this round, with the reason in the record. The panel no longer reads it."""
    proposal = _locked(proposal)
    if not proposal.is_submitted or proposal.round.has_scores:
        raise Refused("This can no longer be ruled out.")
    if not reason.strip():
        raise Refused("Say why it is not for this round.", field="reason")
    proposal.state = State.INELIGIBLE
    proposal.save(update_fields=["state"])
    audit.record(by=by, kind="funding.proposal_ruled_out", subject=proposal)


def _count_the_time(proposal: Proposal, *, by: User, now: datetime, on: date) -> None:
    """Writing counts among the hours that the organisation gives, as something it chose."""
    closes = rounds.closes_for(proposal.round, proposal.organisation).astimezone(LONDON).date()
    raised = asks.raise_ask(
        origin_key=f"proposal {proposal.pk}",
        words={
            "title": f"Write a proposal: {proposal.round}"[:120],
            "body": "You began this yourselves. It counts among your hours while you write.",
            "kind": AskKind.BID,
            "estimated_minutes": proposal.round.minutes_to_write,
            "due_on": closes,
        },
        organisations=[proposal.organisation_id],
        because="The organisation chose to ask for money.",
        by=by,
        now=now,
        on=on,
    )
    for response in AskResponse.objects.filter(ask=raised.ask, state=AskResponse.State.PENDING):
        ask_answers.answer(response, says=AskResponse.State.ACCEPTED, by=by, now=now)


def _keep_answers(proposal: Proposal, answers: Mapping[int, str]) -> None:
    asked = {each.pk: each for each in RoundQuestion.objects.filter(round=proposal.round_id)}
    for number, text in answers.items():
        if number in asked:
            ProposalAnswer.objects.update_or_create(
                proposal=proposal, question=asked[number], defaults={"text": text}
            )


def _keep_people(proposal: Proposal, words: Words) -> None:
    ProposalPartner.objects.filter(proposal=proposal).delete()
    ProposalPartner.objects.bulk_create(
        ProposalPartner(proposal=proposal, organisation=body)
        for body in words.partners
        if body.pk != proposal.organisation_id
    )
    ProposalTie.objects.filter(proposal=proposal).delete()
    ProposalTie.objects.bulk_create(
        ProposalTie(proposal=proposal, person=person) for person in words.helped
    )


def _keep_costs(proposal: Proposal, costs: Costs | None) -> None:
    CostPicture.objects.filter(proposal=proposal).delete()
    if costs is not None and proposal.asked_pence:
        CostPicture.objects.create(
            proposal=proposal,
            direct_pence=costs.direct_pence,
            overhead_method=costs.overhead_method,
            overhead_pence=costs.overhead_pence,
            offered_pence=proposal.asked_pence,
        )


def _refuse_unsound(words: Words) -> None:
    if words.asked_pence is not None and words.least_pence is not None:
        if words.least_pence > words.asked_pence:
            raise Refused("The least is not more than what you ask for.", field="least_pence")


def _refuse_unfinished(proposal: Proposal, words: Words) -> None:
    if not words.title.strip():
        raise Refused("Give it a title.", field="title")
    for name, sentence in (("asked_pence", "Say how much you ask for."),
                           ("least_pence", "Say the least you could work with.")):  # fmt: skip
        if not getattr(words, name):
            raise Refused(sentence, field=name)
    if words.asked_pence and words.asked_pence > proposal.round.pot_pence:
        raise Refused("That is more than there is in the pot.", field="asked_pence")
    for question in rounds.questions(proposal.round):
        text = words.answers.get(question.pk, "")
        if not text.strip():
            raise Refused("This question has no answer yet.", field=f"answer_{question.pk}")
        if len(text.split()) > question.most_words:
            said = f"That is {len(text.split())} words. At most {question.most_words} fit."
            raise Refused(said, field=f"answer_{question.pk}")


def _refuse_late(round_: Round, organisation: Organisation, *, now: datetime) -> None:
    if not round_.is_called or now < round_.opens_at:
        raise Refused("The round is not open yet.")
    closes = rounds.closes_for(round_, organisation)
    if now >= closes or round_.state not in (Round.State.OPEN, Round.State.CLOSED):
        raise Refused(
            f"The round closed at {moment(closes)}. What you wrote is safe; "
            "ask the lead about late proposals."
        )


def _open(proposal: Proposal, *, now: datetime) -> Proposal:
    proposal = _locked(proposal)
    if not proposal.is_draft:
        raise Refused("It has been sent. Take it back first to change it.")
    _refuse_late(proposal.round, proposal.organisation, now=now)
    return proposal


def _locked(proposal: Proposal) -> Proposal:
    rows = Proposal.objects.select_for_update(of=("self",))
    return rows.select_related("round__line", "round__stream", "organisation").get(pk=proposal.pk)
