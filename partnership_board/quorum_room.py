"""Who is there for which seat, and what each side of a board is called. Pure."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from partnership_board.quorum_rules import COUNT, Rules

HOLDER, DEPUTY, ROOM = "holder", "deputy", "room"
LONGEST_NAME = 24  # letters: a longer name of a side is said by its code


@dataclass(frozen=True)
class Person:
    """Somebody who is there for a seat. `capacity` and `mode` are those of an attendance."""

    number: int
    capacity: str = HOLDER
    mode: str = ROOM
    is_recused: bool = False  # has no vote on what is being decided
    can_vote: bool = True  # False: a deputy named without a vote
    counts: bool = True  # False: a deputy named without counting

    @property
    def stands_for_a_seat(self) -> bool:
        return self.capacity in {HOLDER, DEPUTY}

    def votes(self) -> bool:
        return self.stands_for_a_seat and self.can_vote and not self.is_recused

    def is_counted(self, rules: Rules) -> bool:
        return (
            self.stands_for_a_seat
            and self.counts
            and (rules.deputies == COUNT or self.capacity == HOLDER)
            and (rules.recused == COUNT or not self.is_recused)
            and (rules.remote == COUNT or self.mode == ROOM)
        )


@dataclass(frozen=True)
class Seat:
    """A seat of the board, and who is there for it now; nobody, while it stands empty."""

    number: int
    side: str
    title: str = ""
    is_voting: bool = True
    is_filled: bool = True  # somebody holds it, there or not
    there: tuple[Person, ...] = ()


@dataclass(frozen=True)
class Side:
    """A constituency. `one` is what one of its people is called: "expert by experience"."""

    code: str
    label: str = ""
    one: str = ""

    @property
    def name(self) -> str:
        """As it stands within a sentence: NHS, council, VCSE, experts by experience."""
        label = self.label if 0 < len(self.label) <= LONGEST_NAME else self.code
        first, *rest = label.split(" ")
        return " ".join([first if first.isupper() else first.lower(), *rest])

    def called(self, count: int) -> str:
        """What so many of it are called: expert by experience, VCSE seats."""
        if not self.one:
            return f"{self.name} {'seat' if count == 1 else 'seats'}"
        return self.one if count == 1 else self.name


@dataclass(frozen=True)
class Room:
    """Every seat of a board in order, with its sides, at one moment."""

    sides: tuple[Side, ...]
    seats: tuple[Seat, ...]

    def side(self, code: str) -> Side:
        return next((side for side in self.sides if side.code == code), Side(code))

    def without(self, people: Collection[int]) -> "Room":
        """The same room where these people have no vote on what is being decided."""
        seats = tuple(
            replace(
                seat,
                there=tuple(
                    replace(each, is_recused=True) if each.number in people else each
                    for each in seat.there
                ),
            )
            for seat in self.seats
        )
        return replace(self, seats=seats)
