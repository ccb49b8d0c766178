"""Most votes: everyone named on a paper gets one vote, at most as many names as places.

A paper with more names than places is not valid. Equal votes matter only where not all of the tied
can be elected; then a lot decides, one place at a time.
"""

from partnership_board.counting.ballots import Contest, Count, Draw, Rule, Slate, Stage, Tie, slate
from partnership_board.counting.lots import lowest


def count(made: Contest, rule: Rule, draw: Draw = lowest) -> Count:
    """Add up the votes, in whole votes; `Count.quota` is 0 because there is none."""
    ready = slate(made, rule)
    papers = [paper for paper in ready.papers if len(paper[1]) <= ready.seats]
    valid = sum(number for number, _ in papers)
    votes = [0] * (ready.size + 1)
    for number, ranking in papers:
        for candidate in ranking:
            votes[candidate] += number
    elected, ties = chosen(ready, votes, draw)
    stage = Stage("first", None, tuple(votes[1:]), 0, elected, valid, 0)
    return Count(rule, ready, 1, valid, 0, (stage,), elected, (), ties)


def chosen(ready: Slate, votes: list[int], draw: Draw) -> tuple[tuple[int, ...], tuple[Tie, ...]]:
    """Who is elected, most votes first, and the lots that it took."""
    left = list(ready.standing)
    elected: list[int] = []
    ties: list[Tie] = []
    while left and len(elected) < ready.seats:
        most = max(votes[c] for c in left)
        tied = tuple(c for c in left if votes[c] == most)
        winner = tied[0]
        if len(tied) > ready.seats - len(elected):
            number = len(ties) + 1
            winner = draw(number, tied)
            ties.append(Tie("elect", tied, winner, "lot", tied, number))
        elected.append(winner)
        left.remove(winner)
    return tuple(elected), tuple(ties)
