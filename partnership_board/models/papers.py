"""Papers for an item. Each version stays as it was received."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from alliance.models import User
from alliance.tenancy.constraints import AppendOnly
from alliance.tenancy.models import TenantKey, TenantModel, append_only, history
from partnership_board.models.items import AgendaItem


@history()
class Paper(TenantModel):
    """What is read before an item; its label ("7", "7a") is the one printed on its pages."""

    seen_with = "see_board"

    class Kind(models.TextChoices):
        REPORT = "report", "Report"
        APPENDIX = "appendix", "Appendix"
        PRESENTATION = "presentation", "Presentation"
        VERBAL = "verbal", "Spoken"
        TO_FOLLOW = "to_follow", "To follow"

    item = TenantKey(AgendaItem, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.REPORT)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "item", "order"],
                name="paper_order",
                violation_error_message="Another paper of this item has that place.",
            ),
        ]

    def __str__(self) -> str:
        return f"Paper for {self.item}"


class PaperVersion(TenantModel):
    """A paper as it was on the day it came, with its cover sheet."""

    seen_with = "see_board"

    class Timeliness(models.TextChoices):
        ON_TIME = "on_time", "On time"
        LATE = "late", "Late"

    paper = TenantKey(Paper, on_delete=models.PROTECT, related_name="+")
    n = models.PositiveSmallIntegerField()
    summary = models.TextField(max_length=1200)
    asks = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    body_md = models.TextField(max_length=60_000, blank=True)
    sha256 = models.CharField(max_length=64)
    words = models.PositiveIntegerField()
    timeliness = models.CharField(max_length=8, choices=Timeliness)
    received_at = models.DateTimeField()
    received_from = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        triggers = [append_only]
        constraints = [
            AppendOnly(name="paper_version_append_only"),
            models.UniqueConstraint(fields=["alliance", "paper", "n"], name="paper_version_n"),
        ]

    def __str__(self) -> str:
        return f"{self.paper}, version {self.n}"

    @property
    def is_late(self) -> bool:
        return self.timeliness == self.Timeliness.LATE
