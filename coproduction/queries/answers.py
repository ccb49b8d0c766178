"""Who still waits to hear what became of what they said."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import QuerySet

from coproduction import reaching
from coproduction.models import (
    BackFeed,
    Contributor,
    Insight,
    InsightSource,
    Response,
    ResponseInsight,
)
from coproduction.queries.descents import ancestry

WANTS = (Contributor.HearBack.YES, Contributor.HearBack.ASK_AGAIN)


def wanting(insights: Iterable[int]) -> "QuerySet[Contributor]":
    """Those behind these points who wanted to hear back, and are still with us."""
    sources = InsightSource.objects.filter(insight__in=list(insights))
    return Contributor.objects.filter(
        pk__in=sources.values("contribution__contributor"),
        hear_back__in=WANTS,
        state=Contributor.State.ACTIVE,
    ).order_by("ref")


def to_tell(response: Response) -> list[Contributor]:
    """Those who have not heard this answer yet, and were not tried three times."""
    insights = ResponseInsight.objects.filter(response=response).values_list("insight", flat=True)
    heard: dict[int, list[str]] = defaultdict(list)
    for told in BackFeed.objects.filter(response=response).order_by("pk"):
        heard[told.contributor_id].append(told.outcome)
    return [each for each in wanting(insights) if not reaching.has_heard(heard[each.pk])]


def to_be_told() -> list[tuple[Response, list[Contributor]]]:
    """Every answer that somebody still waits for, the oldest first."""
    rows = Response.objects.select_related("organisation", "network").order_by("published_at")
    waiting = [(response, to_tell(response)) for response in rows]
    return [(response, people) for response, people in waiting if people]


def closed(insights: Sequence[Insight]) -> set[int]:
    """Of these points, those that are answered and whose people have all heard or were tried."""
    family = {insight.pk: ancestry([insight.pk]) for insight in insights}
    every = {pk for kin in family.values() for pk in kin}
    answered: dict[int, set[int]] = defaultdict(set)
    for insight, response in ResponseInsight.objects.filter(insight__in=every).values_list(
        "insight", "response"
    ):
        answered[insight].add(response)
    found = set()
    for pk, kin in family.items():
        responses = {response for each in kin for response in answered[each]}
        if responses and reaching.is_closed(
            [each.pk for each in wanting([pk])], _outcomes(responses)
        ):
            found.add(pk)
    return found


def _outcomes(responses: Iterable[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = BackFeed.objects.filter(response__in=list(responses)).order_by("pk")
    for contributor, outcome in rows.values_list("contributor", "outcome"):
        found[contributor].append(outcome)
    return found
