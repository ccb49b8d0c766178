"""What is published of a count, at its level.

Page, PDF, JSON and CSV are made of this alone: none of them can say more than another, and what is
above the level is not there to be found.
"""

import csv
import io
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from alliance.figures import Figure, Flow, Quantity, sankey
from alliance.spreadsheets import harmless
from partnership_board.counting import agreed, lots
from partnership_board.counting.ballots import Contest, Count, Draw, Rule, slate
from partnership_board.counting.count import count
from partnership_board.counting.explore import CAP, SAMPLE, Exploration, explore
from partnership_board.counting.sentences import PLACES, figure, naming
from partnership_board.counting.sheet import Sheet, as_json, sheet

Published = dict[str, Any]  # JSON
NAMES = ("title", "seats", "result", "elected", "unfilled", "rule", "effect_of_constraints")
VOTE: int = 10**PLACES  # units in which figures are added up again


# ---- counting ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Counted:
    """A count with everything that explains it; `seed` decided its lots."""

    contest: Contest
    count: Count
    exploration: Exploration
    plain: Count | None
    seed: str

    @property
    def sheet(self) -> Sheet:
        return sheet(self.contest, self.count, self.exploration, self.plain)

    @property
    def lots(self) -> tuple[lots.Lot, ...]:
        return lots.drawn(self.count, self.seed)


def counted(
    made: Contest,
    rule: Rule,
    seed: str,
    *,
    by_order: bool = False,
    cap: int = CAP,
    sample: int = SAMPLE,
) -> Counted:
    """Count, try every lot, and count again without minimums and maximums if there are any.
    Unreadable as `count` says."""
    draw = seeded(made, rule, seed)
    plain = count(made, replace(rule, constraints=()), draw) if rule.constraints else None
    exploration = explore(made, rule, cap=cap, sample=sample, by_order=by_order)
    return Counted(made, count(made, rule, draw), exploration, plain, seed)


def seeded(made: Contest, rule: Rule, seed: str) -> Draw:
    return lots.drawn_by(seed, slate(made, rule).label)


# ---- publishing ----------------------------------------------------------------------------------


def published(found: Counted, level: str) -> Published:
    """What may be told of a count at one of `agreed.LEVELS`. Rankings are never in it."""
    whole = as_json(found.sheet)
    if level == agreed.NAMES_ONLY:
        # Chances that are no whole numbers would tell how people voted.
        decided = agreed.decided_by_lot(found.count, is_decisive=found.exploration.is_decisive)
        return {"level": level} | {name: whole[name] for name in NAMES} | {"lots": decided}
    name = naming(found.contest, found.count)
    outcomes = [
        {"elected": [name(c) for c in one.elected], "chance": str(one.probability)}
        for one in found.exploration.outcomes
    ]
    return {"level": level} | whole | {"outcomes": outcomes, "drawn": drawn(found)}


def drawn(found: Counted) -> list[Published]:
    """Every lot with what is needed to draw it again."""
    slate, name = found.count.slate, naming(found.contest, found.count)
    names = {slate.label(c): name(c) for c in range(1, slate.size + 1)}
    return [
        {
            "tie": lot.tie,
            "why": lot.why,
            "seed": lot.seed,
            "chosen": names[lot.chosen],
            "keys": [
                {
                    "number": one,
                    "name": names[one],
                    "text": f"{lot.seed},{lot.tie},{one}",
                    "key": key,
                }
                for one, key in lot.keys
            ],
        }
        for lot in found.lots
    ]


# ---- showing -------------------------------------------------------------------------------------


def csv_file(told: Mapping[str, Any]) -> bytes:
    """The stage table for a spreadsheet: a name that it would take for a formula is led by an
    apostrophe, and figures stay figures."""
    heads, rows = csv_rows(told)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([harmless(row[0]), *row[1:]] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def csv_rows(told: Mapping[str, Any]) -> tuple[list[str], list[list[str]]]:
    """Heads and rows of the stage table; of names alone, who is elected."""
    if "table" not in told:
        return ["Elected"], [[name] for name in told["elected"]]
    heads = ["Candidate"]
    for stage in told["stages"]:
        heads += [f"Stage {stage['number']} change", f"Stage {stage['number']} total"]
    rows = []
    for row in told["table"]:
        cells = (text for cell in row["cells"] for text in (cell["change"], cell["total"]))
        rows.append([row["name"], *cells])
    return heads, rows


def picture(told: Mapping[str, Any], *, width: float) -> Figure | None:
    """Where votes moved: one place on the left for each stage and whoever passed votes on, one on
    the right for whoever received some. None where nothing moved, or nothing may be told."""
    moved = told.get("moved") or []
    if not moved:
        return None
    given: dict[str, int] = defaultdict(int)
    taken: dict[str, int] = defaultdict(int)
    flows = []
    for one in moved:
        source, units = f"Stage {one['stage']}: {one['from']}", units_of(one["votes"])
        given[source] += units
        taken[one["to"]] += units
        votes = Quantity(units / VOTE, words=one["votes"])
        flows.append(Flow(source, one["to"], votes))
    sums = {place: figure(units, VOTE) for place, units in (given | taken).items()}
    most = max(given, key=lambda source: given[source])
    sentence = (
        f"Votes moved at {len(given)} {'stage' if len(given) == 1 else 'stages'}. "
        f"Most moved at {most[0].lower()}{most[1:].replace(': ', ', from ')}: {sums[most]}."
    )
    heads = ("From", "To", "Votes")
    return sankey("Where votes moved", sentence, flows, sums=sums, heads=heads, width=width)


def units_of(text: str) -> int:
    """A figure of a sheet in hundred-thousandths of a vote."""
    whole, _, places = text.partition(".")
    return int(whole) * VOTE + int(places.ljust(PLACES, "0"))


def json_file(told: Mapping[str, Any]) -> bytes:
    """One figure a line, so that two results can be compared line by line."""
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def tables(told: Mapping[str, Any], most: int = 4) -> list[tuple[str, list[str], list[list[str]]]]:
    """The stage table for paper, at most so many stages side by side: caption, heads, rows."""
    made = []
    for start in range(0, len(told.get("stages", [])), most):
        stages = told["stages"][start : start + most]
        heads = ["Candidate", *(f"Stage {stage['number']}" for stage in stages)]
        rows = [
            [row["name"], *(cell_words(cell) for cell in row["cells"][start : start + most])]
            for row in told["table"]
        ]
        first, last = stages[0]["number"], stages[-1]["number"]
        span = f"stage {first}" if first == last else f"stages {first} to {last}"
        made.append((f"Votes at {span}: the total, and the change in brackets", heads, rows))
    return made


def cell_words(cell: Mapping[str, str]) -> str:
    """A figure on paper: "6 (+3), elected"."""
    marks = {"elected": ", elected", "excluded": ", out"}
    change = f" ({cell['change']})" if cell["change"] else ""
    return f"{cell['total']}{change}{marks.get(cell['mark'], '')}"
