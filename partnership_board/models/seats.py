"""Boards, the constituencies that share their seats, and who holds each seat between which days."""

from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Case, F, Q, Value, When

from alliance.models import User
from alliance.tenancy.constraints import AppendOnly
from alliance.tenancy.models import TenantKey, TenantModel, append_only, history
from members.models import Network, Organisation
from members.models.ranges import days


class BoardQuerySet(models.QuerySet["Board"]):
    def partnership(self) -> Self:
        return self.filter(kind=Board.Kind.PARTNERSHIP_BOARD)


@history()
class Board(TenantModel):
    """A body that meets and decides; an agenda group serves one of them."""

    seen_with = "see_board"

    class Kind(models.TextChoices):
        PARTNERSHIP_BOARD = "partnership_board", "Partnership Board"
        AGENDA_GROUP = "agenda_group", "Agenda group"
        STEERING = "steering", "Steering group"
        SUBGROUP = "subgroup", "Subgroup"

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=Kind)
    parent = TenantKey("self", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    network = TenantKey(Network, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    is_public = models.BooleanField(default=False)
    min_elected_seats = models.PositiveSmallIntegerField(default=3)

    objects = BoardQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance"],
                condition=Q(kind="partnership_board"),
                name="one_partnership_board",
                violation_error_message="This alliance has a Partnership Board already.",
            ),
            models.UniqueConstraint(
                fields=["alliance", "parent"],
                condition=Q(kind="agenda_group"),
                name="one_agenda_group_a_board",
                violation_error_message="This board has an agenda group already.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="agenda_group") | Q(parent__isnull=False),
                name="agenda_group_serves_a_board",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class BoardRules(TenantModel):
    """What a board has agreed about its own days; a change is a new version."""

    seen_with = "see_board"

    board = TenantKey(Board, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    from_on = models.DateField()
    notice_days = models.PositiveSmallIntegerField(default=5)
    paper_days = models.PositiveSmallIntegerField(default=8)
    proposal_days = models.PositiveSmallIntegerField(default=15)
    answer_days = models.PositiveSmallIntegerField(default=10)
    minutes_days = models.PositiveSmallIntegerField(default=10)

    class Meta:
        verbose_name_plural = "board rules"
        triggers = [append_only]
        constraints = [
            AppendOnly(name="board_rules_append_only"),
            models.UniqueConstraint(
                fields=["alliance", "board", "version"], name="board_rules_version"
            ),
            models.CheckConstraint(
                condition=Q(notice_days__lte=F("paper_days"))
                & Q(paper_days__lte=F("proposal_days")),
                name="board_rules_days_in_order",
                violation_error_message=(
                    "Proposals close first, then papers, and then the pack goes out."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.board}, rules {self.version}"


@history()
class Constituency(TenantModel):
    """One of the sides that share a board's seats: the alliance's own list."""

    seen_with = "see_board"

    board = TenantKey(Board, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)
    label = models.CharField(max_length=60)
    order = models.PositiveSmallIntegerField()
    is_statutory = models.BooleanField(default=False)
    min_seats = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name_plural = "constituencies"
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "board", "code"],
                name="constituency_code",
                violation_error_message="This board has a constituency with that code.",
            ),
        ]

    def __str__(self) -> str:
        return self.label


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
