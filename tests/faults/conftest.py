"""A launcher started as an operator would start it, and looked at from outside."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SMALL_SITE = ROOT / "tests/faults/example_site/launch.py"

# The last is how coverage asks a process to note what it reaches.
SURROUNDINGS = ("PATH", "HOME", "COVERAGE_PROCESS_CONFIG")


class Launched:
    def __init__(self, command: list[str], folder: Path, port: int, **env: str) -> None:
        self.folder, self.port = folder, port
        surroundings = {name: os.environ[name] for name in SURROUNDINGS if name in os.environ}
        self.out = Path(tempfile.mkstemp(prefix="launched-")[1])
        with self.out.open("w") as out:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=surroundings | {"PYTHONPATH": str(ROOT), "DATA_DIR": str(folder)} | env,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
            )

    def said(self) -> str:
        return self.out.read_text()

    def wait_for(self, words: str, seconds: float = 240) -> str:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if words in self.said():
                return self.said()
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise AssertionError(f"never said {words!r}:\n{self.said()}")

    def ready(self) -> "Launched":
        self.wait_for("Stop it with Ctrl-C.")
        return self

    def get(self, page: str) -> bytes:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/{page}", timeout=20) as answer:
            return bytes(answer.read())

    def answer(self, page: str, seconds: float = 20) -> dict[str, Any]:  # Any: a JSON object
        """What the page says, as soon as it says it; a service may be coming back."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                found: dict[str, Any] = json.loads(self.get(page))
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)
            else:
                return found

    def family(self) -> dict[int, str]:
        """Live descendants: number and command line."""
        found: dict[int, str] = {}
        ancestors = {self.process.pid}
        for _ in range(5):
            for pid, (parent, words) in everybody().items():
                if parent in ancestors:
                    found[pid] = words
            ancestors |= set(found)
        return found

    def children(self) -> dict[int, str]:
        """Its own children only."""
        return {
            pid: words for pid, (parent, words) in everybody().items() if parent == self.process.pid
        }

    def child(self, words: str) -> int:
        (pid,) = [pid for pid, command in self.children().items() if words in command]
        return pid

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)


def everybody() -> dict[int, tuple[int, str]]:
    """Every live process: its parent and its command line."""
    found = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            text = status.read_text()
            state, parent = text.rpartition(")")[2].split()[:2]
            words = (status.parent / "cmdline").read_bytes().replace(b"\0", b" ")
            if state != "Z":
                found[int(text.split()[0])] = int(parent), words.decode(errors="replace")
    return found


def left_over(family: dict[int, str], seconds: float = 0) -> list[str]:
    """Those of a family that are still alive after so long."""
    deadline = time.monotonic() + seconds
    while True:
        alive = [
            words for pid, words in family.items() if everybody().get(pid, ("", ""))[1] == words
        ]
        if not alive or time.monotonic() >= deadline:
            return alive
        time.sleep(0.1)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


Start = Callable[..., Launched]


def new_folder() -> tempfile.TemporaryDirectory[str]:
    """Outside pytest's own folder, which is closed to the user that may run PostgreSQL."""
    made = tempfile.TemporaryDirectory(prefix="al-")
    Path(made.name).chmod(0o755)
    return made


def launch_small_site(folder: Path, port: int, *extra: str, **env: str) -> Launched:
    command = [sys.executable, str(SMALL_SITE), str(port), str(folder), *extra]
    return Launched(command, folder, port, **env)


def launch_product(folder: Path, port: int, **env: str) -> Launched:
    command = [sys.executable, "-m", "alliance.embedded", "up", "--port", str(port)]
    return Launched(command, folder, port, **env)


def end(site: Launched) -> None:
    site.process.terminate()
    site.process.wait(60)
    site.out.unlink()


@pytest.fixture
def folder() -> Iterator[Path]:
    with new_folder() as name:
        yield Path(name, "kept")


@pytest.fixture(scope="module")
def undisturbed() -> Iterator[Launched]:
    """A small site for the tests that only look at it."""
    with new_folder() as name:
        site = launch_small_site(
            Path(name, "kept"), free_port(), STRANGER="boo", EMAIL_URL="smtp://mail.example"
        )
        yield site.ready()
        end(site)


@pytest.fixture
def launch(folder: Path) -> Iterator[Start]:
    """Start the small site, or with `product=True` the real one, on this test's folder."""
    running: list[Launched] = []

    def begin(
        *extra: str, product: bool = False, port: int = 0, at: Path = folder, **env: str
    ) -> Launched:
        port = port or free_port()
        site = (
            launch_product(at, port, **env)
            if product
            else launch_small_site(at, port, *extra, **env)
        )
        running.append(site)
        return site

    yield begin
    for site in reversed(running):
        end(site)
