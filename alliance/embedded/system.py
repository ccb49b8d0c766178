"""Debian packages that Python cannot bring: say which are missing, and install them if allowed.

    python3 alliance/embedded/system.py run|test

Runs before there is a virtual environment, so it uses the standard library alone. It never stops
what comes after it: a missing package costs PDF files or some tests, not the site.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

PLACES = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"))
LONGEST = 1200  # seconds for apt-get, which may wait for another one


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def is_program(name: str) -> bool:
    return shutil.which(name, path=PLACES) is not None


def has_fonts() -> bool:
    return any(Path("/usr/share/fonts").rglob("*.ttf"))


def can_make_environments() -> bool:
    return importlib.util.find_spec("ensurepip") is not None


Check = tuple[str, Callable[[], bool]]
TO_RUN: tuple[Check, ...] = (
    ("python3-venv", can_make_environments),
    ("libpango-1.0-0", lambda: loads("libpango-1.0.so.0")),
    ("libpangoft2-1.0-0", lambda: loads("libpangoft2-1.0.so.0")),
    ("libharfbuzz-subset0", lambda: loads("libharfbuzz-subset.so.0")),
    ("fonts-dejavu-core", has_fonts),
)
TO_TEST: tuple[Check, ...] = (
    *TO_RUN,
    ("chromium", lambda: is_program("chromium")),
    ("poppler-utils", lambda: is_program("pdftotext")),
    ("pgbouncer", lambda: is_program("pgbouncer")),
)
WITHOUT = {
    "python3-venv": "nothing can be installed",
    "chromium": "the tests in a browser are skipped",
    "poppler-utils": "the tests that read the text of a PDF are skipped",
    "pgbouncer": "the tests behind a connection pooler are skipped",
}


def missing(checks: tuple[Check, ...]) -> list[str]:
    return [package for package, is_here in checks if not is_here()]


def as_root() -> list[str] | None:
    """What to put before a command so that it runs as root; None if we may not."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    allowed = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    return ["sudo", "-n"] if allowed.returncode == 0 else None


def install(packages: list[str], prefix: list[str]) -> bool:
    quietly = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    quietly += ["-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0"]
    wanted = ["--yes", "--no-install-recommends", "install", *packages]
    for words in (["update"], wanted):
        try:
            done = subprocess.run(
                [*prefix, *quietly, *words],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=LONGEST,
                check=False,
            )
        except subprocess.TimeoutExpired:
            print(f"apt-get did not end within {LONGEST // 60} minutes.")
            return False
        if done.returncode:
            print(f"apt-get says: {done.stderr.strip()[-800:]}")
            return False
    return True


def explain(packages: list[str]) -> None:
    print("These Debian packages are missing. To install them, type:")
    print(f"    sudo apt-get install --no-install-recommends {' '.join(packages)}")
    for package in packages:
        print(f"Without {package} {WITHOUT.get(package, 'no PDF can be made')}.")


def main() -> None:
    purpose = sys.argv[1] if len(sys.argv) > 1 else "run"
    packages = missing(TO_TEST if purpose == "test" else TO_RUN)
    if not packages:
        return
    prefix = as_root() if shutil.which("apt-get") else None
    if prefix is not None:
        print(f"Installing {' '.join(packages)}", flush=True)
        if install(packages, prefix):
            return
    explain(packages)


if __name__ == "__main__":
    main()
