"""Money on the line of a point, and the points on the line of money."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Sum
from django.urls import reverse

from alliance.words import LONDON, pence
from coproduction.models import Insight, InsightLink
from coproduction.queries import lineage
from coproduction.queries.descents import ancestry, leaves, parents_of_all
from coproduction.registries import LineageSource, Step
from funding.models import Award, AwardSource, FundingInsightLink
from funding.models.links import TARGETS

NAMES = {
    "stream": "Funding stream",
    "design_stage": "Design of a stream",
    "budget_line": "Budget line",
    "round": "Round",
    "award": "Award",
}
BESIDE = ("stream", "design_stage__stream", "budget_line__stream", "round__stream", "award")


def live() -> "list[FundingInsightLink]":
    rows = FundingInsightLink.objects.filter(withdrawn_at=None).select_related(*BESIDE, "insight")
    return list(rows.order_by("made_at"))


def steps(insights: Collection[int]) -> list[Step]:
    """What these points led to in money: linked, or awarded by a decision on their line."""
    links = [link for link in live() if link.insight_id in insights]
    found = [_linked(link) for link in links]
    known = {link.award_id for link in links if link.award_id is not None}
    decided = lineage.reached_by(lineage.live(insights))["decision"]
    awards = Award.objects.filter(decision__in=decided).exclude(pk__in=known)
    sums = _sums([*awards, *(link.award for link in links if link.award)])
    return [
        *(_with_sum(step, link, sums) for step, link in zip(found, links, strict=True)),
        *(_awarded(award, min(insights), sums) for award in awards),
    ]


def _linked(link: FundingInsightLink) -> Step:
    name = next(name for name in TARGETS if getattr(link, f"{name}_id") is not None)
    return Step(
        link.insight_id,
        NAMES[name],
        str(link.target),
        link.made_at.astimezone(LONDON).date(),
        str(link.get_relation_display()),
        _url(link),
        link.reason,
    )


def _url(link: FundingInsightLink) -> str:
    if link.award is not None:
        return str(link.award.get_absolute_url())
    if link.round is not None:
        return str(link.round.get_absolute_url())
    of = link.design_stage or link.budget_line
    stream = link.stream or (of.stream if of else None)
    return stream.get_absolute_url() if stream else reverse("funding:home")


def _with_sum(step: Step, link: FundingInsightLink, sums: dict[int, int]) -> Step:
    if link.award is None:
        return step
    return _awarded(link.award, link.insight_id, sums, relation=step.relation, reason=step.reason)


def _awarded(
    award: Award, insight: int, sums: dict[int, int], *, relation: str = "", reason: str = ""
) -> Step:
    return Step(
        insight,
        NAMES["award"],
        award.title,
        award.decided_on,
        relation or "Followed from it",
        award.get_absolute_url(),
        reason,
        pence(sums.get(award.pk)),
    )


def _sums(awards: Collection[Award]) -> dict[int, int]:
    rows = AwardSource.objects.filter(award__in=[award.pk for award in awards])
    return dict(rows.values_list("award").annotate(sum=Sum("pence")))


def linked(insights: Collection[int]) -> set[int]:
    """Those of the points that led to money."""
    return {pk for pk in insights if steps(ancestry([pk]))}


def points_behind(award: Award) -> set[int]:
    """The points of today whose line holds this award: the other direction of `steps`."""
    direct = {link.insight_id for link in live() if link.award_id == award.pk}
    return leaves(direct | _by_decision(award, _links_to_boards()))


@dataclass
class Behind:
    """One award, and the numbers of the points behind it."""

    award: Award
    points: list[Insight] = field(default_factory=list)


def every_award() -> list[Behind]:
    """In the same few queries however many there are."""
    awards = list(Award.objects.select_related("decision__item").order_by("-decided_on", "-pk"))
    direct, on_boards, parents = live(), _links_to_boards(), parents_of_all()
    behind = {}
    for award in awards:
        linked_to = {link.insight_id for link in direct if link.award_id == award.pk}
        behind[award.pk] = leaves(linked_to | _by_decision(award, on_boards), parents=parents)
    ids = {pk for points in behind.values() for pk in points}
    approved = Insight.objects.filter(pk__in=ids, state=Insight.State.APPROVED).order_by("number")
    known = list(approved)
    return [Behind(award, [i for i in known if i.pk in behind[award.pk]]) for award in awards]


def _links_to_boards() -> list[InsightLink]:
    return list(InsightLink.objects.filter(withdrawn_at=None))


def _by_decision(award: Award, links: Collection[InsightLink]) -> set[int]:
    """Points linked to the award's decision, to its item or to the item's proposal."""
    decision = award.decision
    if decision is None:
        return set()
    proposal = decision.item.proposal_id
    return {
        link.insight_id
        for link in links
        if link.decision_id == decision.pk
        or link.agenda_item_id == decision.item_id
        or (proposal is not None and link.agenda_proposal_id == proposal)
    }


source = LineageSource(steps, linked)
