"""How every trial begins: services of its own, an empty database, and Django set up on them."""

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import django

from alliance.embedded.directory import DataDirectory
from alliance.embedded.servers import Servers

ROOT = Path(__file__).resolve().parents[2]
VAULT_KEY = "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE="


def set_up(folder: Path, *, mail_port: int) -> Servers:
    """Whoever calls stops the servers. Models can be imported from now on, not before."""
    servers = Servers(DataDirectory(folder), environment={})
    servers.start()
    os.environ.update(
        servers.addresses(),
        EMAIL_URL=f"smtp://127.0.0.1:{mail_port}",
        DATA_DIR=str(folder),
        SECRET_KEY="only for tests",
        TOKEN_KEY="only for tests",
        VAULT_KEYS=VAULT_KEY,
        DJANGO_SETTINGS_MODULE="tests.faults.settings",
    )
    migrate = [sys.executable, "manage.py", "migrate", "-v0", "--database", "owner"]
    subprocess.run(migrate, cwd=ROOT, check=True)
    django.setup()
    import_module("tests.faults.verdict").open_alliances()
    return servers
