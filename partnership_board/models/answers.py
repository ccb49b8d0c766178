"""What the agenda group answered to a proposal, who stood where, and appeals against it."""

from django.db import models
from django.db.models import Q

from alliance.models import User
from alliance.tenancy.constraints import AppendOnly
from alliance.tenancy.models import TenantKey, TenantModel, append_only, history
from members.models import Network
from partnership_board.models.agendas import AgendaProposal
from partnership_board.models.boards import BoardRules
from partnership_board.models.meetings import Meeting
from partnership_board.models.seats import Seat

LEAST_REASON = 20  # characters: a sentence, not "no room"
A_SENTENCE = r"\S.{18,}\S"


class AgendaDecision(TenantModel):
    """What the agenda group said to a proposal. A change of mind is a new decision."""

    seen_with = "see_board"

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", "Accept it"
        DEFERRED = "deferred", "Put it off"
        MERGED = "merged", "Join it with another proposal"
        REDIRECTED = "redirected", "Send it to another body"
        DECLINED = "declined", "Decline it"
        ASKED = "asked", "Ask the proposer something first"

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
    network = TenantKey(Network, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    is_incomplete_group = models.BooleanField(default=False)
    is_by_right = models.BooleanField(default=False)
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
            models.CheckConstraint(
                condition=Q(outcome="redirected") | Q(network=None),
                name="agenda_decision_names_a_network_to_send_to",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="declined", is_incomplete_group=True),
                name="incomplete_group_declines_nothing",
                violation_error_message="Without every side at the table, nothing is declined.",
            ),
            models.CheckConstraint(
                condition=Q(outcome="accepted") | Q(is_by_right=False),
                name="by_right_means_accepted",
            ),
        ]
        indexes = [models.Index(fields=["alliance", "-decided_at"], name="agenda_decision_latest")]

    def __str__(self) -> str:
        return f"{self.proposal}: {self.get_outcome_display()}"


class AgendaPosition(TenantModel):
    """Where one seat of the agenda group stood on an answer."""

    seen_with = "see_board"

    class Position(models.TextChoices):
        SUPPORT = "support", "For this answer"
        NEUTRAL = "neutral", "Neither for nor against"
        AGAINST = "against", "Against this answer"
        STOOD_ASIDE = "stood_aside", "Stood aside"

    agenda_decision = TenantKey(AgendaDecision, on_delete=models.PROTECT, related_name="+")
    seat = TenantKey(Seat, on_delete=models.PROTECT, related_name="+")
    position = models.CharField(max_length=11, choices=Position)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        triggers = [append_only]
        constraints = [
            AppendOnly(name="agenda_position_append_only"),
            models.UniqueConstraint(
                fields=["alliance", "agenda_decision", "seat"], name="agenda_position_once_a_seat"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.get_position_display()}"


@history()
class AgendaAppeal(TenantModel):
    """Seats of the board ask for another look at one answer. Once met, the item has its place."""

    seen_with = "see_board"

    proposal = TenantKey(AgendaProposal, on_delete=models.PROTECT, related_name="+")
    agenda_decision = TenantKey(AgendaDecision, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    met_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "agenda_decision"],
                name="one_appeal_an_answer",
                violation_error_message="There is an appeal against this answer already.",
            ),
            models.CheckConstraint(
                condition=Q(met_at=None) | Q(met_at__gte=models.F("begun_at")),
                name="appeal_is_met_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"Appeal: {self.proposal}"


class AppealSupport(TenantModel):
    """One seat supports an appeal. Nobody counts twice, whatever seats they hold."""

    seen_with = "see_board"

    appeal = TenantKey(AgendaAppeal, on_delete=models.PROTECT, related_name="+")
    seat = TenantKey(Seat, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    supported_at = models.DateTimeField()

    class Meta:
        triggers = [append_only]
        constraints = [
            AppendOnly(name="appeal_support_append_only"),
            models.UniqueConstraint(
                fields=["alliance", "appeal", "seat"],
                name="appeal_support_once_a_seat",
                violation_error_message="This seat supports it already.",
            ),
            models.UniqueConstraint(
                fields=["alliance", "appeal", "person"],
                name="appeal_support_once_a_person",
                violation_error_message="You support it already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat} for {self.appeal}"
