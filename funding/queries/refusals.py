"""What the ledger's constraints say to people, by their names."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError

from alliance.words import day, pence
from funding.models import Approval, LedgerAccount, Posting, Seal
from funding.queries.ledger import head
from funding.rules import SOURCES, Bucket, Kind

Legs = Sequence[tuple[LedgerAccount, int]]

SENTENCES = {
    "ledger_stream_is_firm": "We have this figure only from a report, or it is not agreed yet. "
    "Attach the signed agreement and confirm it first.",
    "ledger_two_people": "You prepared this. Somebody else has to approve it.",
    "ledger_flow_allowed": "Money cannot go that way. Each step needs its own approval.",
    "ledger_within_agreement": "That is more than the funder agreed to.",
    "ledger_stays_in_award": "Money of one award or line cannot pay for another. "
    "Move it between the lines first.",
    "ledger_entry_balances": "What goes out and what comes in are not the same sum.",
    "ledger_paid_is_cash": "What is paid and what leaves the bank are not the same sum.",
    "ledger_reversed_once": "This entry was reversed before.",
    "ledger_reversal_mirrors": "A reversal undoes the whole entry, and a reversal is not reversed.",
    "ledger_reason_given": "Say why.",
    "ledger_source_given": "Name the document, the minute or the bank reference.",
    "ledger_stream_stays_firm": "Money of this stream is in the ledger, so its sum stays.",
}


def constraint_of(error: IntegrityError) -> str:
    """The name of the broken rule, as PostgreSQL gives it."""
    found = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    return found or ""


def sentence(error: IntegrityError, approval: Approval, legs: Legs) -> str:
    """For a broken rule of the ledger; an error of ours is raised again."""
    name = constraint_of(error)
    if name == "ledger_never_overdrawn":
        return overdrawn(approval.kind, legs, undoes=approval.undoes_id)
    if name == "ledger_same_request_once":
        return recorded_before(f"approval:{approval.pk}")
    if name == "ledger_period_open":
        return closed_sentence()
    if name not in SENTENCES:
        raise error
    return SENTENCES[name]


def recorded_before(key: str) -> str:
    seal = Seal.objects.select_related("entry").filter(entry__idempotency_key=key).first()
    if seal is None:
        return "This was already recorded."
    return f"This was already recorded on {day(seal.entry.occurred_on)} (entry {seal.seq})."


def closed_sentence() -> str:
    found = head()
    closed = found.closed_to if found else None
    return (
        f"The books are closed to {day(closed)}. "
        "Date it after that day, and say which entry it corrects."
    )


@dataclass(frozen=True)
class Short:
    """An account that cannot give what is asked of it, in pence."""

    account: LedgerAccount
    left: int
    asked: int


def first_short(legs: Legs) -> Short | None:
    """The first account that a request asks for more than it has; sources have no bottom."""
    asked = {account.pk: -sum_ for account, sum_ in legs if sum_ < 0}
    rows = LedgerAccount.objects.filter(pk__in=asked).select_related("line", "award", "stream")
    for account in rows.exclude(bucket__in=[s.value for s in SOURCES]).order_by("bucket"):
        if account.balance_pence < asked[account.pk]:
            return Short(account, account.balance_pence, asked[account.pk])
    return None


def overdrawn(kind: str, legs: Legs, *, undoes: int | None = None) -> str:
    """Which sum is short, and what is left of it."""
    short = first_short(legs)
    if short is None:
        return "That is more than came out of it."
    if kind == Kind.REVERSAL and undoes is not None:
        return _moved_on(short, undoes)
    if short.account.bucket == Bucket.CASH_HELD and kind == Kind.PAY:
        return (
            f"{pence(short.asked)} is due but only {pence(short.left)} has arrived from the funder."
        )
    return (
        f"Only {pence(short.left)} is left in {place(short.account)}. "
        f"This asks for {pence(short.asked)}."
    )


def place(account: LedgerAccount) -> str:
    """Where the money is, as people call it."""
    where = account.award or account.line
    if where is None:
        return f"{account.stream}, {account.get_bucket_display().lower()}"
    if account.bucket == Bucket.AVAILABLE:
        return str(where)
    return f"{where}, {account.get_bucket_display().lower()}"


def _moved_on(short: Short, undoes: int) -> str:
    after = Posting.objects.filter(account=short.account, pence__lt=0, entry__gt=undoes)
    seal = Seal.objects.filter(entry__in=after.values("entry")).select_related("entry")
    later = seal.order_by("-seq").first()
    if later is None:
        return f"Only {pence(short.left)} of it is still there."
    what = later.entry.get_kind_display().lower()
    return f"The money has moved on: entry {later.seq} ({what}). Reverse that one first."
