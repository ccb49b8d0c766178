"""What was said and agreed at a meeting, item by item, and how it became the record."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from alliance.models import User
from alliance.tenancy.models import TenantKey, TenantModel, history
from partnership_board.models.decisions import Decision
from partnership_board.models.items import AgendaItem
from partnership_board.models.meetings import Meeting
from partnership_board.models.seats import Seat

APPROVED = ["approved", "approved_with_corrections"]


@history()
class MinuteSet(TenantModel):
    """The minutes of one meeting: a draft until the board has approved them.

    What only some may read is a set of its own, part 2, and never joins part 1.
    """

    seen_with = "see_board"

    class Part(models.TextChoices):
        PUBLIC = "public", "Part 1"
        PART2 = "part2", "Part 2"

    class State(models.TextChoices):
        DRAFTING = "drafting", "Draft"
        CHAIR_CHECK = "chair_check", "With the chair"
        CIRCULATED = "circulated", "Sent round to be checked"
        CORRECTIONS = "corrections", "Corrections offered"
        TABLED = "tabled", "To be approved"
        APPROVED = "approved", "Approved"
        APPROVED_WITH_CORRECTIONS = "approved_with_corrections", "Approved with corrections"
        DISPUTED = "disputed", "Not agreed"

    meeting = TenantKey(Meeting, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=6, choices=Part, default=Part.PUBLIC)
    state = models.CharField(max_length=25, choices=State, default=State.DRAFTING)
    approved_on = models.DateField(null=True, blank=True)
    circulated_on = models.DateField(null=True, blank=True)
    tabled_for = TenantKey(
        Meeting, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    approved_by = TenantKey(
        Decision, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    why_disputed = models.CharField(max_length=600, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "meeting", "part"], name="one_minute_set_a_part"
            ),
            models.CheckConstraint(
                condition=Q(state__in=APPROVED, approved_on__isnull=False)
                | ~Q(state__in=APPROVED) & Q(approved_on=None),
                name="minutes_approved_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="disputed") | ~Q(why_disputed=""),
                name="minutes_disputed_for_a_reason",
                violation_error_message="Please say what the board could not agree.",
            ),
        ]

    def __str__(self) -> str:
        return f"Minutes of {self.meeting}"

    def get_absolute_url(self) -> str:
        return reverse("partnership_board:minutes", kwargs={"pk": self.meeting_id})

    @property
    def is_approved(self) -> bool:
        return self.state in APPROVED

    @property
    def is_part2(self) -> bool:
        return self.part == self.Part.PART2

    @property
    def takes_writing(self) -> bool:
        """Whether the secretary may still write freely; later, corrections are offered."""
        return self.state in {self.State.DRAFTING, self.State.CHAIR_CHECK}

    @property
    def takes_corrections(self) -> bool:
        return self.state in {self.State.CIRCULATED, self.State.CORRECTIONS, self.State.DISPUTED}

    @property
    def was_circulated(self) -> bool:
        return not self.takes_writing

    @property
    def shape(self) -> str:
        """The mark beside its state."""
        if self.is_approved:
            return "done"
        if self.state == self.State.DISPUTED:
            return "refused"
        return "draft" if self.takes_writing else "waiting"


@history()
class MinuteEntry(TenantModel):
    """One paragraph of the minutes.

    `made_text` is what the record itself gave, where the entry came from it (`source`): an entry
    whose text differs was edited by hand, and is never overwritten. `circulated_text` and
    `approved_text` stay as they were on those days, so that both can be read side by side.
    """

    seen_with = "see_board"

    class Kind(models.TextChoices):
        NOTE = "note", "Note"
        DECISION = "decision", "Decision"
        ACTION = "action", "Action"
        DECLARATION = "declaration", "Declaration"
        PRESENCE = "presence", "Who was there"
        POST_MEETING = "post_meeting", "After the meeting"

    minute_set = TenantKey(MinuteSet, on_delete=models.PROTECT, related_name="+")
    item = TenantKey(AgendaItem, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    seq = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.NOTE)
    text = models.TextField(max_length=4000)
    source = models.CharField(max_length=60, blank=True, default="")
    made_text = models.TextField(max_length=4000, blank=True, default="")
    circulated_text = models.TextField(max_length=4000, blank=True, default="")
    approved_text = models.TextField(max_length=4000, blank=True, default="")
    noted_on = models.DateField(null=True, blank=True)
    named_with_consent = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "minute entries"
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "minute_set", "seq"],
                name="minute_entry_seq",
                violation_error_message="Another entry has this place.",
            ),
            models.UniqueConstraint(
                fields=["alliance", "minute_set", "source"],
                condition=~Q(source=""),
                name="minute_entry_once_from_a_source",
            ),
            models.CheckConstraint(
                condition=Q(kind="post_meeting", noted_on__isnull=False)
                | ~Q(kind="post_meeting") & Q(noted_on=None),
                name="note_after_the_meeting_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.minute_set}, {self.seq}"

    @property
    def is_hand_edited(self) -> bool:
        return bool(self.source) and self.text != self.made_text

    @property
    def was_corrected(self) -> bool:
        """Whether the board approved other words than were sent round."""
        return bool(self.circulated_text) and self.text != self.circulated_text


@history()
class MinuteCorrection(TenantModel):
    """Other words that somebody offers for an entry. Kept apart until they are accepted."""

    seen_with = "see_board"

    class State(models.TextChoices):
        OFFERED = "offered", "Waiting for an answer"
        ACCEPTED = "accepted", "Accepted"
        REFUSED = "refused", "Not accepted"

    entry = TenantKey(MinuteEntry, on_delete=models.PROTECT, related_name="+")
    for_seat = TenantKey(Seat, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    offered_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    offered_at = models.DateTimeField()
    old = models.TextField(max_length=4000)
    new = models.TextField(max_length=4000)
    state = models.CharField(max_length=8, choices=State, default=State.OFFERED)
    reason = models.CharField(max_length=600, blank=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(old=F("new")),
                name="correction_changes_something",
                violation_error_message="These are the words that stand there already.",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""),
                name="correction_refused_for_a_reason",
                violation_error_message="Please say why in a sentence for whoever offered it.",
            ),
            models.CheckConstraint(
                condition=Q(state="offered", decided_at=None)
                | ~Q(state="offered") & Q(decided_at__isnull=False),
                name="correction_answered_once",
            ),
        ]
        indexes = [models.Index(fields=["alliance", "state"], name="correction_state")]

    def __str__(self) -> str:
        return f"{self.entry}: {self.get_state_display()}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OFFERED
