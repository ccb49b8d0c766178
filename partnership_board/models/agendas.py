"""What was proposed for an agenda, by whom, and how it stands."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from alliance.models import Priority, User
from alliance.tenancy.models import TenantKey, TenantModel, history
from members.models import Organisation
from partnership_board.models.boards import Board
from partnership_board.models.seats import Seat


class Purpose(models.TextChoices):
    DECIDE = "decide", "To decide"
    DISCUSS = "discuss", "To discuss"
    NOTE = "note", "To note"
    ASSURE = "assure", "For assurance"
    LISTEN = "listen", "To listen"


# Where nobody need have proposed it: the thing it is about did.
BY_THEMSELVES = ["standing", "matter_arising", "action", "request_overdue", "public_question"]


class ProposalQuerySet(models.QuerySet["AgendaProposal"]):
    def waiting(self) -> Self:
        return self.filter(state=AgendaProposal.State.SUBMITTED)

    def unanswered(self, *, on: date) -> Self:
        """Those whose day has passed. They come first, and are counted."""
        return self.waiting().filter(answer_by_on__lt=on)

    def to_place(self) -> Self:
        """Accepted, or on an agenda that did not get that far."""
        return self.filter(
            state__in=[AgendaProposal.State.ACCEPTED, AgendaProposal.State.NOT_REACHED]
        )

    def sent(self) -> Self:
        return self.exclude(state=AgendaProposal.State.DRAFT)

    def shown_to(self, user: User) -> Self:
        """Everything that was sent, and the person's own drafts."""
        return self.exclude(Q(state=AgendaProposal.State.DRAFT) & ~Q(proposed_by=user))


@history()
class AgendaProposal(TenantModel):
    """Something somebody wants a board to talk about.

    `title` and `why_now` are for everybody. Of a sensitive one they are neutral, and its own words
    are kept in `kept_title` and `kept_why`, for its proposer and those who decide.

    One that was born from lived experience names no person: what it was born from is linked to it
    from above, so that nothing here can lead back to who spoke.
    """

    seen_with = "see_board"

    class Origin(models.TextChoices):
        MEMBER = "member", "A member organisation"
        SEAT = "seat", "A seat on the board"
        STANDING = "standing", "Standing item"
        MATTER_ARISING = "matter_arising", "Matter arising"
        ACTION = "action", "An action of the board"
        REQUEST_OVERDUE = "request_overdue", "A request without an answer"
        LIVED_EXPERIENCE = "lived_experience", "Lived experience"
        PUBLIC_QUESTION = "public_question", "A question from the public"
        URGENT = "urgent", "Urgent"

    class State(models.TextChoices):
        DRAFT = "draft", "Not sent yet"
        ASKED = "asked", "Waiting for its proposer"
        SUBMITTED = "submitted", "Waiting for an answer"
        ACCEPTED = "accepted", "Accepted"
        PLACED = "placed", "On an agenda"
        HEARD = "heard", "Heard"
        NOT_REACHED = "not_reached", "Not reached"
        SUPERSEDED = "superseded", "Overtaken by another item"
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
    wanted_by_on = models.DateField(null=True, blank=True)
    is_sensitive = models.BooleanField(default=False)
    kept_title = models.CharField(max_length=120, blank=True)
    kept_why = models.TextField(max_length=1200, blank=True)
    source = models.CharField(max_length=60, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(origin="lived_experience", proposed_by=None)
                | Q(origin__in=BY_THEMSELVES)
                | ~Q(origin="lived_experience") & Q(proposed_by__isnull=False),
                name="lived_experience_names_nobody",
            ),
            models.CheckConstraint(
                condition=Q(is_sensitive=True) & ~Q(kept_title="")
                | Q(is_sensitive=False, kept_title="", kept_why=""),
                name="sensitive_proposal_keeps_its_own_words",
            ),
            models.UniqueConstraint(
                fields=["alliance", "source"],
                condition=~Q(source=""),
                name="proposal_once_from_a_source",
                violation_error_message="This has been proposed already.",
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
            self.State.ASKED,
            self.State.ACCEPTED,
            self.State.NOT_REACHED,
            self.State.DEFERRED,
            self.State.DECLINED,
        }

    @property
    def can_be_edited(self) -> bool:
        """By its proposer: before it is sent, and when the group has asked something."""
        return self.state in {self.State.DRAFT, self.State.ASKED}

    @property
    def can_be_placed(self) -> bool:
        return self.state in {self.State.ACCEPTED, self.State.NOT_REACHED}

    @property
    def can_be_appealed(self) -> bool:
        """Whether seats can ask the group to look again at a no of any kind."""
        return self.state in {
            self.State.DEFERRED,
            self.State.MERGED,
            self.State.REDIRECTED,
            self.State.DECLINED,
        }

    @property
    def is_sent_on(self) -> bool:
        """Whether another body is to answer it."""
        return self.state == self.State.REDIRECTED

    @property
    def shape(self) -> str:
        """The mark beside its state."""
        marks = {
            self.State.DRAFT: "draft",
            self.State.ASKED: "waiting",
            self.State.SUBMITTED: "waiting",
            self.State.ACCEPTED: "done",
            self.State.NOT_REACHED: "done",
            self.State.PLACED: "done",
            self.State.HEARD: "done",
            self.State.DECLINED: "refused",
        }
        return marks.get(self.State(self.state), "closed")

    def is_unanswered(self, *, on: date) -> bool:
        return self.is_waiting and on > self.answer_by_on

    @property
    def stands(self) -> str:
        """How it stands, within a sentence."""
        return {
            self.State.DRAFT: "it has not been sent yet",
            self.State.ASKED: "the agenda group has asked something",
            self.State.NOT_REACHED: "the meeting did not get that far",
            self.State.SUPERSEDED: "another item took its place",
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


class ProposalPriority(TenantModel):
    """One of the alliance's priorities that a proposal serves."""

    seen_with = "see_board"

    proposal = TenantKey(AgendaProposal, on_delete=models.CASCADE, related_name="+")
    priority = TenantKey(Priority, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "proposal priorities"
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "proposal", "priority"], name="proposal_priority_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal}: {self.priority}"
