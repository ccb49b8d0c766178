"""Who holds each seat of a board, from when to when, who comes instead, and who steps back."""

from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.urls import reverse

from alliance.models import User
from alliance.tenancy.models import TenantKey, TenantModel, history
from members.models import Organisation
from members.models.ranges import days
from partnership_board.models.boards import Board, Constituency


class SeatQuerySet(models.QuerySet["Seat"]):
    def open(self, *, on: date) -> Self:
        return self.filter(opened_on__lte=on).exclude(closed_on__lte=on)


@history()
class Seat(TenantModel):
    """A place at the board's table, whoever sits on it."""

    seen_with = "see_board"

    class Basis(models.TextChoices):
        ELECTED = "elected", "Elected"
        NOMINATED = "nominated", "Nominated"
        EX_OFFICIO = "ex_officio", "By office"
        CO_OPTED = "co_opted", "Co-opted"

    class BelongsTo(models.TextChoices):
        PERSON = "person", "The person"
        ORGANISATION = "organisation", "The organisation"

    board = TenantKey(Board, on_delete=models.PROTECT, related_name="+")
    constituency = TenantKey(Constituency, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    is_voting = models.BooleanField(default=True)
    basis = models.CharField(max_length=12, choices=Basis)
    nominating_organisation = TenantKey(
        Organisation, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    belongs_to = models.CharField(max_length=12, choices=BelongsTo, default=BelongsTo.PERSON)
    term_months = models.PositiveSmallIntegerField(default=24)
    max_terms = models.PositiveSmallIntegerField(default=2)
    gap_months = models.PositiveSmallIntegerField(default=12)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                name="seat_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("partnership_board:seat", kwargs={"pk": self.pk})


class SeatTermQuerySet(models.QuerySet["SeatTerm"]):
    def current(self, *, on: date) -> Self:
        return self.not_ended(on=on).filter(started_on__lte=on)

    def not_ended(self, *, on: date) -> Self:
        """Held now or from a day still to come."""
        return self.exclude(ended_on__lte=on)


@history()
class SeatTerm(TenantModel):
    """A person on a seat from one day to another; `ended_on` is the first day off."""

    seen_with = "see_board"

    class Role(models.TextChoices):
        HOLDER = "holder", "Holder"
        ACTING = "acting", "Acting"
        JOB_SHARE = "job_share", "Job share"

    class Position(models.TextChoices):
        NONE = "none", "Member"
        CHAIR = "chair", "Chair"
        DEPUTY_CHAIR = "deputy_chair", "Deputy chair"
        SECRETARY = "secretary", "Secretary"

    class EndReason(models.TextChoices):
        TERM = "term", "The term was over"
        RESIGNED = "resigned", "Resigned"
        REMOVED = "removed", "Removed"
        LEFT_ORGANISATION = "left_organisation", "Left the organisation"
        DIED = "died", "Died"
        REORGANISED = "reorganised", "The board was reorganised"

    seat = TenantKey(Seat, on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    organisation = TenantKey(
        Organisation, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    started_on = models.DateField()
    ends_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=20, choices=EndReason, blank=True)
    role = models.CharField(max_length=10, choices=Role, default=Role.HOLDER)
    position = models.CharField(max_length=12, choices=Position, default=Position.NONE)

    objects = SeatTermQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="seat_terms_do_not_overlap",
                expressions=[
                    ("alliance", RangeOperators.EQUAL),
                    ("seat", RangeOperators.EQUAL),
                    (days("started_on", "ended_on"), RangeOperators.OVERLAPS),
                ],
                condition=~Q(role="job_share"),
                violation_error_message="Someone already holds this seat.",
            ),
            ExclusionConstraint(
                name="job_share_stands_beside_job_share_only",
                expressions=[
                    ("alliance", RangeOperators.EQUAL),
                    ("seat", RangeOperators.EQUAL),
                    (
                        Case(When(role="job_share", then=Value(1)), default=Value(0)),
                        RangeOperators.NOT_EQUAL,
                    ),
                    (days("started_on", "ended_on"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="Someone already holds this seat.",
            ),
            ExclusionConstraint(
                name="nobody_holds_a_seat_twice_at_once",
                expressions=[
                    ("alliance", RangeOperators.EQUAL),
                    ("seat", RangeOperators.EQUAL),
                    ("holder", RangeOperators.EQUAL),
                    (days("started_on", "ended_on"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="This person already holds this seat.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="seat_term_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("started_on")), name="seat_term_is_planned_to_last"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, end_reason="")
                | Q(ended_on__isnull=False) & ~Q(end_reason=""),
                name="seat_term_end_has_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["alliance", "holder"], name="seat_term_holder")]

    def __str__(self) -> str:
        return f"{self.holder}: {self.seat}"

    @property
    def last_day(self) -> date:
        """The first day off: the real one, or the planned one while it lasts."""
        return self.ended_on or self.ends_on

    def is_current(self, *, on: date) -> bool:
        return self.started_on <= on and (self.ended_on is None or on < self.ended_on)


class DeputyQuerySet(models.QuerySet["Deputy"]):
    def current(self, *, on: date) -> Self:
        return self.not_ended(on=on).filter(from_on__lte=on)

    def not_ended(self, *, on: date) -> Self:
        """Deputy now or from a day still to come."""
        return self.exclude(to_on__lte=on)


@history()
class Deputy(TenantModel):
    """Who comes when the holder of a seat cannot; `to_on` is the first day off."""

    seen_with = "see_board"

    seat = TenantKey(Seat, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    rank = models.PositiveSmallIntegerField(default=1)
    can_vote = models.BooleanField(default=True)
    counts = models.BooleanField(default=True)

    objects = DeputyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deputies"
        constraints = [
            ExclusionConstraint(
                name="one_deputy_of_a_rank",
                expressions=[
                    ("alliance", RangeOperators.EQUAL),
                    ("seat", RangeOperators.EQUAL),
                    ("rank", RangeOperators.EQUAL),
                    (days("from_on", "to_on"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="This seat has a deputy of that rank already.",
            ),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")),
                name="deputy_ends_after_starting",
            ),
        ]
        indexes = [models.Index(fields=["alliance", "person"], name="deputy_person")]

    def __str__(self) -> str:
        return f"{self.person}, deputy for {self.seat}"


class PauseQuerySet(models.QuerySet["SeatPause"]):
    def current(self, *, on: date) -> Self:
        return self.not_over(on=on).filter(from_on__lte=on)

    def not_over(self, *, on: date) -> Self:
        """Stepped back now, or from a day still to come; one that was taken back never was."""
        return self.exclude(to_on__lte=on).exclude(to_on=F("from_on"))


@history()
class SeatPause(TenantModel):
    """Somebody steps back from a seat for a while; `to_on` is the first day back.

    There is nowhere to write why. Everybody but the holder, the deputy and the lead sees apologies
    and a deputy.
    """

    seen_with = "change_seats"

    seat_term = TenantKey(SeatTerm, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    objects = PauseQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_pause_at_a_time",
                expressions=[
                    ("alliance", RangeOperators.EQUAL),
                    ("seat_term", RangeOperators.EQUAL),
                    (days("from_on", "to_on"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="You are stepping back already.",
            ),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")),
                name="pause_ends_after_it_begins",
                violation_error_message="You come back after you step back.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat_term}: stepping back"
