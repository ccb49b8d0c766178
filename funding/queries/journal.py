"""The journal as anybody can add it up: one row a leg, and the very text that was sealed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import connection

from alliance.tenancy.context import current
from funding.models import Posting, Seal
from funding.queries import ledger
from funding.queries.refusals import place

HEADS = [
    "number",
    "record",
    "stream",
    "kind",
    "occurred_on",
    "recorded_at",
    "prepared_by",
    "approved_by",
    "second_approver",
    "reverses_number",
    "reason",
    "source",
    "account",
    "place",
    "bucket",
    "line",
    "award",
    "in_pence",
    "out_pence",
    "previous_seal",
    "seal",
    "sealed_text",
]
TEXTS = """
SELECT s.seq, ledger_entry_text(e, s.seq, s.prev_hash)
  FROM funding_seal s JOIN funding_entry e ON e.alliance_id = s.alliance_id AND e.id = s.entry_id
 WHERE s.alliance_id = %s
"""


@dataclass(frozen=True)
class Line:
    """One leg with its entry; `pence` above 0 goes in, below 0 out."""

    seal: Seal
    leg: Posting
    is_first: bool
    reverses: int | None

    @property
    def place(self) -> str:
        return place(self.leg.account)

    @property
    def into(self) -> int | None:
        return self.leg.pence if self.leg.pence > 0 else None

    @property
    def out_of(self) -> int | None:
        return -self.leg.pence if self.leg.pence < 0 else None


def lines(*, up_to: date | None = None) -> Iterator[Line]:
    """Every leg in the order of the entries, out of what first."""
    seals = list(ledger.entries().order_by("seq"))
    if up_to is not None:
        seals = [seal for seal in seals if seal.entry.occurred_on <= up_to]
    numbers = {seal.entry_id: seal.seq for seal in seals}
    legs = ledger.legs_of(numbers)
    for seal in seals:
        reverses = numbers.get(seal.entry.reverses_id or 0)
        for place_in_entry, leg in enumerate(legs.get(seal.entry_id, [])):
            yield Line(seal, leg, place_in_entry == 0, reverses)


def sealed_texts() -> dict[int, str]:
    """What was hashed for each entry, by its number."""
    with connection.cursor() as cursor:
        cursor.execute(TEXTS, [current()])
        return dict(cursor.fetchall())


def rows(*, with_references: bool) -> Iterator[list[str]]:
    """For a spreadsheet. Sums are in two columns, so that none of them begins with a minus.

    People are numbers, never names. References and the sealed text that holds them are left out
    for whoever may not see payees' references.
    """
    texts = sealed_texts() if with_references else {}
    for line in lines():
        yield _row(line, texts.get(line.seal.seq, ""), with_references=with_references)


def _row(line: Line, text: str, *, with_references: bool) -> list[str]:
    entry, leg, account = line.seal.entry, line.leg, line.leg.account
    found = [
        line.seal.seq,
        entry.pk,
        entry.stream,
        entry.kind,
        entry.occurred_on.isoformat(),
        entry.recorded_at.isoformat(),
        entry.prepared_by_id,
        entry.approved_by_id,
        entry.second_approver_id,
        line.reverses,
        entry.reason,
        entry.source if with_references else "",
        account.pk,
        line.place,
        leg.bucket,
        account.line,
        account.award,
        line.into,
        line.out_of,
        line.seal.prev_hash,
        line.seal.hash,
        text if line.is_first else "",
    ]
    return ["" if value is None else str(value) for value in found]
