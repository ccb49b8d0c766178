"""Filling a vacancy from the ballots that were kept.

The ballots are counted again for the original places with whoever left, or is no longer willing or
eligible, struck out, and the sitting winners guarded; the quota is found anew. Whoever is elected
and not sitting takes the place.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from partnership_board.counting.ballots import Contest, Count, Draw, Rule, Unreadable
from partnership_board.counting.count import count
from partnership_board.counting.lots import lowest


@dataclass(frozen=True)
class Countback:
    """`elected` is who takes the places of those who left, in order; a place that stays empty goes
    to a by-election, and `why_empty` is "", "ron" or "nobody left"."""

    count: Count
    elected: tuple[int, ...]
    why_empty: str


def again(
    made: Contest, rule: Rule, *, sitting: Iterable[int], gone: Iterable[int]
) -> tuple[Contest, Rule]:
    """The contest and rule of the countback, for `count` or the explorer. `gone` is everyone to be
    struck out. Unreadable if someone both sits and is gone."""
    sits, out = frozenset(sitting), frozenset(gone)
    if sits & out:
        raise Unreadable("Someone who still sits cannot be struck out.")
    contest = replace(made, withdrawn=made.withdrawn | out)
    return contest, replace(rule, guarded=sits)


def countback(
    made: Contest,
    rule: Rule,
    *,
    sitting: Iterable[int],
    leaving: Iterable[int],
    unwilling: Iterable[int] = (),
    draw: Draw = lowest,
) -> Countback:
    """Who follows those who are `leaving`. Unreadable if the rule is not scottish_stv."""
    sits, left = frozenset(sitting), frozenset(leaving)
    contest, again_rule = again(made, rule, sitting=sits, gone=left.union(unwilling))
    found = count(contest, again_rule, draw)
    followers = tuple(c for c in found.winners if c not in sits)[: len(left)]
    missing = "ron" if found.unfilled else "nobody left"
    return Countback(found, followers, missing if len(followers) < len(left) else "")
