"""What a backup promises to hold: each table's rows and their hash, and the heads of the chains.

Worked out by the database in one unchanging view of it, which pg_dump then copies from. An exit
status proves nothing: a copy made by a role that the policies bind is valid, and empty.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime

from psycopg import IsolationLevel, sql

from alliance.errors import Refused
from alliance.keeping.databases import Connection, Database
from alliance.queries import chain

# Rows are hashed as text, which depends on these.
ALIKE = """
SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO'; SET LOCAL IntervalStyle = 'postgres';
SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex'
"""
TABLES = """
SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind = 'r' AND n.nspname NOT IN ('information_schema', 'vault')
   AND n.nspname !~ '^pg_' ORDER BY 1, 2
"""
# In 256 parts by the first byte of each row's hash: no aggregate grows past what one value may be.
CONTENT = sql.SQL("""
SELECT coalesce(sum(rows), 0)::bigint,
       encode(sha256(coalesce(string_agg(hash, ''::bytea ORDER BY part), ''::bytea)), 'hex')
  FROM (SELECT get_byte(h, 0) AS part, count(*) AS rows,
               sha256(string_agg(h, ''::bytea ORDER BY h)) AS hash
          FROM (SELECT sha256(convert_to(t::text, 'UTF8')) AS h FROM {table} AS t) AS hashed
         GROUP BY 1) AS parts
""")


@dataclass(frozen=True)
class Content:
    """How many rows a table has, and one hash over them in whatever order they lie."""

    rows: int
    hash: str


@dataclass(frozen=True)
class Manifest:
    """`chains` gives the newest link of each alliance's events; `files` the SHA-256 of each."""

    made_at: str
    tables: dict[str, Content]
    migrations: list[str]
    chains: dict[str, str]
    files: dict[str, str]

    def as_json(self) -> bytes:
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()


def from_json(text: bytes) -> Manifest:
    try:
        read = json.loads(text)
        tables = {name: Content(**content) for name, content in read.pop("tables").items()}
        return Manifest(tables=tables, **read)
    except (ValueError, KeyError, TypeError):
        raise Refused("This backup's list of contents cannot be read.") from None


@contextmanager
def still(database: Database) -> Iterator[tuple[Connection, str]]:
    """A view of the database in which nothing changes, and the name by which others share it."""
    with database.connect() as connection:
        connection.isolation_level = IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        connection.execute(ALIKE)
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert row is not None
        yield connection, str(row[0])


def describe(connection: Connection, *, now: datetime) -> Manifest:
    """Everything but the files."""
    migrations = connection.execute(
        "SELECT app || '.' || name FROM django_migrations ORDER BY 1"
    ).fetchall()
    return Manifest(
        made_at=now.isoformat(),
        tables=contents(connection),
        migrations=[str(row[0]) for row in migrations],
        chains={slug: found.in_words for slug, found in chains(connection).items()},
        files={},
    )


def contents(connection: Connection) -> dict[str, Content]:
    return {
        table if schema == "public" else f"{schema}.{table}": content_of(connection, schema, table)
        for schema, table in connection.execute(TABLES).fetchall()
    }


def content_of(connection: Connection, schema: str, table: str) -> Content:
    query = CONTENT.format(table=sql.Identifier(schema, table))
    row = connection.execute(query).fetchone()
    assert row is not None
    return Content(*row)


def chains(connection: Connection) -> dict[str, chain.Chain]:
    """Each alliance's chain of events, worked out again, by its short name."""
    alliances = connection.execute("SELECT slug, id FROM alliance_alliance ORDER BY slug")
    with connection.cursor() as cursor:
        return {slug: chain.verified(cursor, alliance=key) for slug, key in alliances.fetchall()}
