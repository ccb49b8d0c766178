"""Who a contributor is, kept apart and sealed, and who has looked."""

import uuid

from django.db import models

from alliance.models import User
from alliance.tenancy.constraints import AppendOnly
from alliance.tenancy.models import TenantKey, TenantModel, append_only
from alliance.tenancy.zones import Zone
from coproduction.models.people import Contributor


class ContributorIdentity(TenantModel):
    """A name and how to reach the person, if they gave them. `sealed` holds all of it."""

    zone = Zone.LIVED_EXPERIENCE
    sealed_under = "contributor"
    seen_with = "capture_insights"

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    contributor = TenantKey(Contributor, models.PROTECT, related_name="+")
    sealed = models.TextField()
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    written_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "contributor identities"
        constraints = [
            models.UniqueConstraint(fields=["alliance", "contributor"], name="identity_once"),
            models.UniqueConstraint(fields=["alliance", "public_id"], name="identity_public_id"),
        ]

    def __str__(self) -> str:
        return f"Who {self.contributor} is"


class ContributorFacts(TenantModel):
    """What somebody said of themselves, to be counted only. No page shows one person's facts."""

    zone = Zone.LIVED_EXPERIENCE
    sealed_under = "contributor"
    seen_with = "capture_insights"

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    contributor = TenantKey(Contributor, models.PROTECT, related_name="+")
    sealed = models.TextField()
    written_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "contributor facts"
        constraints = [
            models.UniqueConstraint(fields=["alliance", "contributor"], name="facts_once"),
            models.UniqueConstraint(fields=["alliance", "public_id"], name="facts_public_id"),
        ]

    def __str__(self) -> str:
        return f"Facts of {self.contributor}"


class IdentityRead(TenantModel):
    """Somebody looked up who a contributor is. Both readers see these."""

    class Reason(models.TextChoices):
        TELL = "tell", "To tell them what became of it"
        CHECK = "check", "To show them the text"
        ASK_AGAIN = "ask_again", "To ask for their consent again"
        ASKED = "asked", "They asked for it themselves"
        WORRY = "worry", "I am worried about them"

    seen_with = "capture_insights"

    contributor = TenantKey(Contributor, models.PROTECT, related_name="+")
    reader = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=9, choices=Reason)
    at = models.DateTimeField()

    class Meta:
        triggers = [append_only]
        constraints = [AppendOnly(name="identity_read_append_only")]

    def __str__(self) -> str:
        return f"{self.reader}: {self.get_reason_display()}"
