"""The register of what a board decided. A decision stays; a later one may take its place."""

from django.db import models
from django.urls import reverse

from alliance.models import User
from alliance.tenancy.constraints import AppendOnly
from alliance.tenancy.models import TenantKey, TenantModel, append_only
from partnership_board.models.boards import Board
from partnership_board.models.items import AgendaItem


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
    said: str  # what everybody may read of it; annotated by `restrictions.in_public`

    class Meta:
        triggers = [append_only]
        constraints = [
            AppendOnly(name="decision_append_only"),
            models.UniqueConstraint(
                fields=["alliance", "board", "year", "sequence"], name="decision_number"
            ),
        ]
        indexes = [models.Index(fields=["alliance", "-decided_on"], name="decision_latest")]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return f"{reverse('partnership_board:decisions')}#decision-{self.pk}"

    @property
    def number(self) -> str:
        """As people quote it."""
        return f"PB/{self.year}/{self.sequence:03d}"
