"""The people round the table, for every test of the board."""

from tests.people_board import *  # noqa: F403 -- fixtures
