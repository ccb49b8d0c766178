"""What it does to a board's vote when those with an interest leave: seats, quorum, power. Pure.

Three counts of the same room stand side by side: as it is now, if all who are named leave, and as
the chair has ruled. Nothing is declared for anybody here: being named is a suggestion or somebody's
own declaration, and only a ruling takes a vote away.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from partnership_board import quorum
from partnership_board.quorum import Result, Room, Rules, Side

# By these rulings somebody has no vote on the item.
LEAVES = frozenset({"speak_no_vote", "leave_after_speaking", "leave", "no_papers"})
# By these they are out of the room when it is decided.
OUT_OF_THE_ROOM = LEAVES - {"speak_no_vote"}
TOUCHES_NOTHING = "none"
CLASS_INTEREST, SPLIT, DEPUTIES, PANEL, ACCEPT = "class", "split", "deputies", "panel", "accept"


@dataclass(frozen=True)
class Named:
    """Somebody with a connection to an item: by a suggestion, or by what they declared."""

    person: int
    materiality: str = ""  # "" while they have not declared anything
    ruling: str = ""  # "" while the chair has not ruled

    @property
    def could_leave(self) -> bool:
        """Who says that it touches nothing of theirs, and is not ruled out, is not counted."""
        return self.ruling in LEAVES or self.materiality != TOUCHES_NOTHING

    @property
    def leaves(self) -> bool:
        return self.ruling in LEAVES


@dataclass(frozen=True)
class Line:
    """A side in one count: its votes, and of how many there are."""

    side: Side
    votes: int
    of: int

    @property
    def share(self) -> str:
        return quorum.percent(self.votes, self.of)


@dataclass(frozen=True)
class Preview:
    """An item's three counts."""

    now: Result
    named: Result
    ruled: Result
    statutory: frozenset[str] = frozenset()  # the codes of sides that are public bodies

    @property
    def changes_nothing(self) -> bool:
        return self.now.voting == self.named.voting == self.ruled.voting

    @property
    def emptied(self) -> list[Side]:
        """Sides that have a vote now and would have none if all who are named leave."""
        before, after = self.now.votes_by_side(), self.named.votes_by_side()
        return [s for s in self.now.room.sides if before[s.code] and not after[s.code]]

    @property
    def sides(self) -> list[tuple[Line, Line, Line]]:
        """One row a side that has a seat: now, if all who are named leave, as ruled."""
        counts = [(each.votes_by_side(), len(each.voting)) for each in self.counts]
        seats = {seat.side for seat in self.now.room.seats if seat.is_voting}
        rows = []
        for side in self.now.room.sides:
            if side.code in seats:
                now, named, ruled = (Line(side, votes[side.code], of) for votes, of in counts)
                rows.append((now, named, ruled))
        return rows

    @property
    def counts(self) -> tuple[Result, Result, Result]:
        return self.now, self.named, self.ruled

    @property
    def sentence(self) -> str:
        """If all who are named leave, 7 of 12 remain: VCSE 0 of 5. ..."""
        return consequence("If all who are named leave", self.now, self.named, self.statutory)

    @property
    def ruled_sentence(self) -> str:
        return consequence("As the chair has ruled", self.now, self.ruled, self.statutory)


@dataclass
class Scales:
    """One room and its rules, weighed for any number of items; the same weight is found once."""

    rules: Rules
    room: Room
    statutory: frozenset[str] = frozenset()
    found: dict[frozenset[int], Result] = field(default_factory=dict)

    def without(self, people: Iterable[int]) -> Result:
        away = frozenset(people)
        if away not in self.found:
            room = self.room.without(away) if away else self.room
            self.found[away] = quorum.evaluate(self.rules, room)
        return self.found[away]

    def preview(self, named: Collection[Named]) -> Preview:
        """The three counts of one item: only who may vote differs."""
        return Preview(
            now=self.without(()),
            named=self.without(each.person for each in named if each.could_leave),
            ruled=self.without(each.person for each in named if each.leaves),
            statutory=self.statutory,
        )


def preview(
    rules: Rules, room: Room, named: Collection[Named], *, statutory: Collection[str] = ()
) -> Preview:
    """The three counts of one item."""
    return Scales(rules, room, frozenset(statutory)).preview(named)


# ---- in words ------------------------------------------------------------------------------------
def consequence(opening: str, before: Result, after: Result, statutory: Collection[str]) -> str:
    """Who remains, where power goes, and whether that is enough."""
    said = [f"{opening}, {_remaining(before, after)}."]
    power = _power(before, after, statutory)
    return " ".join([*said, *([power] if power else []), quorum_in_words(after)])


def _remaining(before: Result, after: Result) -> str:
    was, left = before.votes_by_side(), after.votes_by_side()
    lost = [
        f"{side.name} {left[side.code]} of {was[side.code]}"
        for side in before.room.sides
        if left[side.code] != was[side.code]
    ]
    whole = f"{len(after.voting)} of {len(before.voting)} remain"
    return f"{whole}: {', '.join(lost)}" if lost else whole


def _power(before: Result, after: Result, statutory: Collection[str]) -> str:
    """NHS and council would hold 4 of 7 (57 %, was 33 %)."""
    was, left = before.votes_by_side(), after.votes_by_side()
    sides = [s for s in before.room.sides if s.code in statutory and (was[s.code] or left[s.code])]
    held, now_held = sum(was[s.code] for s in sides), sum(left[s.code] for s in sides)
    share = quorum.percent(held, len(before.voting))
    new_share = quorum.percent(now_held, len(after.voting))
    if not now_held or share == new_share:
        return ""
    names = [side.name for side in sides]
    who = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    who = who[0].upper() + who[1:]
    return f"{who} would hold {now_held} of {len(after.voting)} ({new_share}, was {share})."


def quorum_in_words(result: Result) -> str:
    """Not quorate: needs at least one VCSE seat."""
    if result.is_met:
        return "Quorate."
    said = dict.fromkeys(quorum.least(each, result.room) for each in result.missing)
    return f"Not quorate: {'; '.join(said)}."


# ---- what the board's own rules allow ------------------------------------------------------------
WAYS = {
    CLASS_INTEREST: "Dispensation: the whole side has the same interest, so the chair may let it "
    "take part and vote, and says why.",
    SPLIT: "Split the item: everybody agrees the principles, and those who are free decide who "
    "gets what.",
    DEPUTIES: "Deputies who are free take the seats",
    PANEL: "An independent panel decides, and the board notes what it decided.",
    ACCEPT: "Go on without them, and write down what that did to the vote.",
}


def ways_out(allowed: Collection[str], *, leaving: int, free_deputies: int) -> list[str]:
    """In the order of WAYS; deputies are counted, so that nobody counts on those who are not."""
    return list(_ways(allowed, leaving=leaving, free_deputies=free_deputies))


def _ways(allowed: Collection[str], *, leaving: int, free_deputies: int) -> Iterator[str]:
    for way, said in WAYS.items():
        if way not in allowed:
            continue
        if way == DEPUTIES:
            count = quorum.number(free_deputies) if free_deputies else "none"
            has = "has" if free_deputies <= 1 else "have"
            yield f"{said}: {count} of the {quorum.number(leaving)} {has} one."
        else:
            yield said


# ---- what was expected, and what happened --------------------------------------------------------
def told(result: Result) -> dict[str, Any]:  # Any: as JSON has it
    """A count, as it is kept."""
    return {
        "votes": result.votes_by_side(),
        "is_met": result.is_met,
        "missing": result.missing_as_json(),
    }


def differences(expected: Mapping[str, Any], happened: Result) -> list[str]:  # Any: as JSON has it
    """What came out otherwise than it was expected; nothing where nothing changed."""
    found = []
    was, there = expected["votes"], happened.votes_by_side()
    for side in happened.room.sides:
        before, after = was.get(side.code, 0), there[side.code]
        if before != after:
            name = side.name[0].upper() + side.name[1:]
            found.append(f"{name}: {before} who could vote expected, {after} in fact.")
    if expected["is_met"] != happened.is_met:
        enough = {True: "enough", False: "too few"}
        met = enough[expected["is_met"]], enough[happened.is_met]
        found.append(f"Expected: {met[0]} to decide. In fact: {met[1]}.")
    return found
