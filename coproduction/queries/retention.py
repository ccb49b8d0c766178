"""What the rules would destroy on a day, were they carried out: the dry run, and the run itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery

from alliance.calendars import LONDON
from coproduction.clocks import months_after
from coproduction.models import (
    Contribution,
    Contributor,
    ContributorFacts,
    ContributorIdentity,
    Insight,
    InsightSource,
    RetentionDue,
    RetentionHold,
    RetentionRule,
    SealedFile,
)

Kind = RetentionRule.Kind
MOST_MONTHS_OF_ORIGINALS = 24
GONE = (Contribution.State.WITHDRAWN, Contribution.State.LAPSED, Contribution.State.HELD)


@dataclass(frozen=True)
class Due:
    """`contribution` None: of the person, and not of one telling."""

    contributor: int
    contribution: int | None


def rules() -> dict[str, RetentionRule]:
    return {rule.kind: rule for rule in RetentionRule.objects.order_by("pk")}


def due_under(rule: RetentionRule, *, on: date) -> list[Due]:
    """What is over under this rule and not held back; the same whether or not it is confirmed."""
    found = FINDERS.get(Kind(rule.kind))
    held = set(holds(on=on).values_list("contributor", flat=True))
    every = found(rule, on) if found and rule.action != RetentionRule.Action.KEEP else iter(())
    return [each for each in every if each.contributor not in held]


def holds(*, on: date) -> "QuerySet[RetentionHold]":
    return RetentionHold.objects.filter(until_on__gt=on).exclude(lifted_on__lte=on)


def waiting() -> "QuerySet[RetentionDue]":
    return RetentionDue.objects.filter(done_on=None).select_related("rule", "contributor")


def _originals(rule: RetentionRule, on: date) -> Iterator[Due]:
    """So many months after the point was approved, and never longer than two years."""
    approved = (
        InsightSource.objects.filter(
            contribution=OuterRef("pk"), insight__state=Insight.State.APPROVED
        )
        .values("contribution")
        .annotate(at=Max("insight__approved_at"))
        .values("at")
    )
    rows = Contribution.objects.exclude(state__in=GONE).annotate(approved_at=Subquery(approved))
    for row in rows.order_by("pk"):
        ends = months_after(row.told_on, MOST_MONTHS_OF_ORIGINALS)
        if row.approved_at is not None:
            approved_on = row.approved_at.astimezone(LONDON).date()
            ends = min(ends, months_after(approved_on, rule.months))
        if ends <= on:
            yield Due(row.contributor_id, row.pk)


def _recordings(rule: RetentionRule, on: date) -> Iterator[Due]:
    """So long after somebody wrote down what is on them."""
    written = Contribution.objects.exclude(state__in=GONE).exclude(
        Q(original="") & Q(translation="")
    )
    rows = written.filter(pk__in=SealedFile.objects.values("contribution"))
    for row in rows.order_by("pk"):
        if months_after(row.recorded_at.astimezone(LONDON).date(), rule.months) <= on:
            yield Due(row.contributor_id, row.pk)


def _of_people(rows: "QuerySet[Contributor]", rule: RetentionRule, on: date) -> Iterator[Due]:
    """So long after they last told us something."""
    latest = (
        Contribution.objects.filter(contributor=OuterRef("pk"))
        .order_by("-told_on")
        .values("told_on")
    )
    for row in rows.annotate(told_on=Subquery(latest[:1])).order_by("pk"):
        if row.told_on is not None and months_after(row.told_on, rule.months) <= on:
            yield Due(row.pk, None)


def _identities(rule: RetentionRule, on: date) -> Iterator[Due]:
    there = ContributorIdentity.objects.values("contributor")
    return _of_people(Contributor.objects.filter(pk__in=there), rule, on)


def _facts(rule: RetentionRule, on: date) -> Iterator[Due]:
    there = ContributorFacts.objects.values("contributor")
    return _of_people(Contributor.objects.filter(pk__in=there), rule, on)


FINDERS = {
    Kind.ORIGINALS: _originals,
    Kind.RECORDINGS: _recordings,
    Kind.IDENTITY: _identities,
    Kind.FACTS: _facts,
}
