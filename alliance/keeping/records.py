"""When the latest backup was made, as the database remembers it."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from alliance.models import Upkeep
from alliance.tenancy.context import use

OLDEST = timedelta(hours=26)


def is_late(alliances: Iterable[int], *, now: datetime) -> bool:
    """Whether there is something to lose and no backup of the last 26 hours.

    A backup is of all alliances and written down in each: usually the first answer settles it.
    """
    there = list(alliances)
    return bool(there) and not any(backed_up_since(one, now - OLDEST) for one in there)


def backed_up_since(alliance: int, moment: datetime) -> bool:
    with use(alliance):
        return Upkeep.objects.filter(kind=Upkeep.Kind.BACK_UP, done_at__gte=moment).exists()
