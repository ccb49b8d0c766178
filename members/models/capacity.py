"""Two capacities, never one: room for people outside, and time for the alliance inside."""

from datetime import date, datetime, timedelta
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q

from alliance.models import User
from alliance.tenancy.constraints import AppendOnly
from alliance.tenancy.models import TenantKey, TenantModel, append_only, history
from alliance.tenancy.zones import Zone
from members import months
from members.models.organisations import Organisation
from members.models.ranges import days
from members.models.services import Service

USUAL_DAYS, MOST_DAYS = 28, 90
LONGEST_PAUSE = 184  # six months
MONTHS_CARRIED = 3


class ServiceCapacityQuerySet(models.QuerySet["ServiceCapacity"]):
    def latest_each(self) -> Self:
        """What was said last about each service. Whether it still holds: `is_confirmed(now=)`."""
        return self.order_by("service", "-confirmed_at", "-pk").distinct("service")


@history()
class ServiceCapacity(TenantModel):
    """Can someone be sent to this service today? Each answer is a row; the latest one counts."""

    seen_with = "see_members"
    organisation_path = "service__organisation"

    class ReferralStatus(models.TextChoices):
        OPEN = "open", "Open"
        LIMITED = "limited", "A few places"
        WAITING_LIST = "waiting_list", "Waiting list"
        CLOSED = "closed", "Closed"
        BY_ASSESSMENT = "by_assessment", "After a talk with us"

    class Unit(models.TextChoices):
        PEOPLE = "people", "people"
        SESSIONS = "sessions", "sessions"
        GROUPS = "groups", "groups"
        BEDS = "beds", "beds"
        HOURS = "hours", "hours"

    class Source(models.TextChoices):
        PAGE = "page", "On this site"
        LINK = "link", "By a link in a mail"
        IMPORT = "import", "From a list"

    service = TenantKey(Service, on_delete=models.PROTECT, related_name="+")
    referral_status = models.CharField(max_length=20, choices=ReferralStatus)
    unit = models.CharField(max_length=20, choices=Unit, default=Unit.PEOPLE)
    available = models.PositiveIntegerField(null=True, blank=True)
    maximum = models.PositiveIntegerField(null=True, blank=True)
    funded_places = models.PositiveIntegerField(null=True, blank=True)
    waiting_count = models.PositiveIntegerField(null=True, blank=True)
    typical_wait_days = models.PositiveSmallIntegerField(null=True, blank=True)
    next_opening_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, db_index=False
    )
    source = models.CharField(max_length=20, choices=Source, default=Source.PAGE)
    valid_until = models.DateTimeField()

    objects = ServiceCapacityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "service capacities"
        triggers = [append_only]
        constraints = [
            AppendOnly(name="service_capacity_append_only"),
            models.CheckConstraint(
                condition=Q(available=None) | Q(maximum=None) | Q(available__lte=F("maximum")),
                name="capacity_within_maximum",
                violation_error_message="There cannot be more places free than there are.",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__gt=F("confirmed_at"))
                & Q(valid_until__lte=F("confirmed_at") + timedelta(days=MOST_DAYS)),
                name="capacity_runs_out",
                violation_error_message="What is confirmed holds for at most 90 days.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["alliance", "service", "-confirmed_at", "-id"], name="capacity_latest"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} {self.referral_status}"

    def is_confirmed(self, *, now: datetime) -> bool:
        """Nothing older than its day reads as open or as closed."""
        return now <= self.valid_until

    @property
    def words(self) -> str:
        """4 of 12 places free (people), or the status alone."""
        status = self.get_referral_status_display()
        if self.available is None:
            return status
        whole = "" if self.maximum is None else f" of {self.maximum}"
        return f"{status}: {self.available}{whole} {self.get_unit_display()}"


class PartnershipCapacityQuerySet(models.QuerySet["PartnershipCapacity"]):
    def counting_for(self, month: date) -> Self:
        """What an organisation last said that still counts in the month, newest first."""
        earliest = months.later(month, -MONTHS_CARRIED)
        return self.filter(
            month__range=(earliest, month), source=PartnershipCapacity.Source.STATED
        ).order_by("-month")


class PartnershipCapacity(TenantModel):
    """The time an organisation can give the alliance in a month. Private to it and the lead."""

    zone = Zone.HOURS
    seen_with = "see_hours"
    organisation_path = "organisation"

    class Source(models.TextChoices):
        STATED = "stated", "Confirmed"
        CARRIED_FORWARD = "carried_forward", "Carried forward"
        ASSUMED = "assumed", "Assumed"

    class Format(models.TextChoices):
        IN_PERSON = "in_person", "In person"
        ONLINE = "online", "Online"
        PHONE = "phone", "By phone"
        WRITTEN = "written", "In writing"

    organisation = TenantKey(Organisation, on_delete=models.CASCADE, related_name="+")
    month = models.DateField()
    minutes_offered = models.PositiveIntegerField()
    minutes_funded = models.PositiveIntegerField(default=0)
    formats = ArrayField(models.CharField(max_length=20, choices=Format), default=list, blank=True)
    notice_days_needed = models.PositiveSmallIntegerField(null=True, blank=True)
    most_open_asks = models.PositiveSmallIntegerField(null=True, blank=True)
    is_unpaid_only = models.BooleanField(default=False)
    volunteers_involved = models.PositiveSmallIntegerField(null=True, blank=True)
    preferred_times = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=20, choices=Source, default=Source.STATED)
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, db_index=False
    )

    objects = PartnershipCapacityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "partnership capacities"
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "organisation", "month"],
                name="hours_once_a_month",
                violation_error_message="The hours for this month are recorded already.",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="hours_month_is_its_first_day"),
            models.CheckConstraint(
                condition=Q(minutes_funded__lte=F("minutes_offered")),
                name="funded_hours_within_offered",
                violation_error_message="The paid hours are part of the hours you offer.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.month}"


class HoursAssumption(TenantModel):
    """What this alliance assumes of an organisation of a size that has said nothing."""

    seen_with = "see_hours"

    size_band = models.CharField(max_length=20, choices=Organisation.SizeBand)
    minutes = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "size_band"], name="one_assumption_per_band"
            ),
        ]

    def __str__(self) -> str:
        return self.size_band


class RestQuerySet(models.QuerySet["Pause"]):
    def current(self, *, on: date) -> Self:
        return self.filter(from_on__lte=on, until_on__gt=on)


class Pause(TenantModel):
    """Days on which nothing is asked of an organisation. `until_on` is the day it is back."""

    seen_with = "see_hours"
    organisation_path = "organisation"

    organisation = TenantKey(Organisation, on_delete=models.CASCADE, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField()
    reason = models.CharField(max_length=200, blank=True)

    objects = RestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__gt=F("from_on"))
                & Q(until_on__lte=F("from_on") + timedelta(days=LONGEST_PAUSE)),
                name="pause_at_most_six_months",
                violation_error_message="A pause lasts at most six months. You can pause again.",
            ),
            ExclusionConstraint(
                name="pauses_do_not_overlap",
                expressions=[
                    ("alliance", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    (days("from_on", "until_on"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="The organisation is paused on some of these days already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} from {self.from_on}"
