"""What it would do to the vote on each item if those with an interest left, from what is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from alliance.models import User
from partnership_board import quorum, recusal
from partnership_board.models import (
    AgendaItem,
    BoardRules,
    Meeting,
    QuorumCheck,
    RecusalForecast,
)
from partnership_board.queries import connections, declarations, rooms
from partnership_board.queries.connections import Connection
from partnership_board.queries.declarations import Declared
from partnership_board.queries.rooms import Table
from partnership_board.quorum import Rules
from partnership_board.recusal import Named, Preview, Scales


@dataclass(frozen=True)
class NamedPerson:
    """Somebody named for an item: by what they declared, or only by a suggestion."""

    person: int
    name: str
    connections: list[Connection]
    declared: Declared | None

    @property
    def named(self) -> Named:
        said = self.declared.declaration.materiality if self.declared else ""
        ruling = self.declared.ruling.ruling if self.declared and self.declared.ruling else ""
        return Named(self.person, said, ruling)

    @property
    def is_only_suggested(self) -> bool:
        return self.declared is None

    @property
    def why(self) -> str:
        """acts for Turning Tide, holds a seat for Sister Circle"""
        return ", ".join(each.why for each in self.connections)


@dataclass(frozen=True)
class ItemPreview:
    """An item with its three counts, who is named, and the ways out of this board's rules."""

    item: AgendaItem
    preview: Preview
    people: list[NamedPerson]
    ways: list[str]
    inputs: dict[str, Any]  # Any: as JSON has it

    @property
    def is_waiting(self) -> bool:
        return any(each.declared and each.declared.is_waiting for each in self.people)

    def declared_by(self, person: User) -> Declared | None:
        return next((e.declared for e in self.people if e.person == person.pk), None)


def previews(
    meeting: Meeting, items: Sequence[AgendaItem], *, on: date, now: datetime | None = None
) -> list[ItemPreview]:
    """Every item in at most six queries, however many items and seats there are.

    Before the meeting everybody is taken to come; while it goes on (`now`), those who are there.
    """
    rules = rules_of(meeting.rules)
    table = rooms.table_of(meeting.board_id, on=on)
    modes = rooms.there_now(meeting, now=now) if now else {}
    room = table.with_there(modes) if modes else table.room
    scales = Scales(rules, room, table.statutory)
    inputs = quorum.inputs_of(rules, room)
    pks = [item.pk for item in items]
    bound = connections.connections(pks, table.people, on=on)
    said = declarations.of_items(pks)
    return [
        _of_item(
            item,
            _named(table, bound.get(item.pk, []), said.get(item.pk, [])),
            scales,
            (table, allowed(meeting.rules), inputs),
        )
        for item in items
    ]


def rules_of(rules: BoardRules) -> Rules:
    return quorum.read(rules.quorum, vacancies_count=rules.vacancies_count)


def _of_item(
    item: AgendaItem,
    people: list[NamedPerson],
    scales: Scales,
    board: tuple[Table, set[str], dict[str, Any]],  # Any: as JSON has it
) -> ItemPreview:
    table, may, inputs = board
    named = [each.named for each in people]
    found = scales.preview(named)
    ways = []
    if found.emptied or not found.named.is_met:
        leaving, free = table.free_deputies({n.person for n in named if n.could_leave})
        ways = recusal.ways_out(may, leaving=leaving, free_deputies=free)
    told = inputs | {"named": [vars(each) for each in named]}
    return ItemPreview(item, found, people, ways, told)


def allowed(rules: BoardRules) -> set[str]:
    """What this board's own rules let it do where an interest empties a side."""
    dispensation = {recusal.CLASS_INTEREST} if rules.class_interest else set()
    return {*rules.ways_out, *dispensation}


def _named(table: Table, bound: list[Connection], said: list[Declared]) -> list[NamedPerson]:
    """In the order of the alphabet; what somebody declared later takes the place of the earlier."""
    latest = {each.declaration.person_id: each for each in said}
    ties: dict[int, list[Connection]] = {person: [] for person in latest}
    for each in bound:
        ties.setdefault(each.person, []).append(each)
    names = {each.declaration.person_id: str(each.declaration.person) for each in said}
    found = [
        NamedPerson(person, names.get(person) or table.names[person], mine, latest.get(person))
        for person, mine in ties.items()
    ]
    return sorted(found, key=lambda each: (each.name, each.person))


# ---- what was expected, and what happened --------------------------------------------------------
@dataclass(frozen=True)
class Outcome:
    """The latest forecast of an item before it was decided, beside what was found then."""

    forecast: RecusalForecast
    check: QuorumCheck

    @property
    def differences(self) -> list[str]:
        return recusal.differences(self.forecast.ruled, quorum.evaluate_again(self.check.inputs))

    @property
    def is_as_expected(self) -> bool:
        return not self.differences


def outcomes(items: Sequence[int]) -> dict[int, Outcome]:
    """By item. Two queries."""
    decided = QuorumCheck.objects.filter(item__in=items, cause=QuorumCheck.Cause.DECISION)
    checks = {each.item_id: each for each in decided.order_by("at", "pk")}
    made = RecusalForecast.objects.filter(item__in=items).order_by("made_at", "pk")
    latest: dict[int, RecusalForecast] = {}
    for each in made:
        check = checks.get(each.item_id)
        if check is not None and each.made_at <= check.at:
            latest[each.item_id] = each
    return {item: Outcome(forecast, checks[item]) for item, forecast in latest.items()}
