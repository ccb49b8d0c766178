"""How a decision comes out, worked out from who was there and what they said, and nothing else.

A seat has one voice. Its holder speaks for it; a deputy only while the holder is not there, and
only when there themselves. Nobody speaks for two seats. A chair's vote counts like any other unless
the board has agreed a casting vote. Counts are whole numbers; a share is never rounded.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

FOR, AGAINST, ABSTAIN = "for", "against", "abstain"
SUPPORT, STAND_ASIDE, OBJECT = FOR, "stand_aside", "object"
VOTES = (FOR, AGAINST, ABSTAIN)
SIMPLE, TWO_THIRDS, FOUR_FIFTHS = "simple", "two_thirds", "four_fifths"
EACH_SIDE = "each_constituency"
CAST, PRESENT, ENTITLED = "cast", "present", "entitled"
LEAST_CELL = 3


# ---- whose voice counts --------------------------------------------------------------------------
@dataclass(frozen=True)
class Place:
    """A seat at one moment: who may speak for it, who of all people is there, who stood back."""

    seat: int
    side: str
    votes: bool = True
    holders: frozenset[int] = frozenset()
    deputies: frozenset[int] = frozenset()  # those whose rank lets them vote
    there: frozenset[int] = frozenset()
    stood_back: frozenset[int] = frozenset()

    @property
    def speakers(self) -> frozenset[int]:
        """Those there who can speak for it now: holders, or else deputies."""
        holders = (self.holders & self.there) - self.stood_back
        return holders or (self.deputies & self.there) - self.stood_back - self.holders

    @property
    def has_a_voice(self) -> bool:
        return self.votes and bool(self.speakers)

    @property
    def is_entitled(self) -> bool:
        """Whether somebody sits there who has not stood back, whether or not they are there."""
        return self.votes and bool((self.holders | self.deputies) - self.stood_back)


@dataclass(frozen=True)
class Ballot:
    """What somebody said for a seat. `order` tells which came later."""

    seat: int
    person: int
    position: str
    order: int = 0
    is_from_afar: bool = False  # by phone or mail, entered with evidence


def why_not(  # noqa: PLR0911 -- one a sentence
    place: Place, person: int, *, is_from_afar: bool = False
) -> str:
    """Why somebody cannot speak for a seat, in a sentence; nothing where they can."""
    if not place.votes:
        return "This seat has no vote."
    if person not in place.holders | place.deputies:
        return "Only the holder of a seat or its deputy speaks for it."
    if person in place.stood_back:
        return "You stood back from this item, so you take no part in deciding it."
    if person in place.holders:
        if person in place.there or is_from_afar:
            return ""
        if place.deputies & place.there:
            return "Your deputy is marked present for this item. Who is voting for the seat?"
        return "You are not marked present for this item."
    if is_from_afar or person not in place.there:
        return "A deputy votes only when present at the item."
    if place.holders & place.there - place.stood_back:
        return "The holder of the seat is here and speaks for it."
    return ""


def voices(places: Iterable[Place], ballots: Iterable[Ballot]) -> dict[int, Ballot]:
    """The ballot that counts for each seat, by seat.

    The holder's replaces a deputy's, the later one an earlier; a person counts for one seat only,
    for one that they hold before one whose deputy they are, then for the lowest number.
    """
    at = {place.seat: place for place in places}
    good = [
        ballot
        for ballot in ballots
        if ballot.seat in at
        and not why_not(at[ballot.seat], ballot.person, is_from_afar=ballot.is_from_afar)
    ]
    is_own = {ballot: ballot.person in at[ballot.seat].holders for ballot in good}
    good.sort(key=lambda ballot: (not is_own[ballot], ballot.seat, -ballot.order, ballot.person))
    counted: dict[int, Ballot] = {}
    heard: set[int] = set()
    for ballot in good:
        if ballot.seat not in counted and ballot.person not in heard:
            counted[ballot.seat] = ballot
            heard.add(ballot.person)
    return counted


# ---- what the numbers come to --------------------------------------------------------------------
@dataclass(frozen=True)
class SideCount:
    """One constituency: its votes, how many of its seats were there, how many could have been."""

    side: str
    yes: int = 0
    no: int = 0
    neither: int = 0
    present: int = 0
    entitled: int = 0

    def base(self, kind: str) -> int:
        return {CAST: self.yes + self.no, PRESENT: self.present, ENTITLED: self.entitled}[kind]


@dataclass(frozen=True)
class Verdict:
    """Whether it is carried: how many were for it, of how many, how many it needed."""

    is_carried: bool
    yes: int
    of: int
    needed: int
    sides_against: tuple[str, ...] = ()  # those without a majority, where each needs one
    by_casting_vote: bool = False


def count(places: Sequence[Place], positions: Mapping[int, str]) -> list[SideCount]:
    """By side, in the order in which the sides come; `positions` by seat, as `voices` found."""
    sides: dict[str, list[Place]] = {}
    for place in places:
        sides.setdefault(place.side, []).append(place)
    return [_count(side, mine, positions) for side, mine in sides.items()]


def _count(side: str, places: Iterable[Place], positions: Mapping[int, str]) -> SideCount:
    mine = list(places)
    said = Counter(positions[place.seat] for place in mine if place.seat in positions)
    from_afar = sum(place.seat in positions and not place.has_a_voice for place in mine)
    return SideCount(
        side,
        yes=said[FOR],
        no=said[AGAINST],
        neither=said[ABSTAIN],
        present=sum(place.has_a_voice for place in mine) + from_afar,
        entitled=sum(place.is_entitled for place in mine),
    )


def needed(of: int, threshold: str) -> int:
    """The least number of votes for it that carries it, of so many; at least one."""
    least = {SIMPLE: of // 2 + 1, TWO_THIRDS: -(-2 * of // 3), FOUR_FIFTHS: -(-4 * of // 5)}
    return max(least[threshold], 1)


def comes_out(
    sides: Sequence[SideCount], *, threshold: str, base: str, casting: str = ""
) -> Verdict:
    """Of the numbers alone. `casting` is the chair's second vote, where the rules have one."""
    yes, of = sum(side.yes for side in sides), sum(side.base(base) for side in sides)
    if threshold == EACH_SIDE:
        there = [side for side in sides if side.present]
        against = tuple(s.side for s in there if s.yes < needed(s.base(base), SIMPLE))
        return Verdict(bool(there) and not against, yes, of, needed(of, SIMPLE), against)
    least = needed(of, threshold)
    is_tie = threshold == SIMPLE and of > 0 and 2 * yes == of
    if is_tie and casting:
        return Verdict(casting == FOR, yes, of, least, by_casting_vote=True)
    return Verdict(yes >= least, yes, of, least)


# ---- agreement, and secrets ----------------------------------------------------------------------
@dataclass(frozen=True)
class Agreement:
    """Whether the seats agree: somebody supports it and nobody objects."""

    support: int
    aside: int
    objections: int

    @property
    def is_reached(self) -> bool:
        return self.support > 0 and self.objections == 0


def agreement(positions: Iterable[str]) -> Agreement:
    said = Counter(positions)
    return Agreement(said[SUPPORT], said[STAND_ASIDE], said[OBJECT])


@dataclass(frozen=True)
class Totals:
    """A vote of which only numbers are known: all together, and by side where that is safe."""

    yes: int
    no: int
    neither: int
    by_side: Mapping[str, tuple[int, int, int]] = field(default_factory=dict)

    @property
    def cast(self) -> int:
        return self.yes + self.no + self.neither

    @property
    def is_safe_by_side(self) -> bool:
        """No cell so small that it tells who voted how, and every cell accounted for."""
        cells = list(self.by_side.values())
        sums = tuple(sum(column) for column in zip(*cells, strict=True)) if cells else ()
        small = any(0 < cell < LEAST_CELL for row in cells for cell in row)
        return bool(cells) and not small and sums == (self.yes, self.no, self.neither)


def without_small_cells(totals: Totals) -> Totals:
    """What may be kept: the breakdown only whole, and only where no cell is one or two."""
    by_side = totals.by_side if totals.is_safe_by_side else {}
    return Totals(totals.yes, totals.no, totals.neither, by_side)


def tells_how_a_side_voted(totals: Totals, present: Mapping[str, int]) -> bool:
    """Whether the totals are themselves a side's cells: nobody of another side was there."""
    sides = [side for side, found in present.items() if found]
    small = any(0 < cell < LEAST_CELL for cell in (totals.yes, totals.no, totals.neither))
    return len(sides) < 2 and small
