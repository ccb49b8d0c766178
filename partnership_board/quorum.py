"""Whether enough are there: a board's quorum as its rules say it, and what is missing, in words.

Pure: no clock is read here and nothing is stored. Rules are plain data, as `BoardRules.quorum` has
them:

    {"all": [{"min_voting": 6}, {"min_by": {"VCSE": 1, "EBE": 1}}, {"max_share": {"NHS": 40}}],
     "deputies": "count", "recused": "leave_out", "remote": "count", "wait_minutes": 15}

`all` (each must hold) and `any` (one must hold) take a list of conditions and may stand inside each
other. A condition has one name: `min_voting` (so many who may vote), `min_percent` (of all seats
that vote; empty ones count in the whole where `vacancies_count`), `min_by` (so many of each side),
`max_share` (of the votes there, a side holds at most so many per cent), `must_include` (numbers of
seats). Beside them stand what becomes of `deputies`, of the `recused` and of those who are there
from afar (`remote`): "count" or "leave_out"; whether somebody with `two_seats` has "one_vote" or
"each_seat"; and `wait_minutes`.

A person has one vote, and a seat has one vote, whoever of its holders, job-sharers and deputies is
there. Where people could stand for several seats, the seats are taken in their order and people are
shared out so that as many as possible are taken. So whoever comes in never empties a seat. Only
holders and deputies stand for a seat: a support person, an observer or somebody in attendance never
does.

Everything an answer rests on can be written down (`inputs_of`) and answered again years later
(`evaluate_again`), whatever rules, seats and people have become.
"""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from partnership_board.quorum_room import DEPUTY, HOLDER, Person, Room, Seat, Side
from partnership_board.quorum_rules import (
    CHOICES,
    EACH_SEAT,
    Condition,
    Json,
    Rules,
    Unclear,
    read,
)

__all__ = [
    "CHOICES",
    "DEPUTY",
    "HOLDER",
    "Json",
    "Missing",
    "Person",
    "Result",
    "Room",
    "Rules",
    "Seat",
    "Side",
    "Unclear",
    "canonical",
    "evaluate",
    "evaluate_again",
    "inputs_of",
    "lack",
    "least",
    "needs",
    "number",
    "percent",
    "read",
    "room_from",
]

FORMAT = 1  # of what `inputs_of` writes; a later one must still read the earlier ones
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


# ---- the answer ----------------------------------------------------------------------------------
@dataclass(frozen=True)
class Missing:
    """One condition that does not hold: `there` of the `wanted`, of `total`."""

    kind: str
    side: str = ""
    seat: int = 0
    there: int = 0
    wanted: int = 0
    total: int = 0
    choices: tuple[tuple["Missing", ...], ...] = ()  # of `any`: what each way is short of

    @property
    def short(self) -> int:
        return max(self.wanted - self.there, 0)

    def as_json(self) -> Json:
        told: Json = {"kind": self.kind, "there": self.there, "wanted": self.wanted}
        also = {"side": self.side, "seat": self.seat, "total": self.total}
        told |= {name: value for name, value in also.items() if value}
        if self.choices:
            told["choices"] = [[each.as_json() for each in way] for way in self.choices]
        return told


@dataclass(frozen=True)
class Result:
    """Whether enough are there. `counted` and `voting` are numbers of seats, in their order."""

    room: Room = field(repr=False)
    missing: tuple[Missing, ...]
    counted: tuple[int, ...]
    voting: tuple[int, ...]

    @property
    def is_met(self) -> bool:
        return not self.missing

    @property
    def sentences(self) -> list[str]:
        """What would make it enough: "needs one more expert by experience"."""
        return list(dict.fromkeys(needs(each, self.room) for each in self.missing))

    @property
    def lacks(self) -> list[str]:
        """The same as facts: "one expert by experience is missing"."""
        return list(dict.fromkeys(lack(each, self.room) for each in self.missing))

    @property
    def in_words(self) -> str:
        return "Quorate." if self.is_met else f"Not quorate: {'; '.join(self.sentences)}."

    def votes_by_side(self) -> dict[str, int]:
        """By code, those with none included: how many of its seats can vote."""
        votes = dict.fromkeys((side.code for side in self.room.sides), 0)
        return votes | _by_side(self.room, self.voting)

    def missing_as_json(self) -> list[Json]:
        return [each.as_json() for each in self.missing]


def evaluate(rules: Rules, room: Room) -> Result:
    """Whether enough are there, by these rules. Never raises."""
    seats = sorted(room.seats, key=lambda seat: not seat.is_voting)
    each_seat = rules.two_seats == EACH_SEAT
    taken = _taken(seats, lambda person: person.is_counted(rules), each_seat=each_seat)
    voting = _taken(seats, Person.votes, each_seat=each_seat)
    votes = {seat.number for seat in room.seats if seat.is_voting}
    count = _Count(rules, room, taken, taken & votes, voting & votes)
    order = [seat.number for seat in room.seats]
    return Result(
        room=room,
        missing=tuple(_missing(rules.condition, count)),
        counted=tuple(number for number in order if number in count.counted),
        voting=tuple(number for number in order if number in count.voting),
    )


def _taken(seats: Sequence[Seat], stands: Callable[[Person], bool], *, each_seat: bool) -> set[int]:
    """The seats that somebody stands for; each person for one of them, unless for each."""
    holds: dict[int, int] = {}  # by person, the seat
    there = {seat.number: [p.number for p in seat.there if stands(p)] for seat in seats}
    if each_seat:
        return {number for number, people in there.items() if people}

    def find(seat: int, asked: set[int]) -> bool:
        for person in there[seat]:
            if person in asked:
                continue
            asked.add(person)
            if person not in holds or find(holds[person], asked):
                holds[person] = seat
                return True
        return False

    for seat in seats:
        find(seat.number, set())
    return set(holds.values())


@dataclass(frozen=True)
class _Count:
    """What the conditions look at."""

    rules: Rules
    room: Room
    taken: set[int]
    counted: set[int]
    voting: set[int]


def _by_side(room: Room, seats: Collection[int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for seat in room.seats:
        if seat.number in seats:
            found[seat.side] = found.get(seat.side, 0) + 1
    return found


def _missing(condition: Condition, count: _Count) -> Iterator[Missing]:
    """What does not hold of a condition; nothing where it holds."""
    if condition.kind == "all":
        for part in condition.parts:
            yield from _missing(part, count)
    elif condition.kind == "any":
        ways = tuple(tuple(_missing(part, count)) for part in condition.parts)
        if all(ways):
            yield Missing("any", choices=ways)
    else:
        yield from _of_one(condition, count)


def _of_one(condition: Condition, count: _Count) -> Iterator[Missing]:
    there = len(count.counted)
    if condition.kind == "min_voting":
        if there < condition.least:
            yield Missing("min_voting", there=there, wanted=condition.least)
    elif condition.kind == "min_percent":
        whole = _whole(count)
        wanted = -(-condition.least * whole // 100)
        if there < wanted:
            yield Missing("min_percent", there=there, wanted=wanted, total=whole)
    elif condition.kind == "min_by":
        yield from _short_sides(condition, count)
    elif condition.kind == "must_include":
        for seat in condition.seats:
            if seat not in count.taken:
                yield Missing("must_include", seat=seat, wanted=1)
    else:
        yield from _too_strong_sides(condition, count)


def _whole(count: _Count) -> int:
    """Of how many seats a percentage is taken: those who are recused stay in the whole."""
    return sum(
        seat.is_voting and (seat.is_filled or count.rules.vacancies_count)
        for seat in count.room.seats
    )


def _short_sides(condition: Condition, count: _Count) -> Iterator[Missing]:
    there = _by_side(count.room, count.counted)
    for side, wanted in _in_order(condition, count):
        if there.get(side, 0) < wanted:
            yield Missing("min_by", side=side, there=there.get(side, 0), wanted=wanted)


def _in_order(condition: Condition, count: _Count) -> list[tuple[str, int]]:
    """In the order of the board's sides, in whatever order the rules name them."""
    places = {side.code: place for place, side in enumerate(count.room.sides)}
    return sorted(condition.by_side, key=lambda part: (places.get(part[0], len(places)), part[0]))


def _too_strong_sides(condition: Condition, count: _Count) -> Iterator[Missing]:
    votes, total = _by_side(count.room, count.voting), len(count.voting)
    for side, most in _in_order(condition, count):
        if 100 * votes.get(side, 0) > most * total:
            yield Missing("max_share", side=side, there=votes[side], wanted=most, total=total)


# ---- in words ------------------------------------------------------------------------------------
def number(count: int) -> str:
    """One to nine as words, more in figures."""
    return NUMBERS[count] if count < len(NUMBERS) else f"{count:,}"


def percent(part: int, whole: int) -> str:
    """57 %: to the nearest, halves up; 0 % of nothing."""
    return f"{(200 * part + whole) // (2 * whole) if whole else 0} %"


def needs(missing: Missing, room: Room) -> str:
    """needs one more expert by experience"""
    if missing.kind == "any":
        ways = (" and ".join(needs(each, room) for each in way) for way in missing.choices)
        return f"one of these would do: {'; or '.join(ways)}"
    if missing.kind == "must_include":
        return f"needs somebody in the seat “{_title(missing.seat, room)}”"
    if missing.kind == "max_share":
        return _too_strong(missing, room)
    return f"needs {number(missing.short)} more {_who(missing, room)}"


def lack(missing: Missing, room: Room) -> str:
    """one expert by experience is missing"""
    if missing.kind == "any":
        ways = (" and ".join(lack(each, room) for each in way) for way in missing.choices)
        return "; or ".join(ways)
    if missing.kind == "must_include":
        return f"nobody is in the seat “{_title(missing.seat, room)}”"
    if missing.kind == "max_share":
        return _too_strong(missing, room)
    are = "is" if missing.short == 1 else "are"
    return f"{number(missing.short)} {_who(missing, room)} {are} missing"


def least(missing: Missing, room: Room) -> str:
    """needs at least one VCSE seat: as the rules put it, where nobody more can come"""
    if missing.kind not in {"min_by", "min_voting", "min_percent"}:
        return needs(missing, room)
    who = room.side(missing.side).called(missing.wanted) if missing.side else "who may vote"
    return f"needs at least {number(missing.wanted)} {who}"


def _who(missing: Missing, room: Room) -> str:
    return room.side(missing.side).called(missing.short) if missing.side else "who may vote"


def _title(seat: int, room: Room) -> str:
    return next((each.title for each in room.seats if each.number == seat), str(seat))


def _too_strong(missing: Missing, room: Room) -> str:
    share = percent(missing.there, missing.total)
    name = room.side(missing.side).name
    held = f"{name} would hold {missing.there} of {missing.total} votes ({share})"
    return f"{held}, and the rules allow {missing.wanted} %"


# ---- written down and answered again -------------------------------------------------------------
def inputs_of(rules: Rules, room: Room) -> Json:
    """Everything the answer rests on, as JSON has it."""
    return {
        "format": FORMAT,
        "rules": rules.as_json(),
        "sides": [vars(side) for side in room.sides],
        "seats": [
            vars(seat) | {"there": [dict(vars(each)) for each in seat.there]} for seat in room.seats
        ],
    }


def room_from(inputs: Mapping[str, Any]) -> Room:  # Any: as JSON has it
    seats = [
        Seat(**{**seat, "there": tuple(Person(**each) for each in seat["there"])})
        for seat in inputs["seats"]
    ]
    return Room(tuple(Side(**side) for side in inputs["sides"]), tuple(seats))


def evaluate_again(inputs: Mapping[str, Any]) -> Result:  # Any: as JSON has it
    """The same answer from what `inputs_of` wrote down."""
    said = dict(inputs["rules"])
    rules = read(said, vacancies_count=said.pop("vacancies_count"))
    return evaluate(rules, room_from(inputs))


def canonical(inputs: Mapping[str, Any]) -> str:  # Any: as JSON has it
    """One text for the same inputs, in whatever order their parts were named."""
    return json.dumps(inputs, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
