"""Insights to measure with; their words are sealed, as all are."""

from alliance.registries import Crowd
from coproduction import words
from coproduction.models import Insight, InsightVersion

INSIGHTS = 12


def fill(crowd: Crowd) -> None:
    lead = crowd.people[-1]
    insights = Insight.objects.bulk_create(
        Insight(
            number=f"I-{crowd.on.year}-{number:03}",
            state=Insight.State.APPROVED,
            audience=Insight.Audience.BOARD,
            written_by=lead,
            written_at=crowd.now,
            approved_by=lead,
            approved_at=crowd.now,
        )
        for number in range(1, INSIGHTS + 1)
    )
    InsightVersion.objects.bulk_create(_version(insight) for insight in insights)


def _version(insight: Insight) -> InsightVersion:
    version = InsightVersion(
        insight=insight, version=1, written_by=insight.written_by, written_at=insight.written_at
    )
    words.seal(version, "plain_text", "Made up, to measure with.")
    return version
