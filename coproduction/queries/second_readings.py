"""When another reader looks at a text before it goes on, and whether that has happened."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from coproduction.models import (
    AboutBody,
    Contribution,
    Insight,
    InsightSource,
    InsightVersion,
    ReaderTerm,
    SafetyFlag,
    SecondReading,
)
from coproduction.queries.readers import employers_of
from coproduction.redaction import suggest

Because = InsightVersion.SecondBecause


def reasons(
    insight: Insight,
    *,
    text: str,
    has_quote: bool,
    is_small_team: bool,
    is_machine: bool,
    on: date,
) -> list[str]:
    """Why this text needs another reader; nothing where it does not."""
    sources = InsightSource.objects.filter(insight=insight).values("contribution")
    found = {
        Because.RARE: any(hint.is_rare for hint in suggest(text)),
        Because.QUOTE: has_quote,
        Because.SMALL_TEAM: is_small_team,
        Because.MACHINE: is_machine,
        Because.EMPLOYER: _is_about_an_employer(sources, on=on),
        Because.WORRY: SafetyFlag.objects.filter(contribution__in=sources).exists(),
    }
    return [reason for reason, holds in found.items() if holds]


def _is_about_an_employer(sources: "QuerySet[InsightSource, dict[str, int]]", *, on: date) -> bool:
    about = AboutBody.objects.filter(contribution__in=sources, organisation__isnull=False)
    bodies = set(about.values_list("organisation", flat=True))
    if not bodies:
        return False
    readers = ReaderTerm.objects.current(on=on).select_related("person")
    return any(bodies & employers_of(term.person, on=on) for term in readers)


def is_passed(version: InsightVersion) -> bool:
    """Whether nothing asks for another reader, or one who did not write it has passed it."""
    if not version.second_because:
        return True
    passed = SecondReading.objects.filter(version=version, outcome=SecondReading.Outcome.PASSED)
    return passed.exclude(reader=version.written_by_id).exists()


def waiting() -> "QuerySet[Insight]":
    """Points that wait for another reader, the oldest first."""
    return Insight.objects.filter(state=Insight.State.SECOND_READING).order_by("written_at")


def in_words(codes: Sequence[str]) -> list[str]:
    return [str(Because(code).label) for code in codes]


def latest(insight: Insight) -> InsightVersion:
    return InsightVersion.objects.filter(insight=insight).latest("version")


def not_held(rows: "QuerySet[Contribution]") -> "QuerySet[Contribution]":
    """Those with no worry still open."""
    still_open = SafetyFlag.objects.filter(contribution=OuterRef("pk")).exclude(
        state=SafetyFlag.State.CLOSED
    )
    return rows.exclude(Exists(still_open))
