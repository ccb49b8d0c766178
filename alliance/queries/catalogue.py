"""The roles as people read them, made from the catalogue that decides."""

from dataclasses import dataclass

from alliance.roles import (
    ALLIANCE_PERMISSIONS,
    ELECTION_PERMISSIONS,
    ORGANISATION_PERMISSIONS,
    ROLES,
    Role,
    Scope,
)

WORDS = ALLIANCE_PERMISSIONS | ORGANISATION_PERMISSIONS | ELECTION_PERMISSIONS


@dataclass(frozen=True)
class Entry:
    title: str
    words: str
    permissions: list[str]
    excludes: str
    needs_second_factor: bool
    is_by_hand: bool
    is_own: bool


def entries() -> list[Entry]:
    return [_entry(role) for role in ROLES.values()]


def _entry(role: Role) -> Entry:
    return Entry(
        title=role.title,
        words=role.what_they_can_do,
        permissions=[words for name, words in WORDS.items() if name in role.permissions],
        excludes=", ".join(sorted(ROLES[code].title for code in role.excludes)),
        needs_second_factor=role.needs_second_factor,
        is_by_hand=role.is_granted_by_hand,
        is_own=role.scope == Scope.ORGANISATION,
    )
