"""The register of interests: whose, what everybody reads of it, and who has still to confirm."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import F, QuerySet

from alliance.models import User
from alliance.words import LONDON
from partnership_board.models import Board, Deputy, Interest, SeatPause, SeatTerm

A_YEAR = timedelta(days=365)
FIRST_TIME = timedelta(days=28)  # after somebody first sits down
ASKED_BEFORE = timedelta(days=30)


@dataclass(frozen=True)
class Standing:
    """Somebody's own entries, and by when they are to confirm them."""

    current: list[Interest]
    ended: list[Interest]
    confirmed_on: date | None
    due_on: date

    @property
    def has_nothing(self) -> bool:
        return all(each.is_nothing for each in self.current)

    def is_asked(self, *, on: date) -> bool:
        return on >= self.due_on - ASKED_BEFORE

    def is_late(self, *, on: date) -> bool:
        return on > self.due_on


def standing_of(person: User, *, on: date) -> Standing:
    """One query, one more for somebody who has never confirmed."""
    mine = list(
        Interest.objects.filter(person=person)
        .select_related("organisation")
        .order_by("-from_on", "-pk")
    )
    current = [each for each in mine if each.from_on <= on and not each.has_ended(on=on)]
    ended = [each for each in mine if each.has_ended(on=on) and not each.is_nothing]
    confirmed_on = _confirmed_on(current)
    due_on = confirmed_on + A_YEAR if confirmed_on else _first_due(person, on=on)
    return Standing(current, ended, confirmed_on, due_on)


def _confirmed_on(entries: Iterable[Interest]) -> date | None:
    """The day on which the oldest of them was said or confirmed: all must hold."""
    days = [each.confirmed_at.astimezone(LONDON).date() for each in entries]
    return min(days, default=None)


def _first_due(person: User, *, on: date) -> date:
    terms = SeatTerm.objects.current(on=on).filter(holder=person)
    since = terms.order_by("started_on").values_list("started_on", flat=True).first()
    return (since or on) + FIRST_TIME


def sits_somewhere(person: User, *, on: date) -> bool:
    held = SeatTerm.objects.current(on=on).filter(holder=person).values("pk")
    seconds = Deputy.objects.current(on=on).filter(person=person).values("pk")
    return held.union(seconds, all=True).exists()


def to_confirm(*, on: date) -> list[tuple[User, date]]:
    """Everybody with a seat, and the day by which they are to confirm. Two queries.

    Whoever has stepped back is not asked until they are back.
    """
    away = SeatPause.objects.current(on=on).values("seat_term")
    terms = SeatTerm.objects.current(on=on).exclude(pk__in=away).select_related("holder")
    since: dict[User, date] = {}
    for term in terms.order_by("-started_on"):
        since[term.holder] = term.started_on
    current = Interest.objects.current(on=on).filter(person__in=since)
    said: dict[int, list[Interest]] = {}
    for each in current:
        said.setdefault(each.person_id, []).append(each)
    found = []
    for person, started_on in since.items():
        confirmed_on = _confirmed_on(said.get(person.pk, []))
        found.append((person, confirmed_on + A_YEAR if confirmed_on else started_on + FIRST_TIME))
    return sorted(found, key=lambda pair: (pair[1], pair[0].pk))


# ---- the register --------------------------------------------------------------------------------
Row = dict[str, Any]  # Any: by column


@dataclass(frozen=True)
class Member:
    """Somebody round the table: the seats they have, and what they have entered."""

    name: str
    sides: tuple[str, ...]
    seats: tuple[str, ...]
    is_named: bool
    entries: list[Interest] = field(default_factory=list)

    @property
    def shown_as(self) -> str:
        """By name, or by the seat where a side's people stand nowhere in public."""
        return self.name if self.is_named else self.seats[0]

    @property
    def confirmed_on(self) -> date | None:
        return _confirmed_on(self.entries)


def register(
    board: Board | None, *, on: date, side: str = "", in_public: bool = False
) -> list[Member]:
    """Of one board, or of all, in the order of the seats. Two queries."""
    rows = [row for row in _places(board, on=on) if not side or row["code"] == side]
    by_person: dict[int, list[Row]] = {}
    for row in rows:
        by_person.setdefault(row["who"], []).append(row)
    entries: dict[int, list[Interest]] = {}
    shown = Interest.objects.shown(on=on).filter(person__in=by_person)
    for each in shown.select_related("organisation").order_by("-from_on", "pk"):
        if not (each.is_nothing and each.has_ended(on=on)):
            entries.setdefault(each.person_id, []).append(each)
    return [
        _member(mine, entries.get(who, []), in_public=in_public) for who, mine in by_person.items()
    ]


def _member(mine: list[Row], entries: list[Interest], *, in_public: bool) -> Member:
    """In public without the name of anybody who sits for a side that is not named."""
    return Member(
        mine[0]["name"],
        tuple(dict.fromkeys(row["label"] for row in mine)),
        tuple(dict.fromkeys(row["title"] for row in mine)),
        not in_public or all(row["named"] for row in mine),
        entries,
    )


def _places(board: Board | None, *, on: date) -> list[Row]:
    terms = SeatTerm.objects.current(on=on)
    deputies = Deputy.objects.current(on=on)
    if board is not None:
        terms, deputies = terms.filter(seat__board=board), deputies.filter(seat__board=board)
    columns = ("who", "name", "title", "code", "label", "named", "place", "seat_pk")
    held = _as_rows(terms, "holder").values_list(*columns)
    seconded = _as_rows(deputies, "person").values_list(*columns)
    rows = held.union(seconded, all=True).order_by("place", "seat_pk", "name")
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _as_rows(rows: Any, person: str) -> Any:  # Any: rows of two models
    return rows.annotate(
        who=F(f"{person}_id"),
        name=F(f"{person}__name"),
        title=F("seat__title"),
        code=F("seat__constituency__code"),
        label=F("seat__constituency__label"),
        named=F("seat__constituency__is_named"),
        place=F("seat__constituency__order"),
        seat_pk=F("seat_id"),
    ).order_by()


def entries_in_words(person: User, *, on: date) -> list[str]:
    """What holds on the day and everybody may read, a sentence each; the latest first."""
    rows = Interest.objects.filter(person=person, is_public=True, from_on__lte=on)
    rows = rows.exclude(to_on__lte=on).exclude(category=Interest.Category.NOTHING)
    found = rows.select_related("organisation").order_by("-from_on", "pk")
    return [
        f"{each.get_category_display()}: {each.description}"
        + (f" ({each.organisation})" if each.organisation else "")
        for each in found
    ]


def own(person: User) -> QuerySet[Interest]:
    return Interest.objects.filter(person=person).select_related("organisation")


def to_point_at(person: User, *, on: date) -> QuerySet[Interest]:
    """Entries of one's own that a declaration against an item can point at."""
    current = Interest.objects.current(on=on).filter(person=person)
    return current.exclude(category=Interest.Category.NOTHING).order_by("-from_on", "pk")
