"""A profile as one value for each field, and its fingerprint."""

import hashlib
import json
from typing import Any

from members.profile_content.shape import BY_NAME, FIELDS, Content, Field

GROUPS = ("locations", "services")


def things(content: Content) -> dict[str, dict[str, Any]]:  # Any: fields of all kinds
    """The organisation, each location and each service, by path."""
    found = {"organisation": content["organisation"]}
    for group in GROUPS:
        found |= {f"{group}/{key}": thing for key, thing in content[group].items()}
    return found


def flat(content: Content) -> dict[str, Any]:  # Any: fields of all kinds
    """{"organisation/name": "Harbour Lane", "services/<id>/costs": "Free", ...}."""
    return {
        f"{path}/{field.name}": thing[field.name]
        for path, thing in things(content).items()
        for field in FIELDS[group_of(path)]
    }


def deep(found: dict[str, dict[str, Any]]) -> Content:  # Any: fields of all kinds
    """`things` undone."""
    content: Content = {"shape": 1, "organisation": {}, "locations": {}, "services": {}}
    for path, thing in found.items():
        group, _, key = path.partition("/")
        if key:
            content[group][key] = thing
        else:
            content[group] = thing
    return content


def group_of(path: str) -> str:
    return path.partition("/")[0]


def field_of(path: str) -> Field:
    """The field that `services/<id>/name` or `organisation/name` is about."""
    return BY_NAME[group_of(path)][path.rpartition("/")[2]]


def sha256(content: Content) -> str:
    """The same words give the same fingerprint, in whatever order they were put in."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
