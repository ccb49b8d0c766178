"""Where services are, how easy it is to get in, and which addresses nobody may learn."""

import uuid

from django.db import models
from django.db.models import Q

from alliance.tenancy.models import TenantKey, TenantModel, history
from members.models import stamps
from members.models.areas import Area
from members.models.organisations import Organisation
from members.models.services import Service

# Upper case, one space, as stored: an outward part of two to four signs, then a digit and two
# letters; and the one code that follows no rule.
POSTCODE = r"^(GIR 0AA|[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2})$"


class LocationQuerySet(models.QuerySet["Location"]):
    def shown(self) -> "LocationQuerySet":
        """Those whose address may be told."""
        return self.filter(is_public=True)


@history()
class Location(TenantModel):
    """A building, a postal address or a place on the internet.

    The address of one that is not public (a refuge, somebody's home) stays on the server: only its
    ward is told.
    """

    seen_with = "edit_profile"  # its own organisation's people alone see a hidden address
    organisation_path = "organisation"

    class Kind(models.TextChoices):
        PHYSICAL = "physical", "A place to come to"
        POSTAL = "postal", "An address for letters"
        VIRTUAL = "virtual", "Online or by phone"

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    organisation = TenantKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.PHYSICAL)
    name = models.CharField(max_length=160, blank=True)
    address_1 = models.CharField(max_length=160, blank=True)
    city = models.CharField(max_length=80, blank=True)
    region = models.CharField(max_length=80, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    ward = TenantKey(Area, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    url = models.URLField(blank=True)
    is_public = models.BooleanField(default=False)

    objects = LocationQuerySet.as_manager()

    class Meta:
        triggers = [stamps.of_location("id")]
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "public_id"], name="location_public_id_once"
            ),
            models.CheckConstraint(
                condition=Q(postcode="") | Q(postcode__regex=POSTCODE),
                name="location_postcode_has_its_shape",
                violation_error_message="Write the postcode in full, such as E1 6AN.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="virtual", url="", name=""),
                name="virtual_location_says_where",
                violation_error_message="Say where it is: a web address, or a few words.",
            ),
        ]

    def __str__(self) -> str:
        return f"location {self.public_id}"  # never the address: this ends up in logs

    @property
    def has_address(self) -> bool:
        """Enough of an address to print, and allowed to be printed."""
        return self.is_public and bool(self.address_1 and self.city and self.postcode)


class LocationAccess(TenantModel):
    """Whether a place has what somebody needs. Not known is never shown as no."""

    seen_with = "see_members"
    organisation_path = "location__organisation"

    class Kind(models.TextChoices):
        STEP_FREE = "step_free", "Step-free entrance"
        TOILET = "accessible_toilet", "Accessible toilet"
        LIFT = "lift", "Lift"
        HEARING_LOOP = "hearing_loop", "Hearing loop"
        QUIET_ROOM = "quiet_room", "Quiet room"
        BSL = "bsl", "British Sign Language by arrangement"
        PRAYER = "prayer_space", "Prayer space"
        CRECHE = "creche", "Crèche"
        GENDER_NEUTRAL_TOILET = "gender_neutral_toilet", "Gender-neutral toilet"
        PARKING = "parking", "Parking"
        STATION = "step_free_station", "Near a step-free station"

    class Answer(models.TextChoices):
        YES = "yes", "Yes"
        PARTLY = "partly", "Partly"
        NO = "no", "No"
        NOT_KNOWN = "not_known", "Not known"

    location = TenantKey(Location, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=30, choices=Kind)
    answer = models.CharField(max_length=20, choices=Answer, default=Answer.NOT_KNOWN)
    details = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name_plural = "location access"
        triggers = [stamps.of_location()]
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "location", "kind"],
                name="access_answered_once",
                violation_error_message="This is answered already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.answer}"


class ServiceLocation(TenantModel):
    """A service can be used at this place."""

    seen_with = "see_members"
    organisation_path = "service__organisation"

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    service = TenantKey(Service, on_delete=models.CASCADE, related_name="+")
    location = TenantKey(Location, on_delete=models.CASCADE, related_name="+")

    class Meta:
        triggers = [stamps.of_service()]
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "service", "location"], name="service_at_location_once"
            ),
            models.UniqueConstraint(
                fields=["alliance", "public_id"], name="service_location_public_id_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} at {self.location_id}"
