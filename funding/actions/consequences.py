"""What else changes when something enters the ledger: the stream's sum, an award, a promise."""

from datetime import date

from django.db.models import Sum

from alliance.errors import Refused
from alliance.models import Document, User
from alliance.words import pence as pounds
from funding.amounts import Qualifier
from funding.models import (
    Approval,
    ApprovalLeg,
    Award,
    AwardSource,
    Entry,
    Expectation,
    ExpectationEvent,
    FundingStream,
)
from funding.queries import ledger
from funding.rules import OF_AWARDS, Bucket, Kind

FIRM = (FundingStream.Status.AGREED, FundingStream.Status.LIVE, FundingStream.Status.CLOSING)


def before(approval: Approval) -> None:
    """What must be so before the entry is let in."""
    if approval.kind == Kind.COMMITMENT_IN:
        _make_exact(approval)
    elif _undoes(approval) == Kind.COMMITMENT_CUT:
        _set_total(approval.stream_id, _agreed(approval.stream_id) + approval.pence)


def after(approval: Approval, *, by: User, on: date) -> None:
    """What follows from the entry."""
    kind = _undoes(approval) or Kind(approval.kind)
    if kind in (Kind.COMMITMENT_IN, Kind.COMMITMENT_CUT) and approval.kind != Kind.COMMITMENT_IN:
        _follow_agreed(approval.stream_id)
    for award in _awards(approval):
        _settle(award, outcome=approval.outcome)
    if approval.kind == Kind.DISBURSEMENT_IN and approval.expectation is not None:
        _arrived(approval, by=by, on=on)
    elif kind == Kind.DISBURSEMENT_IN and approval.undoes is not None:
        told = ExpectationEvent.objects.filter(entry=approval.undoes).first()
        if told is not None:
            _judge(told.expectation_id)


def _undoes(approval: Approval) -> Kind | None:
    return Kind(approval.undoes.kind) if approval.undoes is not None else None


def _agreed(stream: int) -> int:
    found = FundingStream.objects.get(pk=stream)
    return -ledger.balance(found, Bucket.FUNDER)


def _make_exact(approval: Approval) -> None:
    """Two people saw the signed document: the sum is exact, and stays so while it is used."""
    stream = FundingStream.objects.select_for_update().get(pk=approval.stream_id)
    if stream.status not in FIRM:
        raise Refused("This money is not agreed yet. Say first how far it has got.")
    if approval.document is None or approval.document.state != Document.State.READY:
        raise Refused("The document is still being checked, or was refused. Open it first.")
    _refuse_beyond_parent(stream, approval.pence)
    stream.total_pence, stream.qualifier = approval.pence, Qualifier.EXACT.value
    stream.source_document = approval.document
    stream.confirmed_by_id = approval.prepared_by_id
    stream.also_confirmed_by_id = approval.approved_by_id
    stream.save()


def _refuse_beyond_parent(stream: FundingStream, total: int) -> None:
    """Under a lock on the whole, so that two parts cannot pass it together."""
    if stream.parent_id is None:
        return
    whole = FundingStream.objects.select_for_update().get(pk=stream.parent_id)
    if whole.qualifier != Qualifier.EXACT or whole.total_pence is None:
        return
    parts = FundingStream.objects.filter(parent=whole, qualifier=Qualifier.EXACT.value)
    others = parts.exclude(pk=stream.pk).aggregate(sum=Sum("total_pence"))["sum"] or 0
    if others + total > whole.total_pence:
        left = pounds(whole.total_pence - others)
        raise Refused(f"Only {left} of {whole} is left for its parts.")


def _set_total(stream: int, pence: int) -> None:
    found = FundingStream.objects.select_for_update().get(pk=stream)
    found.total_pence = pence
    found.save(update_fields=["total_pence"])


def _follow_agreed(stream: int) -> None:
    """After a cut, or when a confirmation turned out wrong: the sum is what is left of it."""
    left = _agreed(stream)
    if left:
        _set_total(stream, left)
        return
    found = FundingStream.objects.select_for_update().get(pk=stream)
    found.qualifier = Qualifier.STATED.value
    found.source_document = found.confirmed_by = found.also_confirmed_by = None
    found.save()


def _awards(approval: Approval) -> list[Award]:
    legs = ApprovalLeg.objects.filter(approval=approval, account__award__isnull=False)
    return list(Award.objects.select_for_update().filter(pk__in=legs.values("account__award")))


def _settle(award: Award, *, outcome: str) -> None:
    """Set aside once all of its sources are; given up once nothing of it is left."""
    asked = AwardSource.objects.filter(award=award).aggregate(sum=Sum("pence"))["sum"] or 0
    held = ledger.of_awards([award])[award.pk].of(*OF_AWARDS)
    if award.state == Award.State.PROPOSED and held >= asked > 0:
        award.state = Award.State.ALLOCATED
    elif held == 0 and not award.is_over and outcome:
        award.state = Award.State(outcome)
    elif held < asked and award.state == Award.State.ALLOCATED:
        award.state = Award.State.PROPOSED
    else:
        return
    award.save(update_fields=["state"])


def _arrived(approval: Approval, *, by: User, on: date) -> None:
    assert approval.expectation is not None
    entry: Entry | None = approval.entry
    ExpectationEvent.objects.create(
        expectation=approval.expectation,
        kind=ExpectationEvent.Kind.RECEIVED,
        on=approval.occurred_on,
        text=f"{pounds(approval.pence)} arrived. Recorded in the ledger on {on:%d %B %Y}.",
        source=approval.source[:200],
        pence=approval.pence,
        entry=entry,
        by=by,
    )
    _judge(approval.expectation.pk)


def _judge(expectation: int) -> None:
    """Met where all of a known sum arrived, in part where some did, otherwise open."""
    found = Expectation.objects.select_for_update().get(pk=expectation)
    received = ledger.received(found.pk)
    if received is None:
        found.state = Expectation.State.OPEN
    elif found.pence is not None and received >= found.pence:
        found.state = Expectation.State.MET
    else:
        found.state = Expectation.State.PART
    found.save(update_fields=["state"])
