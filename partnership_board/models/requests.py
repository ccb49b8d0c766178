"""What we asked of partners and what they asked of us, with the clock that runs for both."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from alliance.models import User
from alliance.tenancy.constraints import AppendOnly
from alliance.tenancy.models import TenantKey, TenantModel, append_only, history
from members.models import Network
from partnership_board.models.agendas import AgendaProposal
from partnership_board.models.boards import Board
from partnership_board.models.items import AgendaItem

WAITING = ["sent", "acknowledged"]
ANSWERED = ["answered", "partly_answered", "refused"]
ACKNOWLEDGE_DAYS, ANSWER_DAYS, VERY_OVERDUE_DAYS = 5, 20, 60
IN_ORDER = Q(acknowledge_days__lte=F("answer_days")) & Q(answer_days__lt=F("very_overdue_days"))
KEEP_ORDER = "First comes “we have it”, then the answer, then “very overdue”."


@history()
class RequestTimes(TenantModel):
    """How many working days a board gives others, and itself. Each request keeps those it began
    with."""

    seen_with = "see_board"

    board = TenantKey(Board, on_delete=models.PROTECT, related_name="+")
    acknowledge_days = models.PositiveSmallIntegerField(default=ACKNOWLEDGE_DAYS)
    answer_days = models.PositiveSmallIntegerField(default=ANSWER_DAYS)
    very_overdue_days = models.PositiveSmallIntegerField(default=VERY_OVERDUE_DAYS)

    class Meta:
        verbose_name_plural = "request times"
        constraints = [
            models.UniqueConstraint(fields=["alliance", "board"], name="request_times_of_a_board"),
            models.CheckConstraint(
                condition=IN_ORDER,
                name="request_times_in_order",
                violation_error_message=KEEP_ORDER,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.acknowledge_days}, {self.answer_days}, {self.very_overdue_days} days"


class RequestQuerySet(models.QuerySet["PartnerRequest"]):
    def waiting(self) -> Self:
        return self.filter(state__in=WAITING)

    def out(self) -> Self:
        """Everything but drafts."""
        return self.filter(sent_on__isnull=False)


@history()
class PartnerRequest(TenantModel):
    """A question with a clock. Whether it is late is worked out on the day and never stored."""

    seen_with = "see_board"

    class Direction(models.TextChoices):
        SENT = "sent", "Asked by us"
        RECEIVED = "received", "Asked of us"

    class Wants(models.TextChoices):
        INFORMATION = "information", "Information"
        DECISION = "decision", "A decision"
        MONEY = "money", "Money"
        MEETING = "meeting", "A meeting"

    class State(models.TextChoices):
        DRAFT = "draft", "Not sent yet"
        SENT = "sent", "Sent"
        ACKNOWLEDGED = "acknowledged", "They have it"
        ANSWERED = "answered", "Answered"
        PARTLY_ANSWERED = "partly_answered", "Partly answered"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Taken back"
        LAPSED = "lapsed", "Closed without an answer"

    class Answer(models.TextChoices):
        YES = "yes", "Yes"
        PARTLY = "partly", "In part"
        NO = "no", "No"

    board = TenantKey(Board, on_delete=models.PROTECT, related_name="+")
    direction = models.CharField(max_length=8, choices=Direction)
    year = models.PositiveSmallIntegerField()
    sequence = models.PositiveSmallIntegerField()
    network = TenantKey(Network, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    body_name = models.CharField(max_length=160, blank=True)
    contact_name = models.CharField(max_length=120, blank=True)
    contact_email = models.EmailField(blank=True)
    item = TenantKey(AgendaItem, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    proposal = TenantKey(
        AgendaProposal, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    title = models.CharField(max_length=100)
    text = models.TextField(max_length=3000)
    evidence = models.TextField(max_length=1200, blank=True)
    wants = models.CharField(max_length=12, choices=Wants)
    is_public = models.BooleanField(default=False)
    state = models.CharField(max_length=16, choices=State, default=State.DRAFT)
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    sent_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    sent_on = models.DateField(null=True, blank=True)
    calendar = models.CharField(max_length=80, blank=True)
    acknowledge_days = models.PositiveSmallIntegerField(default=ACKNOWLEDGE_DAYS)
    answer_days = models.PositiveSmallIntegerField(default=ANSWER_DAYS)
    very_overdue_days = models.PositiveSmallIntegerField(default=VERY_OVERDUE_DAYS)
    acknowledged_on = models.DateField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answer = models.CharField(max_length=6, choices=Answer, blank=True)
    answer_text = models.TextField(max_length=3000, blank=True)
    answered_by = models.CharField(max_length=120, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    why_closed = models.CharField(max_length=300, blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "board", "year", "sequence"], name="partner_request_number"
            ),
            models.CheckConstraint(
                condition=Q(network__isnull=False, body_name="")
                | Q(network=None) & ~Q(body_name=""),
                name="partner_request_names_one_body",
                violation_error_message="Choose a body from the list, or write its name.",
            ),
            models.CheckConstraint(
                condition=Q(sent_on__isnull=False) | Q(state__in=["draft", "withdrawn"]),
                name="partner_request_runs_from_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ANSWERED, answered_on__isnull=False) & ~Q(answer="")
                | ~Q(state__in=ANSWERED) & Q(answered_on=None, answer=""),
                name="partner_request_answered_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(answer_text=""),
                name="partner_request_refused_for_a_reason",
                violation_error_message="A no needs a sentence that says why.",
            ),
            models.CheckConstraint(
                condition=IN_ORDER,
                name="partner_request_times_in_order",
                violation_error_message=KEEP_ORDER,
            ),
        ]
        indexes = [models.Index(fields=["alliance", "state"], name="partner_request_state")]

    def __str__(self) -> str:
        return self.ref

    def get_absolute_url(self) -> str:
        return reverse("partnership_board:request", kwargs={"pk": self.pk})

    @property
    def ref(self) -> str:
        """As people quote it."""
        return f"R/{self.year}/{self.sequence:03d}"

    @property
    def body(self) -> str:
        return str(self.network or self.body_name)

    @property
    def is_ours(self) -> bool:
        """Whether we asked."""
        return self.direction == self.Direction.SENT

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING

    @property
    def is_answered(self) -> bool:
        return self.state in ANSWERED

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def stopped_on(self) -> date | None:
        """The day on which its clock stopped for good."""
        return self.answered_on or self.closed_on


class ClockEvent(TenantModel):
    """Something that happened to a request: its clock was stopped, or somebody said something."""

    seen_with = "see_board"

    class Kind(models.TextChoices):
        PAUSED = "paused", "The clock was stopped"
        RESUMED = "resumed", "The clock goes on"
        HOLDING_REPLY = "holding_reply", "They say that it takes longer"
        OWN_WORDS = "own_words", "In their own words"
        PASSED_ON = "passed_on", "Passed on to another body"

    request = TenantKey(PartnerRequest, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=14, choices=Kind)
    on = models.DateField()
    reason = models.CharField(max_length=600, blank=True)
    made_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    said_by = models.CharField(max_length=120, blank=True)  # somebody without an account
    made_at = models.DateTimeField()

    class Meta:
        triggers = [append_only]
        constraints = [
            AppendOnly(name="clock_event_append_only"),
            models.CheckConstraint(
                condition=Q(kind="resumed") | ~Q(reason=""),
                name="clock_event_says_something",
                violation_error_message="Please say why in a sentence.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request}: {self.get_kind_display()}"
