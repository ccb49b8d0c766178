"""Two people for every change of the ledger: one prepares it, another looks and says yes."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from alliance import audit
from alliance.errors import Refused
from alliance.models import Document, User
from alliance.words import day
from funding import rules
from funding.actions import consequences, ledger
from funding.models import (
    Approval,
    ApprovalLeg,
    Award,
    BudgetLine,
    Entry,
    Expectation,
    FundingStream,
    LedgerAccount,
    MoneyRules,
)
from funding.queries import approvers, refusals
from funding.queries.ledger import head, is_blocked
from funding.rules import Bucket, Kind
from members.models import Organisation

Legs = Sequence[tuple[LedgerAccount, int]]
State = Approval.State
CASH = (Bucket.CASH_IN, Bucket.CASH_HELD, Bucket.CASH_OUT, Bucket.CASH_RETURNED, Bucket.PREFINANCE)


class About(TypedDict, total=False):
    """What it is about (one of the first five, or the stream as a whole) and on whose word."""

    award: Award
    line: BudgetLine
    undoes: Entry
    expectation: Expectation
    document: Document
    payee: Organisation | None
    reason: str
    source: str
    outcome: str


@transaction.atomic
def prepare(
    *,
    kind: Kind,
    stream: FundingStream,
    legs: Legs,
    by: User,
    now: datetime,
    occurred_on: date | None = None,
    request_key: uuid.UUID | None = None,
    **about: Unpack[About],
) -> Approval:
    """What is to happen, for somebody else to approve. The same request twice is one."""
    key = request_key or uuid.uuid4()
    known = Approval.objects.filter(request_key=key).first()
    if known is not None:
        return known
    on = occurred_on or now.date()
    _refuse_unsound(kind, legs, on=on, today=now.date(), reason=about.get("reason", ""))
    made = _create(
        Approval(
            kind=kind,
            stream=stream,
            pence=_sum_of(legs),
            occurred_on=on,
            request_key=key,
            prepared_by=by,
            prepared_at=now,
            **about,
        ),
        legs,
    )
    data = {"kind": str(kind), "pence": made.pence}
    audit.record(by=by, kind="funding.approval_prepared", subject=made, data=data)
    return made


def _create(approval: Approval, legs: Legs) -> Approval:
    """Or the one that somebody made with the same press at the same moment."""
    approval.needs_second = _needs_second(approval.pence)
    try:
        with transaction.atomic():
            approval.save(force_insert=True)
    except IntegrityError as error:
        if refusals.constraint_of(error) != "approval_same_request_once":
            raise
        return Approval.objects.get(request_key=approval.request_key)
    ApprovalLeg.objects.bulk_create(
        ApprovalLeg(approval=approval, account=account, pence=pence) for account, pence in legs
    )
    return approval


def _needs_second(pence: int) -> bool:
    rules_of_ours = MoneyRules.objects.first()
    limit = rules_of_ours.three_people_from_pence if rules_of_ours else None
    return limit is not None and pence >= limit


def _sum_of(legs: Legs) -> int:
    """What moves: in entitlement where any of it does, otherwise in cash."""
    into = [(account.bucket, pence) for account, pence in legs if pence > 0]
    moved = sum(pence for bucket, pence in into if bucket not in CASH)
    return moved or sum(pence for _, pence in into)


def _refuse_unsound(kind: Kind, legs: Legs, *, on: date, today: date, reason: str) -> None:
    """What can be said at once; the database asks again when it is approved."""
    if on > today:
        raise Refused("The ledger tells what happened. Choose today or a day before.", field="on")
    books = head()
    if books is not None and books.closed_to is not None and on <= books.closed_to:
        raise Refused(refusals.closed_sentence(), field="on")
    if kind in rules.WITH_REASON and not reason.strip():
        raise Refused("Say why.", field="reason")
    if not legs or any(pence == 0 for _, pence in legs) or _sum_of(legs) <= 0:
        raise Refused("Give a sum above £0.", field="pence")
    if refusals.first_short(legs) is not None:
        raise Refused(refusals.overdrawn(kind, legs), field="pence")


@transaction.atomic
def approve(approval: Approval, *, by: User, on: date, now: datetime) -> Approval:
    """The first of two people, or the one that completes it: then it stands in the ledger."""
    approval = _waiting(approval)
    refusal = approvers.why_not(approval, by, on=on)
    if refusal:
        raise Refused(refusal)
    if is_blocked():
        raise Refused(
            "The ledger does not add up as it should. Nothing is approved until that is cleared."
        )
    if approval.needs_second and approval.approved_by_id is None:
        approval.approved_by, approval.approved_at = by, now
        approval.save(update_fields=["approved_by", "approved_at"])
        audit.record(by=by, kind="funding.approval_seen_by_one", subject=approval)
        return approval
    if approval.approved_by_id is None:
        approval.approved_by, approval.approved_at = by, now
    else:
        approval.second_approver = by
    consequences.before(approval)
    approval.entry = ledger.post(approval)
    approval.state = State.APPROVED
    approval.save()
    consequences.after(approval, by=by, on=on)
    data = {"entry": approval.entry.pk}
    audit.record(by=by, kind="funding.approval_given", subject=approval, data=data)
    return approval


@transaction.atomic
def decline(approval: Approval, *, reason: str, by: User) -> None:
    """Back to the preparer, with a sentence."""
    approval = _waiting(approval)
    if by.pk == approval.prepared_by_id:
        raise Refused("You prepared this. You can take it back.")
    if not reason.strip():
        raise Refused("Say in a sentence why you send it back.", field="reason")
    approval.state, approval.decline_reason = State.DECLINED, reason.strip()
    approval.save(update_fields=["state", "decline_reason"])
    audit.record(by=by, kind="funding.approval_declined", subject=approval)


@transaction.atomic
def withdraw(approval: Approval, *, by: User) -> None:
    """Taken back before anybody decided."""
    approval = _waiting(approval)
    approval.state = State.WITHDRAWN
    approval.save(update_fields=["state"])
    audit.record(by=by, kind="funding.approval_withdrawn", subject=approval)


def others(rows: QuerySet[Approval], request_key: uuid.UUID | None) -> QuerySet[Approval]:
    """Without the one that this very press made before."""
    return rows if request_key is None else rows.exclude(request_key=request_key)


def _waiting(approval: Approval) -> Approval:
    found = (
        Approval.objects.select_for_update(of=("self",))
        .select_related("stream", "award", "expectation", "document", "undoes")
        .get(pk=approval.pk)
    )
    if found.state == State.APPROVED:
        raise Refused(refusals.recorded_before(f"approval:{found.pk}"))
    if not found.is_waiting:
        said = found.get_state_display().lower()
        raise Refused(
            f"This was {said} and no longer waits. It was prepared on {day(found.prepared_at)}."
        )
    return found
