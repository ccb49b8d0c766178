"""What a reader decided to leave out of somebody's words before a point was made of them."""

import uuid

from django.db import models
from django.db.models import F, Q

from alliance.models import User
from alliance.tenancy.models import TenantKey, TenantModel
from alliance.tenancy.zones import Zone
from coproduction.models.contributions import Contribution
from coproduction.redaction import REASONS, Rule


class Redaction(TenantModel):
    """Characters `start` up to `end` of one text of a telling. `replacement` is sealed with it."""

    zone = Zone.LIVED_EXPERIENCE
    sealed_under = "contribution"

    class Field(models.TextChoices):
        ORIGINAL = "original", "As they said it"
        TRANSLATION = "translation", "The same in English"

    class State(models.TextChoices):
        ACCEPTED = "accepted", "Left out"
        REJECTED = "rejected", "Kept"
        ADDED = "added", "Left out, marked by hand"

    seen_with = "capture_insights"

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    contribution = TenantKey(Contribution, models.PROTECT, related_name="+")
    field = models.CharField(max_length=11, choices=Field)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    rule = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=8, choices=State)
    replacement = models.TextField(blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "contribution", "field", "start", "end"],
                name="redaction_once",
            ),
            models.UniqueConstraint(fields=["alliance", "public_id"], name="redaction_public_id"),
            models.CheckConstraint(
                condition=Q(end__gt=F("start")), name="redaction_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(state="added", rule=None)
                | (
                    ~Q(state="added")
                    & Q(rule__isnull=False, rule__gte=int(min(Rule)), rule__lte=int(max(Rule)))
                ),
                name="redaction_by_a_rule_or_by_hand",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.start} to {self.end}: {self.get_state_display()}"

    @property
    def reason(self) -> str:
        return REASONS[Rule(self.rule)] if self.rule is not None else "Marked by hand"

    @property
    def is_left_out(self) -> bool:
        return self.state != self.State.REJECTED
