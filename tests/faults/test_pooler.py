"""Eight threads, two alliances, a pooler with two connections: whose rows does each see?

The same work is done twice: with the pin in every statement, and with the setting made once on the
connection, which is what request-level middleware would do. Needs Debian's `pgbouncer`.
"""

import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

from alliance.embedded.postgres import as_somebody_else
from alliance.models import Priority
from alliance.tenancy.backend import base
from alliance.tenancy.context import current, use
from tests.people import Place, settle
from tests.test_isolation import look

PGBOUNCER = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
THREADS = 8

pytestmark = [
    pytest.mark.faults,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        PGBOUNCER is None and not os.environ.get("CI"), reason="pgbouncer is not installed"
    ),
]


@pytest.fixture
def two(transactional_db: None) -> list[int]:
    found: list[Place] = [settle("north"), settle("south")]
    for place in found:
        with use(place.id):
            Priority.objects.create(number=1, name=place.slug)
    return [place.id for place in found]


@pytest.fixture
def through_a_pooler(two: list[int], tmp_path: Path) -> Iterator[list[int]]:
    assert PGBOUNCER is not None, "pgbouncer should have been installed"
    params = connections["default"].get_connection_params()
    login = " ".join(f"{k}={params[k]}" for k in ("host", "user", "password", "dbname"))
    config = tmp_path / "pgbouncer.ini"
    config.write_text(
        f"[databases]\n{params['dbname']} = {login}\n[pgbouncer]\nlisten_port = 6432\n"
        f"unix_socket_dir = {tmp_path}\nauth_type = any\npool_mode = transaction\n"
        "default_pool_size = 2\nmax_client_conn = 60\n"
    )
    pooler = start(PGBOUNCER, config, tmp_path)
    options = connections.settings["default"]["OPTIONS"]
    straight, options["host"] = options["host"], str(tmp_path)
    connections.settings["default"]["PORT"] = "6432"
    yield two
    options["host"] = straight
    connections.settings["default"]["PORT"] = ""
    pooler.terminate()
    pooler.wait(10)


def start(program: str, config: Path, folder: Path) -> "subprocess.Popen[bytes]":
    prefix, identity = as_somebody_else()
    words: dict[str, Any] = {k: v for k, v in vars(identity).items() if v is not None}
    if words:
        os.chown(folder, words["user"], -1)
    pooler = subprocess.Popen(
        [*prefix, program, "-q", str(config)], stderr=subprocess.DEVNULL, **words
    )
    for _ in range(100):
        if (folder / ".s.PGSQL.6432").exists():
            return pooler
        time.sleep(0.05)
    raise AssertionError("pgbouncer did not start")


def many(ids: list[int], times: int, before: Callable[[], None] | None = None) -> dict[str, int]:
    found = {"looks": 0, "leaks": 0, "empty": 0}
    threads = [
        threading.Thread(target=look, args=(ids, found, times, before)) for _ in range(THREADS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_a_pin_in_every_statement_never_leaks(through_a_pooler: list[int]) -> None:
    found = many(through_a_pooler, 1250)

    assert found["leaks"] == found["empty"] == 0
    assert found["looks"] >= 9_900  # ten thousand, less what threads lost in counting together


def test_a_setting_on_the_connection_would(
    through_a_pooler: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kept as a warning, and as proof that the test above could fail."""
    monkeypatch.setattr(base, "pin", str)

    def set_once() -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET app.alliance='{current()}'")

    assert many(through_a_pooler, 250, set_once)["leaks"] > 0
