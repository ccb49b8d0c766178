"""The one door to the post: a letter is written in the transaction of what it tells of."""

from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any

from celery import current_app
from django.db import connection, transaction
from django.template.loader import render_to_string
from kombu.exceptions import OperationalError

from alliance import vault
from alliance.models import Message
from alliance.tenancy.context import current


def post(
    *,
    key: str,
    to: str,
    template: str,
    context: dict[str, Any],  # Any: a template's context
    now: datetime,
    secret: bool = False,
) -> Message:
    """Queue a letter made of `mail/<template>.txt` and its HTML twin.

    The first line of the text is the subject. A crash from here on loses neither the letter nor its
    reason. A secret letter is sealed, and its body erased in the transaction that records sending.
    """
    must_be_in_a_transaction()
    subject, _, body = render_to_string(f"mail/{template}.txt", context).strip().partition("\n")
    twin = str(render_to_string(f"mail/{template}.html", context | {"subject": subject}))
    body = f"{body.strip()}\n"
    if secret:
        body, twin = (vault.seal(text, place=place_of(key)) for text in (body, twin))
    message = Message.objects.create(
        key=key,
        to=to,
        subject=subject.strip(),
        body=body,
        body_html=twin,
        is_secret=secret,
        due_at=now,
    )
    transaction.on_commit(partial(wake, current()))
    return message


def place_of(key: str) -> str:
    """Where a secret letter is sealed to."""
    return f"{current()}/message/{key}"


def must_be_in_a_transaction() -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("A letter or job is written in the transaction of what it tells of.")


def wake(alliance_id: int | None) -> None:
    """Ask for a relay now. If the broker is down, the minute's sweep will find the row."""
    relay = current_app.tasks["alliance.relay"]
    with suppress(OperationalError):
        relay.apply_async(kwargs={"alliance_id": alliance_id}, retry=False)
