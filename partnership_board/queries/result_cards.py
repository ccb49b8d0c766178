"""What an election needs of its officers once the poll has closed."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from alliance.models import User
from alliance.registries import Card
from partnership_board.deadlines import day_of
from partnership_board.election_states import Move, State
from partnership_board.models import (
    Election,
    ElectionOfficer,
    Objection,
    OfficerAgreement,
    OpenedBox,
)

# By what is to be done: the page, how many minutes it takes, and why.
STEPS = {
    "Open the box": ("election_open", 5, "Bring your key sheet."),
    "Draw the lot": ("election_lot", 15, "Officers and candidates meet for it."),
    "Declare the result": (
        "election_declare",
        10,
        "The returning officer and a scrutineer both agree.",
    ),
    "Answer objections": ("objections", 10, "Nothing is certified before."),
    "Certify the result": ("election_certify", 5, "Objections have closed, and all are answered."),
}
AFTER = (State.CLOSED, State.OPENING, State.COUNTED, State.LOT_DUE, State.DECLARED)
RO = ElectionOfficer.Role.RETURNING_OFFICER


@dataclass(frozen=True)
class Known:
    """What three queries tell of all elections of one officer."""

    given: frozenset[tuple[int, str]]  # an officer's number and the move they agreed to
    lots: dict[int, date]
    waiting: Counter[int]


def cards(user: User, on: date) -> Iterable[Card]:
    rows = ElectionOfficer.objects.filter(user=user, to_on=None, election__state__in=AFTER)
    officers = list(rows.select_related("election").order_by("pk"))
    if not officers:
        return
    known = of(officers)
    for officer in officers:
        yield from of_officer(officer, known, on=on)


def of(officers: list[ElectionOfficer]) -> Known:
    elections = [officer.election_id for officer in officers]
    given = OfficerAgreement.objects.filter(officer__in=officers)
    boxes = OpenedBox.objects.filter(election__in=elections, lot_from_at__isnull=False)
    waiting = Objection.objects.filter(election__in=elections, outcome="")
    return Known(
        frozenset(given.values_list("officer_id", "move")),
        {box.election_id: day_of(box.lot_from_at) for box in boxes if box.lot_from_at},
        Counter(waiting.values_list("election_id", flat=True)),
    )


def of_officer(officer: ElectionOfficer, known: Known, *, on: date) -> Iterator[Card]:
    election = officer.election
    if election.is_to_be_opened and (officer.pk, Move.USE_FIRST_KEY) not in known.given:
        yield card("Open the box", election)
    elif election.awaits_lot and election.pk in known.lots:
        yield card("Draw the lot", election, by=known.lots[election.pk])
    elif election.state == State.COUNTED and (officer.pk, Move.DECLARE) not in known.given:
        yield card("Declare the result", election)
    elif election.is_declared:
        yield from of_declared(officer, known, on=on)


def of_declared(officer: ElectionOfficer, known: Known, *, on: date) -> Iterator[Card]:
    election, closes = officer.election, officer.election.objections_close_at
    if known.waiting[election.pk]:
        yield card("Answer objections", election)
    elif officer.role == RO and closes is not None and day_of(closes) <= on:
        yield card("Certify the result", election)


def card(what: str, election: Election, *, by: date | None = None) -> Card:
    name, minutes, why = STEPS[what]
    url = reverse(f"partnership_board:{name}", kwargs={"pk": election.pk})
    return Card(f"{what}: {election}", url, minutes, by, why)
