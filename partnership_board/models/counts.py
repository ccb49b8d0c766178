"""What came out of the box, what chance decided, what was declared, and who objected."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from alliance.models import Document, User
from alliance.tenancy.constraints import AppendOnly
from alliance.tenancy.models import TenantKey, TenantModel, append_only, history
from members.models import Organisation
from partnership_board.models.election_officers import ElectionOfficer
from partnership_board.models.elections import Election


class CountRun(TenantModel):
    """One count of the box: by which program, of what, and what came out."""

    election_path = "election"

    class Kind(models.TextChoices):
        OFFICIAL = "official", "The count"
        UNCONSTRAINED = "unconstrained", "Without minimums and maximums"
        COUNTBACK = "countback", "Countback"
        CHECK = "check", "Counted again"

    election = TenantKey(Election, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=13, choices=Kind)
    engine = models.CharField(max_length=60)
    rule_sha256 = models.CharField(max_length=64)
    box_sha256 = models.CharField(max_length=64)
    ballots_commitment = models.CharField(max_length=64)
    result = models.JSONField()
    result_sha256 = models.CharField(max_length=64)
    run_at = models.DateTimeField()
    run_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )

    class Meta:
        triggers = [append_only]
        constraints = [AppendOnly(name="count_run_append_only")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.election}"


class LotDraw(TenantModel):
    """A tie that came to a lot, and the keys by which anybody can draw it again."""

    election_path = "election"

    class Why(models.TextChoices):
        EXCLUDE = "exclude", "Who goes out"
        SURPLUS = "surplus", "Whose surplus moves first"
        ELECT = "elect", "Who is elected first"

    election = TenantKey(Election, on_delete=models.PROTECT, related_name="+")
    tie = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=7, choices=Why)
    tied = ArrayField(models.PositiveSmallIntegerField())
    seed = models.CharField(max_length=200)
    keys = models.JSONField()
    chosen = models.PositiveSmallIntegerField()
    is_decisive = models.BooleanField()
    witnessed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    drawn_at = models.DateTimeField()

    class Meta:
        triggers = [append_only]
        constraints = [
            AppendOnly(name="lot_draw_append_only"),
            models.UniqueConstraint(fields=["alliance", "election", "tie"], name="lot_drawn_once"),
        ]

    def __str__(self) -> str:
        return f"Lot {self.tie}: {self.election}"


@history()
class Objection(TenantModel):
    """A member organisation says that something was not done as it should be."""

    seen_with = "see_board"
    organisation_path = "organisation"
    election_path = "election"

    class Ground(models.TextChoices):
        ROLL = "roll", "Who could vote"
        NOMINATION = "nomination", "A nomination"
        CONDUCT = "conduct", "How it was conducted"
        COUNT = "count", "The count"
        OTHER = "other", "Something else"

    class Outcome(models.TextChoices):
        UPHELD = "upheld", "Upheld"
        NOT_UPHELD = "not_upheld", "Not upheld"
        WITHDRAWN = "withdrawn", "Withdrawn"

    election = TenantKey(Election, on_delete=models.PROTECT, related_name="+")
    organisation = TenantKey(Organisation, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    ground = models.CharField(max_length=10, choices=Ground)
    about_officer = TenantKey(
        ElectionOfficer, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    text = models.TextField()
    received_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", answer="", answered_by=None, answered_at=None)
                | Q(outcome="withdrawn", answered_at__isnull=False)
                | Q(
                    outcome__in=["upheld", "not_upheld"],
                    answered_by__isnull=False,
                    answered_at__isnull=False,
                )
                & ~Q(answer=""),
                name="objection_is_answered_whole",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="objection_says_what"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_ground_display().lower()}"


class Declaration(TenantModel):
    """What was made public, exactly, at that moment. Its paper is printed afterwards."""

    seen_with = "see_board"
    election_path = "election"

    class Stage(models.TextChoices):
        PROVISIONAL = "provisional", "Provisional result"
        CERTIFIED = "certified", "Certified result"
        UNCONTESTED = "uncontested", "Elected unopposed"
        INQUORATE = "inquorate", "Too few voted"
        ABANDONED = "abandoned", "Abandoned"

    election = TenantKey(Election, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=11, choices=Stage)
    published = models.JSONField()
    level = models.CharField(max_length=10)
    document = TenantKey(
        Document, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    at = models.DateTimeField()

    class Meta:
        triggers = [
            pgtrigger.Protect(name="declaration_stays", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="declaration_is_fixed", exclude=["document"]),
            pgtrigger.Protect(
                name="declaration_has_one_paper",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__document__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "election", "stage"], name="result_declared_once_a_stage"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()}: {self.election}"
