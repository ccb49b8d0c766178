"""Take letters from the outbox to the mail server, and jobs to their workers, one at a time.

A letter's row is locked while it is handed over: a second relay skips it, and if this process is
killed PostgreSQL drops the lock with the connection, and another relay sends it again. A job is
claimed by putting its time ahead by a lease, runs outside the lock, and is then marked.
"""

import uuid
from datetime import datetime, timedelta
from smtplib import SMTPException

from celery import current_app
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from alliance import vault
from alliance.models import Message
from alliance.outbox import place_of

TRIES = 12  # a day and a half, doubling from a minute
LEASE = timedelta(minutes=10)
KEEP_BODIES = timedelta(days=90)


def deliver_due(*, now: datetime) -> int:
    """Send every letter that the current alliance has waiting; how many were taken in hand."""
    taken = 0
    while deliver_one(now=now):
        taken += 1
    return taken


@transaction.atomic
def deliver_one(*, now: datetime) -> bool:
    message = (
        Message.objects.select_for_update(skip_locked=True)
        .due(now=now)
        .filter(kind=Message.Kind.MAIL)
        .order_by("due_at", "pk")
        .first()
    )
    if message is None:
        return False
    message.attempts += 1
    try:
        hand_over(message)
    except (OSError, SMTPException) as problem:
        put_off(message, problem, now=now)
    else:
        mark_sent(message, now=now)
    message.save()
    return True


def mark_sent(message: Message, *, now: datetime) -> None:
    message.sent_at = now
    message.problem = ""
    if message.is_secret:
        message.body = message.body_html = ""


def put_off(message: Message, problem: Exception, *, now: datetime) -> None:
    """Wait twice as long each time; after the last try, give up and say so to the lead."""
    message.problem = f"{type(problem).__name__}: {problem}"[:200]
    message.due_at = now + timedelta(minutes=2 ** (message.attempts - 1))
    if message.attempts >= TRIES:
        message.failed_at = now


def hand_over(message: Message) -> None:
    body, twin = message.body, message.body_html
    if message.is_secret:
        body, twin = (vault.unseal(t, place=place_of(message.key)) for t in (body, twin))
    letter = EmailMultiAlternatives(
        subject=message.subject,
        body=body,
        to=[message.to],
        headers={"Message-ID": message_id(message)},
    )
    if twin:  # not for a reader who asked for plain text
        letter.attach_alternative(twin, "text/html")
    letter.send()


def message_id(message: Message) -> str:
    """The same on every try, so that a repeat is recognised as one letter."""
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"{message.alliance_id}/{message.key}")
    return f"<{name}@{settings.MAIL_DOMAIN}>"


def waiting_jobs(*, now: datetime) -> list[tuple[int, str]]:
    """Number and task of each job that is due."""
    rows = Message.objects.due(now=now).filter(kind=Message.Kind.JOB).order_by("due_at", "pk")
    return list(rows.values_list("pk", "task"))


def run_job(pk: int, *, now: datetime) -> bool:
    """Claim the job, do it, mark it; whether it was ours to do."""
    claimed = (
        Message.objects.due(now=now).filter(pk=pk, kind=Message.Kind.JOB).update(due_at=now + LEASE)
    )
    if not claimed:
        return False
    message = Message.objects.get(pk=pk)
    message.attempts += 1
    try:
        current_app.tasks[message.task](alliance_id=message.alliance_id, **message.ids)
    except Exception as problem:  # noqa: BLE001 -- whatever it was, the row must remember it
        put_off(message, problem, now=now)
    else:
        mark_sent(message, now=now)
    message.save()
    return True


def erase_old_bodies(*, now: datetime) -> int:
    """Ninety days after sending, what a letter said is nobody's business."""
    return (
        Message.objects.filter(sent_at__lt=now - KEEP_BODIES)
        .exclude(body="")
        .update(body="", body_html="")
    )
