"""Boards, what each has agreed about itself, and the constituencies that share its seats."""

from datetime import date
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from alliance.tenancy.constraints import AppendOnly
from alliance.tenancy.models import TenantKey, TenantModel, append_only, history
from members.models import Network


class BoardQuerySet(models.QuerySet["Board"]):
    def partnership(self) -> Self:
        return self.filter(kind=Board.Kind.PARTNERSHIP_BOARD)


@history()
class Board(TenantModel):
    """A body that meets and decides; an agenda group serves one of them."""

    seen_with = "see_board"

    class Kind(models.TextChoices):
        PARTNERSHIP_BOARD = "partnership_board", "Partnership Board"
        AGENDA_GROUP = "agenda_group", "Agenda group"
        STEERING = "steering", "Steering group"
        SUBGROUP = "subgroup", "Subgroup"

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=Kind)
    parent = TenantKey("self", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    network = TenantKey(Network, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    is_public = models.BooleanField(default=False)
    min_elected_seats = models.PositiveSmallIntegerField(default=3)

    objects = BoardQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance"],
                condition=Q(kind="partnership_board"),
                name="one_partnership_board",
                violation_error_message="This alliance has a Partnership Board already.",
            ),
            models.UniqueConstraint(
                fields=["alliance", "parent"],
                condition=Q(kind="agenda_group"),
                name="one_agenda_group_a_board",
                violation_error_message="This board has an agenda group already.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="agenda_group") | Q(parent__isnull=False),
                name="agenda_group_serves_a_board",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("partnership_board:board_settings", kwargs={"pk": self.pk})


def any_six() -> dict[str, Any]:  # Any: as JSON has it
    """Six who may vote: what a board begins with, until it agrees something of its own."""
    return {"all": [{"min_voting": 6}]}


def usual_ways() -> list[str]:
    """What every board may do where an interest empties a side; the rest it has to agree."""
    return ["split", "deputies", "accept"]


class RulesQuerySet(models.QuerySet["BoardRules"]):
    def in_force(self, board_id: int, *, on: date) -> "BoardRules":
        """The latest version whose day has come; before the first day, the first version."""
        of_board = self.filter(board_id=board_id)
        latest = of_board.filter(from_on__lte=on).order_by("version").last()
        return latest or of_board.earliest("version")


class BoardRules(TenantModel):
    """What a board has agreed about how it works; a change is a new version, from a day."""

    seen_with = "see_board"

    class DecisionMode(models.TextChoices):
        CONSENSUS_THEN_VOTE = "consensus_then_vote", "Agreement first, then a vote"
        VOTE = "vote", "A vote"
        CONSENSUS = "consensus", "Agreement only"

    class Threshold(models.TextChoices):
        SIMPLE = "simple", "More than half"
        TWO_THIRDS = "two_thirds", "Two thirds"
        FOUR_FIFTHS = "four_fifths", "Four fifths"
        EACH_CONSTITUENCY = "each_constituency", "More than half of each constituency"

    class ThresholdBase(models.TextChoices):
        CAST = "cast", "Of the votes cast"
        PRESENT = "present", "Of those present"
        ENTITLED = "entitled", "Of all who may vote"

    class RecusedSee(models.TextChoices):
        WITHHELD = "withheld", "They do not see the papers"
        SHOWN = "shown", "They see the papers"

    class WayOut(models.TextChoices):
        SPLIT = "split", "Split the item: all agree the principles, the free ones who gets what"
        DEPUTIES = "deputies", "Deputies who are free take the seats"
        PANEL = "panel", "An independent panel decides, and the board notes it"
        ACCEPT = "accept", "Go on without them, and write down what it did to the vote"

    board = TenantKey(Board, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    from_on = models.DateField()
    notice_days = models.PositiveSmallIntegerField(default=5)
    paper_days = models.PositiveSmallIntegerField(default=8)
    proposal_days = models.PositiveSmallIntegerField(default=15)
    answer_days = models.PositiveSmallIntegerField(default=10)
    minutes_days = models.PositiveSmallIntegerField(default=10)
    adopted_by = TenantKey(
        "Decision", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    quorum = models.JSONField(default=any_six)
    vacancies_count = models.BooleanField(default=False)
    decision_mode = models.CharField(
        max_length=20, choices=DecisionMode, default=DecisionMode.CONSENSUS_THEN_VOTE
    )
    threshold = models.CharField(max_length=18, choices=Threshold, default=Threshold.SIMPLE)
    threshold_base = models.CharField(
        max_length=10, choices=ThresholdBase, default=ThresholdBase.CAST
    )
    casting_vote = models.BooleanField(default=False)
    recused_see_papers = models.CharField(
        max_length=8, choices=RecusedSee, default=RecusedSee.WITHHELD
    )
    class_interest = models.BooleanField(default=False)
    ways_out = ArrayField(
        models.CharField(max_length=8, choices=WayOut), default=usual_ways, blank=True
    )
    appeal_seats = models.PositiveSmallIntegerField(default=2)
    appeal_constituencies = models.PositiveSmallIntegerField(default=2)
    written_procedure = models.BooleanField(default=False)

    objects = RulesQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "board rules"
        triggers = [append_only]
        constraints = [
            AppendOnly(name="board_rules_append_only"),
            models.UniqueConstraint(
                fields=["alliance", "board", "version"], name="board_rules_version"
            ),
            models.CheckConstraint(
                condition=Q(notice_days__lte=F("paper_days"))
                & Q(paper_days__lte=F("proposal_days")),
                name="board_rules_days_in_order",
                violation_error_message=(
                    "Proposals close first, then papers, and then the pack goes out."
                ),
            ),
            models.CheckConstraint(
                condition=Q(appeal_constituencies__gte=1)
                & Q(appeal_constituencies__lte=F("appeal_seats")),
                name="board_rules_appeal_can_be_met",
                violation_error_message=(
                    "An appeal needs at least one seat of each constituency that it needs."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.board}, rules {self.version}"

    @property
    def least_by_side(self) -> dict[str, int]:
        """By the code of a constituency: how many of its seats must be there."""
        found: dict[str, int] = {}
        for part in self.quorum.get("all", []):
            found |= part.get("min_by", {})
        return found

    @property
    def least_voting(self) -> int:
        """How many who may vote must be there."""
        return max((part.get("min_voting", 0) for part in self.quorum.get("all", [])), default=0)


@history()
class Constituency(TenantModel):
    """One of the sides that share a board's seats: the alliance's own list."""

    seen_with = "see_board"

    board = TenantKey(Board, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)
    label = models.CharField(max_length=60)
    order = models.PositiveSmallIntegerField()
    one = models.CharField(max_length=60, blank=True, default="")  # "expert by experience"
    is_statutory = models.BooleanField(default=False)
    is_named = models.BooleanField(default=True)  # False: its people stand nowhere in public
    min_seats = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name_plural = "constituencies"
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "board", "code"],
                name="constituency_code",
                violation_error_message="This board has a constituency with that code.",
            ),
        ]

    def __str__(self) -> str:
        return self.label
