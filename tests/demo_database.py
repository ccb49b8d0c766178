"""The demonstration in a database of its own, made once a run and copied for each worker.

A test module that names the fixture `demo` works in it; what its tests change rolls back.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import call_command
from django.db import connections
from django.test import override_settings

from alliance.embedded.postgres import let_app_rw_in
from alliance.models import Alliance
from alliance.tenancy.context import work_for
from tests.database import server
from tests.people import Place

TEMPLATE = "demo_template"


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


def make_template() -> None:
    with server("postgres") as owner:
        owner.execute(f"DROP DATABASE IF EXISTS {TEMPLATE} WITH (FORCE)")
        owner.execute(f"CREATE DATABASE {TEMPLATE}")
    with server(TEMPLATE) as owner:
        let_app_rw_in(owner)
    point_at(TEMPLATE)
    call_command("migrate", database="owner", verbosity=0)
    with override_settings(DEMO=True):
        call_command("demo", verbosity=0)
    connections.close_all()


def copy_template(name: str) -> None:
    """A demonstration under this name, as fresh as on the first day."""
    throw_away(name)
    with server("postgres") as owner:
        owner.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")


def throw_away(name: str) -> None:
    with server("postgres") as owner:
        owner.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def demo_template(django_db_setup: None, django_db_blocker: Any) -> str:
    """The database that every other demonstration is copied from."""
    own = connections["default"].settings_dict["NAME"]
    with django_db_blocker.unblock(), once_a_run("demo") as is_ours:
        if is_ours:
            make_template()
        point_at(own)
    return TEMPLATE


@pytest.fixture(scope="session")
def demo_database(demo_template: str, django_db_blocker: Any, worker_id: str) -> Iterator[str]:
    name = f"demo_{worker_id}"
    with django_db_blocker.unblock():
        copy_template(name)
    yield name
    with django_db_blocker.unblock():
        throw_away(name)


@pytest.fixture(scope="module")
def demo(demo_database: str, django_db_blocker: Any) -> Iterator[None]:
    """The module's tests work in the demonstration's database."""
    own = connections["default"].settings_dict["NAME"]
    with django_db_blocker.unblock(), override_settings(DEMO=True):
        point_at(demo_database)
        cache.clear()  # alliances have the same numbers in both databases
    with override_settings(DEMO=True):
        yield
    with django_db_blocker.unblock():
        point_at(own)
        cache.clear()


@pytest.fixture(scope="module")
def places(demo: None, django_db_blocker: Any) -> dict[str, Place]:
    with django_db_blocker.unblock():
        return {a.slug: Place(a.pk, a.slug) for a in Alliance.objects.all()}


@pytest.fixture
def within(places: dict[str, Place], db: None) -> Callable[[str], Any]:
    """`with within("sheffield"):` works for that alliance."""
    return lambda slug: work_for(places[slug].id, slug)
