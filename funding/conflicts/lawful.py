"""A lawful panel: each proposal is scored by as many, from as many sides, as the round agreed.

Each proposal is scored by exactly `scorers` seats that are free of it, at least one from each
required constituency and at most half from any one; no seat scores more than `limit` proposals.
Who scores what is a flow from seats through the constituencies of each proposal, so the answer is
certain: where no flow fills every place, no such panel exists.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement

from funding.conflicts.flow import Network

Pair = tuple[int, int]  # a seat and a proposal


@dataclass(frozen=True)
class Place:
    """A seat on the panel, by number, and the constituency it sits for."""

    number: int
    constituency: int


@dataclass(frozen=True)
class Rule:
    """What a round agreed. `constituencies`: all that may sit, in the order to look for more."""

    scorers: int
    required: frozenset[int]
    limit: int
    constituencies: tuple[int, ...]

    @property
    def most(self) -> int:
        """How many scorers of one proposal may come from one constituency."""
        return self.scorers // 2

    @property
    def can_be_met(self) -> bool:
        """Whether any panel at all, however large, would do."""
        sides = len(set(self.constituencies) | self.required)
        enough = self.most * sides >= self.scorers >= max(2, len(self.required))
        return enough and self.limit > 0


@dataclass(frozen=True)
class Panel:
    """Who is there, which proposals there are, and who is excluded from which."""

    places: tuple[Place, ...]
    proposals: tuple[int, ...]
    excluded: frozenset[Pair]

    def free(self, proposal: int) -> Counter[int]:
        """How many of each constituency may score this proposal."""
        return Counter(
            place.constituency
            for place in self.places
            if (place.number, proposal) not in self.excluded
        )


@dataclass(frozen=True)
class Gap:
    """What one proposal lacks whoever else it shares with: so many more, of these sides.

    `constituency` None: from any constituency that is not at its half already.
    """

    proposal: int
    constituency: int | None
    count: int


@dataclass(frozen=True)
class Shortage:
    """Why there is no lawful panel, and the smallest addition after which there is one.

    `gaps` empty: each proposal could be scored alone, but there are too few to read them all.
    """

    gaps: tuple[Gap, ...]
    addition: Mapping[int, int]  # constituency -> seats without any conflict


def assign(panel: Panel, rule: Rule) -> frozenset[Pair] | None:
    """Who scores what, spread as evenly as the rule allows; None: there is no lawful panel."""
    if not rule.can_be_met:
        return None
    if (found := _flow(panel, rule, limit=rule.limit)) is None:
        return None
    low, high = _evenest(panel, rule), min(rule.limit, len(panel.proposals))
    while low < high:
        middle = (low + high) // 2
        better = _flow(panel, rule, limit=middle)
        if better is None:
            low = middle + 1
        else:
            found, high = better, middle
    return found


def missing(panel: Panel, rule: Rule) -> Shortage | None:
    """What stands in the way of a lawful panel; None: nothing does.

    ValueError where no panel at all could meet the rule.
    """
    if assign(panel, rule) is not None:
        return None
    gaps = tuple(gap for proposal in panel.proposals for gap in _gaps(panel, rule, proposal))
    return Shortage(gaps, smallest_addition(panel, rule))


def smallest_addition(panel: Panel, rule: Rule) -> dict[int, int]:
    """The fewest seats without conflicts that make the panel lawful, by constituency.

    Of several equally small ones the first in the order of `rule.constituencies`. First a bound:
    with so many of every constituency at once, but together no more reading than so many can do,
    would there be a flow? Then each way to share that number out.
    """
    if not rule.can_be_met:
        raise ValueError("no panel could meet this rule")
    sides = tuple(dict.fromkeys((*rule.constituencies, *sorted(rule.required))))
    count = 0
    while not _is_lawful(panel, rule, more=dict.fromkeys(sides, count), together=count):
        count += 1
    while True:
        for chosen in combinations_with_replacement(sides, count):
            more = dict(Counter(chosen))
            if _is_lawful(panel, rule, more=more, together=count):
                return more
        count += 1


def _evenest(panel: Panel, rule: Rule) -> int:
    """No spread is more even than all seats reading the same number."""
    places = max(1, len(panel.places))
    return -(-len(panel.proposals) * rule.scorers // places)


def _gaps(panel: Panel, rule: Rule, proposal: int) -> Iterator[Gap]:
    free = panel.free(proposal)
    lacking = [side for side in sorted(rule.required) if not free[side]]
    yield from (Gap(proposal, side, 1) for side in lacking)
    places = sum(min(count, rule.most) for count in free.values()) + len(lacking)
    if places < rule.scorers:
        yield Gap(proposal, None, rule.scorers - places)


def _flow(panel: Panel, rule: Rule, *, limit: int) -> frozenset[Pair] | None:
    drawn = _Drawing(panel, rule, {}, 0, limit)
    if drawn.network.push(drawn.source, drawn.sink) < drawn.wanted:
        return None
    return frozenset(pair for pair, edge in drawn.pairs.items() if drawn.network.carried(edge))


def _is_lawful(panel: Panel, rule: Rule, *, more: Mapping[int, int], together: int) -> bool:
    """With `more` free seats of each constituency that together read what `together` seats can.

    Any sharing out of their reading can be dealt round: none reads a proposal twice, none more
    than its limit.
    """
    drawn = _Drawing(panel, rule, more, together, rule.limit)
    return drawn.network.push(drawn.source, drawn.sink) == drawn.wanted


class _Drawing:
    """The network: source, seats, constituencies of each proposal, its places, sink.

    Of a proposal's places one is kept for each required constituency, the others are for anyone;
    through a constituency flow at most half of all.
    """

    def __init__(
        self, panel: Panel, rule: Rule, more: Mapping[int, int], together: int, limit: int
    ) -> None:
        self.panel, self.rule = panel, rule
        self.source, self.sink, self._count = 0, 1, 2
        self.wanted = len(panel.proposals) * rule.scorers
        sides = _sides(panel, rule, more)
        nodes = 3 + len(panel.places) + len(more) + len(panel.proposals) * (len(sides) + 1)
        self.network = Network(nodes)
        self.pairs: dict[Pair, int] = {}
        ways = {proposal: self._places_of(proposal, sides) for proposal in panel.proposals}
        for place in panel.places:
            self._seat(place, ways, limit)
        if together:
            self._more(more, ways, together * limit, limit)

    def _node(self) -> int:
        self._count += 1
        return self._count - 1

    def _places_of(self, proposal: int, sides: Collection[int]) -> dict[int, int]:
        rule, anyone = self.rule, self._node()
        self.network.edge(anyone, self.sink, rule.scorers - len(rule.required))
        ways = {}
        for side in sides:
            ways[side] = self._node()
            kept = int(side in rule.required)
            if kept:
                self.network.edge(ways[side], self.sink, 1)
            self.network.edge(ways[side], anyone, rule.most - kept)
        return ways

    def _seat(self, place: Place, ways: Mapping[int, Mapping[int, int]], limit: int) -> None:
        node = self._node()
        self.network.edge(self.source, node, limit)
        for proposal, way in ways.items():
            pair = (place.number, proposal)
            if pair not in self.panel.excluded:
                self.pairs[pair] = self.network.edge(node, way[place.constituency], 1)

    def _more(
        self,
        more: Mapping[int, int],
        ways: Mapping[int, Mapping[int, int]],
        together: int,
        limit: int,
    ) -> None:
        all_new = self._node()
        self.network.edge(self.source, all_new, together)
        for side, count in more.items():
            node = self._node()
            self.network.edge(all_new, node, count * limit)
            for way in ways.values():
                self.network.edge(node, way[side], count)


def _sides(panel: Panel, rule: Rule, more: Mapping[int, int]) -> Sequence[int]:
    there = {place.constituency for place in panel.places}
    return sorted(there | rule.required | set(more))
