"""One child of the launcher: how to start it, know that it is ready, restart and stop it."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from alliance.embedded.directory import Failed
from alliance.embedded.orphans import die_with_parent

TOO_MANY_DEATHS, WITHIN_SECONDS = 5, 60.0
FULL_LOG = 5_000_000  # bytes; a fuller one is set aside at the next start


class StopAsked(Exception):
    """Somebody asked the launcher to stop while it was still starting."""


@dataclass(frozen=True)
class Identity:
    """The user as whom a child runs; none of these: the launcher's own."""

    user: int | None = None
    group: int | None = None
    extra_groups: tuple[int, ...] | None = None


def never() -> bool:
    return False


def at_once() -> bool:
    return True


@dataclass(kw_only=True)
class Service:
    name: str
    argv: list[str]
    env: dict[str, str]
    log: Path
    cwd: Path = Path("/")
    before: Callable[[], None] = lambda: None
    ready: Callable[[], bool] = at_once
    patience: float = 60.0
    stop_signal: int = signal.SIGTERM
    orphan_signal: int | None = None  # what the kernel sends if the launcher is killed
    identity: Identity = Identity()
    child: subprocess.Popen[bytes] | None = None
    deaths: list[float] = field(default_factory=list)
    restart_at: float | None = None
    is_coming_back: bool = False

    def start(self, asked_to_stop: Callable[[], bool] = never) -> None:
        """Start, and start again if the child dies before it is ready.

        A PostgreSQL whose predecessor was killed can refuse once, until the kernel has let go of
        the dead server's shared memory.
        """
        deadline = time.monotonic() + self.patience
        self._set_full_log_aside()
        self.spawn()
        while time.monotonic() < deadline:
            if asked_to_stop():
                raise StopAsked
            if not self.is_running():
                time.sleep(self.pause_before_restart(time.monotonic()))
                self.spawn()
            if self.ready():
                return
            time.sleep(0.03)
        raise Failed(f"{self.name} did not start.\n{self.last_words()}")

    def spawn(self) -> None:
        self.before()
        with self.log.open("ab") as log:
            self.child = subprocess.Popen(
                self.argv,
                env=self.env,
                cwd=self.cwd,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # a ^C in the terminal reaches the launcher only
                preexec_fn=die_with_parent(  # noqa: PLW1509 -- the launcher has one thread
                    self.orphan_signal or self.stop_signal
                ),
                user=self.identity.user,
                group=self.identity.group,
                extra_groups=self.identity.extra_groups,
            )

    def is_running(self) -> bool:
        return self.child is not None and self.child.poll() is None

    def stop(self, patience: float = 20.0) -> None:
        if self.child is None:
            return
        with suppress(ProcessLookupError):
            self.child.send_signal(self.stop_signal)
        with suppress(subprocess.TimeoutExpired):
            self.child.wait(patience)
        self.bury_family()

    def bury_family(self) -> None:
        """End whatever is left of the child's process group, such as a killed worker's pool."""
        if self.child is None:
            return
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.child.pid, signal.SIGKILL)
        self.child.wait()

    def tend(self, now: float, say: Callable[[str], None]) -> None:
        """Bring a dead child back, without holding up the others."""
        if self.is_running():
            if self.is_coming_back and self.ready():
                self.is_coming_back = False
                say(f"{self.name} is back")
        elif self.restart_at is None:
            self.bury_family()
            pause = self.pause_before_restart(now)
            self.restart_at = now + pause
            say(f"{self.name} died; starting it again in {pause:.2f} s")
        elif now >= self.restart_at:
            self.restart_at, self.is_coming_back = None, True
            self.spawn()

    def pause_before_restart(self, now: float) -> float:
        """Seconds to wait, doubling; raises when it keeps dying."""
        self.deaths = [t for t in self.deaths if now - t < WITHIN_SECONDS] + [now]
        if len(self.deaths) > TOO_MANY_DEATHS:
            raise Failed(f"{self.name} keeps dying.\n{self.last_words()}")
        return float(min(0.25 * 2 ** (len(self.deaths) - 1), 8.0))

    def last_words(self) -> str:
        return self.log.read_text(errors="replace")[-2000:] if self.log.exists() else ""

    def _set_full_log_aside(self) -> None:
        if self.log.exists() and self.log.stat().st_size > FULL_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))


def wait_until_left(folder: Path, patience: float = 15.0) -> None:
    """Let the last server go: its launcher, or it, may have been killed a moment ago."""
    deadline = time.monotonic() + patience
    while somebody_lives_in(folder) and time.monotonic() < deadline:
        time.sleep(0.05)


def somebody_lives_in(folder: Path) -> bool:
    """Whether a live process has `folder` as its working directory, as both servers have."""
    for cwd in Path("/proc").glob("[0-9]*/cwd"):
        with suppress(OSError):
            if cwd.readlink() == folder:
                return True
    return False


def is_unburied(pid: str) -> bool:
    """Whether `pid` is a zombie."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    return False
