"""Meetings of a board, with the days worked out for them, and who came."""

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from alliance.models import User
from alliance.tenancy.constraints import AppendOnly
from alliance.tenancy.models import TenantKey, TenantModel, append_only, history
from partnership_board.models.boards import Board, BoardRules
from partnership_board.models.seats import Seat


@history()
class MeetingSeries(TenantModel):
    """Meetings that come round: the second Thursday of every other month, at two."""

    seen_with = "see_board"

    board = TenantKey(Board, on_delete=models.PROTECT, related_name="+")
    weekday = models.PositiveSmallIntegerField()  # Monday is 0
    week = models.PositiveSmallIntegerField()  # of the month; 5 is the last
    every_months = models.PositiveSmallIntegerField()
    begins_at = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    from_on = models.DateField()
    until_on = models.DateField()

    class Meta:
        verbose_name_plural = "meeting series"
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__lte=6)
                & Q(week__gte=1, week__lte=5)
                & Q(every_months__gte=1, every_months__lte=12)
                & Q(minutes__gte=15, minutes__lte=480),
                name="meeting_series_can_be_kept",
            ),
            models.CheckConstraint(
                condition=Q(until_on__gt=F("from_on")),
                name="meeting_series_lasts",
                violation_error_message="The last day comes after the first.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.board}, every {self.every_months} months"


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def coming(self, *, now: datetime) -> Self:
        return self.filter(ends_at__gt=now).exclude(state=Meeting.State.CANCELLED)

    def past(self, *, now: datetime) -> Self:
        return self.filter(ends_at__lte=now).exclude(state=Meeting.State.CANCELLED)


@history()
class Meeting(TenantModel):
    """One meeting. Its deadlines are worked out once, from the rules and calendar named here."""

    seen_with = "see_board"

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        AGENDA_OPEN = "agenda_open", "Agenda open"
        AGENDA_CLOSED = "agenda_closed", "Agenda closed"
        PAPERS_CLOSED = "papers_closed", "Papers closed"
        PUBLISHED = "published", "Pack is out"
        IN_SESSION = "in_session", "Going on now"
        ADJOURNED = "adjourned", "Interrupted"
        ENDED = "ended", "Held"
        MINUTES_OPEN = "minutes_open", "Minutes being checked"
        CLOSED = "closed", "Closed"
        CANCELLED = "cancelled", "Cancelled"

    board = TenantKey(Board, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=160, blank=True)
    online_url = models.URLField(blank=True)
    access_notes = models.TextField(blank=True)
    is_public = models.BooleanField(default=False)
    chair = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    state = models.CharField(max_length=14, choices=State, default=State.PLANNED)
    rules = TenantKey(BoardRules, on_delete=models.PROTECT, related_name="+")
    calendar = models.CharField(max_length=80)
    proposals_by_on = models.DateField()
    papers_by_on = models.DateField()
    publish_by_on = models.DateField()
    why_cancelled = models.CharField(max_length=300, blank=True)
    series = TenantKey(
        "MeetingSeries", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    held_informally = models.BooleanField(default=False)
    revision = models.PositiveSmallIntegerField(default=0)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="meeting_ends_after_it_starts",
                violation_error_message="A meeting ends after it starts.",
            ),
            models.CheckConstraint(
                condition=~Q(place="") | ~Q(online_url=""),
                name="meeting_is_somewhere",
                violation_error_message="Say where the meeting is: a place, a link, or both.",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(why_cancelled=""),
                name="meeting_is_cancelled_for_a_reason",
                violation_error_message="Please say why in a sentence.",
            ),
            models.CheckConstraint(
                condition=Q(proposals_by_on__lte=F("papers_by_on"))
                & Q(papers_by_on__lte=F("publish_by_on")),
                name="meeting_deadlines_in_order",
            ),
        ]
        indexes = [models.Index(fields=["alliance", "starts_at"], name="meeting_starts")]

    def __str__(self) -> str:
        return f"{self.board}, {self.starts_at:%-d %B %Y}"

    def get_absolute_url(self) -> str:
        return reverse("partnership_board:meeting", kwargs={"pk": self.pk})

    @property
    def in_words(self) -> str:
        """Its state, within a sentence."""
        return self.State(self.state).label.lower()

    @property
    def takes_items(self) -> bool:
        """Whether things can still be put on the agenda, taken off it and moved about."""
        return self.state in {self.State.PLANNED, self.State.AGENDA_OPEN}

    @property
    def takes_papers(self) -> bool:
        return self.state in {
            self.State.PLANNED,
            self.State.AGENDA_OPEN,
            self.State.AGENDA_CLOSED,
            self.State.PAPERS_CLOSED,
            self.State.PUBLISHED,
        }

    @property
    def can_have_a_pack(self) -> bool:
        return self.state in {
            self.State.AGENDA_OPEN,
            self.State.AGENDA_CLOSED,
            self.State.PAPERS_CLOSED,
            self.State.PUBLISHED,
        }

    @property
    def is_cancelled(self) -> bool:
        return self.state == self.State.CANCELLED

    @property
    def is_out(self) -> bool:
        """Whether the papers have been published."""
        return self.state in {
            self.State.PUBLISHED,
            self.State.IN_SESSION,
            self.State.ADJOURNED,
            self.State.ENDED,
            self.State.MINUTES_OPEN,
            self.State.CLOSED,
        }

    @property
    def can_be_opened(self) -> bool:
        """Whether it can go on now, for the first time or again."""
        return self.state in {
            self.State.PAPERS_CLOSED,
            self.State.PUBLISHED,
            self.State.ADJOURNED,
        }

    @property
    def goes_on(self) -> bool:
        return self.state in {self.State.IN_SESSION, self.State.ADJOURNED}

    @property
    def was_held(self) -> bool:
        return self.state in {self.State.ENDED, self.State.MINUTES_OPEN, self.State.CLOSED}

    @property
    def takes_answers(self) -> bool:
        """Whether people can still say if they come."""
        return not self.was_held and not self.is_cancelled

    @property
    def minutes_long(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    def is_too_late_for_proposals(self, *, on: date) -> bool:
        return on > self.proposals_by_on


@history()
class Attendance(TenantModel):
    """Whether somebody said they would come to a meeting, and whether they did."""

    seen_with = "see_board"

    class Capacity(models.TextChoices):
        HOLDER = "holder", "Holder of a seat"
        DEPUTY = "deputy", "Deputy"
        IN_ATTENDANCE = "in_attendance", "In attendance"
        OBSERVER = "observer", "Observer"
        SUPPORT_PERSON = "support_person", "Support person"

    class Mode(models.TextChoices):
        ROOM = "room", "In the room"
        VIDEO = "video", "By video"
        PHONE = "phone", "By phone"

    class Rsvp(models.TextChoices):
        NONE = "none", "Not said"
        YES = "yes", "Coming"
        NO = "no", "Not coming"
        DEPUTY = "deputy", "Deputy is coming"

    class Outcome(models.TextChoices):
        NOT_RECORDED = "not_recorded", "Not recorded"
        PRESENT = "present", "Present"
        APOLOGIES = "apologies", "Apologies"
        ABSENT = "absent", "Absent"
        STEPPED_BACK = "stepped_back", "Apologies"  # told apart for nobody

    meeting = TenantKey(Meeting, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    seat = TenantKey(Seat, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    capacity = models.CharField(max_length=14, choices=Capacity)
    mode = models.CharField(max_length=5, choices=Mode, default=Mode.ROOM)
    rsvp = models.CharField(max_length=6, choices=Rsvp, default=Rsvp.NONE)
    outcome = models.CharField(max_length=12, choices=Outcome, default=Outcome.NOT_RECORDED)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "attendances"
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "meeting", "person"],
                name="attends_once",
                violation_error_message="This person is on the attendance list already.",
            ),
        ]
        indexes = [models.Index(fields=["alliance", "person"], name="attendance_person")]

    def __str__(self) -> str:
        return f"{self.person}, {self.meeting}"


class MeetingStep(TenantModel):
    """A meeting went from one state to another; back only for a reason."""

    seen_with = "see_board"

    meeting = TenantKey(Meeting, on_delete=models.PROTECT, related_name="+")
    before = models.CharField(max_length=14, choices=Meeting.State)
    after = models.CharField(max_length=14, choices=Meeting.State)
    is_back = models.BooleanField(default=False)
    why = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", db_index=False, null=True, blank=True
    )
    made_at = models.DateTimeField()

    class Meta:
        triggers = [append_only]
        constraints = [
            AppendOnly(name="meeting_step_append_only"),
            models.CheckConstraint(
                condition=Q(is_back=False) | ~Q(why=""),
                name="meeting_goes_back_for_a_reason",
                violation_error_message="Please say why in a sentence: members will read it.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}: {self.get_after_display()}"


class CalendarFeed(TenantModel):
    """Somebody's private calendar address. Taken back, it shows nothing ever again."""

    seen_with = "see_people"

    person = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "person"],
                condition=Q(ended_at=None),
                name="one_calendar_address_a_person",
                violation_error_message="You have a calendar address already.",
            ),
        ]

    def __str__(self) -> str:
        return f"Calendar of {self.person}"
