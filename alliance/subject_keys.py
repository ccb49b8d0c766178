"""A key for each subject alone, so that what is sealed under it can be destroyed alone.

A subject is whatever has a `public_id`: a contributor, a telling, a point. Its key is random and
kept wrapped by its alliance's key, which is kept wrapped by the installation's (`VAULT_KEYS`).
Wrapped keys stand in the schema `vault`, which is left out of the ordinary backup. A subject whose
key was destroyed never gets another. No key opens anything while receipts wait to be replayed.
"""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from alliance import vault
from alliance.models import ShredReceipt
from alliance.tenancy.context import current

KEY_BYTES = 32
ALLIANCE_KEY = "SELECT wrapped FROM vault.alliance_key WHERE alliance_id = %s"
KEEP_ALLIANCE_KEY = """
INSERT INTO vault.alliance_key (alliance_id, wrapped) VALUES (%s, %s)
ON CONFLICT (alliance_id) DO NOTHING
"""
KEEP_KEY = """
INSERT INTO vault.subject_key (number, alliance_id, subject, wrapped) VALUES (%s, %s, %s, %s)
ON CONFLICT (alliance_id, subject) DO NOTHING
"""
FOUND = """
SELECT s.number, s.subject, s.wrapped, a.wrapped
  FROM vault.subject_key s JOIN vault.alliance_key a USING (alliance_id)
 WHERE EXISTS (SELECT FROM vault.replay) AND {which} = ANY (%s)
"""
BY_NUMBER, BY_SUBJECT = FOUND.format(which="s.number"), FOUND.format(which="s.subject")
NUMBERS = "SELECT subject, number FROM vault.subject_key WHERE subject = ANY (%s)"
OVERWRITE = "UPDATE vault.subject_key SET wrapped = %s WHERE number = ANY (%s)"
FORGET = "DELETE FROM vault.subject_key WHERE number = ANY (%s)"
IS_OPEN = "SELECT EXISTS (SELECT FROM vault.replay)"
Row = tuple[int, UUID, bytes, bytes]


class Shredded(Exception):
    """The key was destroyed: what was sealed under it cannot be read again by anybody."""


@dataclass(frozen=True)
class Key:
    number: int
    secret: bytes


def key_for(subject: UUID) -> Key:
    """The subject's key, made when it is first needed. Shredded if it had one once."""
    found = _rows(BY_SUBJECT, [subject])
    if not found:
        if ShredReceipt.objects.filter(subject=subject).exists():
            raise Shredded
        _make(subject)
        found = _rows(BY_SUBJECT, [subject])
    if not found:
        raise vault.CannotOpen("The vault is shut until the receipts have been replayed.")
    number, secret = next(iter(_unwrapped(found).items()))
    return Key(number, secret)


def secrets_of(numbers: Collection[int]) -> dict[int, bytes]:
    """The keys of these numbers, in one query. A number that is missing was destroyed, or is
    another alliance's."""
    return _unwrapped(_rows(BY_NUMBER, list(numbers))) if numbers else {}


def is_shredded(number: int) -> bool:
    return ShredReceipt.objects.filter(key_number=number).exists()


def numbers_of(subjects: Collection[UUID]) -> dict[UUID, int]:
    """Those that have a key, whether or not the vault is open."""
    with connection.cursor() as cursor:
        cursor.execute(NUMBERS, [list(subjects)])
        return dict(cursor.fetchall())


def destroy(numbers: Collection[int]) -> None:
    """Overwrite and remove. A vacuum must follow, which only the owner may do."""
    with connection.cursor() as cursor:
        cursor.execute(OVERWRITE, [b"", list(numbers)])
        cursor.execute(FORGET, [list(numbers)])


def is_open() -> bool:
    """False between a restore and the replay of its receipts."""
    with connection.cursor() as cursor:
        cursor.execute(IS_OPEN)
        row = cursor.fetchone()
    return bool(row and row[0])


def alliance_place(alliance: int | None) -> str:
    return f"{alliance}/vault.alliance_key"


def _rows(query: str, wanted: list[UUID] | list[int]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(query, [wanted])
        return [(n, subject, bytes(w), bytes(a)) for n, subject, w, a in cursor.fetchall()]


def _make(subject: UUID) -> None:
    alliance, number = current(), secrets.randbits(62)
    wrapped = vault.seal_under(
        secrets.token_bytes(KEY_BYTES),
        key=_alliance_key(),
        number=number,
        place=_place(number, subject),
    )
    with connection.cursor() as cursor:
        cursor.execute(KEEP_KEY, [number, alliance, subject, wrapped])


def _alliance_key() -> bytes:
    alliance = current()
    place = alliance_place(alliance)
    with connection.cursor() as cursor:
        cursor.execute(ALLIANCE_KEY, [alliance])
        row = cursor.fetchone()
        if row is None:
            fresh = vault.seal_bytes(secrets.token_bytes(KEY_BYTES), place=place)
            cursor.execute(KEEP_ALLIANCE_KEY, [alliance, fresh])
            cursor.execute(ALLIANCE_KEY, [alliance])  # somebody else's, if they were quicker
            row = cursor.fetchone()
    return vault.open_bytes(bytes(row[0]), place=place)


def _unwrapped(rows: list[Row]) -> dict[int, bytes]:
    """One alliance is seen at a time, so its key is unwrapped once."""
    if not rows:
        return {}
    theirs = vault.open_bytes(rows[0][3], place=alliance_place(current()))
    return {
        number: vault.open_under(wrapped, key=theirs, place=_place(number, subject))
        for number, subject, wrapped, _ in rows
    }


def _place(number: int, subject: UUID) -> str:
    return f"{current()}/vault.subject_key/{number}/{subject}"
