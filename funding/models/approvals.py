"""What waits for a second person: the only way into the ledger."""

import uuid

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from alliance.models import Document, User
from alliance.tenancy.constraints import AppendOnly
from alliance.tenancy.models import TenantKey, TenantModel, append_only, history
from funding.models.awards import Award
from funding.models.expectations import Expectation
from funding.models.ledger import Entry, LedgerAccount
from funding.models.plans import BudgetLine
from funding.models.streams import FundingStream
from funding.rules import Kind
from members.models import Organisation

SUBJECTS = ("award", "line", "undoes", "expectation", "document")
AS_PREPARED = (
    "alliance",
    "kind",
    "stream",
    *SUBJECTS,
    "payee",
    "pence",
    "occurred_on",
    "outcome",
    "reason",
    "source",
    "prepared_by",
    "prepared_at",
    "request_key",
    "needs_second",
)


def at_most_one_subject() -> Q:
    found = Q(pk=None)  # no row
    for chosen in (None, *SUBJECTS):
        found |= Q(**{f"{name}__isnull": True for name in SUBJECTS if name != chosen})
    return found


class ApprovalQuerySet(models.QuerySet["Approval"]):
    def waiting(self) -> "ApprovalQuerySet":
        return self.filter(state=Approval.State.WAITING)


@history()
class Approval(TenantModel):
    """One person prepared it, another decides. What was prepared never changes.

    It is about the award, line, entry, promise or document named here, or else about the stream as
    a whole. From a sum that the alliance sets, two people approve one after the other.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        APPROVED = "approved", "Approved"
        DECLINED = "declined", "Sent back"
        WITHDRAWN = "withdrawn", "Taken back"
        EXPIRED = "expired", "Expired"

    seen_with = "see_ledger"

    kind = models.CharField(max_length=17, choices=Kind)
    stream = TenantKey(FundingStream, models.PROTECT, related_name="+")
    award = TenantKey(Award, models.PROTECT, related_name="+", null=True, blank=True)
    line = TenantKey(BudgetLine, models.PROTECT, related_name="+", null=True, blank=True)
    undoes = TenantKey(Entry, models.PROTECT, related_name="+", null=True, blank=True)
    expectation = TenantKey(Expectation, models.PROTECT, related_name="+", null=True, blank=True)
    document = TenantKey(Document, models.PROTECT, related_name="+", null=True, blank=True)
    payee = TenantKey(Organisation, models.PROTECT, related_name="+", null=True, blank=True)
    pence = models.BigIntegerField()
    occurred_on = models.DateField()
    outcome = models.CharField(max_length=9, choices=Award.State, blank=True)
    reason = models.CharField(max_length=600, blank=True)
    source = models.CharField(max_length=300, blank=True)
    request_key = models.UUIDField(default=uuid.uuid4)
    needs_second = models.BooleanField(default=False)
    prepared_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    prepared_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    approved_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    second_approver = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    decline_reason = models.CharField(max_length=300, blank=True)
    entry = TenantKey(Entry, models.PROTECT, related_name="+", null=True, blank=True)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        triggers = [
            pgtrigger.ReadOnly(name="approval_stays_as_prepared", fields=list(AS_PREPARED)),
            pgtrigger.Protect(
                name="approval_stays_decided",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__state="waiting"),
            ),
            pgtrigger.Protect(name="approval_is_kept", operation=pgtrigger.Delete),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(pence__gt=0), name="approval_is_of_a_sum"),
            models.CheckConstraint(
                condition=at_most_one_subject(), name="approval_has_one_subject"
            ),
            models.CheckConstraint(
                condition=Q(kind="reversal", undoes__isnull=False)
                | ~Q(kind="reversal") & Q(undoes=None),
                name="approval_of_a_reversal_names_it",
            ),
            models.CheckConstraint(
                condition=(Q(approved_by=None) | ~Q(approved_by=F("prepared_by")))
                & (
                    Q(second_approver=None)
                    | Q(approved_by__isnull=False)
                    & ~Q(second_approver=F("prepared_by"))
                    & ~Q(second_approver=F("approved_by"))
                ),
                name="approval_two_people",
                violation_error_message="You prepared this. Somebody else has to approve it.",
            ),
            models.CheckConstraint(
                condition=Q(state="approved", entry__isnull=False, approved_by__isnull=False)
                & (Q(needs_second=False) | Q(second_approver__isnull=False))
                | ~Q(state="approved") & Q(entry=None),
                name="approval_leads_to_an_entry",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(decline_reason=""),
                name="approval_is_sent_back_with_a_sentence",
                violation_error_message="Say in a sentence why you send it back.",
            ),
            models.UniqueConstraint(
                fields=["alliance", "request_key"], name="approval_same_request_once"
            ),
            models.UniqueConstraint(fields=["alliance", "entry"], name="approval_entry_once"),
        ]
        indexes = [models.Index(fields=["alliance", "state"], name="approval_state")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.about}"

    def get_absolute_url(self) -> str:
        return reverse("funding:approval", args=[self.pk])

    @property
    def about(self) -> object:
        """What it is about; the stream where nothing else is named."""
        named = (getattr(self, name) for name in SUBJECTS if name != "document")
        return next((thing for thing in named if thing is not None), self.stream)

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING


class ApprovalLeg(TenantModel):
    """What an account is to gain, or below nothing to lose, when the approval is given."""

    seen_with = "see_ledger"

    approval = TenantKey(Approval, models.PROTECT, related_name="+")
    account = TenantKey(LedgerAccount, models.PROTECT, related_name="+")
    pence = models.BigIntegerField()

    class Meta:
        triggers = [append_only]
        constraints = [
            AppendOnly(name="approval_leg_append_only"),
            models.CheckConstraint(condition=~Q(pence=0), name="approval_leg_is_a_sum"),
            models.UniqueConstraint(
                fields=["alliance", "approval", "account"], name="approval_leg_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account}: {self.pence}"


@history()
class MoneyRules(TenantModel):
    """What the alliance set for its money: one row, or none while nothing is set."""

    seen_with = "see_funding"

    three_people_from_pence = models.BigIntegerField(null=True, blank=True)
    year_begins_in = models.PositiveSmallIntegerField(default=4)  # the month, of who holds it

    class Meta:
        verbose_name_plural = "money rules"
        constraints = [
            models.UniqueConstraint(fields=["alliance"], name="money_rules_once"),
            models.CheckConstraint(
                condition=Q(three_people_from_pence=None) | Q(three_people_from_pence__gt=0),
                name="money_rules_three_people_from_a_sum",
                violation_error_message="Give a sum above £0, or leave it empty.",
            ),
            models.CheckConstraint(
                condition=Q(year_begins_in__gte=1, year_begins_in__lte=12),
                name="money_rules_year_begins_in_a_month",
                violation_error_message="Choose a month.",
            ),
        ]

    def __str__(self) -> str:
        return "Rules about money"
