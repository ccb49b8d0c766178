"""Give a test run its own PostgreSQL and Valkey, before Django reads its settings.

It must be loaded with `-p` (from `addopts`), because a `conftest.py` comes too late: pytest-django
has imported the settings by then. The workers of pytest-xdist inherit the environment, and so
share the servers that their controller started; servers named beforehand are used as they are.
"""

from __future__ import annotations

import atexit
import os
from contextlib import ExitStack

import pytest

from alliance.embedded.servers import passing_servers

_running = ExitStack()


def pytest_unconfigure(config: pytest.Config) -> None:
    _running.close()


if "PYTEST_XDIST_WORKER" not in os.environ:
    atexit.register(_running.close)  # a run that ends before pytest is configured
    os.environ.update(_running.enter_context(passing_servers()))
