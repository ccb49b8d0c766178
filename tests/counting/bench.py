"""How fast the counters are, for `make bench`: what, seconds or milliseconds seen, target, unit.

Elections are drawn here with fixed seeds; the real council contests are measured where they are.
"""

import gzip
import json
import random
import statistics
import time
from collections.abc import Callable

from partnership_board.counting import meek, scottish
from partnership_board.counting.ballots import Contest, Rule, contest
from partnership_board.counting.explore import explore
from partnership_board.counting.sheet import as_json, sheet
from tests.counting.conftest import STANDARDS

RULE = Rule(empty_aside=True)
Figures = list[tuple[str, float, float, str]]


def figures() -> Figures:
    return [*board_sized(), *million(), *council_contests()]


def seconds(doing: Callable[[], object]) -> float:
    began = time.perf_counter()
    doing()
    return time.perf_counter() - began


def drawn(chance: random.Random, papers: int, people: int, seats: int) -> Contest:
    """Rankings of any length; people come first with falling weight, as in real votes."""
    weights = [1 / (place + 1) for place in range(people)]
    rankings = []
    for _ in range(papers):
        keys = [(chance.random() ** (1 / weight), c + 1) for c, weight in enumerate(weights)]
        ranking = [c for _, c in sorted(keys, reverse=True)]
        rankings.append((1, ranking[: chance.randint(1, people)]))
    return contest(seats, people, rankings)


def board_sized() -> Figures:
    """17 papers, 7 people, 3 seats: count, explorer and sheet; 200 elections."""
    chance = random.Random(17)
    elections = [drawn(chance, 17, 7, 3) for _ in range(200)]

    def told(made: Contest) -> float:
        return 1000 * seconds(
            lambda: as_json(sheet(made, scottish.count(made, RULE), explore(made, RULE)))
        )

    taken = [told(made) for made in elections]
    p95 = statistics.quantiles(taken, n=20)[-1]
    what = "counting: 17 ballots with explorer and sheet"
    return [(f"{what}, 95 in 100", p95, 20, "ms"), (f"{what}, slowest", max(taken), 50, "ms")]


def million() -> Figures:
    made = drawn(random.Random(1_000_000), 1_000_000, 12, 3)
    what = f"counting: a million ballots, {len(made.papers):,} rankings, 12 people, 3 seats"
    return [(what, seconds(lambda: scottish.count(made, RULE)), 2, "s")]


def council_contests() -> Figures:
    file = STANDARDS / "elections/ballots.jsonl.gz"
    if not file.exists():
        print(f"the council contests are not here: {file}")
        return []
    with gzip.open(file, "rt") as lines:
        rows = [json.loads(line) for line in lines]
    made = [contest(row["seats"], row["candidates"], row["ballots"]) for row in rows]
    papers = sum(number for one in made for number, _ in one.papers)
    what = f"counting: {len(made)} council contests, {papers:,} ballots"
    by_meek = Rule(method="meek_prf")
    return [
        (f"{what}, Scottish", seconds(lambda: [scottish.count(one, RULE) for one in made]), 1, "s"),
        (f"{what}, Meek", seconds(lambda: [meek.count(one, by_meek) for one in made]), 10, "s"),
    ]


if __name__ == "__main__":
    for what, seen, target, unit in figures():
        print(f"{what:90} {seen:8.3f} {unit} (<= {target})")
