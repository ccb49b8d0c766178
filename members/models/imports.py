"""A list that came in as a file: looked at first, put in if somebody says so, undone for a day."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from alliance.models import Document, User
from alliance.tenancy.models import TenantKey, TenantModel

UNDO_LASTS = timedelta(days=1)


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    def forgettable(self, *, now: datetime) -> Self:
        """Settled, and past undoing: what they held of people is not needed any more."""
        settled = Q(state__in=["discarded", "undone"]) | Q(applied_at__lt=now - UNDO_LASTS)
        old = Q(state="checked", checked_at__lt=now - ImportRun.CHECK_LASTS)
        return self.filter(settled | old, forgotten_at=None)


class ImportRun(TenantModel):
    """One file, what was found in it, and what became of it."""

    seen_with = "change_members"
    CHECK_LASTS = timedelta(days=7)

    class Kind(models.TextChoices):
        ORGANISATIONS = "organisations", "Organisations"
        SERVICES = "services", "Services"
        REPRESENTATIVES = "representatives", "Representatives"
        CAPACITY = "capacity", "Places free"

    class State(models.TextChoices):
        CHECKED = "checked", "Looked at, nothing written"
        APPLIED = "applied", "Put in"
        DISCARDED = "discarded", "Put aside"
        UNDONE = "undone", "Undone"

    kind = models.CharField(max_length=20, choices=Kind)
    file = TenantKey(Document, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    file_sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=20, choices=State, default=State.CHECKED)
    rows = models.PositiveIntegerField()
    problems = models.PositiveIntegerField()
    preview = models.JSONField(default=dict)
    checked_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    checked_at = models.DateTimeField()
    applied_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(applied_at=None, applied_by=None)
                & Q(state__in=["checked", "discarded"])
                | Q(applied_at__isnull=False, applied_by__isnull=False)
                & Q(state__in=["applied", "undone"]),
                name="import_is_applied_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="undone", undone_at__isnull=False)
                | ~Q(state="undone") & Q(undone_at=None),
                name="import_is_undone_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(file__isnull=False) | Q(forgotten_at__isnull=False),
                name="import_keeps_its_file_until_forgotten",
            ),
        ]
        indexes = [models.Index(fields=["alliance", "-checked_at"], name="import_latest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("members:import-page", kwargs={"pk": self.pk})

    def can_be_undone(self, *, now: datetime) -> bool:
        return (
            self.state == self.State.APPLIED
            and self.kind != self.Kind.CAPACITY
            and self.applied_at is not None
            and now < self.applied_at + UNDO_LASTS
        )


class ImportChange(TenantModel):
    """One row that an import wrote: what it was before and after, so that it can be undone."""

    seen_with = "change_members"

    run = TenantKey(ImportRun, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()  # in the order written
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    before = models.JSONField(null=True)  # null: the row was new
    after = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "run", "number"], name="import_change_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}"
