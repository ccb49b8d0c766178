"""Points are joined and divided. The earlier ones stay, and their numbers are never used again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from alliance import audit
from alliance.errors import Refused
from alliance.models import User
from coproduction.actions.insights import write_insight
from coproduction.models import (
    Contribution,
    Insight,
    InsightDescent,
    InsightLink,
    InsightSource,
    InsightTheme,
    ResponseInsight,
    Theme,
)
from coproduction.models.insights import TARGETS

GONE = (Insight.State.MERGED, Insight.State.SUPERSEDED, Insight.State.WITHDRAWN)
Kind = InsightDescent.Kind


@dataclass(frozen=True)
class Part:
    """One of the points that another is divided into, with the tellings that belong to it."""

    plain_text: str
    contributions: Sequence[Contribution]


@transaction.atomic
def merge(
    parents: Iterable[Insight], *, plain_text: str, audience: str, by: User, now: datetime
) -> Insight:
    """One new draft from everything the parents come from. Links and answers lead on to it."""
    joined = _locked(parents)
    if len(joined) < 2:
        raise Refused("Choose at least two points to join.", field="parents")
    ids = [parent.pk for parent in joined]
    child = write_insight(
        contributions=_sources_of(ids),
        plain_text=plain_text,
        audience=audience,
        themes=_themes_of(ids),
        by=by,
        now=now,
    )
    _descend(joined, [child], kind=Kind.MERGED, by=by, now=now)
    return child


@transaction.atomic
def split(
    parent: Insight, parts: Sequence[Part], *, audience: str, by: User, now: datetime
) -> list[Insight]:
    """Several new drafts from one point. Each telling behind it goes to at least one of them."""
    (divided,) = _locked([parent])
    if len(parts) < 2:
        raise Refused("Divide it into at least two points.")
    told = {source.pk for part in parts for source in part.contributions}
    if told != {source.pk for source in _sources_of([divided.pk])}:
        raise Refused("Each telling behind this point goes to at least one of the new ones.")
    children = [
        write_insight(
            contributions=part.contributions,
            plain_text=part.plain_text,
            audience=audience,
            themes=_themes_of([divided.pk]),
            by=by,
            now=now,
        )
        for part in parts
    ]
    _descend([divided], children, kind=Kind.SPLIT, by=by, now=now)
    return children


def _locked(parents: Iterable[Insight]) -> list[Insight]:
    ids = {parent.pk for parent in parents}
    found = list(Insight.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    for parent in found:
        if parent.state in GONE:
            raise Refused(f"{parent.number} was joined, divided or taken back already.")
    return found


def _descend(
    parents: Sequence[Insight],
    children: Sequence[Insight],
    *,
    kind: str,
    by: User,
    now: datetime,
) -> None:
    InsightDescent.objects.bulk_create(
        InsightDescent(parent=parent, child=child, kind=kind, made_by=by, made_at=now)
        for parent in parents
        for child in children
    )
    ids = [parent.pk for parent in parents]
    for child in children:
        _lead_on(ids, child)
    state = Insight.State.MERGED if kind == Kind.MERGED else Insight.State.SUPERSEDED
    Insight.objects.filter(pk__in=ids).update(state=state)
    for child in children:
        audit.record(by=by, kind=f"coproduction.insight_{kind}", subject=child)


def _lead_on(parents: Sequence[int], child: Insight) -> None:
    """What the parents led to, and what was answered, is the child's too: each once."""
    links: dict[tuple[int | None, ...], InsightLink] = {}
    rows = InsightLink.objects.filter(insight__in=parents, withdrawn_at=None)
    for link in rows.order_by("made_at"):
        target = tuple(getattr(link, f"{name}_id") for name in TARGETS)
        link.pk, link.insight = None, child
        links.setdefault(target, link)
    InsightLink.objects.bulk_create(links.values())
    answers = ResponseInsight.objects.filter(insight__in=parents)
    ResponseInsight.objects.bulk_create(
        ResponseInsight(response_id=response, insight=child)
        for response in sorted(set(answers.values_list("response", flat=True)))
    )


def _sources_of(ids: Sequence[int]) -> list[Contribution]:
    rows = InsightSource.objects.filter(insight__in=ids).values("contribution")
    return list(Contribution.objects.filter(pk__in=rows).select_related("contributor"))


def _themes_of(ids: Sequence[int]) -> list[Theme]:
    rows = InsightTheme.objects.filter(insight__in=ids).values("theme")
    return list(Theme.objects.filter(pk__in=rows).order_by("name"))
