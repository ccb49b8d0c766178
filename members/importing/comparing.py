"""Say of each row what it would do here: new, changed field by field, the same, or a problem.

Rows are matched by our reference, then by a register's number, then by name. Two matches are a
problem, never a guess; a row that is twice in the file is one too.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from members.importing.columns import REFERENCE, Column, Layout
from members.importing.reading import Problem, Reading, ReadRow, Values
from members.names import folded

Key = tuple[str, ...]


class State(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    PROBLEM = "problem"


@dataclass(frozen=True)
class Held:
    """Something we hold: how rows may name it, and its values by column."""

    pk: int
    name: str
    strong: frozenset[Key] = frozenset()
    by_name: Key = ()
    values: Values = field(default_factory=dict)
    kept: frozenset[str] = frozenset()  # columns that a list never changes, whatever it says
    stuck: str = ""  # why nothing of it can be changed now


@dataclass(frozen=True)
class Known:
    """All that we hold of a kind, and the organisations by name that rows may belong to."""

    held: list[Held] = field(default_factory=list)
    organisations: dict[str, list[int]] = field(default_factory=dict)
    speaking: frozenset[int] = frozenset()  # organisations that approve what is said of them
    stuck: dict[int, str] = field(default_factory=dict)  # organisations, and why not now
    fixed: frozenset[str] = frozenset()  # columns that a list cannot change, once said
    must_exist: bool = False  # rows speak of what is held already
    blanks: Values = field(default_factory=dict)  # what an empty cell says, where it says something


@dataclass(frozen=True)
class Change:
    """One field before and after, as a cell would show it."""

    heading: str
    before: str
    after: str


@dataclass(frozen=True)
class Verdict:
    """What becomes of one row. `target` is what it changes; `values` are only those that differ."""

    number: int
    state: State
    name: str
    target: int | None = None
    owner: int | None = None
    values: Values = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    is_asked: bool = False  # its organisation has the last word

    def as_json(self) -> dict[str, Any]:  # Any: JSON
        """For the preview that is kept until somebody decides."""
        return {
            "number": self.number,
            "state": self.state.value,
            "name": self.name,
            "changes": [[c.heading, c.before, c.after] for c in self.changes],
            "problems": self.problems,
            "is_asked": self.is_asked,
        }


class Stuck(Exception):
    """The row cannot be matched; `str()` says why, `key` is the column."""

    def __init__(self, key: str, words: str) -> None:
        super().__init__(words)
        self.key = key


def compare(reading: Reading, layout: Layout, known: Known) -> list[Verdict]:
    """A verdict for each row, in the order of the file."""
    index = Index(known.held)
    seen: dict[Key, int] = {}
    return [_verdict(row, layout, known, index, seen) for row in reading.rows]


class Index:
    """What we hold, by each of the ways in which a row can name it."""

    def __init__(self, held: Iterable[Held]) -> None:
        self.by_key: dict[Key, list[Held]] = defaultdict(list)
        for one in held:
            for key in {*one.strong, one.by_name}:
                self.by_key[key].append(one)

    def found(self, keys: Iterable[Key]) -> list[Held]:
        return list({one.pk: one for key in keys for one in self.by_key.get(key, ())}.values())


def _verdict(
    row: ReadRow, layout: Layout, known: Known, index: Index, seen: dict[Key, int]
) -> Verdict:
    name = str(row.values.get(layout.name, ""))
    if row.problems:
        return _problem(row, name, row.problems)
    try:
        owner = _owner(row, known) if "organisation" in row.values else None
        strong, by_name = keys_of(layout, row.values, owner)
        _refuse_twice(row, strong, by_name, seen)
        target = _match(row, strong, by_name, index)
        _refuse_unlisted(layout, known, target, name)
        _refuse_fixed(row, layout, known, target)
    except Stuck as stuck:
        heading = layout.column(stuck.key).heading if stuck.key else ""
        return _problem(row, name, [Problem(row.number, heading, str(stuck))])
    verdict = _judged(row, layout, known, target, owner)
    whose = owner or verdict.target
    if verdict.state == State.SAME or whose is None:
        return verdict
    why_not = known.stuck.get(whose, "") or (target.stuck if target else "")
    if why_not:
        return _problem(row, name, [Problem(row.number, "", why_not)])
    return replace(verdict, is_asked=whose in known.speaking)


def _problem(row: ReadRow, name: str, problems: Sequence[Problem]) -> Verdict:
    return Verdict(row.number, State.PROBLEM, name, problems=[str(one) for one in problems])


def _owner(row: ReadRow, known: Known) -> int:
    name = str(row.values["organisation"])
    found = known.organisations.get(folded(name), [])
    if not found:
        raise Stuck("organisation", f"there is no organisation called “{name}” here.")
    if len(found) > 1:
        raise Stuck("organisation", f"{len(found)} organisations are called “{name}” here.")
    return found[0]


def keys_of(layout: Layout, values: Values, owner: int | None) -> tuple[frozenset[Key], Key]:
    """The ways in which these values name something: strong ones, then the name."""
    strong = {(REFERENCE, str(values[REFERENCE]).lower())} if REFERENCE in values else set()
    if layout.kind == "organisations":
        for column in layout.columns:
            numbers = values.get(column.key)
            if isinstance(numbers, list):
                strong |= {(column.key, str(number)) for number in numbers}
    if layout.kind == "representatives":
        return frozenset(strong), ("email", str(owner), str(values["email"]))
    return frozenset(strong), ("name", str(owner or ""), folded(str(values[layout.name])))


def _refuse_twice(row: ReadRow, strong: frozenset[Key], by_name: Key, seen: dict[Key, int]) -> None:
    """Two groups may share their host's number; our reference tells them apart."""
    reference = _reference_of(strong)
    for key in sorted({*(reference or strong), by_name}):
        if key in seen:
            raise Stuck("", f"this is in row {seen[key]} already. Keep one of them.")
    seen.update(dict.fromkeys({*(reference or strong), by_name}, row.number))


def _reference_of(strong: frozenset[Key]) -> frozenset[Key]:
    return frozenset(key for key in strong if key[0] == REFERENCE)


def _refuse_unlisted(layout: Layout, known: Known, target: Held | None, name: str) -> None:
    if target is None and known.must_exist:
        raise Stuck(layout.name, f"“{name}” is not listed here. Put it in first.")


def _match(row: ReadRow, strong: frozenset[Key], by_name: Key, index: Index) -> Held | None:
    reference = _reference_of(strong)
    if reference:
        found = index.found(reference)
        if not found:
            raise Stuck(REFERENCE, "we hold nothing under this reference. Empty the cell.")
        return found[0]
    numbered, named = index.found(strong), index.found([by_name])
    both = [one for one in numbered if one in named]
    if len(both) == 1:
        return both[0]
    if numbered and named:
        raise Stuck("", f"the number is {_names(numbered)}, and the name is another's here.")
    found = numbered or named
    if len(found) > 1:
        raise Stuck("", f"this could be {_names(found)}. Add the reference from our own list.")
    return found[0] if found else None


def _names(held: Sequence[Held]) -> str:
    return " or ".join(sorted(one.name for one in held))


def _refuse_fixed(row: ReadRow, layout: Layout, known: Known, target: Held | None) -> None:
    if target is None:
        return
    for key in known.fixed & row.values.keys():
        before, value = target.values.get(key), row.values[key]
        if isinstance(before, list) and isinstance(value, list):
            differs = bool(before) and not set(value) <= set(before)
        else:
            differs = before not in (None, "", value)
        if differs:
            said = layout.column(key).written(before)
            raise Stuck(key, f"{target.name} has {said} here. Change that on its own page.")


def _judged(
    row: ReadRow, layout: Layout, known: Known, target: Held | None, owner: int | None
) -> Verdict:
    name = str(row.values[layout.name])
    said = known.blanks | row.values
    values = {k: v for k, v in said.items() if k not in (REFERENCE, "organisation")}
    if target is None:
        changes = [_change(layout.column(key), None, value) for key, value in values.items()]
        return Verdict(row.number, State.NEW, name, None, owner, values, changes)
    before = target.values
    differ = {
        key: value
        for key, value in values.items()
        if key not in target.kept and _differs(before.get(key), value, key in known.fixed)
    }
    changes = [_change(layout.column(k), before.get(k), v) for k, v in differ.items()]
    state = State.CHANGED if differ else State.SAME
    return Verdict(row.number, state, name, target.pk, owner, differ, changes)


def _differs(before: object, value: object, is_fixed: bool) -> bool:  # noqa: FBT001 -- one call
    """A name in other capitals is another name. What is fixed may hold more than the row says."""
    if isinstance(before, list) and isinstance(value, list):
        return not set(value) <= set(before) if is_fixed else sorted(before) != sorted(value)
    return before != value


def _change(column: Column, before: object, value: object) -> Change:
    return Change(
        column.heading, "" if before is None else column.written(before), column.written(value)
    )
