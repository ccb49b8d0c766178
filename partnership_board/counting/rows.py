"""Elections and results as JSON, one object a line: the contract of the command line.

In: `id`, `seats`, `candidates` (a list of names or a number), `ballots` as `[[papers, [first,
second, ...]], ...]`, and perhaps `rule` and `options`. Out: whole numbers, `_x100000` meaning votes
times 100,000 and `_x1e9` times 1,000,000,000. A row with `options` is answered with candidates as
text ("1", "RON1") and votes as an object; otherwise numbers and lists.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from partnership_board.counting.ballots import (
    MEEK,
    MOST_VOTES,
    Constraint,
    Contest,
    Count,
    Rule,
    Stage,
    Unreadable,
    check_rule,
    contest,
)
from partnership_board.counting.explore import Exploration

Row = dict[str, Any]  # JSON: its shape is checked field by field
OPTIONS = {"mentions", "shortcut", "withdrawn", "guarded", "constraints", "ron"}


@dataclass(frozen=True)
class Asked:
    """One row read: what to count, by what rule, and how to answer."""

    id: Any  # whatever the row called itself
    contest: Contest
    rule: Rule
    is_labelled: bool


def read(line: str, method: str) -> Asked:
    """One line of input; `method` is used where the row names no rule. Unreadable with a sentence
    if it is not an election."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Unreadable("This is not JSON.") from error
    if not isinstance(row, dict):
        raise Unreadable("A row is a JSON object with seats, candidates and ballots.")
    options = row.get("options")
    if not isinstance(options, dict | None):
        raise Unreadable("`options` is a JSON object.")
    made = read_contest(row, options or {})
    rule = read_rule(row.get("rule", method), options or {})
    check_rule(made, rule)
    return Asked(row.get("id"), made, rule, options is not None)


def read_contest(row: Row, options: Row) -> Contest:
    candidates = row.get("candidates")
    if isinstance(candidates, list):
        if not all(isinstance(name, str) for name in candidates):
            raise Unreadable("`candidates` is a number or a list of names.")
    else:
        candidates = whole(candidates, "candidates")
    ballots = row.get("ballots")
    if not isinstance(ballots, list):
        raise Unreadable("`ballots` is a list of [papers, [first, second, ...]].")
    return contest(
        whole(row.get("seats"), "seats"),
        candidates,
        [read_paper(paper) for paper in ballots],
        wholes(options.get("withdrawn", []), "withdrawn"),
        str(row.get("title", "")),
    )


def read_paper(paper: object) -> tuple[int, list[int]]:
    if not (isinstance(paper, list) and len(paper) == 2):
        raise Unreadable("A ballot is [papers, [first, second, ...]].")
    return whole(paper[0], "papers"), wholes(paper[1], "preferences")


def read_rule(method: object, options: Row) -> Rule:
    """The rule from its name and `options`. Unreadable if an option is unknown."""
    for unknown in options.keys() - OPTIONS:
        raise Unreadable(f"There is no option {unknown!r}.")
    switches = {name: options.get(name, False) for name in ("mentions", "shortcut")}
    for name, is_on in switches.items():
        if not isinstance(is_on, bool):
            raise Unreadable(f"`{name}` is true or false.")
    ron = options.get("ron")
    constraints = options.get("constraints", [])
    if not isinstance(constraints, list):
        raise Unreadable("`constraints` is a list of [group, minimum, maximum].")
    return Rule(
        method=str(method),
        mentions=switches["mentions"],
        empty_aside=switches["shortcut"],
        ron=None if ron is None else whole(ron, "ron"),
        constraints=tuple(map(read_constraint, constraints)),
        guarded=frozenset(wholes(options.get("guarded", []), "guarded")),
    )


def read_constraint(row: object) -> Constraint:
    if not (isinstance(row, list) and len(row) == 3):
        raise Unreadable("A constraint is [group, minimum, maximum].")
    group = frozenset(wholes(row[0], "group"))
    return Constraint(group, whole(row[1], "minimum"), whole(row[2], "maximum"))


def whole(value: object, what: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise Unreadable(f"`{what}` must be a whole number, not below 0.")
    return value


def wholes(values: object, what: str) -> list[int]:
    if not isinstance(values, list):
        raise Unreadable(f"`{what}` is a list of candidates' numbers.")
    return [whole(value, what) for value in values]


# ---- results -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Voice:
    """How candidates and votes are written: as numbers and lists, or as text and objects."""

    count: Count
    is_labelled: bool

    def one(self, candidate: int | None) -> int | str | None:
        if candidate is None or not self.is_labelled:
            return candidate
        return self.count.slate.label(candidate)

    def all(self, candidates: tuple[int, ...]) -> list[int | str | None]:
        return [self.one(candidate) for candidate in candidates]

    def votes(self, votes: tuple[int, ...]) -> list[int] | dict[str, int]:
        if not self.is_labelled:
            return list(votes)
        slate = self.count.slate
        shown = [c for c in range(1, slate.size + 1) if c not in slate.withdrawn]
        return {slate.label(c): votes[c - 1] for c in shown}


def written(found: Count, *, is_labelled: bool) -> Row:
    """The result without its `id`."""
    voice = Voice(found, is_labelled)
    by_method: dict[str, Callable[[Voice], Row]] = {MEEK: meek, MOST_VOTES: most_votes}
    return by_method.get(found.rule.method, scottish)(voice)


def scottish(voice: Voice) -> Row:
    found = voice.count
    labelled = {
        "unfilled": found.unfilled,
        "saved_by_constraint": voice.all(found.saved),
        "constraint_unmet": found.is_constraint_unmet,
    }
    return {
        "valid": found.valid,
        "quota": found.quota,
        "elected_in_order": voice.all(found.elected),
        "elected_to_last_vacancies": voice.all(found.to_last_vacancies),
        **(labelled if voice.is_labelled else {}),
        "stages": [stage_row(voice, stage) for stage in found.stages],
        "ties": ties(voice),
    }


def stage_row(voice: Voice, stage: Stage) -> Row:
    return {
        "kind": stage.kind,
        "candidate": voice.one(stage.candidate),
        "votes_x100000": voice.votes(stage.votes),
        "non_transferable_x100000": stage.non_transferable,
        "elected": voice.all(stage.elected),
    }


def meek(voice: Voice) -> Row:
    end = voice.count.stages[-1]
    return {
        **({"valid": voice.count.valid} if voice.is_labelled else {}),
        "elected_in_order": voice.all(voice.count.elected),
        "final_votes_x1e9": voice.votes(end.votes),
        "final_quota_x1e9": end.quota,
        "ties": ties(voice),
    }


def most_votes(voice: Voice) -> Row:
    return {
        "valid": voice.count.valid,
        "elected_in_order": voice.all(voice.count.elected),
        "votes": voice.votes(voice.count.stages[-1].votes),
        "ties": ties(voice),
    }


def ties(voice: Voice) -> list[Row]:
    return [
        {
            "why": tie.why,
            "tied": voice.all(tie.tied),
            "chosen": voice.one(tie.chosen),
            "by": tie.by,
        }
        for tie in voice.count.ties
    ]


def explored(found: Exploration, count: Count, *, is_labelled: bool) -> Row:
    """`runs`, `outcomes`, and `winners` if all outcomes agree."""
    voice = Voice(count, is_labelled)
    outcomes = [
        {"winners": voice.all(one.elected), "probability": str(one.probability)}
        for one in found.outcomes
    ]
    agreed = {"winners": outcomes[0]["winners"]} if len(outcomes) == 1 else {}
    estimate = {"is_estimate": True} if found.is_estimate else {}
    return {"runs": found.runs, "outcomes": outcomes, **agreed, **estimate}


def line(row: Row) -> str:
    """One line of JSON, figures and keys as they stand."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))
