"""Saying which points asked for money, or shaped how it was given."""

from datetime import datetime

from django.db import transaction
from django.db.models import Model

from alliance import audit
from alliance.errors import Refused
from alliance.models import User
from coproduction.actions.links import NEEDS_REASON, SAY_WHY
from coproduction.models import Insight
from funding.models import Award, BudgetLine, DesignStage, FundingInsightLink, FundingStream, Round
from funding.models.links import TARGETS, Target

KINDS: dict[str, type[Model]] = dict(
    zip(TARGETS, (FundingStream, DesignStage, BudgetLine, Round, Award), strict=True)
)


@transaction.atomic
def link_money(
    insight: Insight, *, to: Target, relation: str, reason: str = "", by: User, now: datetime
) -> FundingInsightLink:
    """Say that this point led to money, or why it did not."""
    if not insight.is_approved:
        raise Refused("A point is approved before it is linked to money.", field="insight")
    if relation in NEEDS_REASON and not reason.strip():
        raise Refused(SAY_WHY, field="reason")
    target = {name: to for name, model in KINDS.items() if isinstance(to, model)}
    if FundingInsightLink.objects.filter(insight=insight, withdrawn_at=None, **target).exists():
        raise Refused("The point is linked to this already.", field="insight")
    link = FundingInsightLink.objects.create(
        insight=insight,
        relation=relation,
        reason=reason.strip(),
        made_by=by,
        made_at=now,
        **target,
    )
    audit.record(by=by, kind="funding.insight_linked", subject=link)
    return link


@transaction.atomic
def unlink_money(link: FundingInsightLink, *, by: User, now: datetime) -> None:
    if link.withdrawn_at is not None:
        raise Refused("This link was taken back already.")
    link.withdrawn_at = now
    link.save(update_fields=["withdrawn_at"])
    audit.record(by=by, kind="funding.insight_unlinked", subject=link)
