"""Putting a letter right that could not be delivered."""

from datetime import datetime
from functools import partial

from django.db import transaction

from alliance import audit, outbox
from alliance.errors import Refused
from alliance.models import Message, User
from alliance.tenancy.context import current


@transaction.atomic
def send_again(letter: Message, *, by: User, now: datetime) -> None:
    """Try from the beginning. Its number stays, so a reader who has it already sees no second."""
    letter = Message.objects.select_for_update().get(pk=letter.pk)
    if letter.failed_at is None:
        raise Refused("This letter is on its way or has arrived.")
    letter.failed_at, letter.attempts, letter.problem = None, 0, ""
    letter.due_at = now
    letter.save(update_fields=["failed_at", "attempts", "problem", "due_at"])
    audit.record(by=by, kind="alliance.letter_sent_again", subject=letter)
    transaction.on_commit(partial(outbox.wake, current()))
