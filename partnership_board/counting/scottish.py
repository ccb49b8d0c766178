"""Scottish STV exactly as the law writes it: SSI 2011/399, Schedule 1, rules 46-53, as amended by
SSI 2021/437. One seat is the alternative vote.

Values are whole numbers of 1/100,000 of a vote. A count is a list of papers that move: each pile
holds parcels of papers of one value, and a stage moves one candidate's whole pile.
"""

from collections import defaultdict
from collections.abc import Sequence

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
from partnership_board.counting.bounds import Outlook, Position, outlook
from partnership_board.counting.lots import lowest
from partnership_board.counting.ties import Parcel, least_mentioned, look_back

VOTE = 100_000


def count(made: Contest, rule: Rule, draw: Draw = lowest) -> Count:
    """Count the contest; `draw` settles the ties that reach a lot. Unreadable if the rule names
    people who are not on the paper."""
    return Counting(slate(made, rule), rule, draw).finished()


class Counting:
    """One count under way. Lists are indexed by candidate number; index 0 is nobody."""

    def __init__(self, ready: Slate, rule: Rule, draw: Draw) -> None:
        self.slate, self.rule, self.draw = ready, rule, draw
        size = ready.size + 1
        self.votes = [0] * size
        self.piles: list[list[Parcel]] = [[] for _ in range(size)]
        self.is_continuing = [candidate in ready.standing for candidate in range(size)]
        self.non_transferable = 0
        self.valid = sum(number for number, _ in ready.papers)
        self.quota = self.valid // (ready.seats + 1) + 1
        self.elected: list[int] = []
        self.waiting: list[int] = []
        self.to_last_vacancies: list[int] = []
        self.stages: list[Stage] = []
        self.ties: list[Tie] = []
        self.saved: set[int] = set()
        self.is_unmet = False
        self.outlook = Outlook()

    # ---- the order of steps ----------------------------------------------------------------------

    def finished(self) -> Count:
        self.first_preferences()
        while self.places_left:
            if len(self.continuing) <= self.places_left:
                self.fill_last_vacancies()
                break
            self.next_stage()
        return Count(
            rule=self.rule,
            slate=self.slate,
            unit=VOTE,
            valid=self.valid,
            quota=self.quota,
            stages=tuple(self.stages),
            elected=tuple(self.elected),
            to_last_vacancies=tuple(self.to_last_vacancies),
            ties=tuple(self.ties),
            saved=tuple(sorted(self.saved)),
            is_constraint_unmet=self.is_unmet,
        )

    def next_stage(self) -> None:
        doomed = [c for c in self.continuing if c in self.outlook.doomed]
        if doomed:
            self.exclude("constraint", doomed)
        elif self.waiting:
            self.transfer_surplus()
        else:
            guarded = self.outlook.guarded
            self.exclude("exclude", [c for c in self.continuing if c not in guarded])

    # ---- questions -------------------------------------------------------------------------------

    @property
    def continuing(self) -> list[int]:
        return [c for c, is_in in enumerate(self.is_continuing) if is_in]

    @property
    def places_left(self) -> int:
        return self.slate.seats - len(self.elected)

    def by_votes(self, candidates: Sequence[int]) -> list[int]:
        """Most votes first; equal votes in number order."""
        return sorted(candidates, key=lambda c: (-self.votes[c], c))

    def look_ahead(self) -> Outlook:
        """What the constraints still allow. Once they cannot be met they are not looked at again:
        the count goes on without, and says so."""
        if self.is_unmet or not (self.rule.constraints or self.rule.guarded):
            return Outlook()
        continuing = self.continuing
        people = [c for c in continuing if not self.slate.is_ron(c)]
        position = Position(
            elected=frozenset(c for c in self.elected if not self.slate.is_ron(c)),
            free=frozenset(people),
            places=self.places_left,
            has_ron=len(people) < len(continuing),
        )
        found = outlook(self.rule.constraints, self.rule.guarded, position)
        self.is_unmet = not found.is_possible
        return found

    # ---- stages ----------------------------------------------------------------------------------

    def first_preferences(self) -> None:
        piles: defaultdict[int, list[Paper]] = defaultdict(list)
        for paper in self.slate.papers:
            piles[paper[1][0]].append(paper)
        for candidate, papers in piles.items():
            self.receive(candidate, VOTE, papers)
        self.close_stage("first", None, self.valid)

    def transfer_surplus(self) -> None:
        """Rule 48: every paper at its value x surplus // total, cut at five places."""
        most = max(self.votes[c] for c in self.waiting)
        tied = sorted(c for c in self.waiting if self.votes[c] == most)
        candidate = self.settled("surplus", tied)
        self.waiting.remove(candidate)
        total, kept = self.votes[candidate], self.quota * VOTE
        papers = self.move(candidate, total - kept, total)
        self.votes[candidate] = kept
        self.close_stage("surplus", candidate, papers, is_tie=len(tied) > 1)

    def exclude(self, kind: str, candidates: list[int]) -> None:
        """Rule 50: the lowest of them goes; all papers move at the value they have."""
        least = min(self.votes[c] for c in candidates)
        tied = [c for c in candidates if self.votes[c] == least]
        if kind == "exclude":
            self.saved.update(c for c in self.outlook.guarded if self.votes[c] <= least)
        candidate = self.settled("exclude", tied)
        self.is_continuing[candidate] = False
        papers = self.move(candidate, 1, 1)
        self.votes[candidate] = 0
        self.close_stage(kind, candidate, papers, is_tie=len(tied) > 1)

    def move(self, candidate: int, over: int, under: int) -> int:
        """Each paper goes to its next continuing candidate; how many papers moved."""
        moved = 0
        for value, papers in self.piles[candidate]:
            worth = value * over // under
            onward: defaultdict[int, list[Paper]] = defaultdict(list)
            stopped = 0
            for paper in papers:
                for named in paper[1]:
                    if self.is_continuing[named]:
                        onward[named].append(paper)
                        break
                else:
                    stopped += paper[0]
            for other, received in onward.items():
                moved += self.receive(other, worth, received)
            self.non_transferable += stopped * worth
            moved += stopped
        self.piles[candidate] = []
        return moved

    def receive(self, candidate: int, worth: int, papers: list[Paper]) -> int:
        self.piles[candidate].append((worth, papers))
        number = sum([paper[0] for paper in papers])
        self.votes[candidate] += number * worth
        return number

    def close_stage(
        self, kind: str, candidate: int | None, papers: int, *, is_tie: bool = False
    ) -> None:
        """Write the stage down with those whom it elects."""
        before = len(self.elected)
        tie = len(self.ties) - 1 if is_tie else None
        votes, gone = tuple(self.votes[1:]), self.non_transferable
        quota = self.quota * VOTE
        self.stages.append(Stage(kind, candidate, votes, gone, (), papers, quota, tie))
        self.elect_all_with_quota()
        elected = tuple(self.elected[before:])
        self.stages[-1] = Stage(kind, candidate, votes, gone, elected, papers, quota, tie)

    # ---- election --------------------------------------------------------------------------------

    def elect_all_with_quota(self) -> None:
        """One at a time, most votes first, never someone doomed, so that a cap can bite. Where no
        constraint binds, equal votes stand in number order."""
        while self.places_left:
            self.outlook = self.look_ahead()
            ready = [
                c
                for c in self.continuing
                if self.votes[c] >= self.quota * VOTE and c not in self.outlook.doomed
            ]
            if not ready:
                break
            most = max(self.votes[c] for c in ready)
            tied = [c for c in ready if self.votes[c] == most]
            self.elect(self.settled("elect", tied) if self.outlook.binds else tied[0])

    def elect(self, candidate: int) -> None:
        self.is_continuing[candidate] = False
        self.elected.append(candidate)
        if self.votes[candidate] > self.quota * VOTE:
            self.waiting.append(candidate)
        if self.slate.is_ron(candidate) and candidate < self.slate.size:
            self.is_continuing[candidate + 1] = True

    def fill_last_vacancies(self) -> None:
        """Rule 52: as many remain as places; elected without the quota, most votes first. A further
        "re-open nominations" may join while it goes on."""
        while self.places_left and self.continuing:
            candidate = self.by_votes(self.continuing)[0]
            self.elect(candidate)
            self.to_last_vacancies.append(candidate)

    # ---- ties ------------------------------------------------------------------------------------

    def settled(self, why: str, candidates: list[int]) -> int:
        """The one to exclude, transfer or elect; a tie is written down."""
        tied = tuple(candidates)
        if len(tied) == 1:
            return tied[0]
        among, by = self.narrowed(why, tied)
        number = 0
        if by == "lot":
            number = len([tie for tie in self.ties if tie.by == "lot"]) + 1
            chosen = self.draw(number, among)
        else:
            chosen = among[0]
        self.ties.append(Tie(why, tied, chosen, by, among, number))
        return chosen

    def narrowed(self, why: str, tied: tuple[int, ...]) -> tuple[tuple[int, ...], str]:
        """Who is left of the tied, and what settles it."""
        if why == "exclude" and self.slate.is_ron(tied[-1]):
            return tied[-1:], "ron"
        left = look_back(tied, self.stages, min if why == "exclude" else max)
        if len(left) == 1:
            return left, "history"
        if why == "exclude" and self.rule.mentions:
            held = (parcel for c in self.continuing for parcel in self.piles[c])
            left = least_mentioned(left, held)
            if len(left) == 1:
                return left, "mentions"
        if why == "exclude" and self.is_empty_tie(tied):
            return left, "no votes"
        return left, "lot"

    def is_empty_tie(self, tied: tuple[int, ...]) -> bool:
        """All of the tied hold nothing and all go out whatever the order: number order does."""
        return (
            self.rule.empty_aside
            and not self.votes[tied[0]]
            and not self.outlook.binds
            and self.places_left <= len(self.continuing) - len(tied)
        )
