"""A count in plain words: one sentence or two for each stage, the rule, and what came of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from partnership_board.counting.ballots import (
    MEEK,
    MOST_VOTES,
    Contest,
    Count,
    Rule,
    Stage,
    Tie,
)
from partnership_board.counting.explore import listed

PLACES = 5  # figures show no more; further places are cut, never rounded up


def figure(units: int, unit: int) -> str:
    """Units as votes: at most five places, trailing zeros cut. 333332 of 100,000 is 3.33332."""
    whole, rest = divmod(abs(units), unit)
    cut = rest * 10**PLACES // unit
    places = f".{cut:0{PLACES}d}".rstrip("0").rstrip(".")
    sign = "-" if units < 0 and (whole or cut) else ""
    return f"{sign}{whole}{places}"


def naming(made: Contest, count: Count) -> Callable[[int], str]:
    """A candidate's name; "re-open nominations" in words, with its number from the second on."""
    people = count.slate.people

    def name(candidate: int) -> str:
        if candidate <= people:
            return made.names[candidate - 1]
        number = candidate - people
        return "Re-open nominations" if number == 1 else f"Re-open nominations ({number})"

    return name


@dataclass(frozen=True)
class Teller:
    """Tells one count, with the names of its contest."""

    made: Contest
    count: Count

    def name(self, candidate: int) -> str:
        return naming(self.made, self.count)(candidate)

    def names(self, candidates: Sequence[int]) -> str:
        return listed([self.name(candidate) for candidate in candidates])

    def votes(self, units: int) -> str:
        return figure(units, self.count.unit)

    # ---- the whole -------------------------------------------------------------------------------

    def result(self) -> str:
        """Who is elected, in one sentence, and what stays unfilled in another."""
        winners, unfilled = self.count.winners, self.count.unfilled
        are = "is" if len(winners) == 1 else "are"
        who = f"{self.names(winners)} {are} elected." if winners else "Nobody is elected."
        if not unfilled:
            return who
        places = "1 place stays" if unfilled == 1 else f"{unfilled} places stay"
        return f"{who} {places} unfilled: voters asked to re-open nominations."

    def last_vacancies(self) -> str:
        """What happened without the quota; empty if nothing did."""
        last = self.count.to_last_vacancies
        if not last:
            return ""
        verb = "takes the last place" if len(last) == 1 else f"take the last {len(last)} places"
        reason = "as many people were left as places"
        return f"{self.names(last)} {verb}: {reason}, so the quota was not needed."

    def effect(self, plain: Count) -> str:
        """What minimums and maximums changed, against the same count without them."""
        if self.count.is_constraint_unmet:
            return "The minimums and maximums could not be met; the count went on without them."
        kept_in = [c for c in self.count.winners if c not in plain.winners]
        kept_out = [c for c in plain.winners if c not in self.count.winners]
        if not kept_in and not kept_out:
            return "The minimums and maximums did not change who is elected."
        return (
            f"Because of the minimums and maximums {self.names(kept_in) or 'nobody'} came in "
            f"and {self.names(kept_out) or 'nobody'} did not."
        )

    # ---- one stage -------------------------------------------------------------------------------

    def stage(self, index: int) -> str:
        """What happened at a stage and whom it elected; `index` is from 0."""
        stage = self.count.stages[index]
        tellers = {
            "first": self.first,
            "surplus": self.surplus,
            "exclude": self.excluded,
            "constraint": self.constrained,
            "round": self.round,
        }
        told = [tellers[stage.kind](index), self.tie(index), self.lost(index), self.elected(stage)]
        return f"Stage {index + 1}: " + " ".join(filter(None, told))

    def first(self, index: int) -> str:
        papers = self.count.valid
        quota = self.count.quota
        valid = f"{papers:,} valid {'paper' if papers == 1 else 'papers'}"
        return f"{valid} and a quota of {quota:,}." if quota else f"{valid}."

    def surplus(self, index: int) -> str:
        stage, before = self.count.stages[index], self.count.stages[index - 1]
        assert stage.candidate is not None
        held = before.votes[stage.candidate - 1]
        over = held - stage.votes[stage.candidate - 1]
        return (
            f"{self.name(stage.candidate)} had {self.votes(over)} more than the quota. "
            f"Each of the {counted(stage.papers)} passed on at {share(over, held)} of its value."
        )

    def excluded(self, index: int) -> str:
        return self.out(index, "had the fewest votes")

    def constrained(self, index: int) -> str:
        return self.out(index, "can no longer be elected under the minimums and maximums")

    def out(self, index: int, why: str) -> str:
        stage, before = self.count.stages[index], self.count.stages[index - 1]
        assert stage.candidate is not None
        held = self.votes(before.votes[stage.candidate - 1])
        told = f"{self.name(stage.candidate)}, with {held}, {why} and is excluded."
        if not stage.papers:
            return told
        return f"{told} The {counted(stage.papers)} passed on at the value each had."

    def round(self, index: int) -> str:
        """Meek: the end of a round."""
        stage = self.count.stages[index]
        start = f"{self.name(stage.candidate)} is excluded. " if stage.candidate else ""
        return f"{start}Every vote is shared out again; the quota is {self.votes(stage.quota)}."

    def tie(self, index: int) -> str:
        position = self.count.stages[index].tie
        if position is None:
            return ""
        tie = self.count.ties[position]
        return f"{self.names(tie.tied)} were level; {self.settled(tie, index)}."

    def settled(self, tie: Tie, index: int) -> str:
        if tie.by == "history":
            return f"stage {self.decided_at(tie, index)} decided"
        words = {
            "ron": "re-open nominations goes out before a person",
            "mentions": "mentions on other papers decided",
            "no votes": "none of them held a vote and all go out, so number order serves",
            "lot": f"lot {tie.number} fell on {self.name(tie.chosen)}",
        }
        return words[tie.by]

    def decided_at(self, tie: Tie, index: int) -> int:
        """The stage, from 1, at which looking back singled the chosen one out."""
        level = set(tie.tied)
        at = index
        while len(level) > 1:
            at -= 1
            votes = self.count.stages[at].votes
            mine = votes[tie.chosen - 1]
            level = {c for c in level if votes[c - 1] == mine}
        return at + 1

    def lost(self, index: int) -> str:
        if not index or self.count.unit == 1 or self.count.rule.method == MEEK:
            return ""
        now, before = self.count.stages[index], self.count.stages[index - 1]
        lost = self.count.lost(now) - self.count.lost(before)
        return f"{self.votes(lost)} of a vote was lost to cutting." if lost else ""

    def elected(self, stage: Stage) -> str:
        if not stage.elected:
            return ""
        are = "is" if len(stage.elected) == 1 else "are"
        return f"{self.names(stage.elected)} {are} elected."


def counted(papers: int) -> str:
    return "1 paper held" if papers == 1 else f"{papers:,} papers held"


def share(over: int, under: int) -> str:
    """1/6, or 0.22408 where the fraction is no plain one."""
    exact = Fraction(over, under)
    if exact.denominator <= 20:
        return str(exact)
    return figure(over * 10**PLACES // under, 10**PLACES)


def rule_in_words(rule: Rule, seats: int) -> list[str]:
    """The rule as sentences that a voter can follow."""
    if rule.method == MOST_VOTES:
        return [f"You may mark up to {seats} people. Whoever has most votes is elected."]
    if rule.method == MEEK:
        return [
            "You rank people. Meek's method (Proportional Representation Foundation, nine places).",
            "A tie for the lowest is settled by lot.",
        ]
    told = ["You rank people. Scottish STV (SSI 2011/399, Schedule 1), values cut at five places."]
    told.append(
        "A tie is settled by the latest earlier stage at which the tied differ; those still level "
        "stay tied and earlier stages decide among them"
        + ("; then by mentions; then by lot." if rule.mentions else "; then by lot.")
    )
    if rule.ron is not None:
        told.append("Re-open nominations is on the paper; a place that it wins stays unfilled.")
    for one in rule.constraints:
        told.append(f"{one.label or 'A group'}: at least {one.least} and at most {one.most}.")
    return told
