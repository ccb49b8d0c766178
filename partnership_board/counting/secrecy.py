"""How much a small vote can hide: advice on a rule before it is frozen and before a poll opens.

Chances are exact fractions of a uniform model in which every voter ranks at random. Real votes are
less even: of real council ballots drawn again for 17 voters, 84 in 100 complete rankings were
unique, and in 82 of 100 elections someone stood on exactly one first preference.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import comb, factorial, perm


@dataclass(frozen=True)
class Advice:
    """Chances in 100, and sentences for whoever composes the rule."""

    unique: int
    unique_if_limited: int | None
    lone_first: int
    sentences: tuple[str, ...]


def unique_share(voters: int, rankings: int) -> Fraction:
    """The share of rankings expected to stand on one paper only: (1 - 1/rankings)^(voters - 1)."""
    return (1 - Fraction(1, rankings)) ** max(voters - 1, 0)


def lone_first_preference(voters: int, candidates: int) -> Fraction:
    """The chance that somebody has exactly one first preference, by inclusion and exclusion."""
    total = Fraction(0)
    for lone in range(1, min(voters, candidates) + 1):
        ways = comb(candidates, lone) * perm(voters, lone)
        others = Fraction((candidates - lone) ** (voters - lone), candidates**voters)
        total += (-1) ** (lone + 1) * ways * others
    return total


def in_100(chance: Fraction) -> int:
    return int(chance * 100 + Fraction(1, 2))


def advice(voters: int, candidates: int, max_preferences: int | None = None) -> Advice:
    """What `voters` who rank `candidates` can keep to themselves. ValueError below one of each."""
    if voters < 1 or candidates < 1:
        raise ValueError("at least one voter and one candidate")
    unique = in_100(unique_share(voters, factorial(candidates)))
    limited = None
    if max_preferences is not None and max_preferences < candidates:
        limited = in_100(unique_share(voters, perm(candidates, max_preferences)))
    lone = in_100(lone_first_preference(voters, candidates))
    told = [alike(voters, candidates, unique), lonely(lone)]
    if limited is not None:
        told.append(f"With at most {max_preferences} preferences {limited} in 100 would be unique.")
    told.append(
        "Two things cannot be hidden: a vote on which all agree, and who voted when only one group "
        "took part."
    )
    return Advice(unique, limited, lone, tuple(told))


def alike(voters: int, candidates: int, unique: int) -> str:
    return (
        f"If {voters} voters rank all {candidates} people at random, {unique} in 100 rankings are "
        "expected to be unlike any other. Of real ballots drawn again for 17 voters 84 in 100 were."
    )


def lonely(chance: int) -> str:
    return (
        "The stage table shows somebody on exactly one first preference with a chance of "
        f"{chance} in 100; with real ballots and 17 voters it was 82."
    )
