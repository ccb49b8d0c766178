"""The rule that was agreed and frozen, as canonical JSON, and how to count by it.

Canonical: sorted keys, no spaces, UTF-8. Candidates are `{"title", "seats", "candidates":
[{"number", "name", "organisation", "groups", "is_ron"}, ...], "withdrawn": [...], "sitting":
{label: people}}`; of each candidate only `number` and `name` must be there. A constraint of the
rule is `{"label", "group" or "organisation", "min", "max", "counts_sitting"}`.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from partnership_board.counting.ballots import (
    SCOTTISH,
    Constraint,
    Contest,
    Count,
    Draw,
    Paper,
    Rule,
    Unreadable,
    contest,
)
from partnership_board.counting.count import count
from partnership_board.counting.explore import explore, verdict
from partnership_board.counting.rows import explored, written
from partnership_board.counting.sentences import naming

Json = dict[str, Any]  # JSON: its shape is checked where it is read
NAMES_ONLY, STAGES, PROFILE = LEVELS = ("names_only", "stages", "profile")


def canonical(value: object) -> str:
    """JSON with sorted keys and no spaces."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256(text: str) -> str:
    """64 hexadecimal digits of the text in UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def commitment(salt: str, ballots: str) -> str:
    """SHA-256 of salt and BLT together: nobody who lacks the salt can try rankings against it."""
    return sha256(salt + ballots)


def box_sha256(blobs: Sequence[str]) -> str:
    """Of a ballot box, from the SHA-256 of each sealed envelope: sorted, joined by line ends."""
    return sha256("\n".join(sorted(blobs)))


def agreed_rule(rule: Mapping[str, Any], candidates: Mapping[str, Any]) -> Rule:
    """The rule to count by. Unreadable if a constraint names neither group nor organisation."""
    people = candidates["candidates"]
    sitting = candidates.get("sitting", {})
    rons = [one["number"] for one in people if one.get("is_ron")]
    method = str(rule.get("method", SCOTTISH))
    return Rule(
        method=method,
        mentions="mentions" in rule.get("tie_steps", ()),
        empty_aside=method == SCOTTISH,
        ron=rons[0] if rons else None,
        constraints=tuple(
            agreed_constraint(one, people, sitting) for one in rule.get("constraints") or ()
        ),
    )


def agreed_constraint(
    one: Mapping[str, Any], people: Sequence[Mapping[str, Any]], sitting: Mapping[str, int]
) -> Constraint:
    """Membership comes from the candidates, as they were when they were accepted."""
    label = str(one.get("label", ""))
    if one.get("group"):
        group = [person["number"] for person in people if one["group"] in person.get("groups", ())]
    elif one.get("organisation"):
        organisation = one["organisation"]
        group = [each["number"] for each in people if each.get("organisation") == organisation]
    else:
        raise Unreadable(f"The constraint {label!r} names no group and no organisation.")
    least, most = int(one.get("min") or 0), one.get("max")
    made = Constraint(frozenset(group), least, len(people) if most is None else int(most), label)
    return made.after_sitting(sitting.get(label, 0)) if one.get("counts_sitting") else made


def agreed_contest(candidates: Mapping[str, Any], papers: Sequence[Paper]) -> Contest:
    """The contest of the candidates as numbered. Unreadable unless they are numbered 1, 2, 3 ..."""
    people = sorted(candidates["candidates"], key=lambda one: int(one["number"]))
    if [one["number"] for one in people] != list(range(1, len(people) + 1)):
        raise Unreadable("Candidates must be numbered 1, 2, 3 and so on.")
    names = [str(one["name"]) for one in people]
    withdrawn = candidates.get("withdrawn", ())
    return contest(candidates["seats"], names, papers, withdrawn, str(candidates["title"]))


def depends_on_order(rule: Mapping[str, Any]) -> bool:
    """Whether the order of election decides how long each serves."""
    return len(set(rule.get("term_months") or ())) > 1


def result(
    made: Contest, rule: Rule, draw: Draw, *, level: str = STAGES, by_order: bool = False
) -> Json:
    """What is published at a level, and nothing above it: names, and from `stages` on the count
    and the explorer's outcomes. Rankings are never in it."""
    found = count(made, rule, draw)
    explored_lots = explore(made, rule, by_order=by_order)
    name = naming(made, found)
    names: Json = {
        "level": level,
        "elected": [name(c) for c in found.winners],
        "unfilled": found.unfilled,
        "lots": verdict(explored_lots, name),
    }
    if level == NAMES_ONLY:
        # Chances that are no whole numbers would tell how people voted.
        names["lots"] = decided_by_lot(found, is_decisive=explored_lots.is_decisive)
        return names
    return names | {
        "count": written(found, is_labelled=True),
        "explored": explored(explored_lots, found, is_labelled=True),
    }


def decided_by_lot(found: Count, *, is_decisive: bool) -> str:
    if is_decisive:
        return "A lot decided who is elected."
    return "Lots did not matter." if found.lots else "No lot was needed."
