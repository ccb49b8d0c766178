"""Insights with their text, opened only where every source allows it at this moment."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from alliance.models import AllianceSettings
from coproduction import audiences, words
from coproduction.models import (
    CheckBack,
    Insight,
    InsightLink,
    InsightSource,
    InsightTheme,
    InsightVersion,
    Response,
    ResponseInsight,
)
from coproduction.queries.consents import scopes_of
from coproduction.scopes import Scope, Scopes, of_all
from members.models import Network, Organisation

TARGETS = ("agenda_proposal", "agenda_item__meeting", "decision", "action", "document")
TEXTS = ("plain_text", "easy_read", "quote")


@dataclass(frozen=True)
class Shown:
    """An insight as it may be shown now. `text` is None where consent does not cover it."""

    insight: Insight
    due_on: date | None
    text: str | None
    scopes: Scopes
    themes: list[str]
    links: list[InsightLink] = field(default_factory=list)
    responses: list[Response] = field(default_factory=list)
    quote: str = ""
    easy_read: str = ""
    second_because: list[str] = field(default_factory=list)

    @property
    def is_waiting(self) -> bool:
        """Approved, and nobody has answered yet."""
        return self.insight.is_approved and not self.responses


def due_on(insight: Insight, *, days: int) -> date | None:
    if insight.approved_at is None:
        return None
    return date.fromordinal(insight.approved_at.date().toordinal() + days)


def shown(rows: "QuerySet[Insight]", *, at: datetime) -> list[Shown]:
    """Every insight of `rows`, in four queries however many there are."""
    insights: list[Any] = list(_with_all(rows))  # Any: carries the annotations below
    contributors = {
        source["contribution"]: source["contributor"]
        for insight in insights
        for source in insight.sources
    }
    scopes = scopes_of(contributors, at=at)
    links = _links(insights)
    allowed = [of_all(scopes[s["contribution"]] for s in insight.sources) for insight in insights]
    texts = _texts(insights, allowed)
    return [
        _shown(insight, scopes_of_it, texts[insight.pk], links[insight.pk])
        for insight, scopes_of_it in zip(insights, allowed, strict=True)
    ]


def for_person(rows: "QuerySet[Insight]", *, user: object, at: datetime) -> list[Shown]:
    """The approved ones that this person may read now."""
    mine = rows.filter(state=Insight.State.APPROVED, audience__in=audiences.audiences_of(user))
    return [each for each in shown(mine, at=at) if each.text is not None]


def for_board(rows: "QuerySet[Insight]", *, at: datetime) -> list[Shown]:
    """The approved ones that may be read with the NHS and the council in the room."""
    wanted = rows.filter(
        state=Insight.State.APPROVED,
        audience__in=[Insight.Audience.BOARD, Insight.Audience.PUBLIC],
    )
    return [each for each in shown(wanted, at=at) if each.text is not None]


def _with_all(rows: "QuerySet[Insight]") -> "QuerySet[Insight]":
    of_insight = {"insight": OuterRef("pk")}
    latest = InsightVersion.objects.filter(**of_insight).order_by("-version")[:1]
    return rows.annotate(
        answer_days=Subquery(AllianceSettings.objects.values("answer_insight_days")[:1]),
        sealed=Subquery(latest.values("plain_text")),
        sealed_id=Subquery(latest.values("public_id")),
        sealed_quote=Subquery(latest.values("quote")),
        sealed_easy=Subquery(latest.values("easy_read")),
        version=Subquery(latest.values("version")),
        second_because=Subquery(latest.values("second_because")),
        themes=ArraySubquery(
            InsightTheme.objects.filter(**of_insight)
            .order_by("theme__name")
            .values_list("theme__name")
        ),
        sources=ArraySubquery(
            InsightSource.objects.filter(**of_insight).values(
                pair=JSONObject(
                    contribution="contribution_id", contributor="contribution__contributor_id"
                )
            )
        ),
        responses=ArraySubquery(
            ResponseInsight.objects.filter(**of_insight)
            .order_by("response__published_at")
            .values(
                said=JSONObject(
                    kind="response__kind",
                    said_by="response__said_by",
                    organisation="response__organisation__name",
                    network="response__network__name",
                    text="response__text",
                    because="response__because",
                    due_on="response__due_on",
                    published_at="response__published_at",
                )
            )
        ),
    ).order_by("-number")


def _shown(
    insight: Any, allowed: Scopes, opened: dict[str, str | None], links: list[InsightLink]
) -> Shown:  # Any: carries the annotations of _with_all
    return Shown(
        insight=insight,
        due_on=due_on(insight, days=insight.answer_days or 0),
        text=opened.get("plain_text"),
        quote=opened.get("quote") or "",
        easy_read=opened.get("easy_read") or "",
        second_because=insight.second_because or [],
        scopes=allowed,
        themes=insight.themes,
        links=links,
        responses=[_response(said) for said in insight.responses],
    )


def _texts(insights: Sequence[Any], allowed: Sequence[Scopes]) -> dict[int, dict[str, str | None]]:
    """The texts of those whose audience everybody behind them allows; none of the others.

    Somebody's own words are opened only where everybody allows their own words to be used.
    """
    wanted: list[tuple[int, str, InsightVersion]] = []
    for insight, scopes in zip(insights, allowed, strict=True):
        if not insight.sealed or not audiences.allows(insight.audience, scopes):
            continue
        version = InsightVersion(
            alliance_id=insight.alliance_id,
            public_id=insight.sealed_id,
            plain_text=insight.sealed,
            easy_read=insight.sealed_easy,
            quote=insight.sealed_quote if Scope.QUOTE in scopes else "",
        )
        wanted += [(insight.pk, each, version) for each in TEXTS if getattr(version, each)]
    found: dict[int, dict[str, str | None]] = defaultdict(dict)
    for (pk, name, _), text in zip(wanted, _opened(wanted), strict=True):
        found[pk][name] = text
    return found


def _opened(wanted: Sequence[tuple[int, str, InsightVersion]]) -> list[str | None]:
    return words.opened_fields([(version, name) for _, name, version in wanted])


def _response(said: dict[str, str | None]) -> Response:
    due, published = said.pop("due_on"), said.pop("published_at")
    organisation, network = said.pop("organisation"), said.pop("network")
    return Response(
        **said,
        organisation=Organisation(name=organisation) if organisation else None,
        network=Network(name=network) if network else None,
        due_on=date.fromisoformat(due) if due else None,
        published_at=datetime.fromisoformat(published or ""),
    )


def _links(insights: Sequence[Insight]) -> dict[int, list[InsightLink]]:
    found: dict[int, list[InsightLink]] = defaultdict(list)
    if insights:
        ids = [insight.pk for insight in insights]
        for link in live_links().filter(insight__in=ids).order_by("made_at"):
            found[link.insight_id].append(link)
    return found


def live_links() -> "QuerySet[InsightLink]":
    return InsightLink.objects.filter(withdrawn_at=None).select_related(*TARGETS)


def taken_back(rows: "QuerySet[Insight]") -> int:
    """How many of them are gone, because whoever told them took them back."""
    return rows.filter(state=Insight.State.WITHDRAWN).count()


def linked_where(wanted: Q) -> "QuerySet[Insight]":
    """Insights with a link for which `wanted` holds."""
    links = InsightLink.objects.filter(wanted, withdrawn_at=None)
    return Insight.objects.filter(pk__in=links.values("insight"))


def waiting_for_answer() -> Iterable[tuple[Insight, date]]:
    """Approved, unanswered ones and the day their answer is due, the oldest first."""
    days = AllianceSettings.objects.values("answer_insight_days")[:1]
    answered = ResponseInsight.objects.values("insight")
    rows = Insight.objects.filter(state=Insight.State.APPROVED).exclude(pk__in=answered)
    for insight in rows.annotate(answer_days=Subquery(days)).order_by("approved_at"):
        due = due_on(insight, days=insight.answer_days or 0)
        if due is not None:
            yield insight, due


def themes_of(every: Iterable[Shown]) -> list[str]:
    return sorted({theme for each in every for theme in each.themes})


def behind(insight: Insight) -> dict[str, Any]:  # Any: a template's context
    """Which tellings a point comes from, and what the people said when they were shown it."""
    sources = InsightSource.objects.filter(insight=insight).select_related(
        "contribution__contributor"
    )
    checks = CheckBack.objects.filter(version__insight=insight).select_related(
        "contributor", "version", "told_by"
    )
    return {"sources": sources.order_by("pk"), "checks": checks.order_by("-pk")}
