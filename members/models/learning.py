"""Chances to learn that members offer each other, and who has a place."""

from datetime import date
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from alliance.models import Priority
from alliance.tenancy.models import TenantKey, TenantModel, history
from alliance.words import LONDON
from members.models.networks import Network
from members.models.organisations import Organisation
from members.models.representatives import Representative

BY_A_MEMBER = Q(offered_by_organisation__isnull=False, offered_by_network=None, offered_by="")
BY_A_NETWORK = Q(offered_by_organisation=None, offered_by_network__isnull=False, offered_by="")
BY_ANOTHER = Q(offered_by_organisation=None, offered_by_network=None) & ~Q(offered_by="")


class LearningQuerySet(models.QuerySet["LearningOpportunity"]):
    def published(self) -> Self:
        return self.exclude(state=LearningOpportunity.State.DRAFT)

    def coming(self, *, on: date) -> Self:
        """What somebody could still go to: not over, and not called off."""
        return self.published().filter(
            Q(starts_at=None) | Q(starts_at__date__gte=on),
            state__in=[
                LearningOpportunity.State.OPEN,
                LearningOpportunity.State.FULL,
                LearningOpportunity.State.CLOSED,
            ],
        )


@history()
class LearningOpportunity(TenantModel):
    """Training, a visit, a mentor: offered by a member, a network or somebody else."""

    seen_with = "see_members"

    class Kind(models.TextChoices):
        TRAINING = "training", "Training"
        PEER_LEARNING = "peer_learning", "Learning from each other"
        MENTORING = "mentoring", "Mentoring"
        SHADOWING = "shadowing", "Shadowing"
        BURSARY = "bursary", "Bursary"
        EVENT = "event", "Event"

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        OPEN = "open", "Places free"
        FULL = "full", "Full"
        CLOSED = "closed", "Booking closed"
        CANCELLED = "cancelled", "Called off"
        DONE = "done", "Over"

    title = models.CharField(max_length=160)
    kind = models.CharField(max_length=20, choices=Kind)
    words = models.TextField(blank=True)
    offered_by_organisation = TenantKey(
        Organisation, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    offered_by_network = TenantKey(
        Network, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    offered_by = models.CharField(max_length=160, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    is_online = models.BooleanField(default=False)
    places = models.PositiveSmallIntegerField(null=True, blank=True)
    cost_pence = models.PositiveIntegerField(null=True, blank=True)
    languages = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    access = models.TextField(blank=True)
    has_backfill = models.BooleanField(default=False)
    book_by = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    priority = TenantKey(
        Priority, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = LearningQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "learning opportunities"
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="learning_has_a_title"),
            models.CheckConstraint(
                condition=BY_A_MEMBER | BY_A_NETWORK | BY_ANOTHER,
                name="learning_is_offered_by_one",
                violation_error_message="Say one organisation, one network, or somebody else.",
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")),
                name="learning_ends_after_it_starts",
                violation_error_message="It ends before it starts.",
            ),
            models.CheckConstraint(
                condition=Q(places=None) | Q(places__gte=1),
                name="learning_has_a_place",
                violation_error_message="There is at least one place.",
            ),
            models.CheckConstraint(
                condition=~Q(state="full") | Q(places__isnull=False),
                name="only_counted_places_run_out",
            ),
        ]
        indexes = [
            models.Index(fields=["alliance", "state", "starts_at"], name="learning_coming"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("members:learning-page", kwargs={"pk": self.pk})

    @property
    def offered_by_words(self) -> str:
        return str(self.offered_by_organisation or self.offered_by_network or self.offered_by)

    @property
    def ends_on_its_day(self) -> bool:
        if self.starts_at is None or self.ends_at is None:
            return False
        starts_on, ends_on = (at.astimezone(LONDON).date() for at in (self.starts_at, self.ends_at))
        return starts_on == ends_on

    @property
    def takes_bookings(self) -> bool:
        return self.state in (self.State.OPEN, self.State.FULL)


class LearningBookingQuerySet(models.QuerySet["LearningBooking"]):
    def standing(self) -> Self:
        """Neither taken back nor over."""
        return self.filter(state__in=[LearningBooking.State.BOOKED, LearningBooking.State.WAITING])


class LearningBooking(TenantModel):
    """Somebody has a place, waits for one, or had one."""

    seen_with = "keep_activities"
    organisation_path = "representative__organisation"

    class State(models.TextChoices):
        BOOKED = "booked", "Has a place"
        WAITING = "waiting", "Waits for a place"
        CANCELLED = "cancelled", "Gave it back"
        CAME = "came", "Came"
        MISSED = "missed", "Did not come"

    opportunity = TenantKey(LearningOpportunity, on_delete=models.CASCADE, related_name="+")
    representative = TenantKey(Representative, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=State)
    asked_at = models.DateTimeField()

    objects = LearningBookingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "opportunity", "representative"],
                condition=~Q(state="cancelled"),
                name="one_booking_a_person",
                violation_error_message="This person has asked for a place already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.representative_id} at {self.opportunity_id}"
