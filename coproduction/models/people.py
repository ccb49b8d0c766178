"""Contributors, under made-up names, and what each of them agreed to."""

import uuid
from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import (
    ArrayField,
    DateRangeField,
    RangeBoundary,
    RangeOperators,
)
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from alliance.models import User
from alliance.tenancy.constraints import AppendOnly
from alliance.tenancy.models import TenantKey, TenantModel, append_only
from alliance.tenancy.zones import Zone
from coproduction import languages
from coproduction.scopes import QUESTIONS, Consent, Scope
from members.models import Organisation

SCOPES = [(scope.value, QUESTIONS[scope]) for scope in Scope]


class Contributor(TenantModel):
    """Somebody who told us something, or a group. No account, no address, no real name."""

    zone = Zone.LIVED_EXPERIENCE

    class State(models.TextChoices):
        ACTIVE = "active", "Active"
        WITHDRAWN = "withdrawn", "Withdrawn"
        ERASED = "erased", "Erased"

    class HearBack(models.TextChoices):
        YES = "yes", _("Yes, tell me")
        NO = "no", _("No, thank you")
        ASK_AGAIN = "ask_again", _("Ask me again")

    seen_with = "capture_insights"

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    ref = models.CharField(max_length=20)
    state = models.CharField(max_length=9, choices=State, default=State.ACTIVE)
    is_group = models.BooleanField(default=False)
    words_hmac = models.CharField(max_length=64, blank=True)
    preferred_language = models.CharField(max_length=8, choices=languages.choices, default="en")
    hear_back = models.CharField(max_length=9, choices=HearBack, default=HearBack.ASK_AGAIN)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alliance", "ref"], name="contributor_ref_once"),
            models.UniqueConstraint(fields=["alliance", "public_id"], name="contributor_public_id"),
            models.CheckConstraint(
                condition=Q(ref__regex=r"^[A-Z][a-z]+-[1-9][0-9]$"),
                name="contributor_ref_is_made_up",
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class ConsentWording(TenantModel):
    """The words in which consent is asked for. Only what a person has checked is offered."""

    class Format(models.TextChoices):
        TEXT = "text", _("In writing")
        EASY_READ = "easy_read", _("Easy read")

    seen_with = "see_insights"

    version = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=8, choices=languages.choices, default="en")
    format = models.CharField(max_length=9, choices=Format, default=Format.TEXT)
    body = models.TextField()
    controllers = models.TextField()
    reviewed_by = models.CharField(max_length=120)
    reviewed_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "language", "format", "version"], name="consent_wording_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Wording {self.version} ({self.get_language_display()})"


class ConsentRecord(TenantModel):
    """What somebody agreed to at a moment. A change is a new record."""

    class Kind(models.TextChoices):
        GIVEN = "given", "Given"
        CHANGED = "changed", "Changed"
        REFRESHED = "refreshed", "Given again"
        WITHDRAWN = "withdrawn", "Taken back"

    class Method(models.TextChoices):
        SPOKEN = "spoken_witnessed", _("Said aloud, to me")
        WRITTEN = "written", _("In writing")
        ONLINE = "online", _("Online")
        RECORDED = "recorded", _("On the recording")
        ADVOCATE = "through_advocate", _("Through an advocate")
        INTERPRETER = "through_interpreter", _("Through an interpreter")

    seen_with = "capture_insights"

    contributor = TenantKey(Contributor, models.PROTECT, related_name="+")
    contribution = TenantKey(
        "coproduction.Contribution", models.PROTECT, related_name="+", null=True
    )
    kind = models.CharField(max_length=9, choices=Kind)
    scopes = ArrayField(models.CharField(max_length=8, choices=SCOPES), default=list)
    wording = TenantKey(ConsentWording, models.PROTECT, related_name="+")
    method = models.CharField(max_length=19, choices=Method)
    witness = models.CharField(max_length=80, blank=True)
    captured_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", db_index=False, null=True
    )
    captured_at = models.DateTimeField()
    valid_until = models.DateTimeField()

    class Meta:
        triggers = [append_only]
        constraints = [
            AppendOnly(name="consent_append_only"),
            models.CheckConstraint(
                condition=~Q(kind="withdrawn") | Q(scopes=[]), name="consent_taken_back_is_empty"
            ),
            models.CheckConstraint(
                condition=Q(scopes__contained_by=[scope.value for scope in Scope]),
                name="consent_scopes_are_known",
            ),
            models.CheckConstraint(
                condition=Q(scopes=[]) | Q(scopes__contains=["keep"]),
                name="consent_includes_keeping",
            ),
            models.CheckConstraint(
                condition=Q(captured_by__isnull=False) | Q(method="online") | Q(kind="withdrawn"),
                name="consent_captured_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("captured_at")), name="consent_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contributor}: {self.get_kind_display()}"

    def as_consent(self) -> Consent:
        return Consent(
            contribution=self.contribution_id,
            scopes=frozenset(Scope(scope) for scope in self.scopes),
            at=self.captured_at,
            valid_until=self.valid_until,
            order=self.pk,
        )


class ReaderTermQuerySet(models.QuerySet["ReaderTerm"]):
    def current(self, *, on: date) -> "ReaderTermQuerySet":
        return self.filter(from_on__lte=on).exclude(until_on__lte=on)


class ReaderTerm(TenantModel):
    """One of the two people who may open original words, between two dates."""

    class Kind(models.TextChoices):
        FIRST = "first", "First reader"
        SECOND = "second", "Second reader"

    seen_with = "capture_insights"

    person = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    kind = models.CharField(max_length=6, choices=Kind)
    employer = TenantKey(Organisation, models.PROTECT, related_name="+", null=True)

    objects = ReaderTermQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name=f"one_reader_of_a_{name}",
                expressions=[
                    ("alliance", RangeOperators.EQUAL),
                    (name, RangeOperators.EQUAL),
                    (
                        Func(
                            "from_on",
                            "until_on",
                            RangeBoundary(),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=sentence,
            )
            for name, sentence in (
                ("kind", "There is such a reader already."),
                ("person", "This person is a reader already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display()}"
