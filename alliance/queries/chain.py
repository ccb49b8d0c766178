"""Whether the record of what happened is whole: every Event hashed over the one before it."""

from dataclasses import dataclass
from typing import Any, Protocol

from django.db import connection

from alliance.tenancy.context import current

# Numbers run from 1 without a gap, and each hash is that of the one before and the Event's words.
FIRST_BROKEN = """
WITH chain AS (
    SELECT s.number, s.hash, e AS event, e.id AS event_id,
           lag(s.hash, 1, '') OVER (ORDER BY s.number) AS before,
           row_number() OVER (ORDER BY s.number) AS place
      FROM alliance_eventseal s LEFT JOIN alliance_event e
        ON e.alliance_id = s.alliance_id AND e.id = s.event_id
     WHERE s.alliance_id = %s
)
SELECT place FROM chain
 WHERE event_id IS NULL OR number <> place OR hash <> alliance_event_hash(before, event)
 ORDER BY place LIMIT 1
"""
UNSEALED = """
SELECT e.id FROM alliance_event e LEFT JOIN alliance_eventseal s
    ON s.alliance_id = e.alliance_id AND s.event_id = e.id
 WHERE s.id IS NULL AND e.alliance_id = %s ORDER BY e.id LIMIT 1
"""
HEAD = """
SELECT number, hash FROM alliance_eventseal WHERE alliance_id = %s ORDER BY number DESC LIMIT 1
"""


class Cursor(Protocol):
    """Django's or psycopg's own: the owner verifies a restored database past Django."""

    # Any: the drivers' own signatures.
    def execute(self, query: Any, params: Any = None, /) -> Any: ...

    def fetchone(self) -> Any: ...


@dataclass(frozen=True)
class Chain:
    """`length` links; `head` is the newest hash; `broken_at` the first link that does not fit."""

    length: int
    head: str
    broken_at: int | None
    unsealed: int | None

    @property
    def is_whole(self) -> bool:
        return self.broken_at is None and self.unsealed is None

    @property
    def in_words(self) -> str:
        return f"{self.length} {self.head}".strip()


def verify() -> Chain:
    """The current alliance's chain, worked out again by the database."""
    with connection.cursor() as cursor:
        return verified(cursor, alliance=current())


def verified(cursor: Cursor, *, alliance: int | None) -> Chain:
    """The chain of `alliance`, for a role that sees the rows of others too."""
    broken, unsealed, head = (
        _one(cursor, query, alliance) for query in (FIRST_BROKEN, UNSEALED, HEAD)
    )
    return Chain(
        length=head[0] if head else 0,
        head=head[1] if head else "",
        broken_at=broken[0] if broken else None,
        unsealed=unsealed[0] if unsealed else None,
    )


def head() -> str:
    """The newest number and the beginning of its hash, as printed in each board pack."""
    with connection.cursor() as cursor:
        row = _one(cursor, HEAD, current())
    return f"{row[0]} {row[1][:12]}" if row else "0"


def _one(cursor: Cursor, query: str, alliance: int | None) -> tuple[int, str] | None:
    cursor.execute(query, [alliance])
    found: tuple[int, str] | None = cursor.fetchone()
    return found
