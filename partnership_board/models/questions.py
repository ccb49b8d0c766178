"""A question put to the board, where each seat stood on it, and what was taken out of consent."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse

from alliance.models import User
from alliance.tenancy.constraints import AppendOnly
from alliance.tenancy.models import TenantKey, TenantModel, append_only, history
from partnership_board.models.boards import BoardRules
from partnership_board.models.decisions import Decision, Way
from partnership_board.models.items import AgendaItem
from partnership_board.models.meetings import Attendance
from partnership_board.models.seats import Seat

# What is asked, and how, is fixed once it has been put: answers would no longer be answers to it.
as_it_was_put = pgtrigger.Protect(
    name="as_it_was_put",
    operation=pgtrigger.UpdateOf(  # type: ignore[no-untyped-call]  # untyped there
        "item_id", "text", "kind", "way", "threshold", "threshold_base"
    ),
)
nobodys_secret = pgtrigger.Trigger(
    name="nobodys_secret",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    declare=[("asked", "text")],
    func=(
        "SELECT way INTO asked FROM partnership_board_question WHERE id = NEW.question_id;"
        " IF asked = 'secret' THEN"
        " RAISE EXCEPTION 'nobodys_secret: a secret vote keeps totals only'"
        " USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
    ),
)


@history()
class Question(TenantModel):
    """What the board is asked to decide, while it decides it."""

    seen_with = "read_packs"

    class State(models.TextChoices):
        OPEN = "open", "Being decided"
        DECIDED = "decided", "Decided"
        DROPPED = "dropped", "Not put after all"

    item = TenantKey(AgendaItem, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=1200)
    kind = models.CharField(max_length=12, choices=Decision.Kind)
    way = models.CharField(max_length=12, choices=Way)
    threshold = models.CharField(max_length=18, choices=BoardRules.Threshold)
    threshold_base = models.CharField(max_length=10, choices=BoardRules.ThresholdBase)
    rules = TenantKey(BoardRules, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=7, choices=State, default=State.OPEN)
    effective_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    supersedes = TenantKey(
        Decision, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    ratifies = TenantKey(
        Decision, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    answers_by_on = models.DateField(null=True, blank=True)  # of a decision in writing
    put_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    put_at = models.DateTimeField()
    over_at = models.DateTimeField(null=True, blank=True)
    decision = TenantKey(
        Decision, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        triggers = [as_it_was_put]
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "item"],
                condition=Q(state="open"),
                name="one_open_question_an_item",
                violation_error_message="Another question about this item is being decided.",
            ),
            models.CheckConstraint(
                condition=Q(state="open", over_at=None)
                | ~Q(state="open") & Q(over_at__isnull=False),
                name="question_is_over_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state="decided", decision__isnull=False)
                | ~Q(state="decided") & Q(decision=None),
                name="decided_question_has_its_decision",
            ),
            models.CheckConstraint(
                condition=Q(way="written", answers_by_on__isnull=False)
                | ~Q(way="written") & Q(answers_by_on=None),
                name="question_in_writing_has_a_last_day",
                violation_error_message="Say until which day answers can come.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.get_way_display()}"

    def get_absolute_url(self) -> str:
        return reverse("partnership_board:question", kwargs={"pk": self.pk})

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_vote(self) -> bool:
        return self.way in {Way.NAMED, Way.HANDS, Way.SECRET, Way.WRITTEN}

    @property
    def is_answered_by_seat(self) -> bool:
        """Whether each seat says where it stands, or only numbers are counted."""
        return self.way in {Way.CONSENSUS, Way.NAMED, Way.WRITTEN}

    @property
    def is_in_writing(self) -> bool:
        return self.way == Way.WRITTEN


class DecisionPosition(TenantModel):
    """Where a seat stood. The latest word of the holder counts, else that of a deputy there."""

    seen_with = "read_packs"

    class Position(models.TextChoices):
        FOR = "for", "For"
        AGAINST = "against", "Against"
        ABSTAIN = "abstain", "Neither"
        STAND_ASIDE = "stand_aside", "Stand aside"
        OBJECT = "object", "Object"

    class Sent(models.TextChoices):
        SELF = "self", "Said it here"
        ROOM = "room", "Said it in the meeting"
        PHONE = "phone", "By phone"
        MAIL = "mail", "By mail"

    question = TenantKey(Question, on_delete=models.PROTECT, related_name="+")
    seat = TenantKey(Seat, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    capacity = models.CharField(max_length=14, choices=Attendance.Capacity)
    position = models.CharField(max_length=11, choices=Position)
    reason = models.CharField(max_length=600, blank=True)
    is_minuted = models.BooleanField(default=False)
    sent = models.CharField(max_length=5, choices=Sent)
    evidence = models.CharField(max_length=300, blank=True)
    key = models.CharField(max_length=36)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    entered_at = models.DateTimeField()

    class Meta:
        triggers = [append_only, nobodys_secret]
        constraints = [
            AppendOnly(name="decision_position_append_only"),
            models.UniqueConstraint(
                fields=["alliance", "question", "key"], name="position_is_taken_once"
            ),
            models.CheckConstraint(
                condition=~Q(position="object") | ~Q(reason=""),
                name="objection_has_a_reason",
                violation_error_message="Please say what you object to, and why.",
            ),
            models.CheckConstraint(
                condition=Q(sent__in=["phone", "mail"]) & ~Q(evidence="")
                | Q(sent__in=["self", "room"], evidence=""),
                name="vote_from_afar_has_evidence",
                violation_error_message="Say how it reached you: the call or the mail, and when.",
            ),
            models.CheckConstraint(
                condition=Q(capacity__in=["holder", "deputy"]),
                name="position_of_holder_or_deputy",
                violation_error_message="Only the holder of a seat or its deputy speaks for it.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.get_position_display()}"


class ConsentRemoval(TenantModel):
    """A seat wanted an item talked about that was to be agreed together with others."""

    seen_with = "see_board"

    item = TenantKey(AgendaItem, on_delete=models.PROTECT, related_name="+")
    seat = TenantKey(Seat, on_delete=models.PROTECT, related_name="+")
    comment = models.CharField(max_length=600)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()

    class Meta:
        triggers = [append_only]
        constraints = [
            AppendOnly(name="consent_removal_append_only"),
            models.UniqueConstraint(
                fields=["alliance", "item"],
                name="taken_out_of_consent_once",
                violation_error_message="Somebody has taken this item out already.",
            ),
            models.CheckConstraint(
                condition=~Q(comment=""),
                name="taken_out_with_a_comment",
                violation_error_message="Please say in a sentence what you want to talk about.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}, taken out by {self.seat}"


class ItemExtract(TenantModel):
    """What came of an item went back to whoever proposed it. Nobody: only its page says it."""

    seen_with = "read_packs"

    item = TenantKey(AgendaItem, on_delete=models.PROTECT, related_name="+")
    sent_to = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    text = models.TextField(max_length=2400)
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    sent_at = models.DateTimeField()

    class Meta:
        triggers = [append_only]
        constraints = [AppendOnly(name="item_extract_append_only")]

    def __str__(self) -> str:
        return f"Extract of {self.item}"


@history()
class DecisionReview(TenantModel):
    """A decision that the board looks at again, until another decision settles that."""

    seen_with = "see_board"

    class Why(models.TextChoices):
        INTEREST = "interest", "An interest was found after the decision"
        DAY = "day", "Its day for a review has come"
        ASKED = "asked", "The board asked for it"

    decision = TenantKey(Decision, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=8, choices=Why)
    item = TenantKey(AgendaItem, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", db_index=False, null=True, blank=True
    )
    settled_by = TenantKey(
        Decision, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "decision"],
                condition=Q(settled_by=None),
                name="one_open_review_a_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision}: {self.get_why_display()}"
