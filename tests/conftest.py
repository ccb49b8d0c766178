"""Fixtures that every test may ask for."""

import pytest
from django.core.cache import cache

from tests.database import client, django_db_setup  # noqa: F401 -- fixtures
from tests.demo_database import demo, demo_database, demo_template, places, within  # noqa: F401
from tests.people import *  # noqa: F403 -- fixtures


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Nobody has tried anything yet, and no alliance's face is remembered."""
    cache.clear()
