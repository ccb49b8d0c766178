"""What somebody promised the board to do: one row for its whole life, and every word about it."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from alliance.models import User
from alliance.tenancy.constraints import AppendOnly
from alliance.tenancy.models import TenantKey, TenantModel, append_only, history
from members.models import Organisation
from partnership_board.models.boards import Board
from partnership_board.models.items import AgendaItem
from partnership_board.models.meetings import Meeting
from partnership_board.models.minutes import MinuteEntry

CLOSED = ["done", "superseded", "withdrawn"]


class ActionQuerySet(models.QuerySet["Action"]):
    def still_open(self) -> Self:
        """Not yet closed by the board; what is said to be done is still open."""
        return self.exclude(state__in=CLOSED)

    def late(self, *, on: date) -> Self:
        return self.still_open().exclude(state=Action.State.CLAIMED_DONE).filter(due_on__lt=on)


@history()
class Action(TenantModel):
    """Promised by one person, one organisation, or somebody outside the alliance."""

    seen_with = "see_board"

    class State(models.TextChoices):
        OPEN = "open", "Open"
        IN_PROGRESS = "in_progress", "Being done"
        BLOCKED = "blocked", "Held up"
        CLAIMED_DONE = "claimed_done", "Said to be done"
        DONE = "done", "Done"
        SUPERSEDED = "superseded", "Overtaken by another"
        WITHDRAWN = "withdrawn", "Withdrawn"

    board = TenantKey(Board, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    sequence = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    item = TenantKey(AgendaItem, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    from_entry = TenantKey(
        MinuteEntry, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    owner = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    owner_organisation = TenantKey(
        Organisation, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    contact_name = models.CharField(max_length=120, blank=True)
    contact_email = models.EmailField(blank=True)
    set_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    minutes = models.PositiveIntegerField(null=True, blank=True)
    is_confidential = models.BooleanField(default=False)
    closed_on = models.DateField(null=True, blank=True)

    # Annotated by the register: for how many meetings, whether the reader owns it, what all read.
    carried: int
    is_mine: bool
    said: str

    objects = ActionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "board", "year", "sequence"], name="action_number"
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=False, owner_organisation=None, contact_email="")
                | Q(owner=None, owner_organisation__isnull=False, contact_email="")
                | Q(owner=None, owner_organisation=None)
                & ~Q(contact_email="")
                & ~Q(contact_name=""),
                name="action_has_one_owner",
                violation_error_message="Name one person, one organisation or one contact.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=CLOSED, closed_on__isnull=False)
                | ~Q(state__in=CLOSED) & Q(closed_on=None),
                name="action_is_closed_on_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["alliance", "due_on"], name="action_due"),
            models.Index(fields=["alliance", "owner"], name="action_owner"),
        ]

    def __str__(self) -> str:
        return self.ref

    def get_absolute_url(self) -> str:
        return reverse("partnership_board:action", kwargs={"pk": self.pk})

    @property
    def ref(self) -> str:
        """As people quote it."""
        return f"A/{self.year}/{self.sequence:03d}"

    @property
    def is_open(self) -> bool:
        return self.state not in CLOSED

    @property
    def owned_by(self) -> str:
        return str(self.owner or self.owner_organisation or self.contact_name)

    @property
    def has_outside_owner(self) -> bool:
        return bool(self.contact_email)

    @property
    def shape(self) -> str:
        """The mark beside its state."""
        marks = {
            self.State.DONE: "done",
            self.State.CLAIMED_DONE: "waiting",
            self.State.BLOCKED: "refused",
            self.State.OPEN: "open",
            self.State.IN_PROGRESS: "open",
        }
        return marks.get(self.State(self.state), "closed")

    def is_late(self, *, on: date) -> bool:
        return self.is_open and self.state != self.State.CLAIMED_DONE and self.due_on < on


class ActionUpdate(TenantModel):
    """Something was said about an action, or it slipped, or a meeting carried it forward."""

    seen_with = "see_board"

    class Kind(models.TextChoices):
        SAID = "said", "Said"
        SLIPPED = "slipped", "Put off"
        CARRIED = "carried", "Carried forward"
        CLAIMED = "claimed", "Said to be done"
        CONFIRMED = "confirmed", "Confirmed as done by the board"
        NOT_DONE = "not_done", "Not done yet, says the board"
        CLOSED = "closed", "Closed"
        PASSED_ON = "passed_on", "Passed on"

    action = TenantKey(Action, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=12, choices=Action.State)
    meeting = TenantKey(Meeting, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    text = models.CharField(max_length=600, blank=True)
    old_due_on = models.DateField(null=True, blank=True)
    new_due_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    said_by = models.CharField(max_length=120, blank=True)  # somebody without an account
    made_at = models.DateTimeField()

    class Meta:
        triggers = [append_only]
        constraints = [
            AppendOnly(name="action_update_append_only"),
            models.UniqueConstraint(
                fields=["alliance", "action", "meeting"],
                condition=Q(kind="carried"),
                name="action_carried_once_a_meeting",
            ),
            models.CheckConstraint(
                condition=~Q(kind="carried") | Q(meeting__isnull=False),
                name="action_is_carried_at_a_meeting",
            ),
            models.CheckConstraint(
                condition=Q(kind="slipped", new_due_on__isnull=False) & ~Q(reason="")
                | ~Q(kind="slipped") & Q(new_due_on=None),
                name="action_slips_for_a_reason",
                violation_error_message="Say why it takes longer: everybody here can read it.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action}: {self.get_kind_display()}"
