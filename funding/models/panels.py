"""Who scores a round's proposals, what binds them, and what they gave."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from alliance.models import User
from alliance.tenancy.constraints import AppendOnly
from alliance.tenancy.models import TenantKey, TenantModel, append_only, history
from funding.models.proposals import Proposal
from funding.models.rounds import Criterion, Round
from partnership_board.models import Constituency, Decision


class PanelSeatQuerySet(models.QuerySet["PanelSeat"]):
    def there(self) -> Self:
        """Invited or accepted, with somebody in it."""
        gone = PanelSeat.State.STEPPED_BACK
        return self.exclude(state=gone).filter(holder__isnull=False)

    def not_ended(self, *, on: date) -> Self:
        return self.there().exclude(ended_on__lte=on)


@history()
class PanelSeat(TenantModel):
    """A place on a round's panel; empty until somebody is found for it."""

    seen_with = "see_funding"

    class State(models.TextChoices):
        INVITED = "invited", "Invited"
        ACCEPTED = "accepted", "Accepted"
        STEPPED_BACK = "stepped_back", "Stepped back"

    round = TenantKey(Round, models.CASCADE, related_name="+")
    constituency = TenantKey(Constituency, models.PROTECT, related_name="+")
    holder = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    is_outside = models.BooleanField(default=False)
    is_chair = models.BooleanField(default=False)
    is_funder = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=State, default=State.INVITED)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    declared_at = models.DateTimeField(null=True, blank=True)

    objects = PanelSeatQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "round", "holder"],
                name="panel_seat_once",
                violation_error_message="This person has a seat on the panel already.",
            ),
            models.UniqueConstraint(
                fields=["alliance", "round"],
                condition=Q(is_chair=True) & ~Q(state="stepped_back"),
                name="one_chair_a_panel",
                violation_error_message="The panel has a chair already.",
            ),
            models.CheckConstraint(
                condition=Q(declared_at=None) | Q(holder__isnull=False),
                name="panel_seat_declares_by_its_holder",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="panel_seat_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.constituency}, panel of {self.round}"

    @property
    def is_there(self) -> bool:
        return self.holder_id is not None and self.state != self.State.STEPPED_BACK

    @property
    def has_declared(self) -> bool:
        return self.declared_at is not None


class PanelTie(TenantModel):
    """What somebody on the panel says binds them to a proposal: the ground, never the story."""

    seen_with = "score_proposals"

    class Ground(models.TextChoices):
        HELPED = "helped", "I helped to write it, or would be paid by it"
        CLOSE = "close", "Family, a close friend, or somebody I work under or manage"
        BELONGS = "belongs", "I belong to the organisation, or did in the last 12 months"

    seat = TenantKey(PanelSeat, models.PROTECT, related_name="+")
    proposal = TenantKey(Proposal, models.PROTECT, related_name="+")
    ground = models.CharField(max_length=7, choices=Ground)
    declared_at = models.DateTimeField()

    class Meta:
        triggers = [append_only]
        constraints = [
            AppendOnly(name="panel_tie_append_only"),
            models.UniqueConstraint(
                fields=["alliance", "seat", "proposal"],
                name="panel_tie_once",
                violation_error_message="You told us about this proposal already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id} and {self.proposal_id}: {self.ground}"


class PanelRuling(TenantModel):
    """The chair of a panel asks somebody to stand back, or sets a finding aside, with a reason."""

    seen_with = "read_proposals"

    seat = TenantKey(PanelSeat, models.PROTECT, related_name="+")
    proposal = TenantKey(Proposal, models.PROTECT, related_name="+")
    is_tighter = models.BooleanField()
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        triggers = [append_only]
        constraints = [
            AppendOnly(name="panel_ruling_append_only"),
            models.UniqueConstraint(
                fields=["alliance", "seat", "proposal", "is_tighter"],
                name="panel_ruling_once",
                violation_error_message="The chair has ruled on this already.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="panel_ruling_has_a_reason",
                violation_error_message="Say why.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id} and {self.proposal_id}"


class ScoreSheet(TenantModel):
    """One seat is asked to score one proposal; once sent, it stays as it is."""

    seen_with = "score_proposals"

    seat = TenantKey(PanelSeat, models.PROTECT, related_name="+")
    proposal = TenantKey(Proposal, models.PROTECT, related_name="+")
    comment = models.TextField(blank=True, max_length=2000)
    sentence = models.CharField(max_length=300, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "seat", "proposal"], name="score_sheet_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id} on {self.proposal_id}"

    @property
    def is_sent(self) -> bool:
        return self.submitted_at is not None


class Score(TenantModel):
    """Points for one criterion; kept when the sheet's seat is later excluded, never counted."""

    seen_with = "score_proposals"

    sheet = TenantKey(ScoreSheet, models.PROTECT, related_name="+")
    criterion = TenantKey(Criterion, models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField()

    class Meta:
        triggers = [append_only]
        constraints = [
            AppendOnly(name="score_append_only"),
            models.UniqueConstraint(fields=["alliance", "sheet", "criterion"], name="score_once"),
            models.CheckConstraint(condition=Q(points__lte=10), name="score_is_on_a_scale"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id}: {self.points}"


class PanelOutcome(TenantModel):
    """What became of a proposal, and why: the reason for all, the feedback for the applicant."""

    seen_with = "read_proposals"

    proposal = TenantKey(Proposal, models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    raw_mean = models.CharField(max_length=40)  # an exact fraction, as in 11/3
    normalised_mean = models.CharField(max_length=40)
    recommended_pence = models.BigIntegerField()
    reason = models.CharField(max_length=600)
    feedback = models.TextField(max_length=2000)
    scored_by = models.JSONField(default=dict)  # sheets counted, by constituency; exclusions
    board_decision = TenantKey(Decision, models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alliance", "proposal"], name="panel_outcome_once"),
            models.CheckConstraint(
                condition=Q(recommended_pence__gte=0), name="panel_outcome_is_not_negative"
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(feedback=""),
                name="panel_outcome_says_why",
                violation_error_message="Give everybody a reason, and the applicant feedback.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.recommended_pence}"
