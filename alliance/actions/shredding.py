"""Destroying a subject's key: what was sealed under it can then be read by nobody, ever."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from alliance import subject_keys
from alliance.models import ShredReceipt, Upkeep


@transaction.atomic
def shred(subjects: Collection[UUID], *, why: str, now: datetime) -> int:
    """How many keys there were. Done again it destroys nothing more. The caller audits it.

    The keeper is asked to vacuum, since a deleted row stays on the disk until then, and to carry
    the receipts to where the backups are.
    """
    there = subject_keys.numbers_of(subjects)
    if not there:
        return 0
    subject_keys.destroy(there.values())
    ShredReceipt.objects.bulk_create(
        ShredReceipt(key_number=number, subject=subject, why=why, shredded_at=now)
        for subject, number in there.items()
    )
    if not Upkeep.objects.filter(kind=Upkeep.Kind.VACUUM_KEYS, done_at=None).exists():
        Upkeep.objects.create(kind=Upkeep.Kind.VACUUM_KEYS, asked_at=now)
    return len(there)
