"""What is counted and what comes of it. Candidates are numbered from 1 in ballot-paper order.

A ranking is a tuple of different candidate numbers, first preference first; a `Paper` is how many
ballots carry the same ranking. Votes are whole numbers of units: 100,000 units are one vote in
Scottish STV, 1,000,000,000 in Meek, 1 where papers are simply added up.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

Ranking = tuple[int, ...]
Paper = tuple[int, Ranking]
# The number of the tie among those that reach a lot, from 1, and who is tied; gives who is drawn.
Draw = Callable[[int, tuple[int, ...]], int]

SCOTTISH, MEEK, MOST_VOTES = "scottish_stv", "meek_prf", "most_votes"
METHODS = (SCOTTISH, MEEK, MOST_VOTES)
MOST = 1000  # candidates or places in one election; more is a mistake in a file


class Unreadable(ValueError):
    """What was given is no election; `str()` says in a sentence what to do."""


@dataclass(frozen=True)
class Constraint:
    """At least `least` and at most `most` of `group` shall be elected."""

    group: frozenset[int]
    least: int
    most: int
    label: str = ""

    def after_sitting(self, sitting: int) -> "Constraint":
        """The same when `sitting` people of the group, who are not up for election, count too."""
        least, most = max(self.least - sitting, 0), max(self.most - sitting, 0)
        return Constraint(self.group, least, most, self.label)


@dataclass(frozen=True)
class Rule:
    """How to count. `ron` is the number on the paper that means "re-open nominations"; `guarded`
    are sitting members whom a countback keeps; `empty_aside` needs no lot for empty ties."""

    method: str = SCOTTISH
    mentions: bool = False
    empty_aside: bool = False
    ron: int | None = None
    constraints: tuple[Constraint, ...] = ()
    guarded: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Contest:
    """One ballot box: places, candidates' names in number order, papers, who withdrew."""

    seats: int
    names: tuple[str, ...]
    papers: tuple[Paper, ...]
    withdrawn: frozenset[int] = frozenset()
    title: str = ""

    @property
    def numbers(self) -> range:
        return range(1, len(self.names) + 1)


@dataclass(frozen=True)
class Tie:
    """`why` exclude, surplus or elect; `by` ron, history, mentions, no votes or lot; `among` is who
    was still level when it was settled; `number` counts lots from 1, 0 where no lot was needed."""

    why: str
    tied: tuple[int, ...]
    chosen: int
    by: str
    among: tuple[int, ...]
    number: int = 0


@dataclass(frozen=True)
class Stage:
    """State after one step. `kind` first, surplus, exclude, constraint or round; `candidate` is
    whose `papers` moved; `votes[c - 1]`, `non_transferable` and `quota` are in units; `tie` is
    the position in `Count.ties` of the tie that chose them."""

    kind: str
    candidate: int | None
    votes: tuple[int, ...]
    non_transferable: int
    elected: tuple[int, ...]
    papers: int
    quota: int
    tie: int | None = None


@dataclass(frozen=True)
class Count:
    """A finished count. `elected` is in order of election and may hold RONs; `quota` and `valid`
    are whole votes (Meek's quota moves: see the stages); `unit` is what one vote is."""

    rule: Rule
    slate: "Slate"
    unit: int
    valid: int
    quota: int
    stages: tuple[Stage, ...]
    elected: tuple[int, ...]
    to_last_vacancies: tuple[int, ...]
    ties: tuple[Tie, ...]
    saved: tuple[int, ...] = ()
    is_constraint_unmet: bool = False

    @property
    def winners(self) -> tuple[int, ...]:
        """People elected, in order."""
        return tuple(c for c in self.elected if not self.slate.is_ron(c))

    @property
    def unfilled(self) -> int:
        """Places that "re-open nominations" won."""
        return len(self.elected) - len(self.winners)

    @property
    def lots(self) -> tuple[Tie, ...]:
        return tuple(tie for tie in self.ties if tie.by == "lot")

    def lost(self, stage: Stage) -> int:
        """Units that cutting fractions has lost by the end of the stage; never below 0."""
        return self.valid * self.unit - sum(stage.votes) - stage.non_transferable


@dataclass(frozen=True)
class Slate:
    """A contest made ready: without the withdrawn, RON on a paper as RON1, RON2, ... in its place.

    RONs are numbered after the people; `standing` is who stands from the start. Withdrawn numbers
    keep their place and hold nothing.
    """

    seats: int
    people: int
    standing: tuple[int, ...]
    rons: tuple[int, ...]
    papers: tuple[Paper, ...] = field(repr=False)
    withdrawn: frozenset[int] = frozenset()

    @property
    def size(self) -> int:
        return self.people + len(self.rons)

    def is_ron(self, candidate: int) -> bool:
        return candidate > self.people

    def label(self, candidate: int) -> str:
        """The number on the paper, or RON1, RON2, ..."""
        return f"RON{candidate - self.people}" if self.is_ron(candidate) else str(candidate)


def contest(
    seats: int,
    candidates: int | Iterable[str],
    papers: Iterable[tuple[int, Iterable[int]]],
    withdrawn: Iterable[int] = (),
    title: str = "",
) -> Contest:
    """A checked contest with equal rankings added up. Unreadable if it makes no sense."""
    if isinstance(candidates, int):
        candidates = [f"Candidate {c}" for c in range(1, min(candidates, MOST + 1) + 1)]
    names = tuple(candidates)
    if not (1 <= len(names) <= MOST and 1 <= seats <= MOST):
        raise Unreadable(f"Places and candidates must be between 1 and {MOST:,}.")
    made = Contest(seats, names, grouped(papers), frozenset(withdrawn), title)
    check(made)
    return made


def grouped(papers: Iterable[tuple[int, Iterable[int]]]) -> tuple[Paper, ...]:
    """Equal rankings added up and sorted, which is the canonical order."""
    counts: Counter[Ranking] = Counter()
    for number, ranking in papers:
        if number < 0:
            raise Unreadable("A ranking cannot stand on fewer than 0 papers.")
        counts[tuple(ranking)] += number
    return tuple((counts[ranking], ranking) for ranking in sorted(counts) if counts[ranking])


def check(made: Contest) -> None:
    """Unreadable unless every number on paper is a candidate's and none stands there twice."""
    known = set(made.numbers)
    for unknown in made.withdrawn - known:
        raise Unreadable(f"Candidate {unknown} cannot withdraw: there is no such candidate.")
    for _, ranking in made.papers:
        if not known.issuperset(ranking):
            unknown = next(c for c in ranking if c not in known)
            raise Unreadable(f"There is no candidate {unknown}.")
        if len(set(ranking)) < len(ranking):
            twice = next(c for c in ranking if ranking.count(c) > 1)
            raise Unreadable(f"Candidate {twice} stands twice in one ranking.")


def check_rule(made: Contest, rule: Rule) -> None:
    """Unreadable if the rule names people who do not stand, or asks the method for too much."""
    named = set(rule.guarded).union(*(one.group for one in rule.constraints))
    named |= {rule.ron} if rule.ron is not None else set()
    for unknown in sorted(named.difference(made.numbers)):
        raise Unreadable(f"The rule names candidate {unknown}, who is not on the paper.")
    if rule.ron is not None and (rule.ron in made.withdrawn or rule.ron in rule.guarded):
        raise Unreadable("Re-open nominations can neither withdraw nor be guarded.")
    if rule.guarded & made.withdrawn:
        raise Unreadable("Someone who withdrew cannot be guarded.")
    extra = rule.mentions or rule.constraints or rule.guarded or rule.ron is not None
    if rule.method not in METHODS:
        raise Unreadable(f"There is no rule {rule.method!r}; there are {', '.join(METHODS)}.")
    if rule.method != SCOTTISH and extra:
        raise Unreadable(
            "Mentions, constraints, guarded members and re-open nominations go with scottish_stv."
        )


def slate(made: Contest, rule: Rule) -> Slate:
    """The contest as the counters need it; papers that name nobody fall away as not valid."""
    check_rule(made, rule)
    people = len(made.names)
    rons = tuple(range(people + 1, people + made.seats + 1)) if rule.ron is not None else ()
    absent = made.withdrawn | ({rule.ron} if rule.ron is not None else set())
    standing = tuple(c for c in made.numbers if c not in absent) + rons[:1]
    papers = made.papers
    if absent:
        places = dict.fromkeys(made.withdrawn, ()) | ({rule.ron: rons} if rule.ron else {})
        papers = tuple((number, struck(ranking, places)) for number, ranking in papers)
    valid = tuple(paper for paper in papers if paper[1])
    return Slate(made.seats, people, standing, rons, valid, frozenset(absent))


def struck(ranking: Ranking, places: dict[int, tuple[int, ...]]) -> Ranking:
    """The ranking with some numbers replaced by others, or by nobody."""
    return tuple(one for c in ranking for one in places.get(c, (c,)))
