"""The one door to the post: a letter is written in the transaction of what it tells of."""

from contextlib import suppress
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from celery import current_app
from django.db import connection, transaction
from django.template.loader import render_to_string
from kombu.exceptions import OperationalError

from alliance import registries, vault
from alliance.models import Message, PersonPreferences
from alliance.tenancy.context import current
from alliance.words import LONDON

MORNING = time(8)


def post(
    *,
    key: str,
    to: str,
    template: str,
    context: dict[str, Any],  # Any: a template's context
    now: datetime,
    secret: bool = False,
) -> Message | None:
    """Queue a letter made of `mail/<template>.txt` and its HTML twin.

    The first line of the text is the subject. A crash from here on loses neither the letter nor its
    reason. A secret letter is sealed, and its body erased in the transaction that records sending.

    The reader's preferences hold for every letter: plain text has no twin, some wait for the
    morning, and one that the reader has stopped is not written (None). A secret letter never waits.
    """
    must_be_in_a_transaction()
    wishes = PersonPreferences.objects.filter(user__email=to).first() or PersonPreferences()
    if template in wishes.stopped and template in registries.letters_to_stop:
        return None
    subject, _, body = render_to_string(f"mail/{template}.txt", context).strip().partition("\n")
    twin = str(render_to_string(f"mail/{template}.html", context | {"subject": subject}))
    if PersonPreferences.Need.PLAIN_TEXT in wishes.needs:
        twin = ""
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
        due_at=now if secret or wishes.pace != wishes.Pace.MORNINGS else next_morning(now),
    )
    transaction.on_commit(partial(wake, current()))
    return message


def withdraw(keys_begin: str) -> int:
    """Take back letters that have lost their reason before they were handed over; how many."""
    letters = Message.objects.filter(kind=Message.Kind.MAIL, sent_at=None)
    return letters.filter(key__startswith=keys_begin).delete()[0]


def next_morning(now: datetime) -> datetime:
    """Eight o'clock in London, today or tomorrow."""
    here = now.astimezone(LONDON)
    day = here.date() if here.time() < MORNING else here.date() + timedelta(days=1)
    return datetime.combine(day, MORNING, LONDON)


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
