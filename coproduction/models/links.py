"""Where insights went, and what was said back."""

from django.db import models
from django.db.models import Q

from alliance.models import Document, User
from alliance.tenancy.constraints import AppendOnly
from alliance.tenancy.models import TenantKey, TenantModel, append_only
from coproduction import languages
from coproduction.models.insights import TARGETS, CheckBack, Insight
from coproduction.models.people import Contributor
from members.models import Network, Organisation
from partnership_board.models import Action, AgendaItem, AgendaProposal, Decision

Target = AgendaProposal | AgendaItem | Decision | Action | Document


def exactly_one(names: tuple[str, ...]) -> Q:
    """One of the keys is set and the others are not."""
    condition = Q()
    for chosen in names:
        others = {f"{name}__isnull": name != chosen for name in names}
        condition |= Q(**others)
    return condition


class InsightLinkBase(TenantModel):
    """From an insight to what it led to. Upper apps keep a table for their own targets."""

    class Relation(models.TextChoices):
        ASKED_FOR = "asked_for", "Asked for this"
        SHAPED = "shaped", "Shaped this"
        DEFERRED = "deferred", "Put off here"
        DECLINED = "declined", "Declined here"
        CARRIED_OUT = "carried_out", "Carried out here"

    seen_with = "see_insights"

    insight = TenantKey(Insight, models.PROTECT, related_name="+")
    relation = models.CharField(max_length=11, choices=Relation)
    reason = models.TextField(blank=True, max_length=1200)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~Q(relation__in=["deferred", "declined"]) | ~Q(reason=""),
                name="%(class)s_says_why_not",
                violation_error_message="Say why. The person who told us will read it.",
            ),
        ]


class InsightLink(InsightLinkBase):
    """To a proposal, an agenda item, a decision, an action or a document: exactly one of them."""

    agenda_proposal = TenantKey(AgendaProposal, models.PROTECT, related_name="+", null=True)
    agenda_item = TenantKey(AgendaItem, models.PROTECT, related_name="+", null=True)
    decision = TenantKey(Decision, models.PROTECT, related_name="+", null=True)
    action = TenantKey(Action, models.PROTECT, related_name="+", null=True)
    document = TenantKey(Document, models.PROTECT, related_name="+", null=True)
    section = models.CharField(max_length=80, blank=True)

    class Meta(InsightLinkBase.Meta):
        constraints = [
            *InsightLinkBase.Meta.constraints,
            models.CheckConstraint(
                condition=exactly_one(TARGETS), name="insight_link_has_one_target"
            ),
            models.UniqueConstraint(
                fields=["alliance", "insight", *TARGETS],
                condition=Q(withdrawn_at=None),
                nulls_distinct=False,
                name="insight_link_once",
                violation_error_message="The insight is linked to this already.",
            ),
            models.CheckConstraint(
                condition=Q(section="") | Q(document__isnull=False),
                name="insight_link_section_of_a_document",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.insight}: {self.get_relation_display()}"

    @property
    def target(self) -> Target:
        targets: list[Target | None] = [
            self.agenda_proposal,
            self.agenda_item,
            self.decision,
            self.action,
            self.document,
        ]
        return next(target for target in targets if target is not None)


class Response(TenantModel):
    """What was said back: "we did", or "we did not, because"."""

    class SaidBy(models.TextChoices):
        BOARD = "board", "The Partnership Board"
        ALLIANCE = "alliance", "The alliance"
        ORGANISATION = "organisation", "A member organisation"
        NETWORK = "network", "Another body"

    class Kind(models.TextChoices):
        WE_DID = "we_did", "We did"
        WE_WILL = "we_will", "We will"
        WE_DID_NOT = "we_did_not", "We did not"
        PASSED_ON = "passed_on", "We passed it on"

    seen_with = "see_insights"

    said_by = models.CharField(max_length=12, choices=SaidBy)
    organisation = TenantKey(Organisation, models.PROTECT, related_name="+", null=True)
    network = TenantKey(Network, models.PROTECT, related_name="+", null=True)
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.TextField(max_length=1200)
    because = models.TextField(blank=True, max_length=1200)
    due_on = models.DateField(null=True, blank=True)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=["we_did_not", "passed_on"])
                | Q(because__regex=r"\S.{18,}\S"),
                name="response_says_why_not",
                violation_error_message="Say why. The person who told us will read it.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="we_will") | Q(due_on__isnull=False),
                name="response_says_by_when",
                violation_error_message="Say by when.",
            ),
            models.CheckConstraint(
                condition=Q(said_by="organisation", organisation__isnull=False, network=None)
                | Q(said_by="network", network__isnull=False, organisation=None)
                | (Q(organisation=None, network=None) & Q(said_by__in=["board", "alliance"])),
                name="response_said_by_somebody",
                violation_error_message="Say which body answers.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.speaker}: {self.get_kind_display()}"

    @property
    def speaker(self) -> str:
        return str(self.organisation or self.network or self.get_said_by_display())


class ResponseInsight(TenantModel):
    """A response answers one insight or several."""

    seen_with = "see_insights"

    response = TenantKey(Response, models.PROTECT, related_name="+")
    insight = TenantKey(Insight, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "response", "insight"], name="response_insight_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.response} to {self.insight}"


class BackFeed(TenantModel):
    """Somebody who told us something was told what became of it, or could not be reached."""

    class Outcome(models.TextChoices):
        TOLD = "told", "They were told"
        MESSAGE_LEFT = "message_left", "A message was left"
        NOT_REACHED = "not_reached", "We could not reach them"
        NOT_WANTED = "not_wanted", "They do not want to hear"

    seen_with = "capture_insights"

    response = TenantKey(Response, models.PROTECT, related_name="+")
    contributor = TenantKey(Contributor, models.PROTECT, related_name="+")
    how = models.CharField(max_length=14, choices=CheckBack.How)
    language = models.CharField(max_length=8, choices=languages.choices, default="en")
    outcome = models.CharField(max_length=12, choices=Outcome)
    told_on = models.DateField()
    told_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        triggers = [append_only]
        constraints = [AppendOnly(name="back_feed_append_only")]

    def __str__(self) -> str:
        return f"{self.contributor}: {self.get_outcome_display()}"
