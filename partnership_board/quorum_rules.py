"""What a board may say about its quorum: read from plain data, or refused in a sentence. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]  # Any: as JSON has it
COUNT, LEAVE_OUT = "count", "leave_out"
ONE_VOTE, EACH_SEAT = "one_vote", "each_seat"
CHOICES = {
    "deputies": (COUNT, LEAVE_OUT),
    "recused": (LEAVE_OUT, COUNT),
    "remote": (COUNT, LEAVE_OUT),
    "two_seats": (ONE_VOTE, EACH_SEAT),
}  # the first is meant where nothing is said
CONDITIONS = ("min_voting", "min_percent", "min_by", "max_share", "must_include", "all", "any")
USUAL_WAIT, LONGEST_WAIT = 15, 120  # minutes
MOST_SEATS = 100
DEEPEST = 4  # `all` and `any` inside each other


class Unclear(ValueError):
    """Rules that cannot be read; `str()` is a sentence for whoever wrote them."""


@dataclass(frozen=True)
class Condition:
    """One thing that must hold; `all` and `any` have parts."""

    kind: str
    least: int = 0  # min_voting: seats; min_percent: per cent
    by_side: tuple[tuple[str, int], ...] = ()  # min_by: seats; max_share: per cent
    seats: tuple[int, ...] = ()
    parts: tuple["Condition", ...] = ()

    def as_json(self) -> Json:
        if self.kind in {"all", "any"}:
            return {self.kind: [part.as_json() for part in self.parts]}
        if self.kind in {"min_by", "max_share"}:
            return {self.kind: dict(self.by_side)}
        return {self.kind: list(self.seats) if self.kind == "must_include" else self.least}


@dataclass(frozen=True)
class Rules:
    """A board's quorum, read."""

    condition: Condition
    deputies: str = COUNT
    recused: str = LEAVE_OUT
    remote: str = COUNT
    two_seats: str = ONE_VOTE
    wait_minutes: int = USUAL_WAIT
    vacancies_count: bool = False

    def as_json(self) -> Json:
        """As it was said, and what was meant where nothing was said."""
        said = {name: getattr(self, name) for name in (*CHOICES, "wait_minutes", "vacancies_count")}
        return {"all": [part.as_json() for part in self.condition.parts]} | said


def read(
    said: object,
    *,
    vacancies_count: bool = False,
    sides: Collection[str] | None = None,
    seats: Collection[int] | None = None,
) -> Rules:
    """Rules from plain data; with `sides` (codes) and `seats` (numbers), only those are known.

    Nothing said at all means that anybody is enough. Raises Unclear with a sentence.
    """
    if not isinstance(said, Mapping):
        raise Unclear("A quorum is a list of conditions with names.")
    known = {*CHOICES, "all", "any", "wait_minutes"}
    for name in said:
        if name not in known:
            raise Unclear(f"A quorum has no part called “{name}”.")
    reader = _Reader(sides, seats)
    parts = [*reader.parts(said.get("all", []), "all", 1)]
    if "any" in said:
        parts.append(reader.condition({"any": said["any"]}, 1))
    chosen = {name: _chosen(name, said.get(name, choices[0])) for name, choices in CHOICES.items()}
    wait = _whole(said.get("wait_minutes", USUAL_WAIT), "The wait", 0, LONGEST_WAIT)
    return Rules(
        Condition("all", parts=tuple(parts)),
        wait_minutes=wait,
        vacancies_count=vacancies_count,
        **chosen,
    )


@dataclass(frozen=True)
class _Reader:
    sides: Collection[str] | None
    seats: Collection[int] | None

    def parts(self, said: object, name: str, depth: int) -> tuple[Condition, ...]:
        if not isinstance(said, list):
            raise Unclear(f"“{name}” takes a list of conditions.")
        if depth > DEEPEST:
            raise Unclear("These conditions stand too deep inside each other to be followed.")
        return tuple(self.condition(each, depth + 1) for each in said)

    def condition(self, said: object, depth: int) -> Condition:
        if not isinstance(said, Mapping) or len(said) != 1:
            raise Unclear("Each condition of a quorum has exactly one name.")
        ((kind, value),) = said.items()
        if kind not in CONDITIONS:
            raise Unclear(f"A quorum has no condition called “{kind}”.")
        if kind == "min_voting":
            return Condition(kind, _whole(value, "How many may vote", 1, MOST_SEATS))
        if kind == "min_percent":
            return Condition(kind, _whole(value, "A part of the seats in per cent", 1, 100))
        if kind in {"min_by", "max_share"}:
            return Condition(kind, by_side=self._by_side(kind, value))
        if kind == "must_include":
            return Condition(kind, seats=self._seats(value))
        parts = self.parts(value, kind, depth)
        if kind == "any" and not parts:
            raise Unclear("“any” needs at least one condition, or it can never be met.")
        return Condition(kind, parts=parts)

    def _by_side(self, kind: str, said: object) -> tuple[tuple[str, int], ...]:
        if not isinstance(said, Mapping) or not said:
            raise Unclear(f"“{kind}” says a number for each side that it names.")
        most = 100 if kind == "max_share" else MOST_SEATS
        for side in said:
            if self.sides is not None and side not in self.sides:
                raise Unclear(f"This board has no side called “{side}”.")
        return tuple(
            (str(side), _whole(count, f"The number for {side}", 1, most))
            for side, count in said.items()
        )

    def _seats(self, said: object) -> tuple[int, ...]:
        wanted = said if isinstance(said, list) else [said]
        if not wanted:
            raise Unclear("“must_include” names at least one seat.")
        for seat in wanted:
            unknown = self.seats is not None and seat not in self.seats
            if not isinstance(seat, int) or isinstance(seat, bool) or unknown:
                raise Unclear(f"This board has no seat with the number {seat}.")
        return tuple(wanted)


def _whole(said: object, what: str, least: int, most: int) -> int:
    if not isinstance(said, int) or isinstance(said, bool) or not least <= said <= most:
        raise Unclear(f"{what} is a whole number from {least} to {most}.")
    return said


def _chosen(name: str, said: object) -> str:
    if said not in CHOICES[name]:
        raise Unclear(f"“{name}” is one of these: {', '.join(CHOICES[name])}.")
    return str(said)
