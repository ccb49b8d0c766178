"""Somebody took back what they had told us: what was done about it, and by when."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from alliance.models import User
from alliance.tenancy.models import TenantKey, TenantModel
from coproduction.models.contributions import Contribution
from coproduction.models.people import Contributor


class Withdrawal(TenantModel):
    """No reason is asked for, and none is kept. `handled_by` is empty where the card's page did it.

    `receipt_number` is what the person is given; it says nothing about them.
    """

    class What(models.TextChoices):
        EVERYTHING = "everything", _("Everything I told you")
        ONE = "one_contribution", _("One thing I told you")
        SOME_SCOPES = "some_scopes", _("Some of what you may do with it")

    class How(models.TextChoices):
        WORD_OF_MOUTH = "word_of_mouth", "They told one of us"
        CARD = "card", "On the page of their card"
        LETTER = "letter", "By letter"
        PHONE = "phone", "By phone"
        AGAIN = "again", "Taken back before, and again after a restore"

    seen_with = "capture_insights"

    contributor = TenantKey(Contributor, models.PROTECT, related_name="+")
    contribution = TenantKey(Contribution, models.PROTECT, related_name="+", null=True)
    what = models.CharField(max_length=16, choices=What)
    asked_how = models.CharField(max_length=13, choices=How)
    asked_at = models.DateTimeField()
    handled_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", db_index=False, null=True
    )
    receipt_number = models.CharField(max_length=12)
    is_held_for_safety = models.BooleanField(default=False)
    completed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "receipt_number"], name="withdrawal_receipt_once"
            ),
            models.CheckConstraint(
                condition=Q(handled_by__isnull=False) | Q(asked_how__in=["card", "again"]),
                name="withdrawal_handled_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(what="everything") | Q(contribution=None),
                name="withdrawal_of_everything_names_no_telling",
            ),
            models.CheckConstraint(
                condition=~Q(what="one_contribution") | Q(contribution__isnull=False),
                name="withdrawal_of_one_names_it",
            ),
            models.CheckConstraint(
                condition=Q(completed_at=None) | Q(completed_at__gte=F("asked_at")),
                name="withdrawal_ends_after_it_began",
            ),
        ]
        indexes = [
            models.Index(
                fields=["alliance", "asked_at"],
                condition=Q(completed_at=None),
                name="withdrawal_open",
            )
        ]

    def __str__(self) -> str:
        return self.receipt_number

    @property
    def is_done(self) -> bool:
        return self.completed_at is not None


class WithdrawalStep(TenantModel):
    """One place the words went, by when it is to be clear of them, and what was found there.

    `counts` holds numbers alone.
    """

    class Step(models.TextChoices):
        KEYS = "keys", _("The keys of your words were destroyed")
        POINTS = "points", _("Points made from your words were taken away or hidden")
        PAGES = "pages", _("Our pages, search and feeds were looked through")
        PACKS = "packs", _("Board papers were made again without it")
        HOLDERS = "holders", _("People who had those papers were asked to delete their copy")
        BACKUPS = "backups", _("Copies of our database can no longer open it")

    seen_with = "capture_insights"

    withdrawal = TenantKey(Withdrawal, models.PROTECT, related_name="+")
    step = models.CharField(max_length=7, choices=Step)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "withdrawal", "step"], name="withdrawal_step_once"
            ),
        ]

    def __str__(self) -> str:
        return self.get_step_display()

    @property
    def is_done(self) -> bool:
        return self.done_at is not None
