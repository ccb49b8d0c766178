"""The lot explorer: what could have been drawn, and whether it would matter.

The count is made under every outcome of every lot, depth first, each lot uniform among those still
tied; probabilities are exact fractions. A run is a count as far as its next lot or its end, so one
lot between two people makes three. Too many runs: a sample, drawn with fixed seeds.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from partnership_board.counting.ballots import Contest, Count, Rule
from partnership_board.counting.count import count
from partnership_board.counting.lots import drawn_by

CAP = 20_000
SAMPLE = 10_000


@dataclass(frozen=True)
class Outcome:
    """Who is elected - in number order, or in order of election if the order was asked for."""

    elected: tuple[int, ...]
    probability: Fraction


@dataclass(frozen=True)
class Exploration:
    """All outcomes, likeliest first. `possibilities` is how many ways the lots can fall;
    `is_estimate` says that a sample stands in for them."""

    outcomes: tuple[Outcome, ...]
    runs: int
    possibilities: int
    is_estimate: bool = False

    @property
    def has_lots(self) -> bool:
        return self.runs > 1

    @property
    def is_decisive(self) -> bool:
        """Whether a lot decides who is elected (or in what order, if that was asked for)."""
        return len(self.outcomes) > 1


class Script:
    """A draw that follows choices made beforehand, then takes the lowest and remembers it."""

    def __init__(self, choices: Sequence[int]) -> None:
        self.choices = choices
        self.met: list[tuple[int, ...]] = []

    def __call__(self, tie: int, tied: tuple[int, ...]) -> int:
        self.met.append(tied)
        return self.choices[tie - 1] if tie <= len(self.choices) else min(tied)


def explore(
    made: Contest, rule: Rule, *, cap: int = CAP, by_order: bool = False, sample: int = SAMPLE
) -> Exploration:
    """Every outcome with its probability; `by_order` tells outcomes apart by order of election."""
    shares: dict[tuple[int, ...], Fraction] = {}
    runs = possibilities = 0
    for new_runs, probability, found in endings(made, rule):
        runs += new_runs
        possibilities += 1
        if runs > cap:
            return estimate(made, rule, sample, by_order=by_order)
        elected = named(found, by_order=by_order)
        shares[elected] = shares.get(elected, Fraction(0)) + probability
    return Exploration(ordered(shares), runs, possibilities)


def endings(made: Contest, rule: Rule) -> Iterator[tuple[int, Fraction, Count]]:
    """Every way the lots can fall: how many runs it adds, its probability, its count."""
    unseen: list[tuple[int, ...]] = [()]
    while unseen:
        choices = unseen.pop()
        script = Script(choices)
        found = count(made, rule, script)
        probability = Fraction(1)
        for tied in script.met:
            probability /= len(tied)
        fresh = script.met[len(choices) :]
        path = choices
        for tied in fresh:
            unseen.extend((*path, other) for other in tied if other != min(tied))
            path = (*path, min(tied))
        yield 1 + len(fresh), probability, found


def estimate(made: Contest, rule: Rule, sample: int, *, by_order: bool) -> Exploration:
    """The share of each outcome among counts whose lots are drawn with seeds 1, 2, 3, ..."""
    seen: Counter[tuple[int, ...]] = Counter()
    for seed in range(1, sample + 1):
        found = count(made, rule, drawn_by(str(seed), str))
        seen[named(found, by_order=by_order)] += 1
    shares = {elected: Fraction(number, sample) for elected, number in seen.items()}
    return Exploration(ordered(shares), sample, sample, is_estimate=True)


def named(found: Count, *, by_order: bool) -> tuple[int, ...]:
    return found.elected if by_order else tuple(sorted(found.elected))


def ordered(shares: dict[tuple[int, ...], Fraction]) -> tuple[Outcome, ...]:
    """Likeliest first, then by number."""
    pairs = sorted(shares.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(Outcome(elected, probability) for elected, probability in pairs)


# ---- the verdict in words ------------------------------------------------------------------------

ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()


def verdict(found: Exploration, name: Callable[[int], str]) -> str:
    """One plain sentence or two: whether a lot was needed, and whether it mattered."""
    if not found.has_lots:
        return "No lot was needed."
    opening = f"An estimate from {found.runs:,} draws. " if found.is_estimate else ""
    if not found.is_decisive:
        return (
            f"{opening}Lots were drawn; they could not change who is elected "
            f"({agreement(found)} agree)."
        )
    if len({frozenset(outcome.elected) for outcome in found.outcomes}) == 1:
        orders = "; ".join(
            f"{listed([name(c) for c in outcome.elected])} {outcome.probability}"
            for outcome in found.outcomes
        )
        return f"{opening}Lots decide the order of election, not who is elected: {orders}."
    return opening + depending(found, name)


def agreement(found: Exploration) -> str:
    number = found.possibilities
    return "both possibilities" if number == 2 else f"all {number:,} possibilities"


def depending(found: Exploration, name: Callable[[int], str]) -> str:
    """Which seats depend on a lot, and whose they may be."""
    chances: dict[int, Fraction] = {}
    for outcome in found.outcomes:
        for candidate in outcome.elected:
            chances[candidate] = chances.get(candidate, Fraction(0)) + outcome.probability
    sure = sorted(c for c, chance in chances.items() if chance == 1)
    open_to = sorted((c for c in chances if c not in sure), key=lambda c: (-chances[c], c))
    who = ", ".join(f"{name(c)} {chances[c]}" for c in open_to)
    seats = range(len(sure), len(found.outcomes[0].elected))
    places = listed([ordinal(seat) for seat in seats])
    depends = "seat depends on a lot" if len(seats) == 1 else "seats depend on lots"
    sentence = f"The {places} {depends}: {who}."
    if not sure:
        return sentence
    are = "is" if len(sure) == 1 else "are"
    return f"{sentence} {listed([name(c) for c in sure])} {are} elected in every case."


def ordinal(index: int) -> str:
    """The place of a seat in words; index 0 is the first."""
    return ORDINALS[index] if index < len(ORDINALS) else f"{index + 1}th"


def listed(words: Sequence[str]) -> str:
    """A, B and C."""
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
