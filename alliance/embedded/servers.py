"""PostgreSQL and Valkey: our own, or those that the environment names."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from alliance.embedded.directory import DataDirectory, Failed
from alliance.embedded.postgres import Postgres
from alliance.embedded.service import never
from alliance.embedded.valkey import Valkey

DATABASE = ("DATABASE_URL", "DATABASE_OWNER_URL")
BROKER = ("CELERY_BROKER_URL", "CACHE_URL")


def are_given(names: tuple[str, ...], environment: Mapping[str, str]) -> bool:
    """Whether the operator named a server of their own; half a pair is a mistake, said plainly."""
    given = [name for name in names if environment.get(name)]
    if given and len(given) != len(names):
        raise Failed(f"Set {' and '.join(names)} together, or neither.")
    return bool(given)


class Servers:
    """Each is started only if the environment does not already name one."""

    def __init__(
        self,
        directory: DataDirectory,
        *,
        durable: bool = True,
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        self.environment = environment
        self.started: list[Postgres | Valkey] = []
        self.postgres = (
            None if are_given(DATABASE, environment) else Postgres(directory, durable=durable)
        )
        self.valkey = None if are_given(BROKER, environment) else Valkey(directory)

    def ours(self) -> list[Postgres | Valkey]:
        return [server for server in (self.postgres, self.valkey) if server is not None]

    def start(self, asked_to_stop: Callable[[], bool] = never) -> None:
        for server in self.ours():
            self.started.append(server)
            server.start(asked_to_stop)

    def stop(self) -> None:
        while self.started:
            self.started.pop().service.stop()

    def addresses(self) -> dict[str, str]:
        """Where everything is, by the names of the settings."""
        found = {name: self.environment.get(name, "") for name in (*DATABASE, *BROKER)}
        if self.postgres is not None:
            found["DATABASE_URL"] = self.postgres.url("app_rw")
            found["DATABASE_OWNER_URL"] = self.postgres.url("owner")
        if self.valkey is not None:
            found["CELERY_BROKER_URL"] = self.valkey.broker_url
            found["CACHE_URL"] = self.valkey.cache_url
        return found


@contextmanager
def passing_servers() -> Iterator[dict[str, str]]:
    """Servers for one run of the tests or of one command; yields the environment they make.

    They are fast and forgetful: a crash may lose everything, and the end surely does.
    """
    folder = Path(tempfile.mkdtemp(prefix="al-"))
    directory = DataDirectory(folder)
    servers = Servers(directory, durable=False)
    try:
        servers.start()
        yield servers.addresses() | passing_settings(directory)
    finally:
        servers.stop()
        directory.close()
        shutil.rmtree(folder, ignore_errors=True)


def passing_settings(directory: DataDirectory) -> dict[str, str]:
    """Everything else that the settings ask for."""
    kept = directory.secrets()
    files = directory.path / "files"
    files.mkdir()
    return {
        "SECRET_KEY": kept["SECRET_KEY"],
        "TOKEN_KEY": kept["TOKEN_KEY"],
        "VAULT_KEYS": kept["VAULT_KEYS"],
        "DATA_DIR": str(files),
        "BASE_URL": "http://testserver",
        "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
        "MAIL_DOMAIN": "alliance.example",
        "MAIL_FROM": "alliance@alliance.example",
    }
