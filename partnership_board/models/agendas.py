"""What was proposed for an agenda, who decided about it and why, and what was put on the agenda."""

from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Deferrable, Q
from django.urls import reverse

from alliance.models import User
from alliance.tenancy.constraints import AppendOnly
from alliance.tenancy.models import TenantKey, TenantModel, append_only, history
from members.models import Organisation
from partnership_board.models.meetings import Meeting
from partnership_board.models.seats import Board, BoardRules, Seat

LEAST_REASON = 20  # characters: a sentence, not "no room"
A_SENTENCE = r"\S.{18,}\S"


class Purpose(models.TextChoices):
    DECIDE = "decide", "To decide"
    DISCUSS = "discuss", "To discuss"
    NOTE = "note", "To note"
    ASSURE = "assure", "For assurance"
    LISTEN = "listen", "To listen"


class ProposalQuerySet(models.QuerySet["AgendaProposal"]):
    def waiting(self) -> Self:
        return self.filter(state=AgendaProposal.State.SUBMITTED)

    def to_place(self) -> Self:
        return self.filter(state=AgendaProposal.State.ACCEPTED)


@history()
class AgendaProposal(TenantModel):
    """Something somebody wants a board to talk about.

    One that was born from lived experience names no person: what it was born from is linked to it
    from above, so that nothing here can lead back to who spoke.
    """

    seen_with = "see_board"

    class Origin(models.TextChoices):
        MEMBER = "member", "A member organisation"
        SEAT = "seat", "A seat on the board"
        STANDING = "standing", "Standing item"
        MATTER_ARISING = "matter_arising", "Matter arising"
        LIVED_EXPERIENCE = "lived_experience", "Lived experience"
        URGENT = "urgent", "Urgent"

    class State(models.TextChoices):
        SUBMITTED = "submitted", "Waiting for an answer"
        ACCEPTED = "accepted", "Accepted"
        PLACED = "placed", "On an agenda"
        HEARD = "heard", "Heard"
        DEFERRED = "deferred", "Put off"
        MERGED = "merged", "Joined with another"
        REDIRECTED = "redirected", "Sent to another body"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"

    board = TenantKey(Board, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    why_now = models.TextField(max_length=1200)
    purpose = models.CharField(max_length=8, choices=Purpose)
    minutes_wanted = models.PositiveSmallIntegerField(default=15)
    origin = models.CharField(max_length=18, choices=Origin)
    proposed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    for_seat = TenantKey(Seat, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    for_organisation = TenantKey(
        Organisation, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    state = models.CharField(max_length=12, choices=State, default=State.SUBMITTED)
    submitted_at = models.DateTimeField()
    answer_by_on = models.DateField()

    objects = ProposalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(origin="lived_experience", proposed_by=None)
                | ~Q(origin="lived_experience") & Q(proposed_by__isnull=False),
                name="lived_experience_names_nobody",
            ),
            models.CheckConstraint(
                condition=Q(minutes_wanted__gte=1, minutes_wanted__lte=240),
                name="proposal_takes_some_minutes",
                violation_error_message="Ask for between 1 and 240 minutes.",
            ),
        ]
        indexes = [
            models.Index(fields=["alliance", "state"], name="proposal_state"),
            models.Index(fields=["alliance", "proposed_by"], name="proposal_by"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("partnership_board:proposal", kwargs={"pk": self.pk})

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.SUBMITTED

    @property
    def can_be_decided(self) -> bool:
        """Whether an answer, or another one, can still be given."""
        return self.state in {
            self.State.SUBMITTED,
            self.State.ACCEPTED,
            self.State.DEFERRED,
            self.State.DECLINED,
        }

    @property
    def can_be_placed(self) -> bool:
        return self.state == self.State.ACCEPTED

    @property
    def stands(self) -> str:
        """How it stands, within a sentence."""
        return {
            self.State.SUBMITTED: "it is waiting for an answer",
            self.State.ACCEPTED: "it was accepted",
            self.State.PLACED: "it is on an agenda",
            self.State.HEARD: "the board has heard it",
            self.State.DEFERRED: "it was put off",
            self.State.MERGED: "it was joined with another",
            self.State.REDIRECTED: "it was sent to another body",
            self.State.DECLINED: "it was declined",
            self.State.WITHDRAWN: "it was withdrawn",
        }[self.State(self.state)]

    @property
    def is_from_lived_experience(self) -> bool:
        return self.origin == self.Origin.LIVED_EXPERIENCE

    @property
    def asked_by(self) -> str:
        """Who asked, as the ledger shows it: an organisation or a seat before a person."""
        if self.is_from_lived_experience:
            return "People with lived experience"
        for asker in (self.for_organisation, self.for_seat, self.proposed_by):
            if asker is not None:
                return str(asker)
        return self.get_origin_display()


class AgendaDecision(TenantModel):
    """What the agenda group said to a proposal. A change of mind is a new decision."""

    seen_with = "see_board"

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", "Accept it"
        DEFERRED = "deferred", "Put it off"
        MERGED = "merged", "Join it with another proposal"
        REDIRECTED = "redirected", "Send it to another body"
        DECLINED = "declined", "Decline it"

    class ReasonCode(models.TextChoices):
        ROOM = "room", "No room on the agenda"
        TIMING = "timing", "Not the right time"
        OTHER_FORUM = "other_forum", "Better heard elsewhere"
        NOT_READY = "not_ready", "Not ready yet"
        DUPLICATE = "duplicate", "Already proposed"
        OUT_OF_SCOPE = "out_of_scope", "Not for this board"
        OTHER = "other", "Another reason"

    proposal = TenantKey(AgendaProposal, on_delete=models.PROTECT, related_name="+")
    meeting = TenantKey(Meeting, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome)
    reason_code = models.CharField(max_length=12, choices=ReasonCode, blank=True)
    reason = models.TextField(max_length=1200, blank=True)
    defer_until_on = models.DateField(null=True, blank=True)
    merged_into = TenantKey(
        AgendaProposal, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    redirected_to = models.CharField(max_length=160, blank=True)
    rules = TenantKey(BoardRules, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    decided_at = models.DateTimeField()

    class Meta:
        triggers = [append_only]
        constraints = [
            AppendOnly(name="agenda_decision_append_only"),
            models.CheckConstraint(
                condition=Q(outcome="accepted") | Q(reason__regex=A_SENTENCE),
                name="agenda_decision_has_a_reason",
                violation_error_message=(
                    "Please say why in a sentence: the reason is published with the decision."
                ),
            ),
            models.CheckConstraint(
                condition=Q(outcome="deferred", defer_until_on__isnull=False)
                | ~Q(outcome="deferred") & Q(defer_until_on=None),
                name="agenda_decision_deferred_until_a_day",
            ),
            models.CheckConstraint(
                condition=Q(outcome="merged", merged_into__isnull=False)
                | ~Q(outcome="merged") & Q(merged_into=None),
                name="agenda_decision_merged_into_another",
            ),
            models.CheckConstraint(
                condition=Q(outcome="redirected") & ~Q(redirected_to="")
                | ~Q(outcome="redirected") & Q(redirected_to=""),
                name="agenda_decision_redirected_to_a_body",
            ),
        ]
        indexes = [models.Index(fields=["alliance", "-decided_at"], name="agenda_decision_latest")]

    def __str__(self) -> str:
        return f"{self.proposal}: {self.get_outcome_display()}"


class ItemQuerySet(models.QuerySet["AgendaItem"]):
    def on_agenda(self) -> Self:
        return self.exclude(state=AgendaItem.State.REMOVED).order_by("position")


@history()
class AgendaItem(TenantModel):
    """One item on the agenda of one meeting; its number is given out once and never again."""

    seen_with = "see_board"

    class Section(models.TextChoices):
        OPENING = "opening", "Opening"
        STORY = "story", "A story"
        BUSINESS = "business", "Business"
        CONSENT = "consent", "Agreed together"
        PART2 = "part2", "Part 2"
        CLOSING = "closing", "Closing"

    class State(models.TextChoices):
        PLACED = "placed", "On the agenda"
        HEARD = "heard", "Heard"
        NOT_REACHED = "not_reached", "Not reached"
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
                condition=~Q(state="removed"),
                name="proposal_once_on_an_agenda",
                violation_error_message="This proposal is on the agenda already.",
            ),
            models.CheckConstraint(
                condition=~Q(number="") | Q(state="removed"), name="item_on_agenda_has_a_number"
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=240),
                name="item_takes_some_minutes",
                violation_error_message="An item takes between 1 and 240 minutes.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    def get_absolute_url(self) -> str:
        return reverse(
            "partnership_board:item", kwargs={"pk": self.meeting_id, "number": self.number}
        )
