"""Still correct? One letter a cycle asks, one press answers; each answer is kept."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from alliance.models import SignedLink, User
from alliance.tenancy.constraints import AppendOnly
from alliance.tenancy.models import TenantKey, TenantModel, append_only
from members.cycles import SLOTS
from members.models.organisations import Organisation
from members.models.representatives import Representative
from members.models.services import Service


class ConfirmationSlot(TenantModel):
    """The working day of each four weeks that is an organisation's own."""

    seen_with = "see_members"
    organisation_path = "organisation"

    organisation = TenantKey(Organisation, on_delete=models.CASCADE, related_name="+")
    slot = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "organisation"], name="one_slot_an_organisation"
            ),
            models.CheckConstraint(condition=Q(slot__lt=SLOTS), name="slot_is_one_of_twenty"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.slot}"


class Subject(models.TextChoices):
    PROFILE = "profile", "What everybody can read about you"
    PLACES = "places", "Room for people"
    HOURS = "hours", "Hours for the alliance"


class ConfirmationRequest(TenantModel):
    """One letter to one representative, covering everything due; at most one reminder follows."""

    seen_with = "change_members"
    organisation_path = "organisation"

    class Answer(models.TextChoices):
        CONFIRMED = "confirmed", "All still correct"
        CHANGES = "changes", "Corrected"
        WRONG_PERSON = "wrong_person", "Not the right person"

    organisation = TenantKey(Organisation, on_delete=models.PROTECT, related_name="+")
    representative = TenantKey(Representative, on_delete=models.PROTECT, related_name="+")
    cycle = models.PositiveIntegerField()
    covers = ArrayField(models.CharField(max_length=10, choices=Subject))
    link = TenantKey(SignedLink, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    profile_sha256 = models.CharField(max_length=64, blank=True)
    sent_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=12, choices=Answer, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "organisation", "cycle"], name="one_letter_a_cycle"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None)
                | ~Q(answer="") & Q(answered_at__isnull=False),
                name="confirmation_answer_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(covers__len__gt=0), name="confirmation_covers_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} in cycle {self.cycle}"


class Confirmation(TenantModel):
    """Somebody said that this is right. What it said is kept as a digest."""

    seen_with = "see_members"
    organisation_path = "organisation"

    class How(models.TextChoices):
        LINK = "link", "By a link in a mail"
        PAGE = "page", "On this site"

    organisation = TenantKey(Organisation, on_delete=models.PROTECT, related_name="+")
    request = TenantKey(
        ConfirmationRequest, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    what = models.CharField(max_length=10, choices=Subject)
    service = TenantKey(Service, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    month = models.DateField(null=True, blank=True)
    content_sha256 = models.CharField(max_length=64)
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, db_index=False
    )
    how = models.CharField(max_length=4, choices=How)

    class Meta:
        triggers = [append_only]
        constraints = [
            AppendOnly(name="confirmation_append_only"),
            models.CheckConstraint(
                condition=Q(what="profile", service=None, month=None)
                | Q(what="places", service__isnull=False, month=None)
                | Q(what="hours", service=None, month__isnull=False),
                name="confirmation_says_of_what",
            ),
        ]
        indexes = [
            models.Index(
                fields=["alliance", "organisation", "what", "-confirmed_at"],
                name="confirmation_latest",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.what}"
