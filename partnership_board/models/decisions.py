"""The register of what a board decided. A decision stays; a later one may take its place."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from alliance.models import User
from alliance.tenancy.constraints import AppendOnly
from alliance.tenancy.models import TenantKey, TenantModel, append_only
from partnership_board.models.boards import Board, BoardRules
from partnership_board.models.items import AgendaItem
from partnership_board.models.presence import QuorumCheck


class Way(models.TextChoices):
    """How a board comes to a decision."""

    CONSENSUS = "consensus", "By agreement"
    CONSENT = "consent", "Agreed together with other items"
    NAMED = "named", "By a vote, each seat by name"
    HANDS = "hands", "By a show of hands"
    SECRET = "secret", "By a secret vote"
    WRITTEN = "written", "In writing"


class Decision(TenantModel):
    """Made once, numbered without gaps in each year of its board."""

    seen_with = "see_board"

    class Kind(models.TextChoices):
        APPROVE = "approve", "Approved"
        IN_PRINCIPLE = "in_principle", "Agreed in principle"
        NOTE = "note", "Noted"
        DEFER = "defer", "Put off"
        REFER = "refer", "Referred"
        REJECT = "reject", "Not agreed"
        ENDORSE = "endorse", "Endorsed"

    board = TenantKey(Board, on_delete=models.PROTECT, related_name="+")
    item = TenantKey(AgendaItem, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    sequence = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=1200)
    kind = models.CharField(max_length=12, choices=Kind)
    supersedes = TenantKey(
        "self", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    decided_on = models.DateField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()
    way = models.CharField(max_length=12, choices=Way, blank=True)  # empty: not recorded
    threshold = models.CharField(max_length=18, choices=BoardRules.Threshold, blank=True)
    threshold_base = models.CharField(max_length=10, choices=BoardRules.ThresholdBase, blank=True)
    rules = TenantKey(BoardRules, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    quorum_check = TenantKey(
        QuorumCheck, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    effective_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    is_recommendation = models.BooleanField(default=False)
    ratifies = TenantKey("self", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    # As it was at that moment: who could vote, who was there, who had stood back, how it came out.
    seats_then: Any = models.JSONField(default=list)  # Any: rows as JSON has them
    result: Any = models.JSONField(default=dict)  # Any: counts and sentences
    said: str  # what everybody may read of it; annotated by `restrictions.in_public`

    class Meta:
        triggers = [append_only]
        constraints = [
            AppendOnly(name="decision_append_only"),
            models.UniqueConstraint(
                fields=["alliance", "board", "year", "sequence"], name="decision_number"
            ),
            models.UniqueConstraint(
                fields=["alliance", "ratifies"],
                condition=Q(ratifies__isnull=False, is_recommendation=False),
                name="recommendation_is_ratified_once",
                violation_error_message="The board has taken this up already.",
            ),
            models.CheckConstraint(
                condition=Q(review_on=None) | Q(review_on__gt=F("decided_on")),
                name="decision_is_reviewed_later",
                violation_error_message="Choose a day after the decision.",
            ),
        ]
        indexes = [models.Index(fields=["alliance", "-decided_on"], name="decision_latest")]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("partnership_board:decision", kwargs={"pk": self.pk})

    @property
    def number(self) -> str:
        """As people quote it."""
        return f"PB/{self.year}/{self.sequence:03d}"
