"""What stands on the agenda of a meeting, what stands on every agenda, and each move."""

from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Deferrable, F, Q
from django.urls import reverse

from alliance.models import User
from alliance.tenancy.constraints import AppendOnly
from alliance.tenancy.models import TenantKey, TenantModel, append_only, history
from members.models import Organisation, ReportBack
from partnership_board.models.agendas import AgendaProposal, Purpose
from partnership_board.models.answers import A_SENTENCE
from partnership_board.models.boards import Board
from partnership_board.models.meetings import Meeting

ON_AGENDA = ["placed", "heard", "not_reached"]


class Section(models.TextChoices):
    OPENING = "opening", "Opening"
    STORY = "story", "A story"
    BUSINESS = "business", "Business"
    CONSENT = "consent", "Agreed together"
    PART2 = "part2", "Part 2"
    CLOSING = "closing", "Closing"


class StandingQuerySet(models.QuerySet["StandingItem"]):
    def current(self, *, on: date) -> Self:
        return self.filter(from_on__lte=on).exclude(to_on__lte=on)


@history()
class StandingItem(TenantModel):
    """Something that stands on every agenda of a board. Its minutes are not free minutes."""

    seen_with = "see_board"

    board = TenantKey(Board, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    purpose = models.CharField(max_length=8, choices=Purpose)
    minutes = models.PositiveSmallIntegerField()
    section = models.CharField(max_length=8, choices=Section, default=Section.OPENING)
    position = models.PositiveSmallIntegerField()
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    objects = StandingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=240),
                name="standing_item_takes_some_minutes",
                violation_error_message="An item takes between 1 and 240 minutes.",
            ),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")),
                name="standing_item_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ItemQuerySet(models.QuerySet["AgendaItem"]):
    def on_agenda(self) -> Self:
        """What the meeting is to hear, or has heard."""
        return self.filter(state__in=ON_AGENDA).order_by("position")

    def numbered(self) -> Self:
        """Also what was taken off after the agenda closed: its number stays its own."""
        return self.exclude(number="").order_by("position")


@history()
class AgendaItem(TenantModel):
    """One item on the agenda of one meeting; its number is given out once and never again."""

    seen_with = "see_board"

    Section = Section

    class State(models.TextChoices):
        PLACED = "placed", "On the agenda"
        HEARD = "heard", "Heard"
        NOT_REACHED = "not_reached", "Not reached"
        DEFERRED = "deferred", "Put off"
        MOVED = "moved", "Moved"
        WITHDRAWN = "withdrawn", "Withdrawn"
        REMOVED = "removed", "Taken off"

    meeting = TenantKey(Meeting, on_delete=models.PROTECT, related_name="+")
    proposal = TenantKey(
        AgendaProposal, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    number = models.CharField(max_length=6)
    position = models.PositiveIntegerField()
    section = models.CharField(max_length=8, choices=Section, default=Section.BUSINESS)
    title = models.CharField(max_length=120)
    purpose = models.CharField(max_length=8, choices=Purpose)
    minutes = models.PositiveSmallIntegerField()
    lead = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    lead_organisation = TenantKey(
        Organisation, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    state = models.CharField(max_length=12, choices=State, default=State.PLACED)
    standing = TenantKey(
        StandingItem, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    report = TenantKey(
        ReportBack, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    is_urgent = models.BooleanField(default=False)
    why_urgent = models.CharField(max_length=300, blank=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="item_number_once_a_meeting",
                expressions=[
                    ("alliance", RangeOperators.EQUAL),
                    ("meeting", RangeOperators.EQUAL),
                    ("number", RangeOperators.EQUAL),
                ],
                condition=~Q(number=""),
                deferrable=Deferrable.DEFERRED,
                violation_error_message="Another item has this number.",
            ),
            models.UniqueConstraint(
                fields=["alliance", "meeting", "proposal"],
                condition=Q(state__in=ON_AGENDA),
                name="proposal_once_on_an_agenda",
                violation_error_message="This proposal is on the agenda already.",
            ),
            models.UniqueConstraint(
                fields=["alliance", "meeting", "report"],
                condition=Q(state__in=ON_AGENDA),
                name="report_once_on_an_agenda",
                violation_error_message="This report is on the agenda already.",
            ),
            models.CheckConstraint(
                condition=~Q(number="") | ~Q(state__in=ON_AGENDA),
                name="item_on_agenda_has_a_number",
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=240),
                name="item_takes_some_minutes",
                violation_error_message="An item takes between 1 and 240 minutes.",
            ),
            models.CheckConstraint(
                condition=Q(is_urgent=False, why_urgent="")
                | Q(is_urgent=True, why_urgent__regex=A_SENTENCE),
                name="urgent_item_has_a_reason",
                violation_error_message="Say in a sentence why the chair agrees that it is urgent.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    def get_absolute_url(self) -> str:
        return reverse(
            "partnership_board:item", kwargs={"pk": self.meeting_id, "number": self.number}
        )

    @property
    def is_on_agenda(self) -> bool:
        return self.state in ON_AGENDA


class AgendaMove(TenantModel):
    """An item did not stay where it was: who moved it, and why. Each kind is another fact."""

    seen_with = "see_board"

    class Kind(models.TextChoices):
        DEFERRED_BY_PROPOSER = "deferred_by_proposer", "Put off by its proposer"
        DEFERRED_BY_GROUP = "deferred_by_group", "Put off by the agenda group"
        MOVED_BY_SECRETARY = "moved_by_secretary", "Moved by the board's secretary"
        OUT_OF_TIME = "out_of_time", "The meeting ran out of time"
        INQUORATE = "inquorate", "Too few were there to decide"
        PAPER_LATE = "paper_late", "Its paper came too late"
        SUPERSEDED = "superseded", "Another item took its place"
        URGENT_ADDED = "urgent_added", "Added as urgent"

    item = TenantKey(AgendaItem, on_delete=models.PROTECT, related_name="+")
    from_meeting = TenantKey(
        Meeting, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    to_meeting = TenantKey(
        Meeting, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    kind = models.CharField(max_length=20, choices=Kind)
    reason = models.CharField(max_length=600)
    moved_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    moved_at = models.DateTimeField()

    class Meta:
        triggers = [append_only]
        constraints = [
            AppendOnly(name="agenda_move_append_only"),
            models.CheckConstraint(
                condition=Q(reason__regex=A_SENTENCE),
                name="agenda_move_has_a_reason",
                violation_error_message="Please say why in a sentence: the reason is published.",
            ),
            models.CheckConstraint(
                condition=Q(kind="urgent_added", from_meeting=None, to_meeting__isnull=False)
                | ~Q(kind="urgent_added") & Q(from_meeting__isnull=False),
                name="agenda_move_leaves_a_meeting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.get_kind_display()}"
