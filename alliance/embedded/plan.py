"""What is run, in which order, and who is told what.

A plan is written down rather than coded, so that one line adds a process and a test can read it.
`$PORT`, `$DATA_DIR` and `$LOG_LEVEL` in a command stand for the settings of that name.
"""

from __future__ import annotations

import shlex
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from string import Template

from alliance.embedded.servers import BROKER, DATABASE

SITE = Path(__file__).resolve().parents[2]
LET_THROUGH = ("PATH", "HOME", "LANG")
OWNERS_ONLY = ("DATABASE_OWNER_URL", "BACKUP_RECIPIENT")
# A setting that the operator may give in the environment; its value where there is none.
SETTINGS = {
    "BASE_URL": "http://localhost:$PORT",
    "ALLOWED_HOSTS": "localhost,127.0.0.1",
    "EMAIL_URL": "",
    "MAIL_DOMAIN": "alliance.example",
    "MAIL_FROM": "alliance@alliance.example",
    "TRUSTED_PROXY_COUNT": "",
    "SENDFILE": "",
    "CLAMD_SOCKET": "",
    "BACKUP_DIR": "",
    "BACKUP_RECIPIENT": "",
    "LOG_LEVEL": "WARNING",
    "DEMO": "1",
}
NO = ("", "0", "no", "off", "false")


@dataclass(frozen=True, kw_only=True)
class Step:
    """Run once, to its end, before the processes begin."""

    name: str
    doing: str
    command: str
    as_owner: bool = False
    only_in_demo: bool = False


@dataclass(frozen=True, kw_only=True)
class Process:
    """Run until the site stops."""

    name: str
    command: str
    answers: str = ""  # an address; the process has started when something answers there
    as_owner: bool = False
    also_told: tuple[tuple[str, str], ...] = ()
    orphan_signal: int | None = None


@dataclass(frozen=True, kw_only=True)
class Plan:
    site: Path
    steps: tuple[Step, ...]
    processes: tuple[Process, ...]
    health: str
    people: str = ""  # a command that prints who the reader may be


PRODUCT = Plan(
    site=SITE,
    steps=(
        Step(
            name="migrate",
            doing="Bringing the database up to date",
            command="manage.py migrate -v0 --database owner",
            as_owner=True,
        ),
        Step(
            name="demo",
            doing="Writing the demonstration",
            command="manage.py demo",
            as_owner=True,
            only_in_demo=True,
        ),
    ),
    processes=(
        Process(
            name="web",
            command="-m gunicorn alliance.wsgi:application --bind 127.0.0.1:$PORT"
            " --worker-class gthread --workers 2 --threads 4 --graceful-timeout 10"
            " --no-control-socket --log-level warning",
            answers="http://127.0.0.1:$PORT/healthz",
            also_told=(("DATABASE_POOL", "4"),),  # one for each thread
            orphan_signal=signal.SIGQUIT,  # at once, rather than when the last page is sent
        ),
        Process(
            name="worker",
            command="-m celery -A alliance.celery worker -Q default --concurrency 2"
            " --hostname worker@alliance --loglevel $LOG_LEVEL --without-gossip --without-mingle",
            orphan_signal=signal.SIGKILL,  # its broker is going too: it would wait for that
        ),
        Process(
            name="packs",
            command="-m celery -A alliance.celery worker -Q packs --concurrency 1"
            " --hostname packs@alliance --loglevel $LOG_LEVEL --without-gossip --without-mingle",
            orphan_signal=signal.SIGKILL,  # its broker is going too: it would wait for that
        ),
        Process(
            name="beat",
            command="-m celery -A alliance.celery beat --schedule $DATA_DIR/beat"
            " --loglevel $LOG_LEVEL",
        ),
        Process(name="keeper", command="manage.py keeper", as_owner=True),
    ),
    health="http://127.0.0.1:$PORT/healthz",
    people="manage.py demo_people",
)


def settings(
    given: dict[str, str], kept: dict[str, str], addresses: dict[str, str], port: int, folder: Path
) -> dict[str, str]:
    """Every setting by its name: the operator's, ours where they gave none, and nothing else."""
    chosen = {name: given.get(name, usual) for name, usual in SETTINGS.items()}
    chosen["BASE_URL"] = Template(chosen["BASE_URL"]).safe_substitute(PORT=port)
    keys = {name: kept[name] for name in ("SECRET_KEY", "TOKEN_KEY", "VAULT_KEYS")}
    places = {name: addresses[name] for name in (*DATABASE, *BROKER)}
    places |= {"DATA_DIR": str(folder), "PORT": str(port)}
    surroundings = {name: given[name] for name in LET_THROUGH if name in given}
    named = {name: value for name, value in chosen.items() if value}
    return surroundings | {"PYTHONUNBUFFERED": "1"} | named | keys | places


def told(everything: dict[str, str], *, as_owner: bool) -> dict[str, str]:
    """What one process is told: only the owner's own learn the owner's password."""
    if as_owner:
        return everything
    return {name: value for name, value in everything.items() if name not in OWNERS_ONLY}


def arguments(command: str, everything: dict[str, str]) -> list[str]:
    words = shlex.split(command)
    return [sys.executable, *(Template(word).substitute(everything) for word in words)]


def is_demonstration(everything: dict[str, str]) -> bool:
    return everything.get("DEMO", "").lower() not in NO
