"""Points made from what people told us, where they went and what was answered."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from alliance.models import User
from alliance.tenancy.constraints import AppendOnly
from alliance.tenancy.models import TenantKey, TenantModel, append_only
from alliance.tenancy.zones import Zone
from coproduction import languages
from coproduction.models.agreement import (
    agreed_by_all,
    new_text_unapproves,
    no_unapproves,
    sources_stay,
)
from coproduction.models.contributions import Contribution
from coproduction.models.people import Contributor

TARGETS = ("agenda_proposal", "agenda_item", "decision", "action", "document")


class Theme(TenantModel):
    """A name for what several insights have in common, given by people and agreed with them."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        AGREED = "agreed", "Agreed"
        RETIRED = "retired", "Retired"

    seen_with = "see_insights"

    name = models.CharField(max_length=60)
    plain_summary = models.CharField(max_length=200, blank=True)
    parent = TenantKey("self", models.PROTECT, related_name="+", null=True)
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "name"],
                name="theme_name_once",
                violation_error_message="There is a theme of this name already.",
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")),
                name="theme_is_not_its_own_parent",
                violation_error_message="A theme does not stand under itself.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Insight(TenantModel):
    """A point in plain English; its text stands in its versions only, sealed."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        SECOND_READING = "second_reading", "Second reading"
        CHECKING_BACK = "checking_back", "Being checked with them"
        APPROVED = "approved", "Approved"
        MERGED = "merged", "Joined with another"
        SUPERSEDED = "superseded", "Replaced"
        WITHDRAWN = "withdrawn", "Taken back"
        UNDER_REVIEW = "under_review", "Being looked at again"

    class Audience(models.TextChoices):
        ALLIANCE = "alliance", "The alliance's own workers"
        MEMBERS = "members", "Member organisations"
        BOARD = "board", "The Partnership Board as well"
        PUBLIC = "public", "Everyone"

    class Competency(models.TextChoices):
        CULTURAL_AWARENESS = "cultural_awareness", "Cultural awareness"
        STAFF_KNOWLEDGE = "staff_knowledge", "What staff know"
        PARTNERSHIP_WORKING = "partnership_working", "Working in partnership"
        COPRODUCTION = "coproduction", "Coproduction"
        WORKFORCE = "workforce", "Who works here"
        CO_LEARNING = "co_learning", "Learning together"

    class Lens(models.TextChoices):
        ACCESS = "access", "Getting in"
        EXPERIENCE = "experience", "How it was"
        OUTCOMES = "outcomes", "What came of it"

    seen_with = "see_insights"

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=12)
    state = models.CharField(max_length=14, choices=State, default=State.DRAFT)
    audience = models.CharField(max_length=8, choices=Audience, default=Audience.ALLIANCE)
    pcref_competency = models.CharField(max_length=19, choices=Competency, blank=True)
    lens = models.CharField(max_length=10, choices=Lens, blank=True)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    written_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, db_index=False
    )
    approved_at = models.DateTimeField(null=True)

    class Meta:
        triggers = [agreed_by_all]
        constraints = [
            models.UniqueConstraint(fields=["alliance", "number"], name="insight_number_once"),
            models.UniqueConstraint(fields=["alliance", "public_id"], name="insight_public_id"),
            models.CheckConstraint(
                condition=Q(number__regex=r"^I-[0-9]{4}-[0-9]{3,}$"), name="insight_number_form"
            ),
            models.CheckConstraint(
                condition=~Q(state="approved")
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="insight_approved_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["alliance", "state"], name="insight_state")]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("coproduction:insight", args=[self.number])

    @property
    def is_approved(self) -> bool:
        return self.state == self.State.APPROVED

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_read_second(self) -> bool:
        return self.state == self.State.SECOND_READING


class InsightVersion(TenantModel):
    """The text of an insight as it was at one time, sealed under a key of its own.

    So that when one of several people takes their part back, the text that held it is gone, and a
    new version can be written without it.
    """

    zone = Zone.LIVED_EXPERIENCE

    class SecondBecause(models.TextChoices):
        RARE = "rare", "It may be enough to know who: few people are this"
        QUOTE = "quote", "It holds somebody's own words"
        SMALL_TEAM = "small_team", "It names a role in a team of fewer than five"
        MACHINE = "machine", "A machine translated the words"
        EMPLOYER = "employer", "It is about where a reader works"
        WORRY = "worry", "A worry was raised about it"

    seen_with = "capture_insights"

    insight = TenantKey(Insight, models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    version = models.PositiveSmallIntegerField()
    plain_text = models.TextField()
    easy_read = models.TextField(blank=True)
    quote = models.TextField(blank=True)
    second_because = ArrayField(
        models.CharField(max_length=10, choices=SecondBecause), default=list, db_default=[]
    )
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    written_at = models.DateTimeField()

    class Meta:
        triggers = [append_only, new_text_unapproves]
        constraints = [
            AppendOnly(name="insight_version_append_only"),
            models.UniqueConstraint(
                fields=["alliance", "insight", "version"], name="insight_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.insight}, version {self.version}"


class InsightSource(TenantModel):
    """This insight was made from this telling, among others."""

    seen_with = "capture_insights"

    insight = TenantKey(Insight, models.PROTECT, related_name="+")
    contribution = TenantKey(Contribution, models.PROTECT, related_name="+")

    class Meta:
        triggers = [sources_stay]
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "insight", "contribution"], name="insight_source_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.insight} from {self.contribution}"


class InsightTheme(TenantModel):
    seen_with = "see_insights"

    insight = TenantKey(Insight, models.PROTECT, related_name="+")
    theme = TenantKey(Theme, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "insight", "theme"], name="insight_theme_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.insight}: {self.theme}"


class CheckBack(TenantModel):
    """A contributor was shown a version of the text, and what they said."""

    class Outcome(models.TextChoices):
        APPROVED = "approved", "They agree with it"
        CHANGED = "changed", "They want it changed"
        NOT_WANTED = "not_wanted", "They do not need to see it"
        REFUSED = "refused", "They do not want it used"
        NOT_REACHED = "not_reached", "We could not reach them"

    class How(models.TextChoices):
        IN_PERSON = "in_person", "In person"
        PHONE = "phone", "By phone"
        LETTER = "letter", "By letter"
        THROUGH_OTHERS = "through_others", "Through the people they trust"

    seen_with = "capture_insights"

    version = TenantKey(InsightVersion, models.PROTECT, related_name="+")
    contributor = TenantKey(Contributor, models.PROTECT, related_name="+")
    how = models.CharField(max_length=14, choices=How)
    language = models.CharField(max_length=8, choices=languages.choices, default="en")
    outcome = models.CharField(max_length=11, choices=Outcome)
    told_on = models.DateField()
    told_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        triggers = [append_only, no_unapproves]
        constraints = [AppendOnly(name="check_back_append_only")]

    def __str__(self) -> str:
        return f"{self.contributor}: {self.get_outcome_display()}"


class SecondReading(TenantModel):
    """Another reader has looked at a text that could give somebody away."""

    class Outcome(models.TextChoices):
        PASSED = "passed", "It can go on"
        SENT_BACK = "sent_back", "It is to be written again"

    seen_with = "capture_insights"

    version = TenantKey(InsightVersion, models.PROTECT, related_name="+")
    reader = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    outcome = models.CharField(max_length=9, choices=Outcome)
    at = models.DateTimeField()

    class Meta:
        triggers = [append_only]
        constraints = [AppendOnly(name="second_reading_append_only")]

    def __str__(self) -> str:
        return f"{self.reader}: {self.get_outcome_display()}"


class InsightDescent(TenantModel):
    """Two points became one, or one became several: where the later one comes from."""

    class Kind(models.TextChoices):
        MERGED = "merged", "Joined"
        SPLIT = "split", "Divided"

    seen_with = "see_insights"

    parent = TenantKey(Insight, models.PROTECT, related_name="+")
    child = TenantKey(Insight, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6, choices=Kind)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()

    class Meta:
        triggers = [append_only]
        constraints = [
            AppendOnly(name="insight_descent_append_only"),
            models.UniqueConstraint(
                fields=["alliance", "parent", "child"], name="insight_descent_once"
            ),
            models.CheckConstraint(
                condition=Q(child__gt=F("parent")), name="insight_descent_goes_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.parent} to {self.child}"
