"""How much of a board's free minutes its items took, by the clock of its meetings."""

from collections.abc import Iterable
from datetime import datetime

from alliance.words import NOT_RECORDED
from partnership_board.models import AgendaItem, ItemTiming

LEAST = 5
TOO_FEW = "too few to say"


def per_cent(part: int, whole: int) -> int:
    return (200 * part + whole) // (2 * whole) if whole else 0


def used_in_words(minutes: list[int | None], free: int) -> str:
    """Only where every item that was heard has its time: a part would look like the whole."""
    timed = [each for each in minutes if each is not None]
    if not timed or len(timed) != len(minutes):
        return NOT_RECORDED
    return f"{per_cent(sum(timed), free)} %" if len(timed) >= LEAST else TOO_FEW


def used(items: Iterable[AgendaItem], *, before: datetime) -> dict[int, int]:
    """By item, as its meeting's clock had it, whole minutes; those without a time are left out."""
    over = ItemTiming.objects.filter(item__in=items, to_at__lt=before)
    seconds: dict[int, float] = {}
    for item, began, ended in over.values_list("item", "from_at", "to_at"):
        assert ended is not None
        seconds[item] = seconds.get(item, 0) + (ended - began).total_seconds()
    return {item: round(found / 60) for item, found in seconds.items()}
