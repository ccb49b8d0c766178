"""The demonstration in a database of its own, made once a run and copied for each worker.

A test module that names the fixture `demo` works in it; what its tests change rolls back.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connections
from django.test import override_settings

from alliance.models import Alliance
from alliance.tenancy.context import work_for
from tests.database import SCHEMA, copy_database, once_a_run, point_at, throw_away
from tests.people import Place

TEMPLATE = "demo_template"


def make_template() -> None:
    copy_database(SCHEMA, TEMPLATE)
    point_at(TEMPLATE)
    with override_settings(DEMO=True):
        call_command("demo", verbosity=0)
    connections.close_all()


def copy_template(name: str) -> None:
    """A demonstration under this name, as fresh as on the first day."""
    copy_database(TEMPLATE, name)


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
