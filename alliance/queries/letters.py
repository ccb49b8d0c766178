"""What became of each letter. Never what it says."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from alliance import registries
from alliance.models import Message

UNSENT, WAITING, FAILED, SENT = "", "waiting", "failed", "sent"
STATES = [(WAITING, "Waiting"), (FAILED, "Not delivered"), (SENT, "Handed over")]
# What the mail server said, and what people can do about it.
ADVICE = [
    ("RecipientsRefused", "The address does not exist or is full. Ask for another address."),
    ("SenderRefused", "The mail server does not know this site. Tell whoever runs it."),
    ("Authentication", "The mail server refused the site's password. Tell whoever runs it."),
    ("Connection", "The mail server could not be reached. It will be tried again."),
    ("Timeout", "The mail server did not answer. It will be tried again."),
]
OTHERWISE = "The mail server refused it. Send it again; if that fails, ring the person."


@dataclass(frozen=True)
class Counts:
    waiting: int
    failed: int
    sent: int


def listed() -> QuerySet[Message]:
    """Letters that may be seen to exist."""
    rows = Message.objects.filter(kind=Message.Kind.MAIL)
    for beginning in registries.unlisted_letters:
        rows = rows.exclude(key__startswith=beginning)
    return rows


def letters(*, state: str = "") -> QuerySet[Message]:
    """The latest first, without their words."""
    rows = listed().defer("body", "body_html")
    chosen = {
        WAITING: Q(sent_at=None, failed_at=None),
        FAILED: Q(failed_at__isnull=False),
        SENT: Q(sent_at__isnull=False),
    }.get(state, Q())
    return rows.filter(chosen).order_by("-pk")


def counts() -> Counts:
    found = listed().aggregate(
        waiting=Count("pk", filter=Q(sent_at=None, failed_at=None)),
        failed=Count("pk", filter=Q(failed_at__isnull=False)),
        sent=Count("pk", filter=Q(sent_at__isnull=False)),
    )
    return Counts(**found)


def advice(letter: Message) -> str:
    """What to do about a letter with a problem."""
    if not letter.problem:
        return ""
    return next((words for sign, words in ADVICE if sign in letter.problem), OTHERWISE)


def at(letter: Message) -> datetime:
    return letter.sent_at or letter.failed_at or letter.due_at
