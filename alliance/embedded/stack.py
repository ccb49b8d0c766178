"""Start a plan, watch it until told to stop, and stop it in the reverse order."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from string import Template

from alliance.embedded.directory import DataDirectory, Failed
from alliance.embedded.orphans import die_with_parent
from alliance.embedded.plan import Plan, Process, Step, arguments, is_demonstration, settings, told
from alliance.embedded.servers import Servers
from alliance.embedded.service import Service, StopAsked

STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
UNTIL_HEALTHY = 60.0


class Stack:
    """Two servers and the site's own processes."""

    def __init__(self, plan: Plan, directory: DataDirectory, port: int) -> None:
        self.plan = plan
        self.directory = directory
        self.port = port
        self.servers = Servers(directory)
        self.settings = settings(
            dict(os.environ),
            directory.secrets(),
            self.servers.addresses(),
            port,
            directory.path,
        )
        self.running: list[Service] = []
        self.asked_to_stop = False

    def run(self) -> None:
        for number in STOP_SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN:  # nohup ignores SIGHUP
                signal.signal(number, self._stop_asked)
        with ExitStack() as stopping:
            stopping.callback(say, "Stopped.")
            with suppress(StopAsked):
                began = time.monotonic()
                self._start(stopping)
                self._closing_words(time.monotonic() - began)
                self._watch()
            say("Stopping.")

    def _stop_asked(self, *_: object) -> None:
        self.asked_to_stop = True

    def _is_stop_asked(self) -> bool:
        return self.asked_to_stop

    def _start(self, stopping: ExitStack) -> None:
        free_port(self.port)
        for server in self.servers.ours():
            stopping.callback(server.service.stop)
            with told_with_seconds(f"Starting {server.service.name}"):
                server.start(self._is_stop_asked)
            self.running.append(server.service)
        for step in self.plan.steps:
            if is_demonstration(self.settings) or not step.only_in_demo:
                self._take(step)
        for process in self.plan.processes:
            service = self._service(process)
            stopping.callback(service.stop)
            with told_with_seconds(f"Starting {process.name}"):
                service.start(self._is_stop_asked)
            self.running.append(service)
        self._wait_until_healthy()

    def _take(self, step: Step) -> None:
        service = Service(
            name=step.name,
            argv=arguments(step.command, self.settings),
            env=told(self.settings, as_owner=step.as_owner),
            cwd=self.plan.site,
            log=self.directory.path / f"{step.name}.log",
        )
        service.log.unlink(missing_ok=True)
        with told_with_seconds(step.doing), ExitStack() as stopping:
            stopping.callback(service.stop)
            service.spawn()
            while service.is_running():
                self._stop_if_asked()
                time.sleep(0.02)
            if service.child is not None and service.child.returncode:
                raise Failed(f"{step.doing} failed.\n{service.last_words()}")

    def _service(self, process: Process) -> Service:
        page = Template(process.answers).substitute(self.settings)
        return Service(
            name=process.name,
            argv=arguments(process.command, self.settings),
            env=told(self.settings, as_owner=process.as_owner) | dict(process.also_told),
            cwd=self.plan.site,
            log=self.directory.path / f"{process.name}.log",
            ready=(lambda: health(page) is not None) if page else (lambda: True),
            orphan_signal=process.orphan_signal,
        )

    def _stop_if_asked(self) -> None:
        if self.asked_to_stop:
            raise StopAsked

    def _wait_until_healthy(self) -> None:
        """A site in poor health stays up, so that someone can look; it is said what ails it."""
        page = Template(self.plan.health).substitute(self.settings)
        deadline = time.monotonic() + UNTIL_HEALTHY
        with told_with_seconds("Asking after its health"):
            while (found := health(page)) != "" and time.monotonic() < deadline:
                self._stop_if_asked()
                self._tend()
                time.sleep(0.1)
        if found != "":
            say(f"It is up, but not in good health: {found or 'it does not answer'}")

    def _closing_words(self, seconds: float) -> None:
        say(f"\nReady in {seconds:.1f} s: {self.settings['BASE_URL']}")
        say(f"Everything it keeps is in {self.directory.path}")
        if is_demonstration(self.settings):
            say("This is a demonstration. The people and organisations in it are fictional.")
            if self.plan.people:
                self._introduce_people()
        say("Stop it with Ctrl-C.")

    def _introduce_people(self) -> None:
        try:
            told_us = subprocess.run(
                arguments(self.plan.people, self.settings),
                cwd=self.plan.site,
                env=told(self.settings, as_owner=False),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=60,
                check=True,
                preexec_fn=die_with_parent(signal.SIGTERM),
            )
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as failure:
            words = failure.stderr if isinstance(failure.stderr, str) else str(failure)
            say(f"Who you can be could not be listed.\n{words[-2000:]}")
        else:
            say(told_us.stdout.rstrip())

    def _watch(self) -> None:
        while not self.asked_to_stop:
            self._tend()
            time.sleep(0.1)

    def _tend(self) -> None:
        for service in self.running:
            if not self.asked_to_stop:
                service.tend(time.monotonic(), say)


def say(words: str, end: str = "\n") -> None:
    with suppress(OSError):  # the terminal may have gone
        print(words, end=end, flush=True)


@contextmanager
def told_with_seconds(doing: str) -> Iterator[None]:
    began = time.monotonic()
    say(f"{doing} ... ", end="")
    try:
        yield
    except (Failed, StopAsked):
        say("")
        raise
    say(f"{time.monotonic() - began:.1f} s")


def free_port(port: int, patience: float = 5.0) -> None:
    """Refuse a busy port in words; wait a little for a site that was killed a moment ago."""
    if is_free(port):
        return
    say(f"Port {port} is in use. Waiting {patience:.0f} s in case it is being given up.")
    deadline = time.monotonic() + patience
    while not is_free(port):
        if time.monotonic() > deadline:
            raise Failed(
                f"Another program is using port {port}."
                f" Stop it, or choose another port: make run PORT={port + 1}"
                f" (python -m alliance.embedded up --port {port + 1})."
            )
        time.sleep(0.1)


def is_free(port: int) -> bool:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except PermissionError:
            raise Failed(f"Port {port} needs more rights than yours. Try --port 8000.") from None
        except OSError:
            return False
    return True


def health(url: str) -> str | None:
    """Empty when well, the page's own words when not, None when nothing answers."""
    asked = urllib.request.Request(url, headers={"Accept": "text/plain"})
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(asked, timeout=3):
            return ""
    except urllib.error.HTTPError as answer:
        return answer.read(200).decode(errors="replace").strip() or str(answer.code)
    except OSError:
        return None
