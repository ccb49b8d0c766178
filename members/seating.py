"""Who gets the places of a learning opportunity that are free. Pure.

Until seven days before, one organisation has two places at most; micro and small ones come first,
then whoever asked first. Nobody who has a place loses it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_EACH = 2
CAP_FALLS = timedelta(days=7)


@dataclass(frozen=True)
class Asker:
    """Somebody with a place, or waiting for one."""

    booking: int
    organisation: int
    is_small: bool
    asked_at: datetime


def is_capped(starts_at: datetime | None, *, now: datetime) -> bool:
    """Without a beginning there is no week before it, so the cap stays."""
    return starts_at is None or now < starts_at - CAP_FALLS


def seated(
    places: int | None, having: Iterable[Asker], waiting: Sequence[Asker], *, capped: bool
) -> list[int]:
    """The bookings, of those waiting, that get a place now. `places` is None: no end of them."""
    taken = Counter(asker.organisation for asker in having)
    free = None if places is None else places - taken.total()
    found: list[int] = []
    for asker in sorted(waiting, key=lambda one: (not one.is_small, one.asked_at, one.booking)):
        if free is not None and len(found) >= free:
            break
        if capped and taken[asker.organisation] >= MOST_EACH:
            continue
        taken[asker.organisation] += 1
        found.append(asker.booking)
    return found
