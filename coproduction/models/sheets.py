"""Paper, for rooms without signal and people who would rather write."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alliance.models import User
from alliance.tenancy.models import TenantKey, TenantModel
from alliance.tenancy.zones import Zone
from coproduction import languages
from coproduction.models.contributions import Contribution
from coproduction.models.people import ConsentWording

MOST_COPIES = 60


class SheetBatch(TenantModel):
    """Sheets printed together, in one language, with one wording of consent."""

    class Format(models.TextChoices):
        STANDARD = "standard", _("Standard print")
        LARGE = "large_print", _("Large print")
        EASY_READ = "easy_read", _("Easy read")

    seen_with = "capture_insights"

    language = models.CharField(max_length=8, choices=languages.choices, default="en")
    format = models.CharField(max_length=11, choices=Format, default=Format.STANDARD)
    wording = TenantKey(ConsentWording, models.PROTECT, related_name="+")
    copies = models.PositiveSmallIntegerField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(copies__gte=1, copies__lte=MOST_COPIES),
                name="sheet_batch_has_some_copies",
                violation_error_message=f"Print between 1 and {MOST_COPIES} at a time.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.copies} × {self.get_language_display()}"


class Sheet(TenantModel):
    """One numbered sheet. The card on it bears a made-up name that nobody else gets.

    `words_sealed` holds the four words of its card only until the sheets have been printed.
    """

    zone = Zone.LIVED_EXPERIENCE

    class State(models.TextChoices):
        PRINTED = "printed", _("Given out")
        RETURNED = "returned", _("Come back")
        ENTERED = "entered", _("Entered")
        SPOILED = "spoiled", _("Spoiled")
        LOST = "lost", _("Lost")

    seen_with = "capture_insights"

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=9)
    batch = TenantKey(SheetBatch, models.PROTECT, related_name="+")
    ref = models.CharField(max_length=20)
    words_hmac = models.CharField(max_length=64)
    words_sealed = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.PRINTED)
    changed_at = models.DateTimeField(null=True)
    contribution = TenantKey(Contribution, models.PROTECT, related_name="+", null=True)
    shred_on = models.DateField(null=True)
    shredded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", db_index=False, null=True
    )
    shredded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alliance", "public_id"], name="sheet_public_id"),
            models.UniqueConstraint(fields=["alliance", "number"], name="sheet_number_once"),
            models.UniqueConstraint(fields=["alliance", "ref"], name="sheet_ref_once"),
            models.CheckConstraint(
                condition=Q(contribution=None) | Q(state="entered"),
                name="sheet_with_words_is_entered",
            ),
            models.CheckConstraint(
                condition=Q(shredded_by=None, shredded_at=None)
                | Q(shredded_by__isnull=False, shredded_at__isnull=False, state="entered"),
                name="sheet_shredded_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.number
