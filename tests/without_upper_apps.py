"""Settings of an installation that has the board and nothing above it."""

from tests.settings import *  # noqa: F403 -- settings

ABOVE = {"coproduction", "funding"}
INSTALLED_APPS = [app for app in INSTALLED_APPS if app not in ABOVE]  # noqa: F405 -- likewise
