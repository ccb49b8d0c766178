"""Small random rounds, and their panels looked for by trying everything.

`python -m tests.funding.brute_rounds 10000` compares that many with the flow.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations, combinations_with_replacement
from operator import add
from random import Random

from funding.conflicts import Panel, Place, Rule, assign, smallest_addition


def a_round(chance: Random) -> tuple[Panel, Rule]:
    sides = tuple(range(chance.randint(2, 3)))
    places = tuple(Place(n, chance.choice(sides)) for n in range(chance.randint(1, 5)))
    proposals = tuple(range(chance.randint(1, 2)))
    share = chance.choice((0.1, 0.3, 0.6))
    excluded = frozenset(
        (place.number, proposal)
        for place in places
        for proposal in proposals
        if chance.random() < share
    )
    required = frozenset(chance.sample(sides, chance.randint(0, 2)))
    rule = Rule(chance.choice((2, 2, 2, 3, 3, 4)), required, chance.randint(1, 3), sides)
    return Panel(places, proposals, excluded), rule


def is_lawful(panel: Panel, rule: Rule) -> bool:
    """Whether any choice of scorers, proposal by proposal, keeps to the rule.

    All loads that choices for the proposals so far can leave, as reading by seat.
    """
    loads = {(0,) * len(panel.places)}
    for proposal in panel.proposals:
        ways = [
            tuple(int(place in chosen) for place in panel.places)
            for chosen in choices(panel, rule, proposal)
        ]
        loads = {
            after
            for load in loads
            for way in ways
            if max(after := tuple(map(add, load, way)), default=0) <= rule.limit
        }
    return bool(loads)


def choices(panel: Panel, rule: Rule, proposal: int) -> Iterator[tuple[Place, ...]]:
    free = [place for place in panel.places if (place.number, proposal) not in panel.excluded]
    for chosen in combinations(free, rule.scorers):
        if keeps_to(rule, chosen):
            yield chosen


def keeps_to(rule: Rule, chosen: Iterable[Place]) -> bool:
    sides = Counter(place.constituency for place in chosen)
    return set(sides) >= rule.required and 2 * max(sides.values()) <= rule.scorers


def with_more(panel: Panel, sides: Iterable[int]) -> Panel:
    """The same panel with new seats that have no conflicts."""
    new = tuple(Place(1000 + n, side) for n, side in enumerate(sides))
    return Panel((*panel.places, *new), panel.proposals, panel.excluded)


def fewer_would_do(panel: Panel, rule: Rule, count: int) -> bool:
    """Whether a panel with one seat less is lawful; more seats never make one unlawful."""
    return count > 0 and any(
        is_lawful(with_more(panel, sides), rule)
        for sides in combinations_with_replacement(rule.constituencies, count - 1)
    )


def differs(panel: Panel, rule: Rule) -> str:
    """What is wrong with the flow's answer; "": nothing."""
    found = assign(panel, rule)
    if (found is not None) != is_lawful(panel, rule):
        return "the verdicts differ"
    if found is not None:
        return "" if is_kept(found, panel, rule) else "the panel found breaks the rule"
    if not rule.can_be_met:
        return ""
    more = list(Counter(smallest_addition(panel, rule)).elements())
    if assign(with_more(panel, more), rule) is None:
        return "the addition does not help"
    return "fewer would do" if fewer_would_do(panel, rule, len(more)) else ""


def is_kept(found: frozenset[tuple[int, int]], panel: Panel, rule: Rule) -> bool:
    seats = {place.number: place for place in panel.places}
    load = Counter(seat for seat, _ in found)
    of = {p: [seats[seat] for seat, proposal in found if proposal == p] for p in panel.proposals}
    return (
        not found & panel.excluded
        and max(load.values(), default=0) <= rule.limit
        and all(len(c) == rule.scorers and keeps_to(rule, c) for c in of.values())
    )


def compare(count: int, *, seed: int) -> list[str]:
    chance = Random(seed)
    return [wrong for _ in range(count) if (wrong := differs(*a_round(chance)))]


if __name__ == "__main__":
    wrong = compare(int(sys.argv[1]), seed=1)
    print(f"{sys.argv[1]} rounds, {len(wrong)} differences")
    sys.exit(bool(wrong))
