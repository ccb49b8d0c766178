"""The one door to work that is done later: a row beside its reason, never a bare Celery call."""

import uuid
from datetime import datetime
from functools import partial

from celery import current_app
from django.db import transaction

from alliance import outbox
from alliance.models import Message
from alliance.tenancy.context import current


def enqueue(name: str, *, now: datetime, key: str = "", **ids: int) -> Message:
    """Have the task `name` run with `ids`, once this transaction has committed.

    The name is looked up at once, so that a misspelling fails in the caller's test. `key` names the
    occasion where the same work must not be asked for twice.
    """
    outbox.must_be_in_a_transaction()
    if name not in current_app.tasks:
        raise LookupError(f"There is no task named {name}.")
    message = Message.objects.create(
        kind=Message.Kind.JOB,
        key=key or f"{name} {uuid.uuid4()}",
        task=name,
        ids=ids,
        due_at=now,
    )
    transaction.on_commit(partial(outbox.wake, current()))
    return message
