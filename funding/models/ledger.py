"""The ledger of shared money: double entry in whole pence, added to and never changed.

Names of constraints are spoken to people by `funding.refusals`. What one row cannot say of itself
(that legs add up, that nothing is edited, the chain) stands in triggers made by a migration.
"""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now, Trim
from django.urls import reverse

from alliance.models import User
from alliance.tenancy.constraints import AppendOnly, ReadOnly
from alliance.tenancy.models import TenantKey, TenantModel, append_only
from alliance.words import day
from funding import rules
from funding.models.awards import Award
from funding.models.plans import BudgetLine
from funding.models.streams import FundingStream
from funding.rules import Bucket, Kind

NOTHING_YET = "0" * 64


def allowed() -> Q:
    """What `funding.rules` lists, as a condition on a leg."""
    found = Q(kind=Kind.REVERSAL.value)
    for kind, (out_of, into) in rules.FLOWS.items():
        if kind != Kind.REVERSAL:
            legs = Q(bucket__in=_values(out_of), pence__lte=0)
            legs |= Q(bucket__in=_values(into), pence__gt=0)
            found |= Q(kind=kind.value) & legs
    return found


def _values(buckets: tuple[Bucket, ...]) -> list[str]:
    return [bucket.value for bucket in buckets]


def shape() -> Q:
    """Which bucket is of the whole stream, which of a line and which of an award."""
    none = Q(line=None, award=None)
    return (
        Q(bucket__in=_values(rules.WHOLE_STREAM)) & none
        | Q(bucket=Bucket.AVAILABLE.value, line__isnull=False, award=None)
        | Q(bucket=Bucket.RETURNED.value, award=None)
        | Q(bucket__in=_values(rules.OF_AWARDS), line__isnull=False, award__isnull=False)
    )


def within_means() -> Q:
    """Sources never rise above nothing, and everything else never falls below it."""
    sources = Q(bucket__in=_values(rules.SOURCES))
    return sources & Q(balance_pence__lte=0) | ~sources & Q(balance_pence__gte=0)


class LedgerAccount(TenantModel):
    """One bucket of a stream, a line or an award. Only a leg changes its balance."""

    seen_with = "see_funding"

    stream = TenantKey(FundingStream, models.PROTECT, related_name="+")
    bucket = models.CharField(max_length=13, choices=Bucket)
    line = TenantKey(BudgetLine, models.PROTECT, related_name="+", null=True, blank=True)
    award = TenantKey(Award, models.PROTECT, related_name="+", null=True, blank=True)
    balance_pence = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            AppendOnly(name="ledger_account_no_writing"),
            models.CheckConstraint(condition=within_means(), name="ledger_never_overdrawn"),
            models.UniqueConstraint(
                fields=["alliance", "stream", "bucket", "line", "award"],
                name="ledger_account_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=shape(), name="ledger_account_shape"),
        ]

    def __str__(self) -> str:
        return f"{self.get_bucket_display()}: {self.award or self.line or self.stream}"


class LedgerHead(TenantModel):
    """The newest link of the alliance's chain. Every entry locks it, so entries wait in one queue.

    Nothing may be dated on or before `closed_to`, which only moves forwards.
    """

    seen_with = "see_ledger"

    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=NOTHING_YET)
    closed_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            ReadOnly(name="ledger_head_no_writing"),
            models.UniqueConstraint(fields=["alliance"], name="ledger_head_once"),
        ]

    def __str__(self) -> str:
        return f"{self.seq}: {self.hash[:12]}"


class Entry(TenantModel):
    """One thing that happened to the money of one stream, by two people or three."""

    seen_with = "see_ledger"

    stream = TenantKey(FundingStream, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=17, choices=Kind)
    occurred_on = models.DateField()
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)  # by the database's clock
    prepared_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    approved_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    second_approver = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    idempotency_key = models.CharField(max_length=60)
    reverses = TenantKey("self", models.PROTECT, related_name="+", null=True, blank=True)
    relates_to = TenantKey("self", models.PROTECT, related_name="+", null=True, blank=True)
    reason = models.CharField(max_length=600, blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "entries"
        triggers = [append_only]
        constraints = [
            AppendOnly(name="ledger_entry_append_only"),
            models.CheckConstraint(
                condition=~Q(prepared_by=F("approved_by"))
                & (
                    Q(second_approver=None)
                    | ~Q(second_approver=F("prepared_by")) & ~Q(second_approver=F("approved_by"))
                ),
                name="ledger_two_people",
            ),
            models.UniqueConstraint(
                fields=["alliance", "idempotency_key"], name="ledger_same_request_once"
            ),
            models.UniqueConstraint(fields=["alliance", "reverses"], name="ledger_reversed_once"),
            models.CheckConstraint(condition=~Q(idempotency_key=""), name="ledger_key_given"),
            models.CheckConstraint(
                condition=Q(kind="reversal", reverses__isnull=False)
                | ~Q(kind="reversal") & Q(reverses=None),
                name="ledger_reversal_linked",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=[kind.value for kind in rules.WITH_REASON])
                | ~Q(models.lookups.Exact(Trim("reason"), "")),
                name="ledger_reason_given",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=[kind.value for kind in rules.WITH_SOURCE])
                | ~Q(models.lookups.Exact(Trim("source"), "")),
                name="ledger_source_given",
            ),
        ]
        indexes = [models.Index(fields=["alliance", "occurred_on"], name="entry_day")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {day(self.occurred_on)}"


class Posting(TenantModel):
    """One leg of an entry. Kind and bucket are copied, so that keys hold them to both ends."""

    seen_with = "see_ledger"

    stream = TenantKey(FundingStream, models.PROTECT, related_name="+")
    entry = TenantKey(Entry, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=17, choices=Kind)
    account = TenantKey(LedgerAccount, models.PROTECT, related_name="+")
    bucket = models.CharField(max_length=13, choices=Bucket)
    pence = models.BigIntegerField()

    class Meta:
        triggers = [append_only]
        constraints = [
            AppendOnly(name="ledger_posting_append_only"),
            models.CheckConstraint(condition=~Q(pence=0), name="ledger_no_empty_leg"),
            models.CheckConstraint(condition=allowed(), name="ledger_flow_allowed"),
            models.UniqueConstraint(
                fields=["alliance", "entry", "account"], name="ledger_one_leg_per_account"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account}: {self.pence}"


class Seal(TenantModel):
    """An entry's number and its link in the chain, written by a trigger of the owner's."""

    seen_with = "see_ledger"

    seq = models.BigIntegerField()
    entry = TenantKey(Entry, models.PROTECT, related_name="+")
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        triggers = [append_only]
        constraints = [
            ReadOnly(name="ledger_seal_read_only"),
            models.UniqueConstraint(fields=["alliance", "seq"], name="ledger_seal_number"),
            models.UniqueConstraint(fields=["alliance", "entry"], name="ledger_seal_once"),
        ]

    def __str__(self) -> str:
        return f"{self.seq}: {self.hash[:12]}"

    def get_absolute_url(self) -> str:
        return reverse("funding:entry", args=[self.seq])


class LedgerCheck(TenantModel):
    """The ledger was added up again. While the latest check found something, nothing is approved.

    `findings` are pairs: the number of the entry or null, and what is wrong there.
    """

    seen_with = "see_ledger"

    checked_at = models.DateTimeField()
    seq = models.BigIntegerField()
    hash = models.CharField(max_length=64)
    findings = models.JSONField(default=list)

    class Meta:
        triggers = [append_only]
        constraints = [AppendOnly(name="ledger_check_append_only")]
        indexes = [models.Index(fields=["alliance", "-checked_at"], name="ledger_check_latest")]

    def __str__(self) -> str:
        return f"{self.seq}: {len(self.findings)}"

    @property
    def is_clean(self) -> bool:
        return not self.findings
