"""Things that members do together, and how many people they reached: counts, never names."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from alliance.models import Priority
from alliance.tenancy.models import TenantKey, TenantModel, history
from members.models.areas import Area
from members.models.organisations import Organisation


class InitiativeQuerySet(models.QuerySet["Initiative"]):
    def running(self, *, on: date) -> Self:
        """Begun or still to begin, and not over."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on))


@history()
class Initiative(TenantModel):
    """One member leads it, others may join. `ends_on` is its last day."""

    seen_with = "see_members"
    organisation_path = "lead_organisation"

    class Kind(models.TextChoices):
        PHYSICAL_ACTIVITY = "physical_activity", "Physical activity"
        CREATIVE = "creative", "Creative"
        CAMPAIGN = "campaign", "Campaign"
        RESEARCH = "research", "Research"
        SERVICE_PILOT = "service_pilot", "Trying out a service"
        OTHER = "other", "Something else"

    title = models.CharField(max_length=160)
    kind = models.CharField(max_length=20, choices=Kind)
    lead_organisation = TenantKey(Organisation, on_delete=models.PROTECT, related_name="+")
    priority = TenantKey(
        Priority, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    aim = models.TextField()
    what_changed = models.TextField(blank=True)

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "title"],
                name="initiative_title_once",
                violation_error_message="There is an initiative of this name already.",
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(aim=""),
                name="initiative_has_a_title_and_an_aim",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="initiative_ends_after_it_starts",
                violation_error_message="It ends before it starts.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("members:initiative", kwargs={"pk": self.pk})


class InitiativePartner(TenantModel):
    """Another member that takes part in an initiative."""

    seen_with = "see_members"

    initiative = TenantKey(Initiative, on_delete=models.CASCADE, related_name="+")
    organisation = TenantKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "initiative", "organisation"],
                name="initiative_partner_once",
                violation_error_message="This organisation takes part already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} in {self.initiative_id}"


class InitiativeSession(TenantModel):
    """One time that people came, and how many. Nobody is named anywhere."""

    seen_with = "see_members"
    organisation_path = "initiative__lead_organisation"

    initiative = TenantKey(Initiative, on_delete=models.CASCADE, related_name="+")
    held_on = models.DateField()
    area = TenantKey(Area, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    people_count = models.PositiveIntegerField()
    carers_count = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(carers_count=None) | Q(carers_count__lte=F("people_count")),
                name="carers_are_among_the_people",
                violation_error_message="Carers are counted among the people who came.",
            ),
            models.UniqueConstraint(
                fields=["alliance", "initiative", "held_on", "area"],
                nulls_distinct=False,
                name="session_once_a_day_and_place",
                violation_error_message="A session on this day in this place is recorded already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.initiative_id} on {self.held_on}"
