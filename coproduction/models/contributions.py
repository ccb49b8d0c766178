"""What somebody told us, sealed, and who has opened it."""

import uuid

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alliance.models import User
from alliance.tenancy.constraints import AppendOnly
from alliance.tenancy.models import TenantKey, TenantModel, append_only
from alliance.tenancy.zones import Zone
from coproduction import languages
from coproduction.models.people import Contributor
from members.models import Organisation


class Contribution(TenantModel):
    """One telling. `original`, `translation` and `wish` are sealed: see `coproduction.words`."""

    zone = Zone.LIVED_EXPERIENCE

    class Channel(models.TextChoices):
        TALK = "talk", _("A talk")
        GROUP = "group", _("A group")
        SURVEY = "survey", _("A survey")
        LETTER = "letter", _("A letter")
        VOICE_NOTE = "voice_note", _("A voice note")
        DRAWING = "drawing", _("A drawing")
        THROUGH_MEMBER = "through_member", _("Through a member organisation")
        THROUGH_ADVOCATE = "through_advocate", _("Through an advocate")
        ONLINE = "online", _("Online")

    class ToldBy(models.TextChoices):
        SELF = "self", _("The person themselves")
        CARER = "carer", _("Somebody who cares for them")
        FAMILY = "family", _("Their family")
        ADVOCATE = "advocate", _("Their advocate")
        WORKER = "worker", _("A worker they asked")

    class State(models.TextChoices):
        CAPTURED = "captured", "New"
        REDACTING = "redacting", "Being made safe"
        CHECKING_BACK = "checking_back", "Being checked with them"
        FINISHED = "finished", "Finished"
        HELD = "held", "Held"
        WITHDRAWN = "withdrawn", "Taken back"
        LAPSED = "lapsed", "Lapsed"
        NOT_TAKEN_FURTHER = "not_taken_further", "Not taken further"

    seen_with = "capture_insights"

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    contributor = TenantKey(Contributor, models.PROTECT, related_name="+")
    channel = models.CharField(max_length=16, choices=Channel)
    told_by = models.CharField(max_length=8, choices=ToldBy, default=ToldBy.SELF)
    told_on = models.DateField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()
    language = models.CharField(max_length=8, choices=languages.choices, default="en")
    original = models.TextField()
    translation = models.TextField(blank=True)
    wish = models.TextField(blank=True)
    wants_to_see_text = models.BooleanField(default=True)
    interpreter_used = models.BooleanField(default=False)
    through = TenantKey(Organisation, models.PROTECT, related_name="+", null=True)
    state = models.CharField(max_length=17, choices=State, default=State.CAPTURED)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "public_id"], name="contribution_public_id"
            ),
        ]
        indexes = [
            models.Index(fields=["alliance", "recorded_by"], name="contribution_recorded_by")
        ]

    def __str__(self) -> str:
        return f"{self.contributor}, {self.told_on}"

    def get_absolute_url(self) -> str:
        return reverse("coproduction:contribution", args=[self.public_id])

    @property
    def is_waiting(self) -> bool:
        return self.state in (self.State.CAPTURED, self.State.REDACTING)


class RawRead(TenantModel):
    """Somebody opened original words. The other reader sees these."""

    class Reason(models.TextChoices):
        WRITE = "write", "To write an insight"
        CHECK = "check", "To check an insight against the words"
        TRANSLATE = "translate", "To check a translation"
        ASKED = "asked", "The person asked"
        WORRY = "worry", "I am worried about the person"

    seen_with = "capture_insights"

    contribution = TenantKey(Contribution, models.PROTECT, related_name="+")
    reader = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=9, choices=Reason)
    at = models.DateTimeField()

    class Meta:
        triggers = [append_only]
        constraints = [AppendOnly(name="raw_read_append_only")]

    def __str__(self) -> str:
        return f"{self.reader}: {self.get_reason_display()}"
