"""When another reader looks at a text before it goes on, and whether that has happened."""

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet

from coproduction.models import (
    AboutBody,
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
    rows = InsightSource.objects.filter(insight=insight)
    sources = set(rows.values_list("contribution", flat=True))
    found = {
        Because.RARE: any(hint.is_rare for hint in suggest(text)),
        Because.QUOTE: has_quote,
        Because.SMALL_TEAM: is_small_team,
        Because.MACHINE: is_machine,
        Because.EMPLOYER: _is_about_an_employer(sources, on=on),
        Because.WORRY: SafetyFlag.objects.filter(contribution__in=sources).exists(),
    }
    return [reason for reason, holds in found.items() if holds]


def _is_about_an_employer(sources: set[int], *, on: date) -> bool:
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
