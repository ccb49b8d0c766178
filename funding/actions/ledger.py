"""Writing in the ledger. `approvals.approve` alone calls `post`; the database decides."""

from datetime import date, datetime

from django.db import IntegrityError, connection, transaction

from alliance import audit
from alliance.audit import Actor
from alliance.errors import Refused
from alliance.models import User
from alliance.words import day
from funding.models import (
    Approval,
    ApprovalLeg,
    Award,
    BudgetLine,
    Entry,
    FundingStream,
    LedgerAccount,
    LedgerCheck,
    LedgerHead,
    Posting,
)
from funding.queries import ledger, refusals
from funding.rules import Bucket


def account(
    stream: FundingStream,
    bucket: Bucket,
    *,
    line: BudgetLine | None = None,
    award: Award | None = None,
) -> LedgerAccount:
    """The one account for this place; opened, empty, where there was none."""
    found, _ = LedgerAccount.objects.get_or_create(
        stream=stream, bucket=bucket.value, line=line, award=award
    )
    return found


def post(approval: Approval) -> Entry:
    """One entry with the legs that were prepared, sealed at once so that a refusal comes here."""
    legs = list(ApprovalLeg.objects.filter(approval=approval).select_related("account"))
    try:
        with transaction.atomic():
            entry = _enter(approval)
            Posting.objects.bulk_create(
                Posting(
                    stream_id=approval.stream_id,
                    entry=entry,
                    kind=approval.kind,
                    account=leg.account,
                    bucket=leg.account.bucket,
                    pence=leg.pence,
                )
                for leg in legs
            )
            _seal()
    except IntegrityError as error:
        said = refusals.sentence(error, approval, [(leg.account, leg.pence) for leg in legs])
        raise Refused(said) from error
    return entry


def _enter(approval: Approval) -> Entry:
    assert approval.approved_by_id is not None
    return Entry.objects.create(
        stream_id=approval.stream_id,
        kind=approval.kind,
        occurred_on=approval.occurred_on,
        prepared_by_id=approval.prepared_by_id,
        approved_by_id=approval.approved_by_id,
        second_approver_id=approval.second_approver_id,
        idempotency_key=f"approval:{approval.pk}",
        reverses_id=approval.undoes_id,
        reason=approval.reason,
        source=approval.source,
    )


def _seal() -> None:
    """By name: ALL would also ask for keys that Django leaves until the end."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ledger_entry_seal IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ledger_entry_seal DEFERRED")


@transaction.atomic
def close_to(day_closed: date, *, by: User, on: date) -> None:
    """Nothing may be dated on or before this day any more. It cannot be taken back."""
    head = ledger.head()
    if head is None or not head.seq:
        raise Refused("There is nothing in the ledger to close.")
    if day_closed >= on:
        raise Refused("Close a day that is over.", field="day_closed")
    if head.closed_to is not None and day_closed <= head.closed_to:
        raise Refused(f"The books are closed to {day(head.closed_to)} already.", field="day_closed")
    if Approval.objects.waiting().filter(occurred_on__lte=day_closed).exists():
        raise Refused(
            "Something dated before that day still waits for approval. Settle it first.",
            field="day_closed",
        )
    LedgerHead.objects.filter(pk=head.pk).update(closed_to=day_closed)
    data = {"closed_to": day_closed.isoformat()}
    audit.record(by=by, kind="funding.books_closed", subject=head, data=data)


@transaction.atomic
def check(*, now: datetime) -> LedgerCheck:
    """Add everything up again and keep what was found."""
    head = ledger.head()
    found = LedgerCheck.objects.create(
        checked_at=now,
        seq=head.seq if head else 0,
        hash=head.hash if head else "",
        findings=[list(finding) for finding in ledger.verify()],
    )
    data = {"seq": found.seq, "findings": len(found.findings)}
    audit.record(by=Actor.SYSTEM, kind="funding.ledger_checked", subject=found, data=data)
    return found
