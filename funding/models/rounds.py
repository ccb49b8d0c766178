"""A call for proposals: what for, how much, who decides by which rules, and by when."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from alliance.models import User
from alliance.tenancy.models import TenantKey, TenantModel, history
from funding.models.plans import BudgetLine
from funding.models.streams import FundingStream
from members.models import Organisation
from partnership_board.models import Constituency

LARGEST_SCALE = 10


class RoundQuerySet(models.QuerySet["Round"]):
    def with_money(self) -> Self:
        return self.select_related("stream", "line")

    def called(self) -> Self:
        """Everything but what is still being written."""
        return self.exclude(state=Round.State.DRAFT)

    def open_call(self) -> Self:
        return self.called().filter(is_open_call=True)


@history()
class Round(TenantModel):
    """One pot, one timetable, one set of rules, all of them known before anybody writes."""

    seen_with = "see_funding"

    class Competing(models.TextChoices):
        OWN_ONLY = "own_only", "They stand back from that proposal"
        ALL = "all", "They stand back from the whole round"

    class Spend(models.TextChoices):
        IN_ORDER = "in_order", "From the top, while it fits"
        BEST_FIT = "best_fit", "The list worth most that fits"
        SHARE = "share", "Everybody the same part, never below the least"

    class Decides(models.TextChoices):
        PANEL = "panel", "The panel"
        BOARD = "board", "The board, on the panel's word"

    class State(models.TextChoices):
        DRAFT = "draft", "Being written"
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"
        SCORING = "scoring", "Being scored"
        MET = "met", "Scored"
        DECIDED = "decided", "Decided"
        PUBLISHED = "published", "Published"
        CANCELLED = "cancelled", "Called off"

    stream = TenantKey(FundingStream, models.PROTECT, related_name="+")
    line = TenantKey(BudgetLine, models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    what_for = models.TextField(max_length=1500)
    who_helps = models.CharField(max_length=200, blank=True)
    pot_pence = models.BigIntegerField()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    decide_by_on = models.DateField()
    pay_by_on = models.DateField()
    scale = models.PositiveSmallIntegerField(default=5)
    scorers = models.PositiveSmallIntegerField(default=4)
    load_limit = models.PositiveSmallIntegerField(default=20)
    minutes_to_write = models.PositiveSmallIntegerField(default=120)
    competing_rule = models.CharField(max_length=8, choices=Competing, default=Competing.OWN_ONLY)
    spend_rule = models.CharField(max_length=8, choices=Spend, default=Spend.IN_ORDER)
    decides = models.CharField(max_length=5, choices=Decides, default=Decides.PANEL)
    largest_size_band = models.CharField(max_length=20, choices=Organisation.SizeBand, blank=True)
    is_open_call = models.BooleanField(default=True)
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    decided_on = models.DateField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "title"],
                name="round_title_once",
                violation_error_message="There is a round of that name already.",
            ),
            models.CheckConstraint(
                condition=Q(pot_pence__gt=0),
                name="round_has_a_pot",
                violation_error_message="Give a sum above £0.",
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="round_closes_after_it_opens",
                violation_error_message="It closes after it opens.",
            ),
            models.CheckConstraint(
                condition=Q(decide_by_on__gte=F("closes_at__date"))
                & Q(pay_by_on__gte=F("decide_by_on")),
                name="round_days_in_order",
                violation_error_message="First it closes, then it is decided, then it is paid.",
            ),
            models.CheckConstraint(
                condition=Q(scorers__gte=2, load_limit__gte=1)
                & Q(scale__gte=2, scale__lte=LARGEST_SCALE),
                name="round_can_be_scored",
                violation_error_message="At least two people score, from 0 to 2 points or more.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("decided", "published")) | Q(decided_on=None),
                name="round_is_decided_on_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="published")
                | Q(told_at__isnull=False, published_at__gte=F("told_at")),
                name="round_tells_before_it_publishes",
                violation_error_message="Tell the applicants first.",
            ),
        ]
        indexes = [models.Index(fields=["alliance", "state"], name="round_state")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("funding:round", args=[self.pk])

    def is_open(self, *, now: datetime) -> bool:
        """By the clock: opening and closing wait for nobody's press."""
        return self.is_called and self.opens_at <= now < self.closes_at

    def has_closed(self, *, now: datetime) -> bool:
        return self.is_called and now >= self.closes_at

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_called(self) -> bool:
        return self.state not in (self.State.DRAFT, self.State.CANCELLED)

    @property
    def has_scores(self) -> bool:
        """Scoring is over: nobody can be swayed any more."""
        return self.state in (self.State.MET, self.State.DECIDED, self.State.PUBLISHED)

    @property
    def is_decided(self) -> bool:
        return self.state in (self.State.DECIDED, self.State.PUBLISHED)

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED


class RoundSide(TenantModel):
    """A constituency that may sit on the panel, and whether each proposal needs one of it."""

    seen_with = "see_funding"

    round = TenantKey(Round, models.CASCADE, related_name="+")
    constituency = TenantKey(Constituency, models.PROTECT, related_name="+")
    is_required = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "round", "constituency"], name="round_side_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.constituency}: {self.round}"


class RoundQuestion(TenantModel):
    """What is asked of everybody who applies."""

    seen_with = "see_funding"

    round = TenantKey(Round, models.CASCADE, related_name="+")
    order = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)
    help = models.CharField(max_length=300, blank=True)
    most_words = models.PositiveSmallIntegerField(default=250)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "round", "order"], name="round_question_order_once"
            ),
            models.CheckConstraint(
                condition=Q(most_words__gte=20), name="round_question_leaves_room"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Criterion(TenantModel):
    """What a proposal is scored on, each from 0 to the round's scale."""

    seen_with = "see_funding"

    round = TenantKey(Round, models.CASCADE, related_name="+")
    order = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)

    class Meta:
        verbose_name_plural = "criteria"
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "round", "order"], name="criterion_order_once"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class LaterDeadline(TenantModel):
    """More time for one organisation, with the reason, for all to see."""

    seen_with = "see_funding"

    round = TenantKey(Round, models.PROTECT, related_name="+")
    organisation = TenantKey(Organisation, models.PROTECT, related_name="+")
    until = models.DateTimeField()
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "round", "organisation"],
                name="later_deadline_once",
                violation_error_message="This organisation has more time already.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="later_deadline_has_a_reason",
                violation_error_message="Say why they need more time.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, until {self.until}"
