"""What the alliance and its partners ask of organisations, priced in minutes, and the answers."""

from datetime import date
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from alliance.models import User
from alliance.tenancy.models import TenantKey, TenantModel, history
from members import months
from members.models.capacity import PartnershipCapacity
from members.models.networks import Network
from members.models.organisations import Organisation

LEAST_REASON = 15  # letters with which going over somebody's hours has to be explained


class AskKind(models.TextChoices):
    MEETING = "meeting", "Come to a meeting"
    READING = "reading", "Read something"
    WRITTEN_ANSWER = "written_answer", "Answer in writing"
    FIGURES = "figures", "Send figures"
    BID = "bid", "Work on a bid"
    TRAINING = "training", "Take part in training"
    REPRESENTATION = "representation", "Speak for the alliance"
    RECRUITING_PEOPLE = "recruiting_people", "Find people to take part"
    CHECKING_OUR_RECORDS = "checking_our_records", "Check what we hold about you"


class AskRules(TenantModel):
    """What an alliance has settled about asking: one row."""

    seen_with = "see_members"

    hourly_pence = models.PositiveIntegerField(null=True, blank=True)
    hourly_source = models.CharField(max_length=200, blank=True)
    kinds_for_everyone = ArrayField(
        models.CharField(max_length=24, choices=AskKind), default=list, blank=True
    )

    class Meta:
        verbose_name_plural = "ask rules"
        constraints = [
            models.UniqueConstraint(fields=["alliance"], name="one_row_of_ask_rules"),
            models.CheckConstraint(
                condition=Q(hourly_pence=None, hourly_source="")
                | Q(hourly_pence__gt=0) & ~Q(hourly_source=""),
                name="hourly_figure_has_its_source",
                violation_error_message="Say where the hourly figure comes from.",
            ),
        ]

    def __str__(self) -> str:
        return "What is settled about asking"


class AskQuerySet(models.QuerySet["Ask"]):
    def out(self) -> Self:
        """Sent, whether or not it is over by now."""
        return self.filter(state__in=[Ask.State.SENT, Ask.State.CLOSED])

    def due_in(self, month: date) -> Self:
        return self.filter(due_on__gte=month, due_on__lt=months.later(month, 1))


@history()
class Ask(TenantModel):
    """A request for organisations' time: what, how long, by when, and who pays."""

    seen_with = "compose_asks"

    Kind = AskKind

    class State(models.TextChoices):
        DRAFT = "draft", "Being written"
        SENT = "sent", "Sent"
        CLOSED = "closed", "Closed"
        CANCELLED = "cancelled", "Called off"

    title = models.CharField(max_length=120)
    body = models.TextField(blank=True)
    kind = models.CharField(max_length=24, choices=AskKind)
    asked_by_network = TenantKey(
        Network, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    estimated_minutes = models.PositiveIntegerField()
    preparation_minutes = models.PositiveIntegerField(default=0)
    due_on = models.DateField()
    is_paid = models.BooleanField(default=False)
    pence_per_hour = models.PositiveIntegerField(null=True, blank=True)
    paid_by = models.CharField(max_length=120, blank=True)
    is_required = models.BooleanField(default=False)
    required_because = models.CharField(max_length=300, blank=True)
    format = models.CharField(max_length=20, choices=PartnershipCapacity.Format, blank=True)
    places_wanted = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    origin_key = models.CharField(max_length=120, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    composed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, db_index=False
    )

    objects = AskQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "origin_key"],
                condition=~Q(origin_key=""),
                name="ask_of_one_origin_once",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="ask_has_a_title"),
            models.CheckConstraint(
                condition=Q(estimated_minutes__gt=0),
                name="ask_takes_time",
                violation_error_message="Say how long it takes.",
            ),
            models.CheckConstraint(
                condition=Q(places_wanted__gt=0),
                name="ask_wants_somebody",
                violation_error_message="Say how many organisations you want.",
            ),
            models.CheckConstraint(
                condition=Q(is_required=False, required_because="")
                | Q(is_required=True) & ~Q(required_because=""),
                name="required_ask_says_why",
                violation_error_message="Say why it is required.",
            ),
            models.CheckConstraint(
                condition=Q(is_paid=False, pence_per_hour=None, paid_by="")
                | Q(is_paid=True, pence_per_hour__gt=0) & ~Q(paid_by=""),
                name="paid_ask_says_how_much_and_by_whom",
                violation_error_message="Say how much an hour is paid, and by whom.",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", sent_at=None)
                | Q(state__in=["sent", "closed"], sent_at__isnull=False)
                | Q(state="cancelled"),
                name="ask_is_sent_at_a_moment",
            ),
        ]
        indexes = [models.Index(fields=["alliance", "due_on"], name="ask_by_day")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("asks:ask", kwargs={"pk": self.pk})

    @property
    def minutes(self) -> int:
        """What it takes from one organisation, preparing included."""
        return self.estimated_minutes + self.preparation_minutes

    @property
    def month(self) -> date:
        return months.first_of(self.due_on)

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_out(self) -> bool:
        return self.state == self.State.SENT


class AskResponseQuerySet(models.QuerySet["AskResponse"]):
    def taking_time(self) -> Self:
        """Answers whose minutes count as taken."""
        return self.filter(
            state__in=[AskResponse.State.PENDING, AskResponse.State.ACCEPTED],
            ask__state__in=[Ask.State.SENT, Ask.State.CLOSED],
        )

    def waiting(self) -> Self:
        return self.filter(state=AskResponse.State.PENDING, ask__state=Ask.State.SENT)


@history()
class AskResponse(TenantModel):
    """One organisation's side of an Ask, with what was known of its hours when it was sent."""

    seen_with = "compose_asks"
    organisation_path = "organisation"

    class State(models.TextChoices):
        PENDING = "pending", "No answer yet"
        ACCEPTED = "accepted", "Yes"
        DECLINED = "declined", "No"
        PASSED_ON = "passed_on", "Suggests somebody else"
        UNANSWERED = "unanswered", "Nobody answered"
        RELEASED = "released", "Let off"

    class DeclineReason(models.TextChoices):
        NO_TIME = "no_time", "No time"
        NOT_RELEVANT = "not_relevant", "Not for us"
        UNPAID = "unpaid", "It is not paid"
        TOO_LITTLE_NOTICE = "too_little_notice", "Too little notice"
        OTHER = "other", "Something else"

    class OfferedSource(models.TextChoices):
        STATED = "stated", "Confirmed"
        CARRIED_FORWARD = "carried_forward", "Carried forward"
        ASSUMED = "assumed", "Assumed"

    ask = TenantKey(Ask, on_delete=models.PROTECT, related_name="+")
    organisation = TenantKey(Organisation, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State, default=State.PENDING)
    passed_to = TenantKey(
        Organisation, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    decline_reason = models.CharField(max_length=20, choices=DeclineReason, blank=True)
    override_because = models.CharField(max_length=300, blank=True)
    minutes_asked = models.PositiveIntegerField()
    minutes_before = models.PositiveIntegerField()
    minutes_offered = models.PositiveIntegerField()
    offered_source = models.CharField(max_length=16, choices=OfferedSource)
    notice_days_wished = models.PositiveSmallIntegerField(null=True, blank=True)
    actual_minutes = models.PositiveIntegerField(null=True, blank=True)
    asked_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, db_index=False
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = AskResponseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "ask", "organisation"],
                name="one_answer_an_organisation",
                violation_error_message="This organisation has been asked already.",
            ),
            models.CheckConstraint(
                condition=~Q(override_because="")
                | Q(minutes_offered__gte=F("minutes_before") + F("minutes_asked")),
                name="nobody_is_overloaded_without_a_reason",
                violation_error_message="Say why it has to be them, or leave them out.",
            ),
            models.CheckConstraint(
                condition=Q(override_because="") | Q(override_because__regex=r"\S.{13,}\S"),
                name="a_reason_is_a_sentence",
                violation_error_message="Give a reason of at least 15 letters.",
            ),
            models.CheckConstraint(
                condition=Q(passed_to=None) | Q(state="passed_on"),
                name="only_what_is_passed_on_names_somebody",
            ),
            models.CheckConstraint(
                condition=Q(decline_reason="") | Q(state="declined"),
                name="only_a_no_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(actual_minutes=None) | Q(state="accepted"),
                name="only_a_yes_takes_actual_time",
                violation_error_message="Only what you said yes to has taken time.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "declined", "passed_on"])
                | Q(answered_at__isnull=False),
                name="an_answer_has_its_moment",
            ),
            models.CheckConstraint(condition=Q(minutes_asked__gt=0), name="response_takes_time"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} on {self.ask_id}: {self.state}"

    def get_absolute_url(self) -> str:
        return reverse("asks:answer", kwargs={"pk": self.pk})

    @property
    def is_open(self) -> bool:
        """Whether it can still be answered, or answered differently."""
        return self.ask.is_out and self.state != self.State.RELEASED

    @property
    def is_over(self) -> bool:
        """Whether it was sent although it went over the hours offered."""
        return self.minutes_before + self.minutes_asked > self.minutes_offered

    @property
    def minutes_given(self) -> int:
        """What it took: as reported, else as estimated."""
        return self.minutes_asked if self.actual_minutes is None else self.actual_minutes
