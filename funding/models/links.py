"""From what people told us to money: each link to one stream, step, line, round or award."""

from django.db import models
from django.db.models import Q

from alliance.tenancy.models import TenantKey
from coproduction.models import InsightLinkBase
from coproduction.models.links import exactly_one
from funding.models.awards import Award
from funding.models.plans import BudgetLine, DesignStage
from funding.models.rounds import Round
from funding.models.streams import FundingStream

TARGETS = ("stream", "design_stage", "budget_line", "round", "award")
Target = FundingStream | DesignStage | BudgetLine | Round | Award


class FundingInsightLink(InsightLinkBase):
    """A point asked for this money, shaped it, or was put off or declined here."""

    seen_with = "see_funding"

    stream = TenantKey(FundingStream, models.PROTECT, related_name="+", null=True)
    design_stage = TenantKey(DesignStage, models.PROTECT, related_name="+", null=True)
    budget_line = TenantKey(BudgetLine, models.PROTECT, related_name="+", null=True)
    round = TenantKey(Round, models.PROTECT, related_name="+", null=True)
    award = TenantKey(Award, models.PROTECT, related_name="+", null=True)

    class Meta(InsightLinkBase.Meta):
        constraints = [
            *InsightLinkBase.Meta.constraints,
            models.CheckConstraint(
                condition=exactly_one(TARGETS), name="funding_insight_link_has_one_target"
            ),
            models.UniqueConstraint(
                fields=["alliance", "insight", *TARGETS],
                condition=Q(withdrawn_at=None),
                nulls_distinct=False,
                name="funding_insight_link_once",
                violation_error_message="The point is linked to this already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.insight}: {self.get_relation_display()}"

    @property
    def target(self) -> Target:
        targets: list[Target | None] = [
            self.stream,
            self.design_stage,
            self.budget_line,
            self.round,
            self.award,
        ]
        return next(target for target in targets if target is not None)
