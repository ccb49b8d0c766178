"""Settling ties: re-open nominations first, then earlier stages, then mentions, then a lot.

Earlier stages: SSI 2011/399, Schedule 1, rules 49(3) and 51(3) ask for the latest earlier stage at
which the tied differ. Where more than two are tied and some are still level there, they stay tied
and earlier stages decide among *them*; the statute is silent on that, this is our reading.
"""

from collections.abc import Callable, Iterable, Sequence

from partnership_board.counting.ballots import Paper, Stage

Parcel = tuple[int, Sequence[Paper]]  # the value of each paper in units, and the papers


def look_back(
    tied: tuple[int, ...], stages: Sequence[Stage], pick: Callable[[Iterable[int]], int]
) -> tuple[int, ...]:
    """Who is still level when earlier stages have been asked, latest first.

    `pick` is `min` where the lowest is sought and `max` where the highest is. The latest of
    `stages` is the present one, at which all are equal.
    """
    for stage in reversed(stages[:-1]):
        best = pick(stage.votes[c - 1] for c in tied)
        tied = tuple(c for c in tied if stage.votes[c - 1] == best)
        if len(tied) == 1:
            break
    return tied


def least_mentioned(tied: tuple[int, ...], held: Iterable[Parcel]) -> tuple[int, ...]:
    """Who remains to be excluded after mentions (Lundell, Voting matters 22), from papers held by
    continuing candidates: the first of the tied on each paper is credited its present value, the
    highest credits are set aside as safe, and so again among the rest."""
    parcels = list(held)
    while len(tied) > 1:
        credits = dict.fromkeys(tied, 0)
        for value, papers in parcels:
            for number, ranking in papers:
                named = next((c for c in ranking if c in credits), None)
                if named is not None:
                    credits[named] += number * value
        highest = max(credits.values())
        rest = tuple(c for c in tied if credits[c] < highest)
        if not rest:
            break
        tied = rest
    return tied
