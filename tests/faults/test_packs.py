"""No kill of a worker gives anybody a pack twice, or not at all, or another audience's."""

import os
import subprocess
import sys

import pytest

from tests.faults.conftest import ROOT, SURROUNDINGS


@pytest.mark.faults
def test_two_builds_for_three_audiences_under_kills() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.packs"],
        cwd=ROOT,
        env={key: os.environ[key] for key in SURROUNDINGS if key in os.environ},
        capture_output=True,
        text=True,
        timeout=700,
        check=False,
    )

    print(done.stdout, done.stderr)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "'one'" in done.stdout
    assert "'two'" in done.stdout
