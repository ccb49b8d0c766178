"""Places people live in: wards, boroughs, neighbourhoods. Never a postcode."""

from django.db import models

from alliance.tenancy.models import TenantKey, TenantModel
from members.models import stamps


class Area(TenantModel):
    """A part of the alliance's place, as the Office for National Statistics codes it if it does."""

    seen_with = "see_members"

    class Kind(models.TextChoices):
        WARD = "ward", "Ward"
        BOROUGH = "borough", "Borough"
        NEIGHBOURHOOD = "neighbourhood", "Neighbourhood"
        OTHER = "other", "Another area"

    gss = models.CharField(max_length=9, blank=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.WARD)
    former_name = models.CharField(max_length=80, blank=True)
    parent = TenantKey("self", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        triggers = [stamps.of_area()]
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "kind", "name"],
                name="area_name_once",
                violation_error_message="There is an area of this name already.",
            ),
            models.UniqueConstraint(
                fields=["alliance", "gss"],
                condition=~models.Q(gss=""),
                name="area_gss_once",
                violation_error_message="Another area has this code.",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_from=None)
                | models.Q(valid_to=None)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="area_days_in_order",
                violation_error_message="The last day comes before the first.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
