"""Days on which nobody works: the bank holidays of the place, and days of the alliance's own."""

from django.db import models
from django.db.models import Q

from alliance.tenancy.models import TenantKey, TenantModel, history


@history()
class WorkingCalendar(TenantModel):
    """The alliance's own list of closed days. `version` goes up with every change."""

    seen_with = "see_board"

    name = models.CharField(max_length=60)
    region = models.CharField(max_length=60)
    version = models.PositiveIntegerField(default=1)
    from_on = models.DateField()
    until_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance"],
                name="one_working_calendar",
                violation_error_message="This alliance has its own calendar already.",
            ),
            models.CheckConstraint(
                condition=Q(until_on__gt=models.F("from_on")), name="working_calendar_lasts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, version {self.version}"


@history()
class ClosedDay(TenantModel):
    """A day that does not count as a working day, and why."""

    seen_with = "see_board"

    class Kind(models.TextChoices):
        BANK_HOLIDAY = "bank_holiday", "Bank holiday"
        CLOSED = "closed", "Closed day"

    calendar = TenantKey(WorkingCalendar, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    label = models.CharField(max_length=80)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.CLOSED)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "calendar", "on"],
                name="closed_day_once",
                violation_error_message="This day is closed already.",
            ),
            models.CheckConstraint(
                condition=~Q(label=""),
                name="closed_day_has_a_name",
                violation_error_message="Say what day it is.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}, {self.on:%-d %B %Y}"
