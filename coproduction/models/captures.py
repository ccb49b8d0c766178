"""A telling on its way in: kept sealed for a week, until it is finished or thrown away."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alliance.models import User
from alliance.tenancy.models import TenantKey, TenantModel
from alliance.tenancy.zones import Zone
from coproduction import languages
from coproduction.models.contributions import Contribution


class CaptureDraft(TenantModel):
    """Every answer so far, sealed. Made only once somebody has said that we may keep it.

    `public_id` is drawn before the first question, so that a repeated press finds the same row.
    """

    zone = Zone.LIVED_EXPERIENCE

    class Way(models.TextChoices):
        SHORT = "short", _("In a busy room")
        TALK = "talk", _("With time to talk")
        GROUP = "group", _("With a group")
        PASSED_ON = "passed-on", _("Passing on what somebody told us")
        SHEET = "sheet", _("From a paper sheet")

    seen_with = "take_words"

    public_id = models.UUIDField(editable=False)
    way = models.CharField(max_length=9, choices=Way)
    language = models.CharField(max_length=8, choices=languages.choices, default="en")
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    started_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answers = models.TextField(blank=True)
    is_handed_over = models.BooleanField(default=False)
    contribution = TenantKey(Contribution, models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "public_id"], name="capture_draft_public_id"
            ),
            models.UniqueConstraint(
                fields=["alliance", "contribution"], name="capture_draft_makes_one_contribution"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("started_at")),
                name="capture_draft_ends_after_it_began",
            ),
        ]
        indexes = [models.Index(fields=["alliance", "started_by"], name="capture_draft_by")]

    def __str__(self) -> str:
        return self.get_way_display()

    def get_absolute_url(self) -> str:
        step = "card" if self.is_finished else "tell"
        return reverse("coproduction:capture_step", args=[self.public_id, step])

    @property
    def is_finished(self) -> bool:
        return self.contribution_id is not None

    def has_run_out(self, *, at: datetime) -> bool:
        return self.expires_at <= at


class SealedFile(TenantModel):
    """A recording or a picture. The bytes lie under a random name, sealed like the words.

    A telling keeps the `public_id` of its draft, and so its key: nothing is sealed twice.
    """

    zone = Zone.LIVED_EXPERIENCE
    sealed_under = "telling"

    class Kind(models.TextChoices):
        VOICE = "voice", _("A recording")
        PICTURE = "picture", _("A picture")

    seen_with = "take_words"

    public_id = models.UUIDField(editable=False)
    draft = TenantKey(CaptureDraft, models.PROTECT, related_name="+", null=True)
    contribution = TenantKey(Contribution, models.PROTECT, related_name="+", null=True)
    kind = models.CharField(max_length=7, choices=Kind)
    media_type = models.CharField(max_length=40)
    bytes = models.PositiveIntegerField()
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alliance", "public_id"], name="sealed_file_public_id"),
            models.CheckConstraint(
                condition=Q(draft=None) ^ Q(contribution=None), name="sealed_file_has_one_home"
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def telling(self) -> CaptureDraft | Contribution:
        found: CaptureDraft | Contribution | None = self.draft or self.contribution
        assert found is not None
        return found

    @property
    def path(self) -> str:
        return f"{self.alliance_id}/sealed/{self.public_id}"


class Aftercare(TenantModel):
    """What was agreed for afterwards: somebody rings or meets the person on a day."""

    class How(models.TextChoices):
        RING = "ring", _("A phone call")
        MEET = "meet", _("Meeting here again")
        OTHER = "other", _("Another way, as we agreed")

    class Outcome(models.TextChoices):
        DONE = "done", _("We spoke, and they are all right")
        MORE = "more", _("We spoke, and they want more support")
        NOT_REACHED = "not_reached", _("We could not reach them")
        NOT_WANTED = "not_wanted", _("They did not want it any more")

    seen_with = "capture_insights"

    contribution = TenantKey(Contribution, models.PROTECT, related_name="+")
    on = models.DateField()
    how = models.CharField(max_length=5, choices=How)
    outcome = models.CharField(max_length=11, choices=Outcome, blank=True)
    done_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False, null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "contribution"], name="aftercare_once_a_telling"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", done_by=None, done_at=None)
                | ~Q(outcome="") & Q(done_by__isnull=False, done_at__isnull=False),
                name="aftercare_done_by_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["alliance", "on"], condition=Q(outcome=""), name="aftercare_waiting"
            )
        ]

    def __str__(self) -> str:
        return self.get_how_display()
