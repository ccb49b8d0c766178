"""Preparing what changes a stream's money. Each goes to somebody else to approve."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from alliance.errors import Refused
from alliance.models import Document, User
from alliance.words import pence as pounds
from funding.actions import approvals
from funding.actions.consequences import FIRM
from funding.actions.ledger import account
from funding.amounts import Qualifier
from funding.models import (
    Approval,
    BudgetLine,
    Entry,
    Expectation,
    FundingStream,
    LedgerAccount,
    Posting,
)
from funding.queries import ledger
from funding.rules import Bucket, Kind

B = Bucket
STREAM_MOVES = {
    Kind.COMMITMENT_CUT: (B.UNASSIGNED, B.FUNDER),
    Kind.GIVE_UP: (B.UNASSIGNED, B.RETURNED),
    Kind.DISBURSEMENT_IN: (B.CASH_IN, B.CASH_HELD),
    Kind.PREFINANCE: (B.PREFINANCE, B.CASH_HELD),
    Kind.PREFINANCE_REPAID: (B.CASH_HELD, B.PREFINANCE),
    Kind.CASH_BACK: (B.CASH_HELD, B.CASH_RETURNED),
}


@transaction.atomic
def confirm(
    stream: FundingStream,
    *,
    pence: int,
    document: Document,
    by: User,
    now: datetime,
    request_key: uuid.UUID | None = None,
) -> Approval:
    """The sum as the signed document has it. Somebody else reads the same page and agrees."""
    if stream.qualifier == Qualifier.EXACT:
        raise Refused("This sum is confirmed already.")
    if stream.status not in FIRM:
        raise Refused("This money is not agreed yet. Say first how far it has got.")
    waiting = Approval.objects.waiting().filter(stream=stream, kind=Kind.COMMITMENT_IN.value)
    if approvals.others(waiting, request_key).exists():
        raise Refused("This sum waits for somebody to confirm it already.")
    if document.state == Document.State.REFUSED:
        raise Refused("This file could not be kept. Choose another.", field="document")
    legs = [
        (account(stream, B.FUNDER), -pence),
        (account(stream, B.UNASSIGNED), pence),
    ]
    return approvals.prepare(
        kind=Kind.COMMITMENT_IN,
        stream=stream,
        legs=legs,
        by=by,
        now=now,
        request_key=request_key,
        document=document,
        source=document.name,
    )


@transaction.atomic
def share_out(
    stream: FundingStream,
    *,
    parts: Sequence[tuple[BudgetLine, int]],
    by: User,
    now: datetime,
    request_key: uuid.UUID | None = None,
) -> Approval:
    """What is not yet given to a line goes to lines."""
    legs = [(account(stream, B.AVAILABLE, line=line), pence) for line, pence in parts if pence]
    whole = sum(pence for _, pence in legs)
    return approvals.prepare(
        kind=Kind.ASSIGN,
        stream=stream,
        legs=[(account(stream, B.UNASSIGNED), -whole), *legs],
        by=by,
        now=now,
        request_key=request_key,
    )


@transaction.atomic
def move_between(
    source: BudgetLine,
    *,
    target: BudgetLine | None,
    pence: int,
    reason: str,
    by: User,
    now: datetime,
    request_key: uuid.UUID | None = None,
) -> Approval:
    """From one line to another of the same stream, or back to what no line has (None)."""
    stream = source.stream
    if target is not None and (target.pk == source.pk or target.stream_id != stream.pk):
        raise Refused("Choose another line of the same stream.", field="target")
    out_of = account(stream, B.AVAILABLE, line=source)
    into = (
        account(stream, B.UNASSIGNED)
        if target is None
        else account(stream, B.AVAILABLE, line=target)
    )
    return approvals.prepare(
        kind=Kind.UNASSIGN if target is None else Kind.VIREMENT,
        stream=stream,
        legs=[(out_of, -pence), (into, pence)],
        line=source,
        reason=reason,
        by=by,
        now=now,
        request_key=request_key,
    )


@transaction.atomic
def move_in_stream(
    stream: FundingStream,
    *,
    kind: Kind,
    pence: int,
    by: User,
    now: datetime,
    occurred_on: date | None = None,
    line: BudgetLine | None = None,
    reason: str = "",
    source: str = "",
    expectation: Expectation | None = None,
    request_key: uuid.UUID | None = None,
) -> Approval:
    """Money arrives, is lent, given up, cut or sent back; a line only where it is given up."""
    out_of, into = STREAM_MOVES[kind]
    if kind == Kind.DISBURSEMENT_IN and not source.strip():
        raise Refused("Give the bank's reference.", field="source")
    if kind == Kind.PREFINANCE and not source.strip():
        raise Refused("Name the document in which it was agreed.", field="source")
    legs = [
        (account(stream, B.AVAILABLE, line=line) if line else account(stream, out_of), -pence),
        (account(stream, into, line=line) if line else account(stream, into), pence),
    ]
    about: approvals.About = {"reason": reason, "source": source}
    if expectation is not None:
        about["expectation"] = expectation
    elif line is not None:
        about["line"] = line
    return approvals.prepare(
        kind=kind,
        stream=stream,
        legs=legs,
        by=by,
        now=now,
        occurred_on=occurred_on,
        request_key=request_key,
        **about,
    )


@transaction.atomic
def undo(
    entry: Entry,
    *,
    reason: str,
    by: User,
    now: datetime,
    request_key: uuid.UUID | None = None,
) -> Approval:
    """The exact mirror of an entry. Nothing is rubbed out: both stand in the journal."""
    if entry.kind == Kind.REVERSAL:
        raise Refused("A reversal is not reversed. Prepare the entry again instead.")
    if Entry.objects.filter(reverses=entry).exists():
        raise Refused("This entry was reversed before.")
    waiting = Approval.objects.waiting().filter(undoes=entry)
    if approvals.others(waiting, request_key).exists():
        raise Refused("Its reversal waits for approval already.")
    legs: list[tuple[LedgerAccount, int]] = [
        (leg.account, -leg.pence)
        for leg in Posting.objects.filter(entry=entry).select_related("account")
    ]
    return approvals.prepare(
        kind=Kind.REVERSAL,
        stream=entry.stream,
        legs=legs,
        undoes=entry,
        reason=reason,
        by=by,
        now=now,
        request_key=request_key,
    )


def refuse_more_than_free(stream: FundingStream, line: BudgetLine, pence: int) -> None:
    """In words, before anything is written; the database asks again at approval."""
    left = ledger.balance(stream, B.AVAILABLE, line=line)
    if pence > left:
        raise Refused(
            f"Only {pounds(left)} is left in {line}. This asks for {pounds(pence)}.",
            field="pence",
        )
