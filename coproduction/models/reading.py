"""Whom a telling is about, and the glass that two people break together."""

from datetime import datetime

from django.db import models
from django.db.models import DateTimeField, F, Func, Q

from alliance.models import User
from alliance.tenancy.models import TenantKey, TenantModel
from coproduction.models.contributions import Contribution
from members.models import Network, Organisation


class AboutBody(TenantModel):
    """What was told is about this organisation or network. Whoever works there reads it no more."""

    seen_with = "capture_insights"

    contribution = TenantKey(Contribution, models.PROTECT, related_name="+")
    organisation = TenantKey(Organisation, models.PROTECT, related_name="+", null=True)
    network = TenantKey(Network, models.PROTECT, related_name="+", null=True)
    marked_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    marked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, network=None)
                | Q(organisation=None, network__isnull=False),
                name="about_body_is_one_body",
            ),
            models.UniqueConstraint(
                fields=["alliance", "contribution", "organisation", "network"],
                nulls_distinct=False,
                name="about_body_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation or self.network}"


class AnHourAfter(Func):
    template = "(%(expressions)s + interval '1 hour')"
    output_field = DateTimeField()


class BreakGlassQuerySet(models.QuerySet["BreakGlass"]):
    def broken(self, *, at: datetime) -> "BreakGlassQuerySet":
        return self.filter(agreed_at__lte=at, until__gt=at)


class BreakGlass(TenantModel):
    """One telling opened in need: one person asks with a reason, another agrees, for an hour."""

    seen_with = "capture_insights"

    contribution = TenantKey(Contribution, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    reason = models.CharField(max_length=300)
    agreed_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False, null=True)
    agreed_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)

    objects = BreakGlassQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed_by=None) | ~Q(agreed_by=F("asked_by")),
                name="break_glass_takes_two_people",
                violation_error_message="Somebody else agrees to this.",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by=None, agreed_at=None, until=None)
                | Q(agreed_by__isnull=False, agreed_at__isnull=False, until__isnull=False),
                name="break_glass_agreed_as_a_whole",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__lte=AnHourAfter("agreed_at")),
                name="break_glass_lasts_an_hour",
            ),
            models.CheckConstraint(
                condition=Q(reason__regex=r"\S.{8,}"), name="break_glass_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked_by}: {self.contribution}"
