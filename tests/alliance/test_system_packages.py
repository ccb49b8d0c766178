"""What Python cannot bring is named, with the line to type, and never stops what comes after."""

import subprocess
import sys
from pathlib import Path

import pytest

SYSTEM = Path(__file__).resolve().parents[2] / "alliance/embedded/system.py"


def run(purpose: str, path: Path, **env: str) -> "subprocess.CompletedProcess[str]":
    """With nothing to be found but what lies in `path`."""
    return subprocess.run(
        [sys.executable, SYSTEM, purpose],
        env={"PATH": str(path), **env},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def put(folder: Path, name: str, script: str) -> None:
    program = folder / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


def test_what_is_missing_is_named_with_the_line_to_type(tmp_path: Path) -> None:
    done = run("test", tmp_path)

    assert done.returncode == 0
    assert "sudo apt-get install --no-install-recommends chromium poppler-utils" in done.stdout
    assert "Without chromium the tests in a browser are skipped." in done.stdout


def test_what_is_there_is_not_named(tmp_path: Path) -> None:
    for name in ("chromium", "pdftotext", "pgbouncer"):
        put(tmp_path, name, "exit 0")

    assert run("test", tmp_path).stdout == ""


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    """What apt-get was asked is written here; it does as it is told, or fails."""
    asked = tmp_path / "asked"
    put(
        tmp_path,
        "apt-get",
        f'echo "$@" >> {asked}; [ -z "$FAILS" ] || {{ echo no >&2; exit 100; }}',
    )
    put(tmp_path, "sudo", 'shift; exec "$@"')
    put(tmp_path, "true", "exit 0")
    put(tmp_path, "env", 'shift; exec "$@"')
    return asked


def test_where_we_may_it_is_installed_without_a_question(tmp_path: Path, asked: Path) -> None:
    done = run("test", tmp_path)

    assert done.returncode == 0
    assert done.stdout.startswith("Installing chromium poppler-utils")
    update, install = asked.read_text().splitlines()
    assert update.endswith("update")
    assert install.endswith("install chromium poppler-utils")


def test_where_apt_fails_its_words_and_the_line_are_shown(tmp_path: Path, asked: Path) -> None:
    put(tmp_path, "env", 'shift; FAILS=1 exec "$@"')

    done = run("test", tmp_path)

    assert done.returncode == 0
    assert "apt-get says: no" in done.stdout
    assert "sudo apt-get install --no-install-recommends chromium" in done.stdout
    assert asked.exists()
