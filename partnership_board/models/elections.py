"""An election of people to seats of a board, and the rule agreed beforehand."""

from typing import Any, Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from alliance import roles
from alliance.tenancy.models import TenantKey, TenantModel, history
from partnership_board import election_states
from partnership_board.models.boards import Board, Constituency
from partnership_board.models.decisions import Decision
from partnership_board.models.seats import Seat

SHAPES = {
    "draft": "draft",
    "rule_frozen": "locked",
    "nominating": "open",
    "checking": "waiting",
    "roll_frozen": "locked",
    "ready": "waiting",
    "open": "open",
    "closed": "closed",
    "inquorate": "refused",
    "opening": "waiting",
    "counted": "waiting",
    "lot_due": "waiting",
    "declared": "new",
    "certified": "done",
    "archived": "closed",
    "abandoned": "refused",
}


def history_then_lot() -> list[str]:
    return ["history", "lot"]


class ElectionRule(TenantModel):
    """How people will be elected. Agreed and frozen before anybody knows who stands."""

    seen_with = "see_board"

    class Method(models.TextChoices):
        SCOTTISH = "scottish_stv", "Single transferable vote (Scottish rules)"
        MEEK = "meek_prf", "Single transferable vote (Meek's method)"

    class Publication(models.TextChoices):
        NAMES_ONLY = "names_only", "Who is elected, and nothing else"
        STAGES = "stages", "Who is elected, and every stage of the count"
        PROFILE = "profile", "Every stage, and all rankings without names"

    class Turnout(models.TextChoices):
        NOBODY = "nobody", "Nobody sees it until the close"
        NUMBER = "number", "How many have voted"
        ROLL = "roll", "Which organisations have voted"

    class Order(models.TextChoices):
        RANDOM = "random", "In a different order for each organisation"
        ALPHABETICAL = "alphabetical", "By surname"

    class Uncontested(models.TextChoices):
        DECLARE = "declare", "They are elected unopposed"
        CONFIRM = "confirm_with_ron", "Members vote, and may reopen nominations"

    class Vacancy(models.TextChoices):
        COUNTBACK = "countback", "Count the same ballots again"
        BY_ELECTION = "by_election", "Hold a by-election"
        CO_OPT = "co_opt", "The board asks somebody to join"

    method = models.CharField(max_length=12, choices=Method, default=Method.SCOTTISH)
    tie_steps = models.JSONField(default=history_then_lot)
    ron = models.BooleanField(default=False)
    constraints = models.JSONField(default=list)
    quorum_percent = models.PositiveSmallIntegerField(default=50)
    extension_days = models.PositiveSmallIntegerField(default=5)
    secrecy_floor = models.PositiveSmallIntegerField(default=5)
    publication = models.CharField(max_length=10, choices=Publication, default=Publication.STAGES)
    turnout_visibility = models.CharField(max_length=6, choices=Turnout, default=Turnout.NOBODY)
    receipts = models.BooleanField(default=True)
    max_preferences = models.PositiveSmallIntegerField(null=True, blank=True)
    candidate_order = models.CharField(max_length=12, choices=Order, default=Order.RANDOM)
    supporters = models.PositiveSmallIntegerField(default=2)
    statement_words = models.PositiveSmallIntegerField(default=300)
    uncontested = models.CharField(max_length=16, choices=Uncontested, default=Uncontested.DECLARE)
    vacancy = models.CharField(max_length=12, choices=Vacancy, default=Vacancy.COUNTBACK)
    term_months = ArrayField(models.PositiveSmallIntegerField(), default=list)
    key_holders = models.PositiveSmallIntegerField(default=3)
    objection_days = models.PositiveSmallIntegerField(default=5)
    adopted_by = TenantKey(
        Decision, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    canonical = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        triggers = [
            pgtrigger.Protect(
                name="frozen_rule_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.frozen_at IS NOT NULL"),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(frozen_at=None, sha256="", canonical="")
                | Q(frozen_at__isnull=False) & ~Q(sha256="") & ~Q(canonical=""),
                name="frozen_rule_has_its_hash",
            ),
            models.CheckConstraint(
                condition=Q(secrecy_floor__gte=5),
                name="secrecy_floor_only_rises",
                violation_error_message="With fewer than five ballots only names are published.",
            ),
            models.CheckConstraint(
                condition=Q(quorum_percent__lte=100), name="quorum_is_a_share_of_the_roll"
            ),
            models.CheckConstraint(condition=Q(supporters__lte=2), name="two_supporters_at_most"),
            models.CheckConstraint(
                condition=Q(key_holders__in=[2, 3]), name="two_or_three_hold_keys"
            ),
            models.CheckConstraint(
                condition=Q(max_preferences=None) | Q(max_preferences__gte=1),
                name="at_least_one_preference",
            ),
            models.CheckConstraint(
                condition=Q(method="scottish_stv")
                | Q(ron=False, constraints=[], uncontested="declare"),
                name="meek_goes_without_ron_and_minimums",
                violation_error_message=(
                    "Meek's method goes without “re-open nominations”, minimums and maximums."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.get_method_display()

    @property
    def is_frozen(self) -> bool:
        return self.frozen_at is not None


class ElectionQuerySet(models.QuerySet["Election"]):
    def public(self) -> Self:
        """Announced: everything but drafts."""
        return self.exclude(state=election_states.State.DRAFT)


@history()
class Election(TenantModel):
    """The choice of people for one or more seats, from the first draft to the certified result."""

    seen_with = "see_board"
    election_path = ""

    class State(models.TextChoices):
        DRAFT = "draft", "Being drafted"
        RULE_FROZEN = "rule_frozen", "Announced"
        NOMINATING = "nominating", "Nominations open"
        CHECKING = "checking", "Nominations being checked"
        ROLL_FROZEN = "roll_frozen", "Roll fixed"
        READY = "ready", "Ready for the poll"
        OPEN = "open", "Poll open"
        CLOSED = "closed", "Poll closed"
        INQUORATE = "inquorate", "Too few voted"
        OPENING = "opening", "Box being opened"
        COUNTED = "counted", "Counted"
        LOT_DUE = "lot_due", "Lot to be drawn"
        DECLARED = "declared", "Result declared"
        CERTIFIED = "certified", "Certified"
        ARCHIVED = "archived", "Archived"
        ABANDONED = "abandoned", "Abandoned"

    class Kind(models.TextChoices):
        ORDINARY = "ordinary", "Election"
        BY_ELECTION = "by_election", "By-election"
        COUNTBACK = "countback", "Countback"

    board = TenantKey(Board, on_delete=models.PROTECT, related_name="+")
    constituency = TenantKey(Constituency, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.ORDINARY)
    parent = TenantKey("self", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    rule = TenantKey(ElectionRule, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    notice_on = models.DateField()
    nominations_open_at = models.DateTimeField()
    nominations_close_at = models.DateTimeField()
    withdraw_by_at = models.DateTimeField()
    roll_on = models.DateField()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    extended_to = models.DateTimeField(null=True, blank=True)
    objections_close_at = models.DateTimeField(null=True, blank=True)
    reopened_why = models.CharField(max_length=300, blank=True)
    ended_why = models.CharField(max_length=300, blank=True)  # why it was abandoned
    roll_sha256 = models.CharField(max_length=64, blank=True)
    box_sha256 = models.CharField(max_length=64, blank=True)
    receipts = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    declared_at = models.DateTimeField(null=True, blank=True)
    certified_at = models.DateTimeField(null=True, blank=True)

    objects = ElectionQuerySet.as_manager()

    class Meta:
        permissions = roles.permissions_of_scope(roles.Scope.ELECTION)
        triggers = [
            pgtrigger.FSM(
                name="election_moves",
                field="state",
                transitions=election_states.transitions(),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(nominations_open_at__lt=F("nominations_close_at"))
                & Q(nominations_close_at__lt=F("withdraw_by_at"))
                & Q(withdraw_by_at__lt=F("opens_at"))
                & Q(opens_at__lt=F("closes_at"))
                & Q(notice_on__lt=F("roll_on")),
                name="election_times_in_order",
                violation_error_message="Each step of an election comes after the one before.",
            ),
            models.CheckConstraint(
                condition=Q(extended_to=None) | Q(extended_to__gt=F("closes_at")),
                name="election_is_extended_to_later",
            ),
            models.CheckConstraint(
                condition=Q(objections_close_at=None)
                | Q(objections_close_at__gt=F("closes_at"))
                | Q(kind="countback"),
                name="objections_come_after_the_poll",
            ),
            models.CheckConstraint(
                condition=Q(kind="countback", parent__isnull=False) | ~Q(kind="countback"),
                name="countback_has_the_election_it_counts_again",
            ),
            models.CheckConstraint(
                condition=~Q(state="abandoned") | ~Q(ended_why=""),
                name="abandoned_election_says_why",
            ),
        ]
        indexes = [models.Index(fields=["alliance", "state"], name="election_state")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("partnership_board:election", kwargs={"pk": self.pk})

    @property
    def shape(self) -> str:
        return SHAPES[self.state]

    @property
    def ends_at(self) -> Any:  # a moment
        """When the poll closes, the extension included."""
        return self.extended_to or self.closes_at

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_to_be_opened(self) -> bool:
        return self.state in (self.State.CLOSED, self.State.OPENING)

    @property
    def awaits_lot(self) -> bool:
        return self.state == self.State.LOT_DUE

    @property
    def is_to_be_declared(self) -> bool:
        return self.state in (self.State.COUNTED, self.State.LOT_DUE)

    @property
    def is_declared(self) -> bool:
        """And not certified yet."""
        return self.state == self.State.DECLARED

    @property
    def has_result(self) -> bool:
        return self.state in election_states.AFTER_DECLARATION

    @property
    def is_before_poll(self) -> bool:
        return self.state in election_states.BEFORE_POLL


class ElectionSeat(TenantModel):
    """A seat to be filled; `order` says which goes to whoever is elected first."""

    seen_with = "see_board"
    election_path = "election"

    election = TenantKey(Election, on_delete=models.CASCADE, related_name="+")
    seat = TenantKey(Seat, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "election", "seat"], name="election_seat_once"
            ),
            models.UniqueConstraint(
                fields=["alliance", "election", "order"], name="election_seat_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.seat}"
