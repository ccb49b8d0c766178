"""What stands in the ledger: balances, entries, and where every pound of a stream is now."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import QuerySet, Sum

from alliance.tenancy.context import current
from funding import rules
from funding.models import (
    Award,
    BudgetLine,
    Entry,
    ExpectationEvent,
    FundingStream,
    LedgerAccount,
    LedgerCheck,
    LedgerHead,
    Posting,
    Seal,
)
from funding.rules import Bucket

Finding = tuple[int | None, str]


def head() -> LedgerHead | None:
    """The newest link; None while nothing was ever entered."""
    return LedgerHead.objects.first()


def fingerprint(found: LedgerHead | None) -> str:
    """As it stands on paper: the number of entries and twelve digits of the chain."""
    return "" if found is None or not found.seq else f"{found.seq} · {found.hash[:12]}"


def verify() -> list[Finding]:
    """What is wrong, by entry number where there is one; empty when all is well."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq, problem FROM ledger_verify(%s)", [current()])
        return [(seq, problem) for seq, problem in cursor.fetchall()]


def latest_check() -> LedgerCheck | None:
    return LedgerCheck.objects.order_by("-checked_at", "-pk").first()


def is_blocked() -> bool:
    """Whether the latest check found something, so that nothing more may be approved."""
    found = latest_check()
    return found is not None and not found.is_clean


def entries() -> "QuerySet[Seal]":
    """Sealed entries with what a row of the journal shows, newest first."""
    return Seal.objects.select_related(
        "entry__stream", "entry__prepared_by", "entry__approved_by", "entry__second_approver"
    ).order_by("-seq")


def legs_of(entry_ids: Iterable[int]) -> dict[int, list[Posting]]:
    """The legs of entries, out of what first, in one query."""
    found: dict[int, list[Posting]] = {}
    rows = Posting.objects.filter(entry__in=list(entry_ids)).select_related(
        "account__stream", "account__line", "account__award"
    )
    for leg in rows.order_by("entry", "pence", "pk"):
        found.setdefault(leg.entry_id, []).append(leg)
    return found


def balance(
    stream: FundingStream,
    bucket: Bucket,
    *,
    line: BudgetLine | None = None,
    award: Award | None = None,
) -> int:
    """In pence; sources are below zero by what came out of them."""
    rows = LedgerAccount.objects.filter(stream=stream, bucket=bucket.value, line=line, award=award)
    return rows.values_list("balance_pence", flat=True).first() or 0


def free_by_line() -> dict[int, int]:
    """Lines that were given money, by number, with what is free in each, in pence."""
    rows = LedgerAccount.objects.filter(bucket=Bucket.AVAILABLE.value, line__isnull=False)
    return dict(rows.values_list("line", "balance_pence"))


@dataclass
class Position:
    """Where the money of a stream, a line or an award is, in pence by bucket."""

    name: str
    line: BudgetLine | None = None
    award: Award | None = None
    pence: dict[Bucket, int] = field(default_factory=dict)

    def of(self, *buckets: Bucket) -> int:
        return sum(self.pence.get(bucket, 0) for bucket in buckets)

    @property
    def free(self) -> int:
        return self.of(Bucket.AVAILABLE)

    @property
    def given(self) -> int:
        """Everything that was put into the line and not given up."""
        return self.of(Bucket.AVAILABLE, *rules.OF_AWARDS)

    @property
    def allocated(self) -> int:
        return self.of(*rules.OF_AWARDS)

    @property
    def contracted(self) -> int:
        return self.of(Bucket.CONTRACTED, Bucket.DUE, Bucket.PAID)

    @property
    def due(self) -> int:
        return self.of(Bucket.DUE, Bucket.PAID)

    @property
    def paid(self) -> int:
        return self.of(Bucket.PAID)

    def add(self, account: LedgerAccount) -> None:
        bucket = Bucket(account.bucket)
        self.pence[bucket] = self.pence.get(bucket, 0) + account.balance_pence


@dataclass(frozen=True)
class StreamPosition:
    """A stream in the ledger: the whole, and each of its lines."""

    stream: FundingStream
    whole: Position
    lines: list[Position]

    @property
    def agreed(self) -> int:
        return -self.whole.of(Bucket.FUNDER)

    @property
    def unassigned(self) -> int:
        return self.whole.of(Bucket.UNASSIGNED)

    @property
    def arrived(self) -> int:
        return -self.whole.of(Bucket.CASH_IN)

    @property
    def in_bank(self) -> int:
        return self.whole.of(Bucket.CASH_HELD)

    @property
    def lent(self) -> int:
        return -self.whole.of(Bucket.PREFINANCE)

    @property
    def returned(self) -> int:
        return self.whole.of(Bucket.RETURNED)

    @property
    def adds_up(self) -> bool:
        """Every pound that was agreed is in exactly one bucket."""
        return self.whole.of(*rules.ENTITLEMENT) == self.agreed


def positions(streams: "QuerySet[FundingStream] | None" = None) -> list[StreamPosition]:
    """Of every stream that has anything in the ledger, in one query."""
    rows = LedgerAccount.objects.select_related("stream", "line").order_by("stream__name", "line")
    if streams is not None:
        rows = rows.filter(stream__in=streams)
    wholes: dict[int, StreamPosition] = {}
    lines: dict[tuple[int, int], Position] = {}
    for account in rows:
        whole = wholes.setdefault(
            account.stream_id,
            StreamPosition(account.stream, Position(account.stream.name), []),
        )
        whole.whole.add(account)
        if account.line is None:
            continue
        key = (account.stream_id, account.line.pk)
        if key not in lines:
            lines[key] = Position(account.line.title, line=account.line)
            whole.lines.append(lines[key])
        lines[key].add(account)
    return list(wholes.values())


def position_of(stream: FundingStream) -> StreamPosition | None:
    """None where nothing of it was ever entered."""
    found = positions(FundingStream.objects.filter(pk=stream.pk))
    return found[0] if found else None


def of_awards(awards: Iterable[Award]) -> dict[int, Position]:
    """Where the money of each award is, by its number, in one query."""
    found = {award.pk: Position(award.title, award=award) for award in awards}
    for account in LedgerAccount.objects.filter(award__in=list(found)):
        found[account.award_id or 0].add(account)
    return found


def received(expectation: int) -> int | None:
    """What arrived for a promise by entries that stand, in pence; None: nothing is recorded."""
    from_entries = _standing_receipts(expectation).aggregate(sum=Sum("pence"))["sum"]
    return None if from_entries is None else int(from_entries)


def _standing_receipts(expectation: int) -> "QuerySet[ExpectationEvent]":
    undone = Entry.objects.filter(reverses__isnull=False).values("reverses")
    return ExpectationEvent.objects.filter(expectation=expectation, entry__isnull=False).exclude(
        entry__in=undone
    )


def held_for(award: Award, bucket: Bucket) -> list[LedgerAccount]:
    """The accounts in which something of this award is, one a line."""
    rows = LedgerAccount.objects.filter(award=award, bucket=bucket.value, balance_pence__gt=0)
    return list(rows.select_related("stream", "line").order_by("stream", "line"))
