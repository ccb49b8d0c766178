"""docs/promises.md names tests that exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NAMED = re.findall(r"`(tests/[^`]+)`", (ROOT / "docs/promises.md").read_text())


def test_promises_are_made() -> None:
    assert len(NAMED) > 25


@pytest.mark.parametrize("named", NAMED)
def test_the_test_that_keeps_a_promise_exists(named: str) -> None:
    file, _, name = named.partition("::")
    there = ROOT / file
    if there.is_dir():
        assert list(there.glob("test_*.py"))
    else:
        assert f"def {name or 'test_'}" in there.read_text()
