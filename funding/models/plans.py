"""What a stream is planned for, by line and by time, and who took part in its design."""

from django.db import models
from django.db.models import F, Q

from alliance.tenancy.models import TenantKey, TenantModel, history
from alliance.words import pence
from funding.models.streams import FundingStream
from partnership_board.models import AgendaItem, Constituency

TO_BE_AGREED = "to be agreed"


@history()
class BudgetLine(TenantModel):
    """One purpose of a stream. A planned sum nobody knows yet is "to be agreed", never £0."""

    class Purpose(models.TextChoices):
        ALLIANCE_LEAD = "alliance_lead", "Alliance lead"
        COPRODUCTION_LEAD = "coproduction_lead", "Coproduction lead"
        PARTICIPATION = "participation", "Taking part"
        INVOLVEMENT = "involvement", "Involvement"
        DELIVERY = "delivery", "Delivery"
        CORE = "core", "Core costs"
        EVALUATION = "evaluation", "Evaluation"
        CONTINGENCY = "contingency", "Contingency"
        OTHER = "other", "Other"

    seen_with = "see_funding"

    stream = TenantKey(FundingStream, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=17, choices=Purpose)
    title = models.CharField(max_length=160)
    planned_pence = models.BigIntegerField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "stream", "title"],
                name="budget_line_once",
                violation_error_message="This stream has a line of that name.",
            ),
            models.CheckConstraint(
                condition=Q(planned_pence=None) | Q(planned_pence__gte=0),
                name="budget_line_is_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def planned(self) -> str:
        return TO_BE_AGREED if self.planned_pence is None else pence(self.planned_pence)


class ProfilePeriod(TenantModel):
    """The agreed profile of a stream: periods that follow each other and add up to its total."""

    seen_with = "see_funding"

    stream = TenantKey(FundingStream, models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    pence = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "stream", "version", "starts_on"], name="profile_period_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="profile_period_has_days"
            ),
            models.CheckConstraint(
                condition=Q(pence__gte=0), name="profile_period_is_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stream}, {self.starts_on}"


class DesignStage(TenantModel):
    """One step in the design of a stream, and how far others had a say in it."""

    class Stage(models.TextChoices):
        NEED = "need", "What is needed"
        TOTAL = "total", "How much"
        CRITERIA = "criteria", "By which rules"
        SPLIT = "split", "Who gets what"
        MEASURES = "measures", "What is measured"
        AGREEMENT_TERMS = "agreement_terms", "The terms of the agreement"
        REVIEW = "review", "Looking back"

    class Level(models.TextChoices):
        FUNDER_ALONE = "funder_alone", "The funder alone"
        INFORMED = "informed", "Others were told"
        CONSULTED = "consulted", "Others were asked"
        CO_DESIGNED = "co_designed", "Designed together"
        DECIDED_JOINTLY = "decided_jointly", "Decided together"
        COMMUNITY_LED = "community_led", "Led by the community"

    seen_with = "see_funding"

    stream = TenantKey(FundingStream, models.PROTECT, related_name="+")
    stage = models.CharField(max_length=15, choices=Stage)
    happened_on = models.DateField(null=True, blank=True)
    level = models.CharField(max_length=15, choices=Level)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "stream", "stage"],
                name="design_stage_once",
                violation_error_message="This stage is recorded already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stream}: {self.get_stage_display()}"


class DesignParticipant(TenantModel):
    """A side of the board that took part in a stage."""

    seen_with = "see_funding"

    stage = TenantKey(DesignStage, models.CASCADE, related_name="+")
    constituency = TenantKey(Constituency, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "stage", "constituency"], name="design_participant_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.constituency}: {self.stage}"


class StreamItem(TenantModel):
    """An agenda item about a stream, so that its figures stand beside it as they are known."""

    seen_with = "see_funding"

    stream = TenantKey(FundingStream, models.PROTECT, related_name="+")
    agenda_item = TenantKey(AgendaItem, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "stream", "agenda_item"],
                name="stream_item_once",
                violation_error_message="This item shows the stream already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stream}: {self.agenda_item}"
