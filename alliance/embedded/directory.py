"""The one folder in which everything is kept, closed to everyone but its owner."""

from __future__ import annotations

import base64
import fcntl
import importlib.util
import json
import os
import secrets
import shutil
import tempfile
from pathlib import Path
from typing import IO

LONGEST_SOCKET_PATH = 107  # sun_path, less its closing zero
PASSWORDS = ("postgres", "owner", "app_rw", "SECRET_KEY")
KEYS = ("TOKEN_KEY", "VAULT_KEYS")  # 32 bytes each


class Failed(Exception):
    """The site cannot run; `str()` is what the operator reads."""


class DataDirectory:
    """Where the servers, the secrets and the logs live."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.sockets: Path | None = None
        if len(str(self.path / "postgres" / ".s.PGSQL.5432.lock")) > LONGEST_SOCKET_PATH:
            self.sockets = Path(tempfile.mkdtemp(prefix="al-"))

    def lock(self) -> IO[str]:
        """Held while the site runs, so that a second one cannot start on the same data."""
        handle = (self.path / "lock").open("w")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.close()
            raise Failed("Already running on this data directory.") from None
        return handle

    def secrets(self) -> dict[str, str]:
        """Made once and kept for good: without VAULT_KEYS what was sealed stays sealed."""
        file = self.path / "secrets.json"
        kept: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
        new = {name: secrets.token_urlsafe(48) for name in PASSWORDS if name not in kept}
        new |= {name: new_key() for name in KEYS if name not in kept}
        if new:
            kept |= new
            self._keep(file, json.dumps(kept, indent=1))
        return kept

    def _keep(self, file: Path, text: str) -> None:
        """Whole or not at all, and readable by nobody else even for a moment."""
        part = file.with_suffix(".part")
        part.unlink(missing_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        part.rename(file)

    def close(self) -> None:
        """Sockets outside the folder are of no use once the servers have stopped."""
        if self.sockets is not None:
            shutil.rmtree(self.sockets, ignore_errors=True)


def new_key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def package_path(package: str, inside: str) -> Path:
    """A path inside an installed package, without importing it."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise Failed(f"The Python package {package} is not installed.")
    return Path(spec.submodule_search_locations[0], inside)
