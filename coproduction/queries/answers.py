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
    return waiting_for([response])[response.pk]


def waiting_for(responses: Sequence[Response]) -> dict[int, list[Contributor]]:
    """The same for each of several answers, in the same few queries however many there are."""
    behind: dict[int, set[int]] = defaultdict(set)
    pairs = ResponseInsight.objects.filter(response__in=responses)
    for response, insight in pairs.values_list("response", "insight"):
        behind[response].add(insight)
    people: dict[int, set[int]] = defaultdict(set)
    every = {insight for insights in behind.values() for insight in insights}
    sources = InsightSource.objects.filter(insight__in=every)
    for insight, contributor in sources.values_list("insight", "contribution__contributor"):
        people[insight].add(contributor)
    heard: dict[tuple[int, int], list[str]] = defaultdict(list)
    for told in BackFeed.objects.filter(response__in=responses).order_by("pk"):
        heard[told.response_id, told.contributor_id].append(told.outcome)
    want = list(wanting(every))
    return {
        response.pk: [
            each
            for each in want
            if any(each.pk in people[insight] for insight in behind[response.pk])
            and not reaching.has_heard(heard[response.pk, each.pk])
        ]
        for response in responses
    }


def to_be_told() -> list[tuple[Response, list[Contributor]]]:
    """Every answer that somebody still waits for, the oldest first."""
    rows = list(
        Response.objects.select_related("organisation", "network").order_by("published_at", "pk")
    )
    waiting = waiting_for(rows)
    return [(response, waiting[response.pk]) for response in rows if waiting[response.pk]]


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
