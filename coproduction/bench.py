"""Insights to measure with; their words are sealed, as all are."""

from alliance.registries import Crowd
from coproduction import words
from coproduction.models import (
    Contribution,
    Contributor,
    Insight,
    InsightSource,
    InsightVersion,
)

INSIGHTS = 12


def fill(crowd: Crowd) -> None:
    """Written first and approved afterwards, as the database asks."""
    lead = crowd.people[-1]
    insights = Insight.objects.bulk_create(
        Insight(
            number=f"I-{crowd.on.year}-{number:03}",
            audience=Insight.Audience.BOARD,
            written_by=lead,
            written_at=crowd.now,
        )
        for number in range(1, INSIGHTS + 1)
    )
    told = _telling(crowd)
    InsightSource.objects.bulk_create(
        InsightSource(insight=insight, contribution=told) for insight in insights
    )
    InsightVersion.objects.bulk_create(_version(insight) for insight in insights)
    Insight.objects.update(state=Insight.State.APPROVED, approved_by=lead, approved_at=crowd.now)


def _telling(crowd: Crowd) -> Contribution:
    lead = crowd.people[-1]
    told = Contribution(
        contributor=Contributor.objects.create(ref="Heron-42"),
        channel=Contribution.Channel.TALK,
        told_on=crowd.on,
        recorded_by=lead,
        recorded_at=crowd.now,
        wants_to_see_text=False,
    )
    words.seal(told, "original", "Made up, to measure with.")
    told.save()
    return told


def _version(insight: Insight) -> InsightVersion:
    version = InsightVersion(
        insight=insight, version=1, written_by=insight.written_by, written_at=insight.written_at
    )
    words.seal(version, "plain_text", "Made up, to measure with.")
    return version
