"""Carrying a point to an agenda and an answer back. The point's own text is never copied."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Model

from alliance import audit
from alliance.errors import Refused
from alliance.models import Document, User
from coproduction.models import Insight, InsightLink, Response, ResponseInsight
from coproduction.models.insights import TARGETS
from coproduction.models.links import Target
from partnership_board.models import Action, AgendaItem, AgendaProposal, Decision

KINDS: dict[str, type[Model]] = dict(
    zip(TARGETS, (AgendaProposal, AgendaItem, Decision, Action, Document), strict=True)
)
LEAST_REASON = 20
SAY_WHY = "Say why. The person who told us will read it."
NEEDS_REASON = (InsightLink.Relation.DEFERRED, InsightLink.Relation.DECLINED)
NEEDS_BECAUSE = (Response.Kind.WE_DID_NOT, Response.Kind.PASSED_ON)


@transaction.atomic
def link_insight(
    insight: Insight,
    *,
    to: Target,
    relation: str,
    reason: str = "",
    section: str = "",
    by: User,
    now: datetime,
) -> InsightLink:
    """Say that this point led to something, or why it did not."""
    if relation in NEEDS_REASON and not reason.strip():
        raise Refused(SAY_WHY, field="reason")
    target = {name: to for name, model in KINDS.items() if isinstance(to, model)}
    if InsightLink.objects.filter(insight=insight, withdrawn_at=None, **target).exists():
        raise Refused("The insight is linked to this already.")
    link = InsightLink.objects.create(
        insight=insight,
        relation=relation,
        reason=reason.strip(),
        section=section,
        made_by=by,
        made_at=now,
        **target,
    )
    audit.record(by=by, kind="coproduction.insight_linked", subject=link)
    return link


@transaction.atomic
def answer_insights(
    insights: Iterable[Insight],
    *,
    said_by: str,
    kind: str,
    text: str,
    because: str = "",
    due_on: date | None = None,
    by: User,
    now: datetime,
) -> Response:
    """You said, we did; or we did not, because."""
    if kind in NEEDS_BECAUSE and len(because.strip()) < LEAST_REASON:
        raise Refused(SAY_WHY, field="because")
    if kind == Response.Kind.WE_WILL and due_on is None:
        raise Refused("Say by when.", field="due_on")
    answered = list(insights)
    if not all(insight.is_approved for insight in answered):
        raise Refused("An insight is approved before it is answered.")
    response = Response.objects.create(
        said_by=said_by,
        kind=kind,
        text=text,
        because=because.strip(),
        due_on=due_on if kind == Response.Kind.WE_WILL else None,
        written_by=by,
        published_at=now,
    )
    ResponseInsight.objects.bulk_create(
        ResponseInsight(response=response, insight=insight) for insight in answered
    )
    audit.record(by=by, kind="coproduction.insight_answered", subject=response)
    return response
