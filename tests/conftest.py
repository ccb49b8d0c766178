"""Fixtures that every test may ask for."""

from tests.database import client, django_db_setup  # noqa: F401 -- fixtures
from tests.demo_database import demo, demo_database, places, within  # noqa: F401 -- fixtures
from tests.people import *  # noqa: F403 -- fixtures
