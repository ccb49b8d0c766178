"""Every letter and notice about an account: a subject, words, nothing unexplained."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.template.loader import render_to_string

from alliance.adapters import AccountAdapter
from alliance.models import User
from tests.people import an_account

TEMPLATES = Path(settings.BASE_DIR) / "templates"
LETTERS = sorted(
    f"{folder}/email/{path.name.removesuffix('_message.txt')}"
    for folder in ("account", "mfa")
    for path in (TEMPLATES / folder / "email").glob("*_message.txt")
)
NOTICES = sorted(
    str(path.relative_to(TEMPLATES))
    for folder in ("account", "mfa", "usersessions")
    for path in (TEMPLATES / folder / "messages").glob("*.txt")
)
KNOWN = {
    "code": "123456",
    "key": "123456",
    "email": "vera.lang@people.example",
    "from_email": "vera@people.example",
    "to_email": "vera.lang@people.example",
    "deleted_email": "vera@people.example",
    "password_reset_url": "https://alliance.example/account/reset/",
    "activate_url": "https://alliance.example/account/confirm/",
    "login_url": "https://alliance.example/account/login/",
    "ip": "192.0.2.1",
    "user_agent": "A browser",
    "timestamp": datetime(2026, 5, 4, 9, 30, tzinfo=UTC),
}


@pytest.fixture
def vera(db: None) -> User:
    return an_account("Vera Lang")


def test_there_are_letters_and_notices() -> None:
    assert len(LETTERS) >= 14
    assert len(NOTICES) >= 15


@pytest.mark.parametrize("prefix", LETTERS)
def test_a_letter_has_a_subject_and_says_who_writes(prefix: str, vera: User) -> None:
    AccountAdapter().send_mail(prefix, vera.email, KNOWN | {"user": vera, "username": "Vera"})

    letter = mail.outbox[-1]
    assert letter.to == [vera.email]
    assert 10 <= len(letter.subject) <= 70
    assert "\n--\n" in letter.body.replace("\r\n", "\n")  # the foot that says who writes
    assert not letter.subject.endswith(".")
    for words in [letter.subject, letter.body]:
        assert "{" not in words
        assert "None" not in words


@pytest.mark.parametrize("name", NOTICES)
def test_a_notice_is_one_plain_sentence(name: str, vera: User) -> None:
    words = render_to_string(name, KNOWN | {"user": vera, "name": "Vera", "login": "Vera"}).strip()

    assert words == "" or words.endswith((".", "?", "!"))
    assert len(words) <= 120
