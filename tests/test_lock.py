"""The locks name no host and install nothing unpinned or unverified."""

import re
import tomllib
from pathlib import Path

import pytest

from tools.check_lock import faults

ROOT = Path(__file__).resolve().parents[1]
HASH = "--hash=sha256:" + "0" * 64


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"django==5.2.19 \\\n    {HASH}\n", []),
        (f"redis[hiredis]==8.1.0 \\\n    {HASH}\n", []),
        (f"uvloop==1 ; sys_platform == 'linux' \\\n    {HASH} \\\n    {HASH}\n", []),
        (f"# a remark\n\ndjango==5.2.19 {HASH}\n", []),
        ("", ["nothing is locked"]),
        (f"django>=5.2 \\\n    {HASH}\n", [f"not pinned: {f'django>=5.2  {HASH}'[:60]}"]),
        (f"django==5.* {HASH}\n", [f"not pinned: {f'django==5.* {HASH}'[:60]}"]),
        ("django==5.2.19\n", ["no hash: django==5.2.19"]),
        ("django==5.2.19 --hash=sha256:00\n", ["no hash: django==5.2.19 --hash=sha256:00"]),
        ("--index-url x\n", ["an option: --index-url x"]),
        (
            f"a @ https://b.example/a.whl {HASH}\n",
            ["line 1: an address", f"not pinned: {f'a @ https://b.example/a.whl {HASH}'[:60]}"],
        ),
    ],
)
def test_what_the_check_finds(text: str, found: list[str]) -> None:
    assert faults(text) == found


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-prod.lock"])
def test_the_locks_are_sound(name: str) -> None:
    assert faults((ROOT / name).read_text()) == []


def test_every_dependency_is_locked_and_tools_stay_out_of_production() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    asked = names(project["project"]["dependencies"])
    tools = names(project["dependency-groups"]["dev"])
    production = names((ROOT / "requirements-prod.lock").read_text().splitlines())
    everything = names((ROOT / "requirements.lock").read_text().splitlines())

    assert asked - production == set()
    assert (asked | tools | production) - everything == set()
    assert {"pytest", "djlint", "mypy"} & production == set()


def test_production_installs_the_versions_that_were_tested() -> None:
    production, everything = (
        {line for line in (ROOT / name).read_text().splitlines() if "==" in line.split(" ;")[0]}
        for name in ("requirements-prod.lock", "requirements.lock")
    )

    assert pins(production) - pins(everything) == set()


def test_every_dependency_says_why() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    (block,) = re.findall(r"^dependencies = \[\n(.*?)^\]", text, re.MULTILINE | re.DOTALL)

    assert [line for line in block.splitlines() if "#" not in line] == []


def names(requirements: list[str]) -> set[str]:
    found = (re.match(r"[A-Za-z0-9._-]+", line) for line in requirements)
    return {re.sub(r"[._-]+", "-", name.group()).lower() for name in found if name}


def pins(lines: set[str]) -> set[str]:
    return {line.split(" ")[0] for line in lines}
