"""How long things are kept, what stops it, and what people ask of us about themselves."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from alliance.models import User
from alliance.tenancy.models import TenantKey, TenantModel
from coproduction.models.people import Contributor


class RetentionRule(TenantModel):
    """Nothing is destroyed under a rule that nobody has confirmed."""

    class Kind(models.TextChoices):
        ORIGINALS = "originals", _("What people told us, in their own words")
        RECORDINGS = "recordings", _("Recordings and pictures")
        IDENTITY = "identity", _("Names and how to reach people")
        FACTS = "facts", _("What people said of themselves, to be counted")
        SHEETS = "sheets", _("Spare paper sheets")
        CONSENT = "consent", _("What people agreed to")

    class Action(models.TextChoices):
        SHRED = "shred", _("Destroy the key")
        DELETE = "delete", _("Delete")
        KEEP = "keep", _("Keep")

    seen_with = "capture_insights"

    kind = models.CharField(max_length=10, choices=Kind)
    months = models.PositiveSmallIntegerField()
    action = models.CharField(max_length=6, choices=Action)
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", db_index=False, null=True
    )
    confirmed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alliance", "kind"], name="retention_rule_once"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_on=None)
                | Q(confirmed_by__isnull=False, confirmed_on__isnull=False),
                name="retention_rule_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(months__gte=1, months__lte=240),
                name="retention_rule_months",
                violation_error_message="Choose between 1 and 240 months.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_by_id is not None


class RetentionHold(TenantModel):
    """A reason why nothing of one person's is destroyed for a while, whatever the rules say."""

    seen_with = "capture_insights"

    contributor = TenantKey(Contributor, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    until_on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    placed_on = models.DateField()
    lifted_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="retention_hold_says_why",
                violation_error_message="Say why it is kept.",
            ),
            models.CheckConstraint(
                condition=Q(until_on__gt=F("placed_on")),
                name="retention_hold_ends_after_it_began",
                violation_error_message="Choose a day that is still to come.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contributor} until {self.until_on}"


class RetentionDue(TenantModel):
    """Something a rule is about to destroy: listed first, so that a person can stop it."""

    seen_with = "capture_insights"

    rule = TenantKey(RetentionRule, models.PROTECT, related_name="+")
    contributor = TenantKey(Contributor, models.PROTECT, related_name="+")
    contribution = TenantKey(
        "coproduction.Contribution", models.PROTECT, related_name="+", null=True
    )
    listed_on = models.DateField()
    told_on = models.DateField(null=True)
    done_on = models.DateField(null=True)

    class Meta:
        verbose_name_plural = "retention due"
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "rule", "contributor", "contribution"],
                name="retention_due_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(done_on=None) | Q(told_on__isnull=False, done_on__gt=F("told_on")),
                name="retention_due_told_before_done",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.contributor}"


class AccessRequest(TenantModel):
    """Somebody asks what we hold about them, or asks us to mend, erase or stop using it."""

    class Kind(models.TextChoices):
        COPY = "copy", _("A copy of everything")
        CORRECTION = "correction", _("Something put right")
        ERASURE = "erasure", _("Everything erased")
        RESTRICTION = "restriction", _("A stop to using it")
        OBJECTION = "objection", _("They object to how we use it")

    class Proof(models.TextChoices):
        ACCOUNT = "account", _("They signed in")
        CARD = "card", _("Their card and its four words")
        IDENTITY = "identity", _("We checked who they are")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        ANSWERED = "answered", _("Answered")
        REFUSED = "refused", _("Refused")

    seen_with = "capture_insights"

    kind = models.CharField(max_length=11, choices=Kind)
    contributor = TenantKey(Contributor, models.PROTECT, related_name="+", null=True)
    person = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False, null=True)
    proof = models.CharField(max_length=8, choices=Proof)
    received_on = models.DateField()
    due_on = models.DateField()
    extended_to = models.DateField(null=True)
    extended_on = models.DateField(null=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    taken_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    closed_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False, null=True)
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(contributor=None) ^ Q(person=None), name="access_request_of_one_person"
            ),
            models.CheckConstraint(
                condition=Q(due_on__gt=F("received_on")), name="access_request_due_later"
            ),
            models.CheckConstraint(
                condition=Q(extended_to=None, extended_on=None)
                | Q(extended_to__gt=F("due_on"), extended_on__lte=F("due_on")),
                name="access_request_extended_in_time",
                violation_error_message="The person is told within the first month.",
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_by=None, closed_on=None)
                | ~Q(state="open") & Q(closed_by__isnull=False, closed_on__isnull=False),
                name="access_request_closed_by_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["alliance", "due_on"], condition=Q(state="open"), name="access_request_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.received_on}"

    @property
    def answer_by(self) -> date:
        return self.extended_to or self.due_on

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN
