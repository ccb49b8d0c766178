"""What organisations offer, in which languages and where."""

import uuid
from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from alliance.tenancy.models import TenantKey, TenantModel, history
from members.models import stamps
from members.models.areas import Area
from members.models.organisations import Organisation

LONGEST_ALERT = 60  # days


class ServiceQuerySet(models.QuerySet["Service"]):
    def offered(self) -> "ServiceQuerySet":
        """Running, or closed for a while; not those that were given up."""
        return self.filter(status__in=[Service.Status.ACTIVE, Service.Status.TEMPORARILY_CLOSED])


@history()
class Service(TenantModel):
    """Something an organisation does for people."""

    seen_with = "see_members"
    organisation_path = "organisation"

    class Status(models.TextChoices):
        ACTIVE = "active", "Running"
        INACTIVE = "inactive", "Not running now"
        TEMPORARILY_CLOSED = "temporarily_closed", "Closed for a while"
        DEFUNCT = "defunct", "Given up"

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    organisation = TenantKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    plain_summary = models.TextField(blank=True)
    description = models.TextField(blank=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.ACTIVE)
    who_for = models.CharField(max_length=200, blank=True)
    minimum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    maximum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    how_to_get_in = models.TextField(blank=True)
    costs = models.CharField(max_length=200, blank=True)
    url = models.URLField(blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    alert = models.CharField(max_length=200, blank=True)
    alert_from = models.DateField(null=True, blank=True)
    alert_until = models.DateField(null=True, blank=True)  # the last day on which it is shown
    last_checked_on = models.DateField(null=True, blank=True)  # the organisation said: still right
    is_public = models.BooleanField(default=False)
    changed_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        triggers = [stamps.STAMP]
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "public_id"], name="service_public_id_once"
            ),
            models.UniqueConstraint(
                fields=["alliance", "organisation", "name"],
                name="service_name_once",
                violation_error_message="This organisation has a service of that name already.",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="service_has_a_name"),
            models.CheckConstraint(
                condition=Q(minimum_age=None)
                | Q(maximum_age=None)
                | Q(minimum_age__lte=F("maximum_age")),
                name="service_ages_in_order",
                violation_error_message="The youngest age is above the oldest.",
            ),
            models.CheckConstraint(
                condition=Q(alert="", alert_from=None, alert_until=None)
                | (
                    ~Q(alert="")
                    & Q(alert_from__isnull=False, alert_until__isnull=False)
                    & Q(alert_until__gte=F("alert_from"))
                    & Q(alert_until__lte=F("alert_from") + timedelta(days=LONGEST_ALERT))
                ),
                name="service_alert_runs_out",
                violation_error_message="A notice stands for at most 60 days.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{self.organisation.get_absolute_url()}#service-{self.pk}"

    def alert_on(self, day: date) -> str:
        """What is out of the ordinary on the day."""
        if self.alert_from is None or self.alert_until is None:
            return ""
        return self.alert if self.alert_from <= day <= self.alert_until else ""


class ServiceLanguage(TenantModel):
    """A language in which a service can be used, and how."""

    seen_with = "see_members"
    organisation_path = "service__organisation"

    class How(models.TextChoices):
        STAFF = "staff", "Spoken by staff"
        VOLUNTEER = "volunteer", "Spoken by a volunteer"
        WRITTEN = "written", "Written material"
        INTERPRETER = "interpreter", "Through an interpreter"

    service = TenantKey(Service, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=12)  # a tag of members.reference.languages
    how = models.CharField(max_length=20, choices=How, default=How.STAFF)

    class Meta:
        triggers = [stamps.of_service()]
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "service", "language", "how"], name="service_language_once"
            ),
            models.CheckConstraint(condition=~Q(language=""), name="service_language_is_named"),
        ]
        indexes = [models.Index(fields=["alliance", "language"], name="service_language_tag")]

    def __str__(self) -> str:
        return self.language


class ServiceArea(TenantModel):
    """A place whose people a service is for."""

    seen_with = "see_members"
    organisation_path = "service__organisation"

    service = TenantKey(Service, on_delete=models.CASCADE, related_name="+")
    area = TenantKey(Area, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers = [stamps.of_service()]
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "service", "area"], name="service_area_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} in {self.area_id}"
