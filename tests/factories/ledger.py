"""A book to post in, past every action: what SQL of the application can do, and no more."""

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db import DatabaseError, connection, transaction

from alliance.models import Document, User
from funding.actions import amounts, approvals, ledger
from funding.models import (
    Award,
    BudgetLine,
    Entry,
    FundingStream,
    LedgerAccount,
    Posting,
)
from funding.rules import OF_AWARDS, WHOLE_STREAM, Bucket, Kind
from tests.factories.funding import a_stream

POT = 1_000_000  # £10,000.00
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)


@dataclass
class Book:
    """A stream with two lines, two awards and all of their accounts, by name."""

    stream: FundingStream
    lines: list[BudgetLine]
    awards: list[Award]
    accounts: dict[str, LedgerAccount]
    prepared_by: int
    approved_by: int

    def balance(self, name: str) -> int:
        self.accounts[name].refresh_from_db()
        return self.accounts[name].balance_pence


def a_document(by: User | None = None) -> Document:
    return Document.objects.create(
        purpose="funding.agreement",
        name="Signed agreement.pdf",
        media_type="application/pdf",
        bytes=4,
        sha256="0" * 64,
        state=Document.State.READY,
        uploaded_by=by,
        uploaded_at=NOW,
    )


def an_exact_stream(by: User, also: User, *, name="A stream", pence=POT + 8_000, **words):
    return FundingStream.objects.create(
        name=name,
        **(
            {
                "status": "agreed",
                "qualifier": "exact",
                "total_pence": pence,
                "source_document": a_document(by),
                "confirmed_by": by,
                "also_confirmed_by": also,
            }
            | words
        ),
    )


def an_award(title="Award", **words) -> Award:
    return Award.objects.create(
        **({"kind": "cost", "title": title, "purpose": "made", "decided_on": TODAY} | words)
    )


def a_book(by: User, also: User, *, name="A stream", **words) -> Book:
    stream = an_exact_stream(by, also, name=name, **words)
    lines = [
        BudgetLine.objects.create(stream=stream, purpose="other", title=f"Line {number}")
        for number in (1, 2)
    ]
    awards = [an_award(f"Award {number}") for number in (0, 1)]
    made: dict[str, LedgerAccount] = {
        bucket.value: LedgerAccount(stream=stream, bucket=bucket.value)
        for bucket in (*WHOLE_STREAM, Bucket.RETURNED)
    }
    for line, at in zip(lines, ("available", "available:line 2"), strict=True):
        made[at] = LedgerAccount(stream=stream, bucket="available", line=line)
    for number, award in enumerate(awards):
        for bucket in OF_AWARDS:
            made[f"{bucket.value}:{number}"] = LedgerAccount(
                stream=stream, bucket=bucket.value, line=lines[0], award=award
            )
    LedgerAccount.objects.bulk_create(made.values())
    return Book(stream, lines, awards, made, by.pk, also.pk)


def move(source: str, target: str, pence: int) -> list[tuple[str, int]]:
    return [(source, -pence), (target, pence)]


def enter(book: Book, kind, legs, *, leg_kind="", late=(), accounts=None, **words) -> Entry:
    """One entry, sealed at once, as a program without any rule of its own would write it."""
    accounts = book.accounts | (accounts or {})
    words = {
        "occurred_on": TODAY,
        "prepared_by_id": book.prepared_by,
        "approved_by_id": book.approved_by,
        "idempotency_key": str(uuid.uuid4()),
    } | words
    with transaction.atomic():
        entry = Entry.objects.create(stream=book.stream, kind=kind, **words)
        add_legs(book, entry, leg_kind or kind, legs, accounts)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ledger_entry_seal IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ledger_entry_seal DEFERRED")
        if late:
            add_legs(book, entry, kind, late, accounts)
    return entry


def add_legs(book: Book, entry: Entry, kind, legs, accounts=None) -> None:
    accounts = accounts or book.accounts
    Posting.objects.bulk_create(
        Posting(
            stream=book.stream,
            entry=entry,
            kind=kind,
            account=accounts[name],
            bucket=name.split(":")[0],
            pence=pence,
        )
        for name, pence in legs
    )


def fund(book: Book, pence: int) -> None:
    enter(book, "commitment_in", move("funder", "unassigned", pence), source="Signed letter")
    enter(book, "assign", move("unassigned", "available", pence))


def refused_by(attempt) -> str:
    """The name of the rule that refused, or the kind of error; "" where nothing did."""
    try:
        with transaction.atomic():
            attempt()
    except DatabaseError as error:
        cause = error.__cause__
        diag = getattr(cause, "diag", None)
        return getattr(diag, "constraint_name", None) or type(cause).__name__
    return ""


def approve_all(approval, *people: User, on=TODAY, now=NOW):
    for person in people:
        approval = approvals.approve(approval, by=person, on=on, now=now)
    return approval


def a_live_stream(preparer: User, approver: User, *, pence=POT, lines=2, **words):
    """Confirmed, and given to its lines, by the actions; with its lines."""
    stream = a_stream(preparer, **({"name": "Taking Part"} | words))
    confirmed = amounts.confirm(
        stream, pence=pence, document=a_document(preparer), by=preparer, now=NOW
    )
    approve_all(confirmed, approver)
    made = [
        BudgetLine.objects.create(stream=stream, purpose="other", title=f"Line {number + 1}")
        for number in range(lines)
    ]
    each = pence // lines
    legs = [(ledger.account(stream, Bucket.UNASSIGNED), -each * lines)]
    legs += [(ledger.account(stream, Bucket.AVAILABLE, line=line), each) for line in made]
    given = approvals.prepare(kind=Kind.ASSIGN, stream=stream, legs=legs, by=preparer, now=NOW)
    approve_all(given, approver)
    stream.refresh_from_db()
    return stream, made
