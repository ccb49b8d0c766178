"""No kill leaves an election between two states, or counts, tells or publishes anything twice."""

import os
import subprocess
import sys

import pytest

from tests.faults.conftest import ROOT, SURROUNDINGS


@pytest.mark.faults
def test_every_move_from_the_close_to_the_certificate_under_kills() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.polls"],
        cwd=ROOT,
        env={key: os.environ[key] for key in SURROUNDINGS if key in os.environ},
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )

    print(done.stdout, done.stderr)
    assert done.returncode == 0, done.stdout + done.stderr
    for move in ("close", "second key and count", "certificate"):
        assert f"{move}: worker, before" in done.stdout
        assert f"{move}: database, " in done.stdout
    assert "as undisturbed: True" in done.stdout
