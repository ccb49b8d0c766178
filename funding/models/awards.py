"""What shared money was given for, to whom, and out of which lines."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from alliance.tenancy.models import TenantKey, TenantModel, history
from funding.models.plans import BudgetLine
from funding.models.proposals import Proposal
from funding.models.streams import FundingStream
from members.models import Organisation
from partnership_board.models import Decision


@history()
class Award(TenantModel):
    """One thing that money was given for. How much moved so far is the ledger's to say."""

    class Kind(models.TextChoices):
        ONWARD_GRANT = "onward_grant", "Grant to an organisation"
        SERVICE = "service", "Service"
        FUNDED_POST = "funded_post", "Post through a member"
        PARTICIPATION_POOL = "participation_pool", "Pay for taking part"
        COST = "cost", "Cost"

    class State(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        ALLOCATED = "allocated", "Money set aside"
        OFFERED = "offered", "Offered"
        ACCEPTED = "accepted", "Accepted"
        LIVE = "live", "Live"
        CLOSING = "closing", "Closing"
        CLOSED = "closed", "Closed"
        DECLINED = "declined", "Declined"
        LAPSED = "lapsed", "Lapsed"
        WITHDRAWN = "withdrawn", "Withdrawn"

    seen_with = "see_funding"

    kind = models.CharField(max_length=18, choices=Kind)
    organisation = TenantKey(
        Organisation, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    title = models.CharField(max_length=140)
    purpose = models.TextField(max_length=1200)
    proposal = TenantKey(
        Proposal, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    decision = TenantKey(
        Decision, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    decided_on = models.DateField()
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    restricted = models.BooleanField(default=True)
    open_data_ref = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.PROPOSED)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="award_ends_after_it_starts",
                violation_error_message="The last day comes after the first.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=("participation_pool", "cost"))
                | Q(organisation__isnull=False),
                name="award_names_who_gets_it",
                violation_error_message="Say which organisation gets it.",
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(purpose=""), name="award_says_what_for"
            ),
            models.UniqueConstraint(
                fields=["alliance", "proposal"],
                name="one_award_a_proposal",
                violation_error_message="This proposal has an award already.",
            ),
        ]
        indexes = [models.Index(fields=["alliance", "state"], name="award_state")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("funding:award", args=[self.pk])

    @property
    def is_over(self) -> bool:
        ends = (self.State.CLOSED, self.State.DECLINED, self.State.LAPSED, self.State.WITHDRAWN)
        return self.state in ends


class AwardSource(TenantModel):
    """What an award is to get out of one line. That the line is of the stream is a key's to say."""

    seen_with = "see_funding"

    award = TenantKey(Award, on_delete=models.CASCADE, related_name="+")
    stream = TenantKey(FundingStream, on_delete=models.PROTECT, related_name="+")
    line = TenantKey(BudgetLine, on_delete=models.PROTECT, related_name="+")
    pence = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "award", "line"],
                name="award_source_once",
                violation_error_message="This award has money from that line already.",
            ),
            models.CheckConstraint(
                condition=Q(pence__gt=0),
                name="award_source_is_a_sum",
                violation_error_message="Give a sum above £0.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.award}: {self.line}"
