"""Where a demonstration keeps the letters it would have sent: one file each, sent to nobody."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage as Letter
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

NEWEST = 200


class DemoMailbox(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.MAILBOX)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for letter in email_messages:
            content = letter.message().as_bytes()
            draft = folder / f"{uuid.uuid4()}.part"
            draft.write_bytes(content)
            draft.rename(draft.with_suffix(".eml"))
        return len(email_messages)


@dataclass(frozen=True)
class Kept:
    """A letter as the demonstration shows it."""

    name: str  # of its file
    to: str
    subject: str
    message_id: str
    text: str
    at: datetime


def letters() -> list[Kept]:
    """The newest letters, newest first."""
    folder = Path(settings.MAILBOX)
    files = sorted(folder.glob("*.eml"), key=lambda file: file.stat().st_mtime, reverse=True)
    return [_read(file) for file in files[:NEWEST]]


def letter(name: str) -> Kept | None:
    """One letter by the name of its file."""
    file = Path(settings.MAILBOX) / f"{name}.eml"
    return _read(file) if file.exists() else None


def _read(file: Path) -> Kept:
    letter = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert isinstance(letter, Letter)
    body = letter.get_body(("plain",))
    return Kept(
        name=file.stem,
        to=str(letter["To"]),
        subject=str(letter["Subject"]),
        message_id=str(letter["Message-ID"]),
        text=body.get_content() if body else "",
        at=datetime.fromtimestamp(file.stat().st_mtime, tz=UTC),
    )
