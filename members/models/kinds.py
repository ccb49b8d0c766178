"""How services are sorted, whom organisations serve, and when somebody is there."""

import uuid

from django.db import models
from django.db.models import F, Q

from alliance.models import Priority
from alliance.tenancy.models import TenantKey, TenantModel
from members.models import stamps
from members.models.organisations import Organisation
from members.models.services import Service


class ServiceTypeQuerySet(models.QuerySet["ServiceType"]):
    def current(self) -> "ServiceTypeQuerySet":
        return self.filter(is_current=True)


class ServiceType(TenantModel):
    """One kind of service in the alliance's own short list."""

    seen_with = "see_members"

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    words = models.CharField(max_length=200, blank=True)
    is_current = models.BooleanField(default=True)

    objects = ServiceTypeQuerySet.as_manager()

    class Meta:
        triggers = [stamps.of_type()]
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "name"],
                name="service_type_once",
                violation_error_message="There is a type of this name already.",
            ),
            models.UniqueConstraint(
                fields=["alliance", "public_id"], name="service_type_public_id_once"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="service_type_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class TypeOfService(TenantModel):
    seen_with = "see_members"
    organisation_path = "service__organisation"

    service = TenantKey(Service, on_delete=models.CASCADE, related_name="+")
    type = TenantKey(ServiceType, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "types of services"
        triggers = [stamps.of_service()]
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "service", "type"], name="type_of_service_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} is {self.type_id}"


class PriorityOfService(TenantModel):
    """A service does something for one of the alliance's priorities."""

    seen_with = "see_members"
    organisation_path = "service__organisation"

    service = TenantKey(Service, on_delete=models.CASCADE, related_name="+")
    priority = TenantKey(Priority, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "priorities of services"
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "service", "priority"], name="priority_of_service_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} for {self.priority_id}"


class GroupServed(TenantModel):
    """People an organisation is there for: a group of the shipped list, or its own words."""

    seen_with = "see_members"
    organisation_path = "organisation"

    organisation = TenantKey(Organisation, on_delete=models.CASCADE, related_name="+")
    group = models.CharField(max_length=80)  # a code of members.reference.groups, or words

    class Meta:
        verbose_name_plural = "groups served"
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "organisation", "group"], name="group_served_once"
            ),
            models.CheckConstraint(condition=~Q(group=""), name="group_served_is_named"),
        ]

    def __str__(self) -> str:
        return self.group


class ServiceSchedule(TenantModel):
    """A day on which somebody is there. Bank holidays are an alert on the service, not a guess."""

    seen_with = "see_members"
    organisation_path = "service__organisation"

    class Frequency(models.TextChoices):
        WEEKLY = "weekly", "Every week"
        MONTHLY = "monthly", "Once a month"

    class Weekday(models.TextChoices):
        MONDAY = "MO", "Monday"
        TUESDAY = "TU", "Tuesday"
        WEDNESDAY = "WE", "Wednesday"
        THURSDAY = "TH", "Thursday"
        FRIDAY = "FR", "Friday"
        SATURDAY = "SA", "Saturday"
        SUNDAY = "SU", "Sunday"

    class Week(models.IntegerChoices):
        FIRST = 1, "First"
        SECOND = 2, "Second"
        THIRD = 3, "Third"
        FOURTH = 4, "Fourth"
        LATEST = -1, "Last"

    service = TenantKey(Service, on_delete=models.CASCADE, related_name="+")
    frequency = models.CharField(max_length=20, choices=Frequency, default=Frequency.WEEKLY)
    weekday = models.CharField(max_length=2, choices=Weekday)
    week_of_month = models.SmallIntegerField(choices=Week, null=True, blank=True)
    opens_at = models.TimeField()
    closes_at = models.TimeField()
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        triggers = [stamps.of_service()]
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "alliance",
                    "service",
                    "frequency",
                    "weekday",
                    "week_of_month",
                    "opens_at",
                    "valid_from",
                ],
                name="schedule_once",
                nulls_distinct=False,
                violation_error_message="These hours are listed already.",
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="schedule_closes_after_it_opens",
                violation_error_message="It closes after it opens.",
            ),
            models.CheckConstraint(
                condition=Q(frequency="weekly", week_of_month=None)
                | Q(
                    frequency="monthly",
                    week_of_month__isnull=False,
                    week_of_month__in=[1, 2, 3, 4, -1],
                ),
                name="schedule_week_where_monthly",
                violation_error_message="Say which week of the month, or every week.",
            ),
            models.CheckConstraint(
                condition=Q(weekday__in=["MO", "TU", "WE", "TH", "FR", "SA", "SU"]),
                name="schedule_on_a_weekday",
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="schedule_days_in_order",
                violation_error_message="The last day comes before the first.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens_at:%H:%M}-{self.closes_at:%H:%M}"
