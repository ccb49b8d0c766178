"""What was said and agreed at a meeting, item by item."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from alliance.tenancy.models import TenantKey, TenantModel, history
from partnership_board.models.items import AgendaItem
from partnership_board.models.meetings import Meeting


@history()
class MinuteSet(TenantModel):
    """The minutes of one meeting: a draft until the board has approved them."""

    seen_with = "see_board"

    class Part(models.TextChoices):
        PUBLIC = "public", "Part 1"
        PART2 = "part2", "Part 2"

    class State(models.TextChoices):
        DRAFTING = "drafting", "Draft"
        CIRCULATED = "circulated", "Sent round to be checked"
        APPROVED = "approved", "Approved"

    meeting = TenantKey(Meeting, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=6, choices=Part, default=Part.PUBLIC)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFTING)
    approved_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "meeting", "part"], name="one_minute_set_a_part"
            ),
            models.CheckConstraint(
                condition=Q(state="approved", approved_on__isnull=False)
                | ~Q(state="approved") & Q(approved_on=None),
                name="minutes_approved_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"Minutes of {self.meeting}"

    def get_absolute_url(self) -> str:
        return reverse("partnership_board:minutes", kwargs={"pk": self.meeting_id})

    @property
    def is_approved(self) -> bool:
        return self.state == self.State.APPROVED


@history()
class MinuteEntry(TenantModel):
    """One paragraph of the minutes."""

    seen_with = "see_board"

    class Kind(models.TextChoices):
        NOTE = "note", "Note"
        DECISION = "decision", "Decision"
        ACTION = "action", "Action"

    minute_set = TenantKey(MinuteSet, on_delete=models.PROTECT, related_name="+")
    item = TenantKey(AgendaItem, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    seq = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.NOTE)
    text = models.TextField(max_length=4000)

    class Meta:
        verbose_name_plural = "minute entries"
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "minute_set", "seq"],
                name="minute_entry_seq",
                violation_error_message="Another entry has this place.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.minute_set}, {self.seq}"
