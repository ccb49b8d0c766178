"""Who leads an organisation, in its own words, with its own consents. Nothing here is inferred."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from alliance.models import User
from alliance.tenancy.constraints import AppendOnly
from alliance.tenancy.models import TenantKey, TenantModel, append_only
from members.models.organisations import Organisation


class LedByDefinition(TenantModel):
    """What "led by" means here. The first thresholds are those of the DEI Data Standard.

    Nobody can change one, so an answer keeps the wording that it answered.
    """

    seen_with = "see_members"

    name = models.CharField(max_length=120)
    board_minimum = models.PositiveSmallIntegerField(default=75)
    senior_staff_minimum = models.PositiveSmallIntegerField(default=50)
    serves_minimum = models.PositiveSmallIntegerField(default=75)
    wording = models.TextField()
    valid_from = models.DateField()

    class Meta:
        triggers = [append_only]
        constraints = [
            AppendOnly(name="led_by_definition_append_only"),
            models.UniqueConstraint(
                fields=["alliance", "name", "valid_from"], name="led_by_definition_once"
            ),
            models.CheckConstraint(
                condition=Q(
                    board_minimum__lte=100, senior_staff_minimum__lte=100, serves_minimum__lte=100
                ),
                name="led_by_minimum_is_a_percentage",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class LedByDeclarationQuerySet(models.QuerySet["LedByDeclaration"]):
    def standing(self, *, on: date) -> Self:
        """Neither withdrawn nor run out."""
        return self.filter(withdrawn_at=None, valid_until__gt=on)


class LedByDeclaration(TenantModel):
    """What an organisation says of itself. Only its approver can say it or take it back."""

    seen_with = "approve_profile"
    organisation_path = "organisation"

    class Leads(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "No"
        PREFER_NOT_TO_SAY = "prefer_not_to_say", "Prefer not to say"

    organisation = TenantKey(Organisation, on_delete=models.PROTECT, related_name="+")
    definition = TenantKey(LedByDefinition, on_delete=models.PROTECT, related_name="+")
    group = models.CharField(max_length=120)
    leads = models.CharField(max_length=20, choices=Leads)
    board_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    senior_staff_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    serves_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    evidence_note = models.TextField(blank=True)
    declared_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    declared_on = models.DateField()
    valid_until = models.DateField()
    use_in_totals = models.BooleanField(default=False)
    show_name_to_members = models.BooleanField(default=False)
    show_publicly = models.BooleanField(default=False)
    use_in_elections = models.BooleanField(default=False)
    use_in_funding = models.BooleanField(default=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = LedByDeclarationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "organisation", "group"],
                condition=Q(withdrawn_at=None),
                name="one_declaration_per_group",
                violation_error_message="The organisation has said this about this group already.",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__gt=F("declared_on")), name="declaration_runs_out"
            ),
            models.CheckConstraint(
                condition=(Q(board_percent=None) | Q(board_percent__lte=100))
                & (Q(senior_staff_percent=None) | Q(senior_staff_percent__lte=100))
                & (Q(serves_percent=None) | Q(serves_percent__lte=100)),
                name="declaration_shares_are_percentages",
                violation_error_message="A share is at most 100 per cent.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.group}"

    @property
    def meets_definition(self) -> bool | None:
        """Worked out from the declared shares; None where one of them was not declared."""
        wanted = self.definition
        shares = (
            (self.board_percent, wanted.board_minimum),
            (self.senior_staff_percent, wanted.senior_staff_minimum),
            (self.serves_percent, wanted.serves_minimum),
        )
        if any(share is None for share, _ in shares):
            return None
        return all(share >= least for share, least in shares if share is not None)

    @property
    def reply_status(self) -> str:
        """What was answered, as the DEI Data Standard codes it for a funder's open data."""
        if self.leads == self.Leads.PREFER_NOT_TO_SAY:
            return "RS202"
        return "RS200" if self.show_publicly else "RS203"


class DeclarationReading(TenantModel):
    """Somebody opened what organisations said of themselves, and said what for."""

    seen_with = "read_declarations"

    read_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    read_at = models.DateTimeField()
    purpose = models.CharField(max_length=200)

    class Meta:
        triggers = [append_only]
        constraints = [
            AppendOnly(name="declaration_reading_append_only"),
            models.CheckConstraint(
                condition=~Q(purpose=""),
                name="declaration_reading_has_a_purpose",
                violation_error_message="Say what you read the answers for.",
            ),
        ]
        indexes = [models.Index(fields=["alliance", "-read_at"], name="declaration_reading_latest")]

    def __str__(self) -> str:
        return f"{self.read_by_id} at {self.read_at}"
