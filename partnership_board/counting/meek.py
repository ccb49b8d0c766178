"""Meek's method by the reference rule of the Proportional Representation Foundation, nine places.

Votes and keep factors are whole numbers of 1/1,000,000,000. Ballots that begin alike are counted
together: what reaches a place on a ballot depends only on the candidates before it.
"""

from dataclasses import dataclass, field

from partnership_board.counting.ballots import (
    Contest,
    Count,
    Draw,
    Paper,
    Rule,
    Slate,
    Stage,
    Tie,
    slate,
)
from partnership_board.counting.lots import lowest

VOTE = 1_000_000_000
OMEGA = 1_000  # 10^-6 of a vote


def count(made: Contest, rule: Rule, draw: Draw = lowest) -> Count:
    """Count the contest. Each of `Count.stages` is the end of a round; `candidate` was excluded
    just before it. `Count.quota` is the first round's in whole votes, for orientation."""
    return Counting(slate(made, rule), rule, draw).finished()


@dataclass
class Place:
    """A candidate at one place of the ballots that begin alike, and how many papers get so far."""

    candidate: int
    papers: int = 0
    following: dict[int, "Place"] = field(default_factory=dict)


def tree(papers: tuple[Paper, ...]) -> dict[int, Place]:
    """The papers by first preference, then by second, and so on."""
    first: dict[int, Place] = {}
    for number, ranking in papers:
        places = first
        for candidate in ranking:
            place = places.get(candidate)
            if place is None:
                place = places[candidate] = Place(candidate)
            place.papers += number
            places = place.following
    return first


def raised(over: int, under: int) -> int:
    """over / under, rounded up."""
    return -(-over // under)


class Counting:
    """One count under way. Lists are indexed by candidate number; index 0 is nobody."""

    def __init__(self, ready: Slate, rule: Rule, draw: Draw) -> None:
        self.slate, self.rule, self.draw = ready, rule, draw
        self.first = tree(ready.papers)
        self.valid = sum(number for number, _ in ready.papers)
        self.hopeful = list(ready.standing)
        self.keep = [VOTE * (c in ready.standing) for c in range(ready.size + 1)]
        self.votes = [0] * (ready.size + 1)
        self.quota = self.surplus = 0
        self.elected: list[int] = []
        self.to_last_vacancies: tuple[int, ...] = ()
        self.stages: list[Stage] = []
        self.ties: list[Tie] = []

    def finished(self) -> Count:
        out: int | None = None
        while self.places_left and len(self.hopeful) > self.places_left:
            before = len(self.elected)
            is_elected = self.round()
            self.close_round(out, before)
            out = None if is_elected else self.exclude()
        if not self.stages:
            self.distribute()
            self.close_round(None, 0)
        if self.places_left:
            self.to_last_vacancies = tuple(self.by_votes(self.hopeful))
            self.elected += self.to_last_vacancies
        return Count(
            rule=self.rule,
            slate=self.slate,
            unit=VOTE,
            valid=self.valid,
            quota=self.valid // (self.slate.seats + 1) + 1,
            stages=tuple(self.stages),
            elected=tuple(self.elected),
            to_last_vacancies=self.to_last_vacancies,
            ties=tuple(self.ties),
        )

    @property
    def places_left(self) -> int:
        return self.slate.seats - len(self.elected)

    def by_votes(self, candidates: list[int]) -> list[int]:
        return sorted(candidates, key=lambda c: (-self.votes[c], c))

    def round(self) -> bool:
        """Iterate until someone is elected (True) or the surplus no longer shrinks (False)."""
        before: int | None = None
        while True:
            self.distribute()
            ready = [c for c in self.by_votes(self.hopeful) if self.votes[c] >= self.quota]
            for candidate in ready:
                self.hopeful.remove(candidate)
                self.elected.append(candidate)
            over = sum(self.votes[c] - self.quota for c in self.elected)
            self.surplus = max(over, 0)
            if ready:
                return True
            if self.surplus < OMEGA or (before is not None and self.surplus >= before):
                return False
            before = self.surplus
            for c in self.elected:
                self.keep[c] = raised(raised(self.keep[c] * self.quota, VOTE) * VOTE, self.votes[c])

    def distribute(self) -> None:
        """Every ballot's vote by the keep factors, and the quota that follows."""
        self.votes = [0] * len(self.votes)
        self.spread(self.first, VOTE)
        self.quota = sum(self.votes) // (self.slate.seats + 1) + 1

    def spread(self, places: dict[int, Place], weight: int) -> None:
        """`weight` is what is left of each ballot here; a share is rounded up per ballot."""
        for candidate, place in places.items():
            kept = raised(weight * self.keep[candidate], VOTE)
            self.votes[candidate] += kept * place.papers
            if weight > kept and place.following:
                self.spread(place.following, weight - kept)

    def exclude(self) -> int:
        """The lowest goes; all within the surplus of the lowest are tied, and a lot decides."""
        least = min(self.votes[c] for c in self.hopeful) + self.surplus
        tied = tuple(c for c in self.hopeful if self.votes[c] <= least)
        chosen = tied[0]
        if len(tied) > 1:
            number = len(self.ties) + 1
            chosen = self.draw(number, tied)
            self.ties.append(Tie("exclude", tied, chosen, "lot", tied, number))
        self.hopeful.remove(chosen)
        self.keep[chosen] = 0
        return chosen

    def close_round(self, out: int | None, before: int) -> None:
        votes = tuple(self.votes[1:])
        gone = self.valid * VOTE - sum(votes)
        elected = tuple(self.elected[before:])
        tie = len(self.ties) - 1 if self.ties and self.ties[-1].chosen == out else None
        self.stages.append(Stage("round", out, votes, gone, elected, 0, self.quota, tie))
