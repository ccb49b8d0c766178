"""What a reader has in front of them: the words with what could give somebody away marked."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, QuerySet

from alliance.models import User
from alliance.queries.people import holders
from coproduction.models import (
    BreakGlass,
    Contribution,
    Insight,
    InsightSource,
    RawRead,
    Redaction,
)
from coproduction.redaction import Gazetteer, Suggestion, suggest
from members.models import Area, Location, Network, Organisation, Service
from partnership_board.models import SeatTerm

WEEK = timedelta(days=7)
Field = Redaction.Field


def known_names(*, on: date) -> Gazetteer:
    """The alliance's own list: who works and sits here, its bodies, services and places."""
    people = {person.name for person in holders(on=on)}
    people |= set(SeatTerm.objects.values_list("holder__name", flat=True))
    bodies = {name for model in (Organisation, Service, Network) for name in _names(model)}
    places = {name for model in (Area, Location) for name in _names(model)}
    return Gazetteer.of(people=people, places=places, bodies=bodies)


def _names(model: type[Organisation | Service | Network | Area | Location]) -> set[str]:
    return {name for name in model._default_manager.values_list("name", flat=True) if name}


@dataclass(frozen=True)
class Piece:
    """Some of the text; with the number of its mark, where it is marked."""

    text: str
    number: int | None = None
    is_faint: bool = False


@dataclass(frozen=True)
class Marked:
    """A text, which of a telling's texts it is, and what the rules suggest of it."""

    name: str
    text: str
    hints: list[Suggestion]
    rare: list[str] = field(default_factory=list)

    @property
    def pieces(self) -> list[Piece]:
        found, at = [], 0
        for number, hint in enumerate(self.hints, start=1):
            found.append(Piece(self.text[at : hint.start]))
            found.append(Piece(self.text[hint.start : hint.end], number, hint.is_faint))
            at = hint.end
        return [piece for piece in [*found, Piece(self.text[at:])] if piece.text]


def marked(original: str, translation: str, *, known: Gazetteer) -> Marked:
    """The text that the point is made of: the English one, where there are two."""
    text = translation or original
    hints = suggest(text, known=known)
    return Marked(
        Field.TRANSLATION if translation else Field.ORIGINAL,
        text,
        [hint for hint in hints if not hint.is_rare],
        [text[hint.start : hint.end] for hint in hints if hint.is_rare],
    )


def points_of(contribution: Contribution) -> "QuerySet[Insight]":
    sources = InsightSource.objects.filter(contribution=contribution).values("insight")
    return Insight.objects.filter(pk__in=sources).order_by("number")


def counts(told: "QuerySet[Contribution]") -> list[tuple[str, int]]:
    """What waits for a reader, and how much of it, in two queries."""
    waiting = told.filter(state__in=[Contribution.State.CAPTURED, Contribution.State.REDACTING])
    rows = Insight.objects.order_by().values_list("state").annotate(n=Count("pk"))
    by_state: dict[str, int] = dict(rows)
    return [
        ("To make safe", waiting.count()),
        ("To read a second time", by_state.get(Insight.State.SECOND_READING, 0)),
        ("To check with the people", by_state.get(Insight.State.CHECKING_BACK, 0)),
        ("To write again", by_state.get(Insight.State.UNDER_REVIEW, 0)),
    ]


def opened_by_others(user: User, *, at: datetime) -> "QuerySet[RawRead]":
    """Openings by anybody else in the last week, the latest first."""
    rows = RawRead.objects.filter(at__gte=at - WEEK).exclude(reader=user)
    return rows.select_related("reader", "contribution__contributor").order_by("-at")


def glasses(*, at: datetime) -> "QuerySet[BreakGlass]":
    rows = BreakGlass.objects.filter(asked_at__gte=at - 4 * WEEK)
    return rows.select_related("asked_by", "agreed_by", "contribution__contributor").order_by(
        "-asked_at"
    )
