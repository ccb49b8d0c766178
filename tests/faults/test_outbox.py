"""No kill of worker, broker or database loses a letter, or sends one for what never happened."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.conftest import SURROUNDINGS

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.faults
def test_three_hundred_letters_under_kills() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.outbox", "300"],
        cwd=ROOT,
        env={key: os.environ[key] for key in SURROUNDINGS if key in os.environ},
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )

    print(done.stdout, done.stderr)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"rolled back \d+  lost 0  phantom 0", done.stdout)
    for victim in ("worker", "valkey", "postgres"):
        assert f"'{victim}'" in done.stdout
