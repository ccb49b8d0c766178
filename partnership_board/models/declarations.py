"""Interests declared against an item, what the chair ruled, and what was expected to come of it."""

from django.db import models
from django.db.models import Q

from alliance.models import User
from alliance.tenancy.constraints import AppendOnly
from alliance.tenancy.models import TenantKey, TenantModel, append_only, history
from partnership_board.models.answers import A_SENTENCE
from partnership_board.models.boards import BoardRules
from partnership_board.models.interests import Interest
from partnership_board.models.items import AgendaItem
from partnership_board.recusal import LEAVES, OUT_OF_THE_ROOM


class ItemDeclaration(TenantModel):
    """Somebody says whether an item touches an interest of theirs. Nobody says it for them.

    Its ruling is the latest of its rulings; what stands in the declaration itself never changes.
    """

    seen_with = "see_board"

    class Stage(models.TextChoices):
        BEFORE_PACK = "before_pack", "Before the pack went out"
        AT_START = "at_start", "Before the item was heard"
        DURING = "during", "While the item was heard"
        AFTER = "after", "After the item was heard"

    class Materiality(models.TextChoices):
        NONE = "none", "It touches nothing of mine"
        PERSONAL = "personal", "I have a connection and can still judge it fairly"
        PREJUDICIAL = "prejudicial", "I, or somebody I am bound to, could gain or lose by it"
        CLASS = "class", "Everybody on my side of the board has the same interest in it"

    item = TenantKey(AgendaItem, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    interest = TenantKey(
        Interest, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    said = models.CharField(max_length=300, blank=True)
    stage = models.CharField(max_length=11, choices=Stage)
    materiality = models.CharField(max_length=11, choices=Materiality)
    declared_at = models.DateTimeField()

    class Meta:
        triggers = [append_only]
        constraints = [
            AppendOnly(name="item_declaration_append_only"),
            models.UniqueConstraint(
                fields=["alliance", "item", "person", "stage"],
                name="item_declared_once_a_stage",
                violation_error_message="You have said this already.",
            ),
            models.CheckConstraint(
                condition=~Q(said="") | Q(materiality="none"),
                name="declaration_says_what_the_connection_is",
                violation_error_message="Say in a few words what the connection is.",
            ),
        ]
        indexes = [models.Index(fields=["alliance", "person"], name="item_declaration_person")]

    def __str__(self) -> str:
        return self.said or self.get_materiality_display()

    @property
    def touches_nothing(self) -> bool:
        return self.materiality == self.Materiality.NONE


class DeclarationRuling(TenantModel):
    """What follows from a declaration, as the chair ruled it. A change of mind is another one."""

    seen_with = "see_board"

    class Ruling(models.TextChoices):
        NOTE = "note", "Noted: takes part and votes"
        SPEAK_NO_VOTE = "speak_no_vote", "May speak, and does not vote"
        LEAVE_AFTER_SPEAKING = "leave_after_speaking", "May speak, and then leaves"
        LEAVE = "leave", "Leaves for the item"
        NO_PAPERS = "no_papers", "Leaves for the item and does not read its paper"
        DISPENSATION = "dispensation", "Dispensation: takes part and votes"

    class RuledAs(models.TextChoices):
        CHAIR = "chair", "Chair"
        DEPUTY_CHAIR = "deputy_chair", "Deputy chair"
        ELECTED = "elected", "Chosen by the meeting for this item"

    declaration = TenantKey(ItemDeclaration, on_delete=models.PROTECT, related_name="+")
    ruling = models.CharField(max_length=20, choices=Ruling)
    reason = models.CharField(max_length=300, blank=True)
    ruled_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    ruled_as = models.CharField(max_length=12, choices=RuledAs)
    ruled_at = models.DateTimeField()

    class Meta:
        triggers = [append_only]
        constraints = [
            AppendOnly(name="declaration_ruling_append_only"),
            models.CheckConstraint(
                condition=~Q(ruling="dispensation") | Q(reason__regex=A_SENTENCE),
                name="dispensation_has_a_reason",
                violation_error_message="Please say why in a sentence: the reason is printed.",
            ),
        ]
        indexes = [
            models.Index(fields=["alliance", "declaration", "-ruled_at"], name="ruling_latest")
        ]

    def __str__(self) -> str:
        return str(self.get_ruling_display())

    @property
    def leaves(self) -> bool:
        """Whether the person has no vote on the item."""
        return self.ruling in LEAVES

    @property
    def is_out_of_the_room(self) -> bool:
        return self.ruling in OUT_OF_THE_ROOM


@history()
class ItemChair(TenantModel):
    """Who chairs one item, because the chair and the deputy chair both stand back from it."""

    seen_with = "see_board"

    item = TenantKey(AgendaItem, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    chosen_at = models.DateTimeField()
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "item"],
                name="one_chair_an_item",
                violation_error_message="The meeting has chosen somebody for this item already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.person}"


class RecusalForecast(TenantModel):
    """What those leaving were expected to do to an item's vote, worked out from `inputs`.

    `named`: if all who are named leave; `ruled`: as the chair had ruled by then.
    """

    seen_with = "read_packs"

    class Cause(models.TextChoices):
        PACK = "pack", "The pack went out"
        RULING = "ruling", "The chair ruled"
        ASKED = "asked", "Somebody kept it"

    item = TenantKey(AgendaItem, on_delete=models.PROTECT, related_name="+")
    cause = models.CharField(max_length=6, choices=Cause)
    made_at = models.DateTimeField()
    rules = TenantKey(BoardRules, on_delete=models.PROTECT, related_name="+")
    inputs = models.JSONField()
    named = models.JSONField()
    ruled = models.JSONField()
    sentence = models.TextField(max_length=1200)

    class Meta:
        triggers = [append_only]
        constraints = [AppendOnly(name="recusal_forecast_append_only")]
        indexes = [models.Index(fields=["alliance", "item", "-made_at"], name="forecast_latest")]

    def __str__(self) -> str:
        return self.sentence
