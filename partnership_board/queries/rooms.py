"""A board's seats with whoever holds them, as the arithmetic of quorum and recusal takes them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db.models import BigIntegerField, BooleanField, CharField, F, Q, Value

from partnership_board import quorum
from partnership_board.models import Deputy, Meeting, PresenceSpan, Seat, SeatTerm
from partnership_board.quorum import DEPUTY, HOLDER, Person, Room, Side

COLUMNS = (
    "seat_pk",
    "who",
    "name",
    "capacity",
    "can_vote_there",
    "counts_there",
    "title_there",
    "votes_there",
    "code",
    "label",
    "one",
    "place",
    "is_public_body",
)


Row = dict[str, Any]  # Any: by column


@dataclass(frozen=True)
class Table:
    """Seats in order, who holds each and who comes instead, and what everybody is called."""

    room: Room  # with every holder there
    statutory: frozenset[str]
    names: Mapping[int, str]
    holders: Mapping[int, list[Person]]  # by seat
    deputies: Mapping[int, list[Person]] = field(default_factory=dict)

    @property
    def people(self) -> set[int]:
        return set(self.names)

    def with_there(self, modes: Mapping[int, str]) -> Room:
        """Only those who are there, each in their way; deputies as well as holders."""
        seats = []
        for seat in self.room.seats:
            both = [*self.holders.get(seat.number, []), *self.deputies.get(seat.number, [])]
            there = (
                replace(person, mode=modes[person.number])
                for person in both
                if person.number in modes
            )
            seats.append(replace(seat, there=tuple(there)))
        return Room(self.room.sides, tuple(seats))

    def free_deputies(self, leaving: Collection[int]) -> tuple[int, int]:
        """Of the seats that lose their vote: how many, and how many have a deputy who is free."""
        seats = [s for s in self.room.seats if s.is_voting and _loses(s, leaving)]
        free = sum(
            any(d.can_vote and d.number not in leaving for d in self.deputies.get(seat.number, []))
            for seat in seats
        )
        return len(seats), free


def _loses(seat: quorum.Seat, leaving: Collection[int]) -> bool:
    return bool(seat.there) and all(person.number in leaving for person in seat.there)


def table_of(board_id: int, *, on: date) -> Table:
    """One query."""
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in _rows(board_id, on=on)]
    holders, deputies = _people(rows, HOLDER), _people(rows, DEPUTY)
    sides = {row["code"]: Side(row["code"], row["label"], row["one"]) for row in rows}
    seats = {row["seat_pk"]: _seat(row, holders) for row in rows}
    return Table(
        Room(tuple(sides.values()), tuple(seats.values())),
        frozenset(row["code"] for row in rows if row["is_public_body"]),
        {row["who"]: row["name"] for row in rows if row["who"] is not None},
        holders,
        deputies,
    )


def _people(rows: Iterable[Row], capacity: str) -> dict[int, list[Person]]:
    """By seat."""
    found: dict[int, list[Person]] = {}
    for row in rows:
        if row["capacity"] == capacity:
            votes, counts = row["can_vote_there"], row["counts_there"]
            person = Person(row["who"], capacity, can_vote=votes, counts=counts)
            found.setdefault(row["seat_pk"], []).append(person)
    return found


def _seat(row: Row, holders: Mapping[int, list[Person]]) -> quorum.Seat:
    pk = row["seat_pk"]
    return quorum.Seat(
        pk,
        row["code"],
        row["title_there"],
        row["votes_there"],
        is_filled=pk in holders,
        there=tuple(holders.get(pk, [])),
    )


def there_now(meeting: Meeting, *, now: datetime) -> dict[int, str]:
    """By person: how they are there, of everybody who is at the meeting."""
    spans = PresenceSpan.objects.at(now).filter(attendance__meeting=meeting)
    return dict(spans.values_list("attendance__person", "attendance__mode"))


def _rows(board_id: int, *, on: date) -> Any:  # Any: rows of three models
    """Every open seat, empty or not; then its holders, and its deputies by rank."""
    seats = Seat.objects.open(on=on).filter(board=board_id)
    open_on = Q(seat__board=board_id, seat__opened_on__lte=on) & (
        Q(seat__closed_on=None) | Q(seat__closed_on__gt=on)
    )
    terms = SeatTerm.objects.current(on=on).filter(open_on)
    deputies = Deputy.objects.current(on=on).filter(open_on)
    nobody = Value(None, output_field=BigIntegerField())
    yes = Value(value=True, output_field=BooleanField())
    empty = _as_rows(
        seats, "", who=nobody, name=_said(""), capacity=_said(""), votes=yes, in_it=yes
    )
    held = _as_rows(
        terms,
        "seat__",
        who=F("holder_id"),
        name=F("holder__name"),
        capacity=_said(HOLDER),
        votes=yes,
        in_it=yes,
    )
    seconded = _as_rows(
        deputies,
        "seat__",
        who=F("person_id"),
        name=F("person__name"),
        capacity=_said(DEPUTY),
        votes=F("can_vote"),
        in_it=F("counts"),
    )
    return empty.union(held, seconded, all=True).order_by("place", "seat_pk", "capacity", "who")


def _said(words: str) -> Value:
    return Value(words, output_field=CharField())


def _as_rows(rows: Any, path: str, **told: Any) -> Any:  # Any: rows of three models
    side = f"{path}constituency__"
    return (
        rows.annotate(
            seat_pk=F(f"{path}pk"),
            who=told["who"],
            capacity=told["capacity"],
            can_vote_there=told["votes"],
            counts_there=told["in_it"],
            title_there=F(f"{path}title"),
            votes_there=F(f"{path}is_voting"),
            code=F(f"{side}code"),
            label=F(f"{side}label"),
            one=F(f"{side}one"),
            place=F(f"{side}order"),
            is_public_body=F(f"{side}is_statutory"),
        )
        .annotate(name=told["name"])
        .order_by()
        .values_list(*COLUMNS)
    )
