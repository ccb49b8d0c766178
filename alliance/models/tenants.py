"""Alliances, what each has settled for itself, and its priorities."""

from datetime import date
from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from alliance import roles
from alliance.tenancy.constraints import ReadOnly
from alliance.tenancy.models import TenantModel, history

DEFAULT_ACCENT = "#0f5c5c"


class Alliance(models.Model):
    """A tenant. Readable by all, written by the owner role only (`manage.py open_alliance`)."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        # Offices of the whole alliance are held on this object (see alliance.access).
        permissions = roles.permissions_of_scope(roles.Scope.ALLIANCE)
        default_permissions = ()
        constraints = [ReadOnly(name="alliance_written_by_owner")]

    def __str__(self) -> str:
        return self.name


class AllianceSettings(TenantModel):
    """What an alliance has settled for itself: one row."""

    seen_with = "see_settings"

    class Licence(models.TextChoices):
        OPEN_GOVERNMENT = "ogl-3.0", "Open Government Licence v3.0"
        CREATIVE_COMMONS = "cc-by-4.0", "Creative Commons Attribution 4.0"

    display_name = models.CharField(max_length=120)
    accent = models.CharField(
        max_length=7, default=DEFAULT_ACCENT, validators=[RegexValidator(r"^#[0-9a-f]{6}$")]
    )
    crisis_lines = models.TextField(blank=True)
    public_contact = models.EmailField(blank=True)
    is_demo = models.BooleanField(default=False)
    k_people = models.PositiveSmallIntegerField(default=5)
    k_organisations = models.PositiveSmallIntegerField(default=3)
    answer_insight_days = models.PositiveSmallIntegerField(default=60)
    least_reviewers = models.PositiveSmallIntegerField(default=3)
    reminder_days = models.PositiveSmallIntegerField(default=5)
    open_data_licence = models.CharField(
        max_length=20, choices=Licence, default=Licence.CREATIVE_COMMONS
    )

    class Meta:
        verbose_name_plural = "alliance settings"
        constraints = [
            models.UniqueConstraint(fields=["alliance"], name="one_settings_row"),
            models.CheckConstraint(
                condition=Q(k_people__gte=5, k_organisations__gte=3), name="settings_k_is_safe"
            ),
            models.CheckConstraint(
                condition=Q(least_reviewers__gte=3), name="settings_three_judge_at_least"
            ),
            models.CheckConstraint(
                condition=Q(accent__regex=r"^#[0-9a-f]{6}$"), name="settings_accent_is_a_colour"
            ),
        ]

    def __str__(self) -> str:
        return self.display_name


class PriorityQuerySet(models.QuerySet["Priority"]):
    def current(self) -> Self:
        return self.filter(is_current=True).order_by("number")


class Priority(TenantModel):
    """One of the things the alliance has agreed matters most."""

    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    words = models.TextField(blank=True)
    is_current = models.BooleanField(default=True)

    objects = PriorityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "priorities"
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "number"],
                name="priority_number_once",
                violation_error_message="Another priority has this number.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


history()(AllianceSettings)


def is_open(alliance: Alliance, *, on: date) -> bool:
    return alliance.closed_on is None or on < alliance.closed_on
