"""Wellbeing rounds, whose tables cannot hold a person's answer; and calls for help.

An answer goes nowhere but into counts that are all rewritten together. Neither the counts nor the
codes keep history: a row of history would be a row for each answer.
"""

import uuid
from datetime import timedelta

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from alliance.models import User
from alliance.tenancy.models import TenantKey, TenantModel
from alliance.tenancy.zones import Zone
from members.models.organisations import Organisation
from members.models.ranges import days

FEWEST = 7
SHORTEST, LONGEST = timedelta(days=7), timedelta(days=28)
FROZEN = (
    "title",
    "opens_on",
    "closes_on",
    "questions_sha256",
    "fewest_answers",
    "invited_count",
)
SHAPES = {
    "planned": "draft",
    "open": "open",
    "closed": "closed",
    "summarised": "done",
    "withheld": "closed",
}
HAS_CHANGED = (
    f"ROW({', '.join(f'OLD.{name}' for name in FROZEN)}) IS DISTINCT FROM "
    f"ROW({', '.join(f'NEW.{name}' for name in FROZEN)})"
)


class Question(models.TextChoices):
    LOAD = "load", "How heavy has your part in the alliance felt in the last month?"
    SUPPORT = "support", "When it gets hard, how well are you looked after?"
    SPEAKING = "speaking", "How safe is it for you to say here what you really think?"
    KEEPING_UP = "keeping_up", "Could you keep this up for three more months?"


class WellbeingRound(TenantModel):
    """Four questions to everybody who carries the alliance; `closes_on` is the first day after."""

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"
        SUMMARISED = "summarised", "Summarised"
        WITHHELD = "withheld", "Too few answers"

    class Answered(models.TextChoices):
        FEW = "7-9", "7 to 9 people"
        SOME = "10-14", "10 to 14 people"
        MANY = "15+", "15 people or more"

    title = models.CharField(max_length=120)
    state = models.CharField(max_length=12, choices=State, default=State.PLANNED)
    opens_on = models.DateField()
    closes_on = models.DateField()
    questions_sha256 = models.CharField(max_length=64)
    fewest_answers = models.PositiveSmallIntegerField(default=FEWEST)
    invited_count = models.PositiveIntegerField(default=0)
    reminded_on = models.DateField(null=True, blank=True)
    answered = models.CharField(max_length=6, choices=Answered, blank=True)
    sentence = models.CharField(max_length=600, blank=True)  # what the guardian tells the board
    sentence_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    sentence_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        triggers = [
            pgtrigger.FSM(
                name="wellbeing_moves",
                field="state",
                transitions=[
                    ("planned", "open"),
                    ("open", "closed"),
                    ("closed", "summarised"),
                    ("closed", "withheld"),
                ],
            ),
            pgtrigger.Protect(
                name="wellbeing_is_frozen_once_open",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(f"OLD.state <> 'planned' AND {HAS_CHANGED}"),
            ),
            pgtrigger.Protect(
                name="wellbeing_stays_once_open",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.state <> 'planned'"),
            ),
        ]
        constraints = [
            ExclusionConstraint(
                name="wellbeing_rounds_do_not_overlap",
                expressions=[
                    ("alliance", RangeOperators.EQUAL),
                    (days("opens_on", "closes_on"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="There is another round in these days.",
            ),
            models.UniqueConstraint(
                fields=["alliance"], condition=Q(state="open"), name="one_open_wellbeing_round"
            ),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on") + SHORTEST)
                & Q(closes_on__lte=F("opens_on") + LONGEST),
                name="wellbeing_round_lasts_one_to_four_weeks",
                violation_error_message="A round is open for 7 to 28 days.",
            ),
            models.CheckConstraint(
                condition=Q(fewest_answers__gte=FEWEST), name="wellbeing_round_needs_seven_answers"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="wellbeing_round_has_a_title"),
            models.CheckConstraint(
                condition=Q(answered="") & ~Q(state="summarised")
                | ~Q(answered="") & Q(state="summarised"),
                name="only_a_summary_says_how_many_answered",
            ),
            models.CheckConstraint(
                condition=Q(sentence="", sentence_by=None, sentence_at=None)
                | ~Q(sentence="")
                & Q(sentence_by__isnull=False, sentence_at__isnull=False)
                & Q(state__in=["summarised", "withheld"]),
                name="the_board_hears_of_a_round_that_is_over",
                violation_error_message="Wait until the round is over.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("wellbeing:round", kwargs={"pk": self.pk})

    @property
    def shape(self) -> str:
        """How its state looks beside its title."""
        return SHAPES[self.state]

    @property
    def is_planned(self) -> bool:
        return self.state == self.State.PLANNED

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_summarised(self) -> bool:
        return self.state == self.State.SUMMARISED

    @property
    def is_withheld(self) -> bool:
        return self.state == self.State.WITHHELD

    @property
    def is_over(self) -> bool:
        return self.is_summarised or self.is_withheld


class WellbeingTally(TenantModel):
    """How many chose an option: made as zeros at opening, deleted at closing. 0 is "not said"."""

    zone = Zone.WELLBEING
    seen_with = "keep_wellbeing"

    round = TenantKey(WellbeingRound, on_delete=models.PROTECT, related_name="+")
    question = models.CharField(max_length=12, choices=Question)
    option = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "wellbeing tallies"
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "round", "question", "option"], name="one_tally_an_option"
            ),
            models.CheckConstraint(condition=Q(option__lte=5), name="tally_option_is_on_the_form"),
            models.CheckConstraint(
                condition=Q(question__in=Question.values), name="tally_question_is_on_the_form"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question} {self.option}"


class WellbeingToken(TenantModel):
    """Somebody may still answer. Whose it is stands nowhere, and using it deletes the row."""

    zone = Zone.WELLBEING
    seen_with = "keep_wellbeing"

    round = TenantKey(WellbeingRound, on_delete=models.PROTECT, related_name="+")
    token_hmac = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "round", "token_hmac"], name="wellbeing_token_once"
            ),
        ]

    def __str__(self) -> str:
        return "A code"


class WellbeingFinding(TenantModel):
    """What is kept of one question: the option in the middle, and how many were worried."""

    zone = Zone.WELLBEING
    seen_with = "keep_wellbeing"

    class Worried(models.TextChoices):
        FEW = "few", "Few"
        SOME = "some", "Some"
        MANY = "many", "Many"
        MOST = "most", "Most"

    round = TenantKey(WellbeingRound, on_delete=models.PROTECT, related_name="+")
    question = models.CharField(max_length=12, choices=Question)
    median = models.PositiveSmallIntegerField()
    worried = models.CharField(max_length=4, choices=Worried)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "round", "question"], name="one_finding_a_question"
            ),
            models.CheckConstraint(
                condition=Q(median__gte=1) & Q(median__lte=5), name="finding_is_an_option_said"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question} {self.median}"


class HelpRequest(TenantModel):
    """Somebody asks the wellbeing guardian for help, by name. The words are sealed until done."""

    zone = Zone.HARM
    seen_with = "keep_wellbeing"

    class Kind(models.TextChoices):
        TOO_MUCH = "too_much", "It is too much"
        SUPPORT = "support", "I would like support"
        HARM = "harm_from_challenging", "I was treated badly for speaking up"
        OTHER = "other", "Something else"

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=24, choices=Kind)
    about = TenantKey(  # nobody who acts for it is told or may read this
        Organisation, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    sealed = models.TextField(blank=True)
    sent_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "public_id"], name="help_request_public_id_once"
            ),
            models.CheckConstraint(
                condition=~Q(sealed="") & Q(closed_at=None) | Q(sealed="", closed_at__isnull=False),
                name="words_of_a_closed_help_request_are_gone",
            ),
        ]

    def __str__(self) -> str:
        return f"Help request {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("wellbeing:help-request", kwargs={"pk": self.pk})

    @property
    def place(self) -> str:
        """Where the words are sealed to."""
        return f"{self.alliance_id}/help_request/{self.public_id}/words"
