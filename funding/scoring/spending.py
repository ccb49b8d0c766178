"""Three rules that turn an order into sums within a pot. Whole pence; nothing is spent twice.

Each takes groups from the best down; proposals that share a place stand in one group. Where a rule
would have to choose within such a group, it stops there and names the group: the panel chooses.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

Groups = Sequence[tuple[int, ...]]


@dataclass(frozen=True)
class Ask:
    """What a proposal asks for and the least it could work with, in pence."""

    asked: int
    least: int

    def __post_init__(self) -> None:
        if not 0 < self.least <= self.asked:
            raise ValueError("the least is above nothing and within what is asked")


@dataclass(frozen=True)
class Spread:
    """Pence by proposal (0: not funded), what is left, and who ties at the edge of the pot.

    `tied` is empty unless the panel has to choose; its proposals have 0 until then.
    """

    pence: Mapping[int, int]
    left: int
    tied: tuple[int, ...] = ()


def in_order(groups: Groups, asks: Mapping[int, Ask], pot: int) -> Spread:
    """All that is asked, from the top, while it fits.

    The first that does not fit gets what is left if that is its least or more; nobody below
    overtakes it. A group that does not fit whole is left to the panel.
    """
    given, left = dict.fromkeys(asks, 0), _sound(pot)
    for group in groups:
        wanted = sum(asks[number].asked for number in group)
        if wanted > left:
            if len(group) > 1:
                return Spread(given, left, group)
            given[group[0]] = left if asks[group[0]].least <= left else 0
            return Spread(given, left - given[group[0]])
        given |= {number: asks[number].asked for number in group}
        left -= wanted
    return Spread(given, left)


def best_fit(values: Mapping[int, Fraction], asks: Mapping[int, Ask], pot: int) -> Spread:
    """The list, each funded whole or not at all, with the greatest sum of values in the pot.

    A knapsack over whole pounds: what is asked counts rounded up, the pot rounded down. Where
    several lists are equally good, those in which they differ are tied.
    """
    best = {0: _Lists(Fraction(0), frozenset(), frozenset())}  # by pounds spent
    pounds = _sound(pot) // 100
    for number in sorted(asks):
        cost = -(-asks[number].asked // 100)
        for spent, lists in sorted(best.items(), reverse=True):
            if spent + cost <= pounds:
                better = lists.also(number, values[number])
                there = best.get(spent + cost)
                best[spent + cost] = better if there is None else there.or_else(better)
        best = _worth_keeping(best)
    top = max(lists.value for lists in best.values())
    winners = [lists for lists in best.values() if lists.value == top]
    chosen = winners[0]
    for lists in winners[1:]:
        chosen = chosen.or_else(lists)
    given = {number: asks[number].asked * (number in chosen.always) for number in asks}
    return Spread(given, pot - sum(given.values()), tuple(sorted(chosen.sometimes)))


@dataclass(frozen=True)
class _Lists:
    """Equally good lists: their value, who stands in all of them, and who in some only."""

    value: Fraction
    always: frozenset[int]
    sometimes: frozenset[int]

    def also(self, number: int, value: Fraction) -> "_Lists":
        return _Lists(self.value + value, self.always | {number}, self.sometimes)

    def or_else(self, other: "_Lists") -> "_Lists":
        if self.value != other.value:
            return max(self, other, key=lambda lists: lists.value)
        always = self.always & other.always
        some = (self.always | other.always | self.sometimes | other.sometimes) - always
        return _Lists(self.value, always, some)


def _worth_keeping(best: dict[int, _Lists]) -> dict[int, _Lists]:
    """Without what costs more for a lower value: it can win nowhere, now or later."""
    kept, top = {}, Fraction(-1)
    for spent, lists in sorted(best.items()):
        if lists.value >= top:
            kept[spent], top = lists, lists.value
    return kept


def share(groups: Groups, asks: Mapping[int, Ask], pot: int) -> Spread:
    """Everybody the same part of what they ask, but nobody less than the least they can use.

    Where even the least of all does not fit, the last in the order go without; a group that would
    have to be cut is left to the panel.
    """
    given, pot = dict.fromkeys(asks, 0), _sound(pot)
    chosen: list[int] = []
    tied: tuple[int, ...] = ()
    for group in groups:
        if sum(asks[number].least for number in (*chosen, *group)) > pot:
            tied = group if _some_fit(group, chosen, asks, pot) else ()
            break
        chosen += group
    given |= _level(chosen, asks, pot)
    return Spread(given, pot - sum(given.values()), tied)


def _some_fit(
    group: tuple[int, ...], chosen: Sequence[int], asks: Mapping[int, Ask], pot: int
) -> bool:
    left = pot - sum(asks[number].least for number in chosen)
    return len(group) > 1 and min(asks[number].least for number in group) <= left


def _level(chosen: Sequence[int], asks: Mapping[int, Ask], pot: int) -> dict[int, int]:
    """The same part of each ask, at least its least; the penny over goes to the largest rest.

    Who would fall below their least gets it, and the others share what then remains.
    """
    if sum(asks[number].asked for number in chosen) <= pot:
        return {number: asks[number].asked for number in chosen}
    fixed: dict[int, int] = {}
    while open_ := [number for number in chosen if number not in fixed]:
        left = pot - sum(fixed.values())
        part = Fraction(left, sum(asks[number].asked for number in open_))
        below = [number for number in open_ if part * asks[number].asked < asks[number].least]
        if not below:
            return fixed | _to_the_penny({n: part * asks[n].asked for n in open_}, left)
        fixed |= {number: asks[number].least for number in below}
    return fixed


def _to_the_penny(shares: Mapping[int, Fraction], left: int) -> dict[int, int]:
    given = {number: int(value) for number, value in shares.items()}
    largest = sorted(shares, key=lambda number: (given[number] - shares[number], number))
    for number in largest[: left - sum(given.values())]:
        given[number] += 1
    return given


def _sound(pot: int) -> int:
    if pot < 0:
        raise ValueError("a pot holds nothing or more")
    return pot
