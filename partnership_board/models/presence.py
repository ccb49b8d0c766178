"""Who was there, from when to when, when each item was heard, and whether enough were there."""

from datetime import datetime
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from alliance.models import User
from alliance.tenancy.constraints import AppendOnly
from alliance.tenancy.models import TenantKey, TenantModel, append_only, history
from partnership_board.models.boards import BoardRules
from partnership_board.models.items import AgendaItem
from partnership_board.models.meetings import Attendance, Meeting


def moments(start: str, end: str) -> Func:
    """Two moments as PostgreSQL has them: the first one in, the last one out."""
    return Func(
        start, end, RangeBoundary(), function="tstzrange", output_field=DateTimeRangeField()
    )


class SpanQuerySet(models.QuerySet["PresenceSpan"]):
    def open(self) -> Self:
        return self.filter(to_at=None)

    def at(self, moment: datetime) -> Self:
        """Those who were there at a moment."""
        return self.filter(from_at__lte=moment).exclude(to_at__lte=moment)


@history()
class PresenceSpan(TenantModel):
    """Somebody was at a meeting from one moment to another, without a break."""

    seen_with = "see_board"

    class EndedBy(models.TextChoices):
        LEFT = "left", "Left"
        RECUSED = "recused", "Left for an item"
        CONNECTION_LOST = "connection_lost", "The connection was lost"
        BREAK = "break", "Break"
        END = "end", "The meeting ended"

    attendance = TenantKey(Attendance, on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=15, choices=EndedBy, blank=True)

    objects = SpanQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="nobody_is_there_twice_at_once",
                expressions=[
                    ("alliance", RangeOperators.EQUAL),
                    ("attendance", RangeOperators.EQUAL),
                    (moments("from_at", "to_at"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="This person was there already at that time.",
            ),
            models.CheckConstraint(
                condition=Q(to_at=None) | Q(to_at__gte=F("from_at")),
                name="presence_ends_after_it_begins",
                violation_error_message="People leave after they come.",
            ),
            models.CheckConstraint(
                condition=Q(to_at=None, ended_by="") | Q(to_at__isnull=False) & ~Q(ended_by=""),
                name="presence_ends_by_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attendance}, from {self.from_at:%H:%M}"


@history()
class ItemTiming(TenantModel):
    """An item was being heard from one moment to another; one item at a time."""

    seen_with = "see_board"

    meeting = TenantKey(Meeting, on_delete=models.PROTECT, related_name="+")
    item = TenantKey(AgendaItem, on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_item_at_a_time",
                expressions=[
                    ("alliance", RangeOperators.EQUAL),
                    ("meeting", RangeOperators.EQUAL),
                    (moments("from_at", "to_at"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="Another item was being heard at that time.",
            ),
            models.CheckConstraint(
                condition=Q(to_at=None) | Q(to_at__gte=F("from_at")),
                name="item_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}, from {self.from_at:%H:%M}"


class QuorumCheck(TenantModel):
    """Whether enough were there at a moment, with everything that the answer was worked out from.

    A later correction is another check; what was believed at the time stays on the record.
    """

    seen_with = "see_board"

    class Cause(models.TextChoices):
        OPENED = "opened", "The meeting opened"
        SPAN = "span", "Somebody came or left"
        ITEM = "item", "An item began"
        DECISION = "decision", "A decision was taken"
        CORRECTION = "correction", "The attendance was corrected"

    meeting = TenantKey(Meeting, on_delete=models.PROTECT, related_name="+")
    item = TenantKey(AgendaItem, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    at = models.DateTimeField()
    rules = TenantKey(BoardRules, on_delete=models.PROTECT, related_name="+")
    cause = models.CharField(max_length=10, choices=Cause)
    inputs = models.JSONField()
    is_met = models.BooleanField()
    missing = models.JSONField(default=list)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", db_index=False, null=True, blank=True
    )

    class Meta:
        triggers = [append_only]
        constraints = [
            AppendOnly(name="quorum_check_append_only"),
            models.CheckConstraint(
                condition=Q(is_met=True, missing=[]) | Q(is_met=False) & ~Q(missing=[]),
                name="quorum_check_says_what_is_missing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}: {self.get_cause_display()}"


class LiveEntry(TenantModel):
    """Something that was entered while a meeting went on, once, whatever became of it.

    The key is made before it is sent, so that sending it again does nothing again. One that
    contradicts what somebody else had entered meanwhile changes nothing and waits for a choice.
    """

    seen_with = "read_packs"

    class Kind(models.TextChoices):
        CAME = "came", "Came"
        LEFT = "left", "Left"
        AWAY = "away", "Not there"
        BEGUN = "begun", "Item began"
        OVER = "over", "Item was over"
        NOTED = "noted", "Note"
        CHOSEN = "chosen", "Chosen between two entries"

    class Outcome(models.TextChoices):
        TAKEN = "taken", "Taken"
        AGREED = "agreed", "Somebody had entered the same"
        CONFLICT = "conflict", "Contradicts another entry"
        REFUSED = "refused", "Could not be taken"

    meeting = TenantKey(Meeting, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=36)
    kind = models.CharField(max_length=6, choices=Kind)
    about = models.CharField(max_length=40, blank=True)  # "person 12", "item 7"
    words = models.JSONField()
    seen = models.PositiveBigIntegerField(default=0)  # the latest entry that the page had shown
    outcome = models.CharField(max_length=8, choices=Outcome)
    why = models.CharField(max_length=300, blank=True)
    against = TenantKey("self", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    settles = TenantKey("self", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    happened_at = models.DateTimeField()
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    entered_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "live entries"
        triggers = [append_only]
        constraints = [
            AppendOnly(name="live_entry_append_only"),
            models.UniqueConstraint(
                fields=["alliance", "meeting", "key"], name="live_entry_is_taken_once"
            ),
            models.UniqueConstraint(
                fields=["alliance", "settles"],
                condition=Q(settles__isnull=False),
                name="conflict_is_settled_once",
                violation_error_message="Somebody has chosen already.",
            ),
            models.CheckConstraint(
                condition=Q(outcome="conflict", against__isnull=False)
                | ~Q(outcome="conflict") & Q(against=None),
                name="conflict_is_against_another_entry",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.happened_at:%H:%M}"
