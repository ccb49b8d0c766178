"""What the one-machine launcher promises, tried on real processes."""

import json
import os
import re
import signal
import socket
from pathlib import Path

import psycopg
import pytest

from tests.faults.conftest import Launched, Start, left_over

pytestmark = pytest.mark.faults
WORDS = {
    "postgres": "/postgres ",
    "valkey": "valkey-server",
    "web": "gunicorn",
    "worker": " worker ",
    "beat": " beat ",
}


def owner_password(folder: Path) -> str:
    return str(json.loads((folder / "secrets.json").read_text())["owner"])


def test_web_logs_in_with_the_restricted_role(undisturbed: Launched) -> None:
    assert undisturbed.answer("healthz") == {"user": "app_rw", "may_see_all": False}
    assert undisturbed.answer("job") == {"answer": "done"}


def test_only_a_step_is_told_the_owners_password(undisturbed: Launched) -> None:
    password = owner_password(undisturbed.folder)

    for name, words in WORDS.items():
        told = Path(f"/proc/{undisturbed.child(words)}/environ").read_text()
        assert password not in told, name
    step = json.loads((undisturbed.folder / "step.json").read_text())
    assert password in step["DATABASE_OWNER_URL"]


def test_a_process_is_told_the_settings_and_nothing_else(undisturbed: Launched) -> None:
    told = set(json.loads((undisturbed.folder / "step.json").read_text())) - {"LC_CTYPE"}

    assert told == {
        *("PATH", "HOME", "PYTHONUNBUFFERED", "PORT"),
        *("SECRET_KEY", "TOKEN_KEY", "VAULT_KEYS", "BASE_URL", "ALLOWED_HOSTS", "DATA_DIR"),
        *("DATABASE_URL", "DATABASE_OWNER_URL", "CELERY_BROKER_URL", "CACHE_URL"),
        *("EMAIL_URL", "MAIL_DOMAIN", "MAIL_FROM", "LOG_LEVEL", "DEMO"),
    }


def test_it_says_what_it_does_how_long_it_took_and_who_to_be(undisturbed: Launched) -> None:
    said = re.sub(r"\d+\.\d s", "N s", undisturbed.said())

    assert said.splitlines() == [
        "Starting postgres ... N s",
        "Starting valkey ... N s",
        "Taking a step ... N s",
        "Starting web ... N s",
        "Starting worker ... N s",
        "Starting beat ... N s",
        "Asking after its health ... N s",
        "",
        f"Ready in N s: http://localhost:{undisturbed.port}",
        f"Everything it keeps is in {undisturbed.folder}",
        "This is a demonstration. The people and organisations in it are fictional.",
        "Ada, who chairs the board",
        "Stop it with Ctrl-C.",
    ]


def test_only_its_owner_can_read_what_it_keeps(undisturbed: Launched) -> None:
    modes = {
        name: (undisturbed.folder / name).stat().st_mode & 0o777 for name in (".", "secrets.json")
    }

    assert modes == {".": 0o700, "secrets.json": 0o600}


def test_a_second_copy_is_refused(undisturbed: Launched, launch: Start) -> None:
    second = launch(at=undisturbed.folder)

    assert second.process.wait(30) == 1
    assert second.said() == "Already running on this data directory.\n"


def test_killed_services_come_back(launch: Start) -> None:
    site = launch().ready()

    for name, words in WORDS.items():
        os.kill(site.child(words), signal.SIGKILL)
        site.wait_for(f"{name} is back")
        assert site.answer("healthz")["user"] == "app_rw"
        assert site.answer("job") == {"answer": "done"}

    workers = [
        words for words in site.family().values() if "-m celery -A site_jobs worker" in words
    ]
    assert len(workers) == 3  # one and its pool of two: the killed one left no pool behind


def test_what_keeps_dying_stops_everything_with_its_last_words(launch: Start) -> None:
    site = launch("-m nowhere")
    site.ready()
    family = site.family()

    assert site.process.wait(60) == 1
    assert "broken keeps dying." in site.said()
    assert "No module named nowhere" in site.said()
    assert left_over(family) == []


def test_a_clean_stop_leaves_no_process(launch: Start) -> None:
    site = launch().ready()
    family = site.family()

    assert site.stop() == 0
    assert site.said().endswith("Stopping.\nStopped.\n")
    assert left_over(family) == []


def test_a_stop_while_still_starting_leaves_no_process(launch: Start) -> None:
    site = launch()
    site.wait_for("Starting web")
    family = site.family()

    assert site.stop() == 0
    assert family
    assert left_over(family) == []


def test_killing_the_launcher_leaves_nothing_running_and_it_starts_again(launch: Start) -> None:
    site = launch().ready()
    family = site.family()

    site.process.kill()
    site.process.wait()

    assert left_over(family, seconds=20) == []
    again = launch(port=site.port).ready()
    assert again.answer("job") == {"answer": "done"}


def test_a_busy_port_is_said_in_words(launch: Start) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        site = launch(port=port)

        assert site.process.wait(30) == 1
        assert f"Another program is using port {port}." in site.said()
        assert f"--port {port + 1}" in site.said()


def test_servers_named_in_the_environment_are_used_instead(launch: Start, folder: Path) -> None:
    given = ("DATABASE_URL", "DATABASE_OWNER_URL", "CELERY_BROKER_URL", "CACHE_URL")
    site = launch(**{name: os.environ[name] for name in given}).ready()

    assert site.answer("job") == {"answer": "done"}
    assert sorted(path.name for path in folder.iterdir() if path.is_dir()) == []


def test_half_a_pair_of_servers_is_refused(launch: Start) -> None:
    site = launch(DATABASE_URL=os.environ["DATABASE_URL"])

    assert site.process.wait(30) == 1
    assert site.said() == "Set DATABASE_URL and DATABASE_OWNER_URL together, or neither.\n"


def test_a_folder_too_deep_for_a_socket_is_no_hindrance(launch: Start, folder: Path) -> None:
    site = launch(at=folder / ("deep" * 10) / ("down" * 10)).ready()

    assert site.answer("job") == {"answer": "done"}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root changes user")
def test_root_without_user_namespaces_changes_user_for_postgres(launch: Start) -> None:
    site = launch(STACK_USER_NAMESPACE="no").ready()
    family = site.family()

    assert Path(f"/proc/{site.child(WORDS['postgres'])}").stat().st_uid != 0
    assert site.answer("job") == {"answer": "done"}
    site.process.kill()
    site.process.wait()
    assert left_over(family, seconds=20) == []
    again = launch(STACK_USER_NAMESPACE="no", port=site.port).ready()
    assert again.answer("healthz")["user"] == "app_rw"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root changes user")
def test_a_closed_folder_above_is_said_plainly(launch: Start, folder: Path) -> None:
    folder.mkdir(mode=0o700)

    site = launch(at=folder / "below", STACK_USER_NAMESPACE="no")

    assert site.process.wait(30) == 1
    assert "is closed to the user that runs PostgreSQL" in site.said()


def test_the_product_runs_stops_dies_and_keeps_its_data(launch: Start, folder: Path) -> None:
    site = launch(product=True).ready()
    assert site.get("healthz")
    database = f"postgresql://owner:{owner_password(folder)}@/alliance?host={folder}/postgres"
    with psycopg.connect(database, autocommit=True) as kept:
        kept.execute("CREATE TABLE was_here AS SELECT 'yes' AS answer")
    for pid, words in site.children().items():
        if "manage.py keeper" not in words:  # it backs up, which only the owner can
            assert owner_password(folder) not in Path(f"/proc/{pid}/environ").read_text(), words

    second = launch(product=True)
    assert second.process.wait(30) == 1
    assert second.said() == "Already running on this data directory.\n"

    family = site.family()
    site.process.kill()
    site.process.wait()
    assert left_over(family, seconds=20) == []

    again = launch(product=True, port=site.port).ready()
    with psycopg.connect(database) as kept:
        assert kept.execute("SELECT answer FROM was_here").fetchone() == ("yes",)
    assert "not in good health" not in again.said()
    family = again.family()
    assert again.stop() == 0
    assert left_over(family) == []
