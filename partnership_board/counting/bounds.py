"""Reserved seats and caps, by looking at every way in which the count could still end.

A completion is the elected and enough of the continuing to fill all places, within every minimum
and maximum. Who is in all completions is guarded, who is in none is doomed. People who belong to
the same groups are interchangeable, so what is enumerated is how many of each kind are taken.
"Re-open nominations" may fill any places left; it is never guarded, doomed or capped.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from partnership_board.counting.ballots import Constraint, Contest, Rule

State = tuple[int, ...]  # people taken, then how many of them in each group
SEATS_WITH_CONSTRAINTS = 6


@dataclass(frozen=True)
class Position:
    """Where a count stands: people elected and people continuing, places left to fill, whether
    "re-open nominations" can still take some."""

    elected: frozenset[int]
    free: frozenset[int]
    places: int
    has_ron: bool = False

    @property
    def least(self) -> int:
        """The fewest people who must still be elected."""
        return 0 if self.has_ron else min(self.places, len(self.free))


@dataclass(frozen=True)
class Outlook:
    """`binds`: some way to end would break a minimum or maximum."""

    is_possible: bool = True
    guarded: frozenset[int] = frozenset()
    doomed: frozenset[int] = frozenset()
    binds: bool = False


@dataclass(frozen=True)
class Kind:
    """People with equal memberships: how many may be taken, fewest to most."""

    people: frozenset[int]
    groups: tuple[int, ...]
    fewest: int

    def choices(self, state: State, places: int) -> Iterator[tuple[int, State]]:
        for taken in range(self.fewest, min(len(self.people), places - state[0]) + 1):
            yield (
                taken,
                tuple(
                    have + taken * one for have, one in zip(state, (1, *self.groups), strict=True)
                ),
            )


@lru_cache(maxsize=4096)
def outlook(
    constraints: tuple[Constraint, ...], guarded: frozenset[int], position: Position
) -> Outlook:
    """Who is safe and who is out, whatever follows, if every constraint is to be met."""
    biting = tuple(one for one in constraints if can_bite(one, position))
    kept = guarded & position.free
    if not biting and (not kept or position.least == len(position.free)):
        return Outlook()
    kinds = kinds_of(biting, kept, position.free)
    limits = [
        (
            one.least - len(one.group & position.elected),
            one.most - len(one.group & position.elected),
        )
        for one in biting
    ]
    taken = ranges(kinds, [(position.least, position.places), *limits], position.places)
    if taken is None:
        return Outlook(is_possible=False)
    safe = [
        kind.people for kind, (low, _) in zip(kinds, taken, strict=True) if low == len(kind.people)
    ]
    out = [kind.people for kind, (_, high) in zip(kinds, taken, strict=True) if high == 0]
    return Outlook(guarded=frozenset().union(*safe), doomed=frozenset().union(*out), binds=True)


def can_bite(one: Constraint, position: Position) -> bool:
    """Whether some way to fill the places would break the minimum or the maximum."""
    have = len(one.group & position.elected)
    inside = len(one.group & position.free)
    outside = len(position.free) - inside
    most = have + min(inside, position.places)
    fewest = have + max(0, position.least - outside)
    return most > one.most or fewest < one.least


def kinds_of(
    constraints: tuple[Constraint, ...], kept: frozenset[int], free: frozenset[int]
) -> list[Kind]:
    """The free people sorted into kinds; those who must be kept are kinds of their own."""
    people: dict[tuple[bool, tuple[int, ...]], set[int]] = {}
    for one in sorted(free):
        groups = tuple(int(one in constraint.group) for constraint in constraints)
        people.setdefault((one in kept, groups), set()).add(one)
    return [
        Kind(frozenset(members), groups, len(members) if is_kept else 0)
        for (is_kept, groups), members in people.items()
    ]


def ranges(
    kinds: list[Kind], limits: list[tuple[int, int]], places: int
) -> list[tuple[int, int]] | None:
    """The fewest and the most of each kind over all completions; None if there is none.

    Forwards: every state that can be reached. Backwards: those of them from which an end within
    all limits is reached.
    """
    layers = reached(kinds, limits, places)
    alive = {end for end in layers.pop() if all(map(is_enough, end, limits))}
    found: list[tuple[int, int]] = []
    for kind, layer in zip(reversed(kinds), reversed(layers), strict=True):
        steps = [
            (state, taken)
            for state in layer
            for taken, to in kind.choices(state, places)
            if to in alive
        ]
        alive = {state for state, _ in steps}
        found.append(spread([taken for _, taken in steps]))
    return found[::-1] if alive else None


def reached(kinds: list[Kind], limits: list[tuple[int, int]], places: int) -> list[set[State]]:
    """The states that can be reached before the first kind, after it, and so on."""
    start = (0,) * len(limits)
    layers = [within({start}, limits)]
    for kind in kinds:
        found = {to for state in layers[-1] for _, to in kind.choices(state, places)}
        layers.append(within(found, limits))
    return layers


def within(states: set[State], limits: list[tuple[int, int]]) -> set[State]:
    return {state for state in states if all(map(is_not_too_many, state, limits))}


def is_enough(number: int, limit: tuple[int, int]) -> bool:
    return number >= limit[0]


def is_not_too_many(number: int, limit: tuple[int, int]) -> bool:
    return number <= limit[1]


def spread(numbers: list[int]) -> tuple[int, int]:
    return min(numbers, default=0), max(numbers, default=0)


def problems(made: Contest, rule: Rule) -> list[str]:
    """Sentences about a rule that should not be frozen, or that the people nominated cannot meet;
    empty if all is well."""
    if not rule.constraints:
        return []
    found = []
    if made.seats > SEATS_WITH_CONSTRAINTS:
        found.append(
            f"Minimums and maximums work for up to {SEATS_WITH_CONSTRAINTS} places at once."
        )
    for one in rule.constraints:
        if one.least > one.most:
            found.append(f"{one.label or 'A group'} cannot have a minimum above its maximum.")
    ron = {rule.ron} if rule.ron is not None else set()
    people = frozenset(made.numbers) - made.withdrawn - ron
    start = Position(frozenset(), people, made.seats, bool(ron))
    if not outlook(rule.constraints, rule.guarded, start).is_possible:
        found.append(f"These minimums cannot all be met by the {len(people)} people nominated.")
    return found
