"""Letters to representatives are counted: four in a month at most, and the rest waits.

What is not sent is not lost: whatever waits for an answer stands in the next letter that goes.
Invitations, and answers to what somebody did, are not counted.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from alliance import outbox
from alliance.models import Message, User
from alliance.words import LONDON

MOST_A_MONTH = 4
COUNTED = "members.counted."


def has_room_for_a_letter(person: User, *, now: datetime) -> bool:
    """Whether this month's letters to this person are not used up."""
    began = now.astimezone(LONDON).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    sent = Message.objects.filter(
        key__startswith=COUNTED, to=person.email, due_at__gte=began, due_at__lte=now
    )
    return sent.count() < MOST_A_MONTH


def post_counted(
    person: User,
    *,
    key: str,
    template: str,
    context: Mapping[str, Any],  # Any: a template's context
    now: datetime,
    secret: bool = False,
) -> bool:
    """Post the letter if the month has room for it; whether it had."""
    if not has_room_for_a_letter(person, now=now):
        return False
    outbox.post(
        key=f"{COUNTED}{key}",
        to=person.email,
        template=template,
        context=dict(context),
        now=now,
        secret=secret,
    )
    return True
