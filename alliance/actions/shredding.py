"""Destroying the keys of subjects, and what is left to show for it."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from alliance import subject_keys
from alliance.models import ShredReceipt


@transaction.atomic
def shred(subjects: Collection[UUID], *, why: str, now: datetime) -> list[ShredReceipt]:
    """Whatever was sealed under these subjects' keys can be read by nobody from now on.

    A subject that never had a key has nothing to lose, and gets no receipt.
    """
    numbers = subject_keys.numbers_of(subjects)
    subject_keys.destroy(list(numbers.values()))
    return ShredReceipt.objects.bulk_create(
        ShredReceipt(key_number=number, subject=subject, why=why, shredded_at=now)
        for subject, number in numbers.items()
    )
