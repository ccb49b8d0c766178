"""Every setting is explained, and an unsafe one stops the start with a sentence that names it."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from alliance import setting_words

ROOT = Path(__file__).resolve().parents[2]
SAFE = {
    "SECRET_KEY": "signs",
    "TOKEN_KEY": "tokens",
    "VAULT_KEYS": "seals",
    "DATABASE_URL": "postgresql:///none",
    "CACHE_URL": "redis://",
    "CELERY_BROKER_URL": "redis://",
}
ON_THE_WEB = {
    "BASE_URL": "https://alliance.example.org",
    "ALLOWED_HOSTS": "alliance.example.org",
    "EMAIL_URL": "smtp://127.0.0.1:25",
}


def asked_for(source: str) -> set[str]:
    """Names in `env("X")`, `env.list("X")` and `"X" in env.ENVIRON`."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and re.fullmatch(r"env(\.\w+)?", ast.unparse(node.func)):
            assert isinstance(node.args[0], ast.Constant), ast.unparse(node)
            found.add(node.args[0].value)
        if isinstance(node, ast.Compare) and ast.unparse(node.comparators[0]) == "env.ENVIRON":
            assert isinstance(node.left, ast.Constant), ast.unparse(node)
            found.add(node.left.value)
    return found


def explained() -> list[str]:
    return [name for settings in setting_words.GROUPS.values() for name in settings]


def test_a_name_is_found_in_each_way_of_asking() -> None:
    source = 'a = env("A", default="")\nb = env.list("B")\nif "C" in env.ENVIRON: env.db("D")'

    assert asked_for(source) == {"A", "B", "C", "D"}


def test_every_setting_is_explained_once_and_no_other() -> None:
    asked = asked_for((ROOT / "alliance/settings.py").read_text())

    assert sorted(explained()) == sorted(asked)


def test_the_page_about_settings_says_what_the_list_says() -> None:
    page = (ROOT / "docs/settings.md").read_text()

    assert page == setting_words.as_markdown(), "Run tools/write_settings.py."
    assert re.findall(r"^\| `([A-Z_]+)` \|", page, re.MULTILINE) == explained()


def test_what_must_be_set_is_what_has_no_other_value() -> None:
    source = (ROOT / "alliance/settings.py").read_text()
    optional = set(re.findall(r'env(?:\.\w+)?\(\s*"([A-Z_]+)",\s*default=', source))
    optional |= set(re.findall(r'"([A-Z_]+)" in env\.ENVIRON', source))
    must = {
        name
        for settings in setting_words.GROUPS.values()
        for name, words in settings.items()
        if words.usual == setting_words.MUST
    }

    assert must == set(explained()) - optional


def start(*words: str, **changes: str | None) -> "subprocess.CompletedProcess[str]":
    """A process told the safe settings, with changes; None takes one away."""
    told = {name: value for name, value in (SAFE | changes).items() if value is not None}
    return subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **told},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_safe_settings_start() -> None:
    for told in ({}, ON_THE_WEB):
        started = start("-W", "error", "-c", "import alliance.settings", **told)
        assert (started.returncode, started.stderr) == (0, "")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        *(({name: None}, f"Set the {name} environment variable") for name in SAFE),
        ({"VAULT_KEYS": ""}, "VAULT_KEYS is empty. Give at least one key of 32 bytes, in base64."),
        (
            ON_THE_WEB | {"BASE_URL": "http://alliance.example.org"},
            "BASE_URL begins with http. Other people's information needs https.",
        ),
        (
            ON_THE_WEB | {"DEBUG": "1"},
            "DEBUG shows the program's insides. Leave it unset here.",
        ),
        (
            {"DEMO": "1", "MAIL_DOMAIN": "alliance.example.org"},
            "DEMO is set together with a real MAIL_DOMAIN. A demonstration sends no real mail.",
        ),
        (ON_THE_WEB | {"EMAIL_URL": None}, "EMAIL_URL is missing: no letter would ever leave."),
    ],
)
def test_an_unsafe_setting_stops_the_start(changes: dict[str, str | None], sentence: str) -> None:
    started = start("-c", "import alliance.settings", **changes)

    assert started.returncode == 1
    said = started.stderr.splitlines()[-1]
    assert said == f"django.core.exceptions.ImproperlyConfigured: {sentence}"
    assert any(name in sentence for name in changes)


MANAGE = ("manage.py", "check", "--settings=alliance.settings")


def test_a_demonstration_that_answers_to_the_public_does_not_start() -> None:
    public = ON_THE_WEB | {"DEMO": "1"}

    started = start(*MANAGE, "--tag", "security", **public)
    assert started.returncode == 1
    assert "DEMO lets anybody in, and this site answers to alliance.example.org." in started.stderr
    assert start(*MANAGE, "--tag", "security", DEMO="1").returncode == 0


def test_a_site_that_logs_in_as_owner_does_not_start() -> None:
    as_owner = {"DATABASE_URL": os.environ["DATABASE_OWNER_URL"]}
    as_app_rw = {"DATABASE_URL": os.environ["DATABASE_URL"]}

    started = start(*MANAGE, "--database", "default", "--tag", "database", **as_owner)
    assert started.returncode == 1
    assert "DATABASE_URL logs in as owner, who can see every alliance." in started.stderr
    allowed = start(*MANAGE, "--database", "default", "--tag", "database", **as_app_rw)
    assert allowed.returncode == 0
