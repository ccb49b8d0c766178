"""What was answered before anything may be kept: signed into the page, and nowhere else.

It holds choices only, never words about somebody; it is the asker's own and lasts half a day.
"""

import uuid
from typing import Any

from django.core import signing

from alliance.models import User
from alliance.tenancy.context import current

LASTS_SECONDS = 12 * 60 * 60
Answers = dict[str, dict[str, Any]]  # Any: whatever JSON holds; by step


class SoFar:
    """The number that the telling will have, and the answers by step."""

    def __init__(self, number: str, answers: Answers) -> None:
        self.number, self.answers = number, answers

    def with_step(self, step: str, answer: dict[str, Any]) -> "SoFar":
        return SoFar(self.number, self.answers | {step: answer})

    def signed(self, user: User, way: str) -> str:
        return signing.dumps([self.number, self.answers], salt=_salt(user, way), compress=True)


def afresh() -> SoFar:
    return SoFar(str(uuid.uuid4()), {})


def read(signed: str, user: User, way: str) -> SoFar | None:
    """What this person's page brought back; None if it is not ours, altered or too old."""
    try:
        number, answers = signing.loads(signed, salt=_salt(user, way), max_age=LASTS_SECONDS)
    except signing.BadSignature:
        return None
    return SoFar(number, answers)


def _salt(user: User, way: str) -> str:
    return f"capture/{current()}/{user.pk}/{way}"
