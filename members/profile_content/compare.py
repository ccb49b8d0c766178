"""What a version changes, in words and word by word; and three sides made into one.

A version is the difference between what was live when it was begun and what it says. So a field
that nobody touched takes the value that is live now, and a field touched on both sides is for a
person to decide.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from members.profile_content.flat import GROUPS, deep, field_of, group_of, things
from members.profile_content.shape import FIELDS, REGISTER, Content, Known
from members.profile_content.wording import place_name, said

# Any, below: values of all kinds, as JSON has them.

Marked = list[tuple[str, bool]]  # words, and whether they differ
ADDED, REMOVED, CHANGED = "added", "removed", "changed"


@dataclass(frozen=True)
class Change:
    """One field, place or service that a version changes. `path` may be that of a whole thing."""

    path: str
    subject: str
    label: str
    kind: str
    before: Marked = field(default_factory=list)
    after: Marked = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_register(self) -> bool:
        """The alliance lead signs it too."""
        group, _, name = self.path.partition("/")
        return group == "organisation" and name in REGISTER


@dataclass(frozen=True)
class Merged:
    content: Content
    both_sides: list[str]  # paths that both sides changed, and not to the same


def changes(base: Content, mine: Content, known: Known) -> list[Change]:
    """In the order of the documented shape: the organisation, places, services."""
    before, after = things(base), things(mine)
    found: list[Change] = []
    for path in [*(p for p in before if p not in after), *after]:
        if path not in after:
            found.append(_whole(path, before[path], base, known, kind=REMOVED))
        elif path not in before:
            found.append(_whole(path, after[path], mine, known, kind=ADDED))
        else:
            found += _fields(path, before, after, known, (base, mine))
    return sorted(found, key=lambda change: list(FIELDS).index(group_of(change.path)))


def _fields(
    path: str,
    before: dict[str, Any],
    after: dict[str, Any],
    known: Known,
    contents: tuple[Content, Content],
) -> Iterator[Change]:
    old, new = before[path], after[path]
    for one in FIELDS[group_of(path)]:
        if old[one.name] != new[one.name]:
            was = said(one, old[one.name], known, contents[0])
            now = said(one, new[one.name], known, contents[1])
            kind = ADDED if not was else REMOVED if not now else CHANGED
            full = f"{path}/{one.name}"
            yield Change(full, subject_of(path, new), one.label, kind, *marked(was, now))


def _whole(path: str, thing: Any, content: Content, known: Known, *, kind: str) -> Change:
    facts = [
        (one.label, said(one, thing[one.name], known, content))
        for one in FIELDS[group_of(path)]
        if thing[one.name] not in ("", None, [])
    ]
    return Change(path, subject_of(path, thing), LABELS[group_of(path)], kind, facts=facts)


LABELS = {"locations": "The whole place", "services": "The whole service"}


def subject_of(path: str, thing: dict[str, Any]) -> str:
    """Whose field it is: "" for the organisation, else the place or service by name."""
    group = group_of(path)
    if group == "organisation":
        return ""
    return place_name(thing) if group == "locations" else str(thing["name"])


def marked(before: str, after: str) -> tuple[Marked, Marked]:
    """Both texts in runs of words, those that differ marked."""
    old, new = _words(before), _words(after)
    if not old or not new:
        return [(before, False)] if before else [], [(after, False)] if after else []
    was: Marked = []
    now: Marked = []
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    for what, i, j, k, m in matcher.get_opcodes():
        if j > i:
            was.append(("".join(old[i:j]), what != "equal"))
        if m > k:
            now.append(("".join(new[k:m]), what != "equal"))
    return was, now


def _words(text: str) -> list[str]:
    """Words with the space after them, so that they join to the same text."""
    return re.findall(r"\S+\s*|\s+", text)


def merge(base: Content, mine: Content, live: Content) -> Merged:
    """What is live now, with what `mine` changes about `base`."""
    old, ours, theirs = things(base), things(mine), things(live)
    merged: dict[str, dict[str, Any]] = {}
    both: list[str] = []
    for path in dict.fromkeys([*theirs, *ours]):
        if path in ours and path in theirs:
            merged[path], met = _three(path, old.get(path), ours[path], theirs[path])
            both += met
        elif path in ours:
            if path not in old or ours[path] != old[path]:
                merged[path] = deepcopy(ours[path])
                both += [path] if path in old else []
        elif path not in old:
            merged[path] = deepcopy(theirs[path])
        elif theirs[path] != old[path]:
            both.append(path)
    return Merged(_without_lost_places(deep(merged)), both)


def _three(
    path: str, old: dict[str, Any] | None, ours: dict[str, Any], theirs: dict[str, Any]
) -> tuple[dict[str, Any], list[str]]:
    merged, both = {}, []
    for one in FIELDS[group_of(path)]:
        was = old[one.name] if old is not None else theirs[one.name]
        mine, live = ours[one.name], theirs[one.name]
        merged[one.name] = deepcopy(live if mine == was else mine)
        if mine not in (was, live) and live != was:
            both.append(f"{path}/{one.name}")
    return merged, both


def _without_lost_places(content: Content) -> Content:
    """A service is not at a place that is gone."""
    for service in content["services"].values():
        service["places"] = [key for key in service["places"] if key in content["locations"]]
    return content


def without_register(content: Content, live: Content) -> Content:
    """The same, but for what the alliance lead signs, which stays as it is live."""
    kept = {name: live["organisation"][name] for name in REGISTER}
    return content | {"organisation": content["organisation"] | kept}


def differing(old: Content, new: Content) -> dict[str, tuple[Any, Any]]:
    """Paths of fields, places and services that are not the same: (old, new), None where absent."""
    before, after = things(old), things(new)
    found: dict[str, tuple[Any, Any]] = {}
    for path in dict.fromkeys([*before, *after]):
        if path not in before or path not in after:
            found[path] = (before.get(path), after.get(path))
        else:
            for name, value in after[path].items():
                if before[path][name] != value:
                    found[f"{path}/{name}"] = (before[path][name], value)
    return found


def at(content: Content, path: str) -> Any:
    """The value, or the whole thing, at a path; None where there is none."""
    found = things(content)
    if path in found:
        return found[path]
    thing, _, name = path.rpartition("/")
    return found.get(thing, {}).get(name)


def with_value(content: Content, path: str, value: Any) -> Content:
    """A copy with another value, or without the thing where `value` is None and `path` a thing."""
    copy = deepcopy(content)
    group, _, rest = path.partition("/")
    if group in GROUPS and "/" not in rest:
        if value is None:
            copy[group].pop(rest, None)
        else:
            copy[group][rest] = value
        return _without_lost_places(copy)
    thing = things(copy)[path.rpartition("/")[0]]
    assert field_of(path).name in thing
    thing[path.rpartition("/")[2]] = value
    return copy
