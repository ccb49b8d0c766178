"""Where insights went, and what was said back."""

from django.db import models
from django.db.models import Q

from alliance.models import User
from alliance.tenancy.models import TenantKey, TenantModel
from coproduction.models.insights import TARGETS, Insight
from partnership_board.models import AgendaItem, AgendaProposal, Decision


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
    """To a proposal, an agenda item or a decision: exactly one of them."""

    agenda_proposal = TenantKey(AgendaProposal, models.PROTECT, related_name="+", null=True)
    agenda_item = TenantKey(AgendaItem, models.PROTECT, related_name="+", null=True)
    decision = TenantKey(Decision, models.PROTECT, related_name="+", null=True)

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
        ]

    def __str__(self) -> str:
        return f"{self.insight}: {self.get_relation_display()}"

    @property
    def target(self) -> AgendaProposal | AgendaItem | Decision:
        targets: list[AgendaProposal | AgendaItem | Decision | None] = [
            self.agenda_proposal,
            self.agenda_item,
            self.decision,
        ]
        return next(target for target in targets if target is not None)


class Response(TenantModel):
    """What was said back: "we did", or "we did not, because"."""

    class SaidBy(models.TextChoices):
        BOARD = "board", "The Partnership Board"
        ALLIANCE = "alliance", "The alliance"

    class Kind(models.TextChoices):
        WE_DID = "we_did", "We did"
        WE_WILL = "we_will", "We will"
        WE_DID_NOT = "we_did_not", "We did not"
        PASSED_ON = "passed_on", "We passed it on"

    seen_with = "see_insights"

    said_by = models.CharField(max_length=8, choices=SaidBy)
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
        ]

    def __str__(self) -> str:
        return f"{self.get_said_by_display()}: {self.get_kind_display()}"


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
