"""A test database made by the owner and used as `app_rw`, as in production.

Two alliances are made once a session; what a test makes rolls back, or is emptied by the owner
where the test committed it.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connections
from django.test.client import Client, ClientHandler
from django.urls import get_script_prefix, set_script_prefix

from alliance.embedded.postgres import let_app_rw_in
from alliance.models import Alliance
from alliance.tenancy.prefix import Environ, move_prefix

# Made once a session, by migrations or below; everything else is emptied after a test that commits.
KEPT = [Alliance._meta.db_table, "django_migrations", "django_content_type", "auth_permission"]
SCHEMA = "schema_template"
OTHERS = """
SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
 WHERE datname = %s AND usename = current_user AND pid <> pg_backend_pid()
"""
TO_EMPTY = """
SELECT string_agg(quote_ident(relname), ',') FROM pg_class
 WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> ALL (%s)
"""


def server(database: str) -> "psycopg.Connection[Any]":
    """The server as the owner, past Django."""
    params = connections["owner"].get_connection_params()
    login = {key: params[key] for key in ("host", "user", "password", "port") if key in params}
    return psycopg.connect(**login, dbname=database, autocommit=True)


def flush_as_owner(name: str) -> None:
    """The application may not TRUNCATE."""
    with server(name) as owner:
        row = owner.execute(TO_EMPTY, [KEPT]).fetchone()
        assert row is not None
        owner.execute("SET funding.allow_truncate = 'on'")  # the ledger's guard asks for it
        owner.execute(f"TRUNCATE {row[0]} RESTART IDENTITY")


@contextmanager
def once_a_run(name: str) -> Iterator[bool]:
    """Whether we are the worker that does it; the others wait until it is done."""
    folder = Path(os.environ["DATA_DIR"])
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = folder / f"{name}.done"
        yield not done.exists()
        done.touch()


def point_at(name: str) -> None:
    """Every connection leads there; what was remembered of the last one is forgotten."""
    ContentType.objects.clear_cache()
    for alias in ("default", "owner"):
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name


def end_connections(name: str) -> None:
    """The application's own, which a failed test may have left: the owner may not end them.

    Asked from another database, and until each is gone: one that only begins to end still counts.
    One that is just ending has no role any more, and PostgreSQL says that we may not end it.
    """
    params = connections["default"].get_connection_params()
    login = {key: params[key] for key in ("host", "user", "password", "port") if key in params}
    for _ in range(20):
        try:
            with psycopg.connect(**login, dbname="postgres", autocommit=True) as ours:
                ours.execute(OTHERS, [name])
        except psycopg.OperationalError:
            return  # there is no such database
        except psycopg.errors.InsufficientPrivilege:
            continue
        return


def throw_away(name: str) -> None:
    end_connections(name)
    with server("postgres") as owner:
        owner.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def copy_database(template: str, name: str) -> None:
    throw_away(name)
    with server("postgres") as owner:
        owner.execute(f"CREATE DATABASE {name} TEMPLATE {template}")


def make_schema() -> None:
    """The tables and nothing in them: every other database of the run is a copy."""
    throw_away(SCHEMA)
    with server("postgres") as owner:
        owner.execute(f"CREATE DATABASE {SCHEMA}")
    with server(SCHEMA) as owner:
        let_app_rw_in(owner)
    point_at(SCHEMA)
    call_command("migrate", database="owner", verbosity=0)
    connections.close_all()


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any, worker_id: str) -> Iterator[None]:
    name = f"test_alliance_{worker_id}"
    with django_db_blocker.unblock():
        with once_a_run("schema") as is_ours:
            if is_ours:
                make_schema()
            copy_database(SCHEMA, name)
        point_at(name)
        for alias in ("default", "owner"):
            connections[alias].ops.execute_sql_flush = lambda _: flush_as_owner(name)
        for slug in ("north", "south"):
            Alliance.objects.using("owner").create(
                slug=slug, name=f"{slug.title()} Alliance", opened_on=date(2024, 1, 1)
            )
        connections["owner"].close()
        yield
        connections.close_all()
        throw_away(name)


class PrefixHandler(ClientHandler):
    """The test client calls Django without WSGI, so it moves the prefix itself."""

    def __call__(self, environ: Environ) -> Any:
        move_prefix(environ)
        before = get_script_prefix()
        set_script_prefix(environ.get("SCRIPT_NAME", "").rstrip("/") + "/")
        try:
            return super().__call__(environ)
        finally:
            set_script_prefix(before)


class PrefixClient(Client):
    def __init__(self, **defaults: Any) -> None:
        super().__init__(**defaults)
        self.handler = PrefixHandler(enforce_csrf_checks=False)


@pytest.fixture
def client() -> Client:
    return PrefixClient()
