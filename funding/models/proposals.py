"""What an organisation asks of a round, in its own words, and what it would really cost."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from alliance.models import User
from alliance.tenancy.models import TenantKey, TenantModel
from funding.models.rounds import Round, RoundQuestion
from members.models import Organisation


class RoundProposalQuerySet(models.QuerySet["Proposal"]):
    def sent(self) -> "RoundProposalQuerySet":
        """Those that stand before the panel, or did."""
        return self.exclude(state__in=NOT_BEFORE_A_PANEL)


class Proposal(TenantModel):
    """One organisation's proposal in one round. Nobody reads it before it is sent."""

    # No history: kept earlier wording of a draft would be read by nobody who may.
    seen_with = "write_proposals"
    organisation_path = "organisation"

    class Format(models.TextChoices):
        WRITTEN = "written", "We write it ourselves"
        TOLD = "told", "We tell somebody, who writes it down and reads it back to us"

    class State(models.TextChoices):
        DRAFT = "draft", "Being written"
        SUBMITTED = "submitted", "Sent"
        WITHDRAWN = "withdrawn", "Taken back"
        INELIGIBLE = "ineligible", "Not for this round"
        FUNDED = "funded", "Funded"
        PART_FUNDED = "part_funded", "Funded in part"
        RESERVE = "reserve", "In reserve"
        NOT_FUNDED = "not_funded", "Not funded"

    round = TenantKey(Round, models.PROTECT, related_name="+")
    organisation = TenantKey(Organisation, models.PROTECT, related_name="+")
    title = models.CharField(max_length=120, blank=True)
    asked_pence = models.BigIntegerField(null=True, blank=True)
    least_pence = models.BigIntegerField(null=True, blank=True)
    format = models.CharField(max_length=7, choices=Format, default=Format.WRITTEN)
    told_to = models.CharField(max_length=120, blank=True)
    minutes_to_write = models.PositiveIntegerField(null=True, blank=True)
    may_be_named = models.BooleanField(default=False)
    state = models.CharField(max_length=11, choices=State, default=State.DRAFT)
    begun_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    changed_at = models.DateTimeField()
    submitted_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    submitted_at = models.DateTimeField(null=True, blank=True)

    objects = RoundProposalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "round", "organisation"],
                name="one_proposal_an_organisation",
                violation_error_message="Your organisation has a proposal in this round already.",
            ),
            models.CheckConstraint(
                condition=(Q(asked_pence=None) | Q(asked_pence__gt=0))
                & (Q(least_pence=None) | Q(least_pence__gt=0)),
                name="proposal_asks_for_a_sum",
                violation_error_message="Give a sum above £0.",
            ),
            models.CheckConstraint(
                condition=Q(least_pence=None)
                | Q(asked_pence=None)
                | Q(least_pence__lte=F("asked_pence")),
                name="proposal_least_is_within_the_ask",
                violation_error_message="The least is not more than what you ask for.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "withdrawn"))
                | Q(
                    submitted_at__isnull=False,
                    submitted_by__isnull=False,
                    asked_pence__isnull=False,
                    least_pence__isnull=False,
                )
                & ~Q(title=""),
                name="proposal_is_sent_whole",
                violation_error_message="Fill in the title and both sums first.",
            ),
        ]

    def __str__(self) -> str:
        return self.title or "A proposal without a title yet"

    def get_absolute_url(self) -> str:
        return reverse("funding:proposal", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_submitted(self) -> bool:
        return self.state == self.State.SUBMITTED

    @property
    def is_funded(self) -> bool:
        return self.state in (self.State.FUNDED, self.State.PART_FUNDED)


NOT_BEFORE_A_PANEL = (
    Proposal.State.DRAFT,
    Proposal.State.WITHDRAWN,
    Proposal.State.INELIGIBLE,
)


class ProposalPartner(TenantModel):
    """Another member that would share in the work and the money."""

    seen_with = "write_proposals"
    organisation_path = "proposal__organisation"

    proposal = TenantKey(Proposal, models.CASCADE, related_name="+")
    organisation = TenantKey(Organisation, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "proposal", "organisation"], name="proposal_partner_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.proposal}"


class ProposalAnswer(TenantModel):
    """The answer to one question of the round."""

    seen_with = "write_proposals"
    organisation_path = "proposal__organisation"

    proposal = TenantKey(Proposal, models.CASCADE, related_name="+")
    question = TenantKey(RoundQuestion, models.PROTECT, related_name="+")
    text = models.TextField(max_length=8000)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "proposal", "question"], name="proposal_answer_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.proposal_id}"


class ProposalTie(TenantModel):
    """Somebody who helped to write a proposal, or would be paid by it, as the applicant says."""

    seen_with = "write_proposals"
    organisation_path = "proposal__organisation"

    proposal = TenantKey(Proposal, models.CASCADE, related_name="+")
    person = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "proposal", "person"], name="proposal_tie_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} helped with {self.proposal_id}"


class CostPicture(TenantModel):
    """What it would really cost, in four lines, beside what is asked; frozen when it is sent."""

    seen_with = "write_proposals"
    organisation_path = "proposal__organisation"

    class Method(models.TextChoices):
        FTE = "fte", "By our staff: the project's share of our people"
        DIRECT_SPEND = "direct_spend", "By our spending: the project's share of what we spend"
        SPACE = "space", "By our rooms: the project's share of our space"
        NONE = "none", "We have not worked out any overheads"

    proposal = TenantKey(Proposal, models.CASCADE, related_name="+")
    direct_pence = models.BigIntegerField()
    overhead_method = models.CharField(max_length=12, choices=Method)
    overhead_pence = models.BigIntegerField()
    offered_pence = models.BigIntegerField()
    frozen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alliance", "proposal"], name="cost_picture_once"),
            models.CheckConstraint(
                condition=Q(direct_pence__gte=0, overhead_pence__gte=0, offered_pence__gt=0),
                name="cost_picture_is_not_negative",
                violation_error_message="A sum is not below £0.",
            ),
            models.CheckConstraint(
                condition=~Q(overhead_method="none") | Q(overhead_pence=0),
                name="cost_picture_overheads_have_a_method",
                violation_error_message="Say how you worked the overheads out.",
            ),
        ]

    def __str__(self) -> str:
        return f"The cost of {self.proposal_id}"

    @property
    def true_pence(self) -> int:
        return self.direct_pence + self.overhead_pence

    @property
    def gap_pence(self) -> int:
        """What nobody would pay for; 0 where the offer covers it all."""
        return max(0, self.true_pence - self.offered_pence)

    @property
    def gap_in_hundred(self) -> int:
        """Of £100 that it costs, how many pounds are not covered, rounded up."""
        return -(-self.gap_pence * 100 // self.true_pence) if self.true_pence else 0
