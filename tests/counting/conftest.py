"""Counting needs neither Django nor a database."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
STANDARDS = Path(os.environ.get("ALLIANCE_STANDARDS", ROOT / "../shared/standards"))


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """There is no cache to empty here."""


@pytest.fixture(scope="session")
def standards() -> Path:
    """Elections with known results, kept outside the project."""
    folder = STANDARDS / "elections"
    if not (folder / "README.md").exists():
        pytest.skip("the elections with known results are not here (ALLIANCE_STANDARDS)")
    return folder
