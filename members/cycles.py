"""Whose turn it is to be asked "Still correct?": four-week cycles of twenty working days.

Pure: no clock is read and nothing is stored. Days are `datetime.date`. A cycle is counted from a
Monday; a slot (0 to 19) is one of its working days, and each organisation keeps its own. A slot
that falls on a bank holiday moves to the next working day and stays in its cycle, so that nobody is
asked more than once a cycle and no day is asked to carry more than those that moved onto it.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta

from alliance.calendars import ClosedDays, is_working_day

FIRST_MONDAY = date(2024, 1, 1)
WEEK, WORKING_WEEK = 7, 5
CYCLE_DAYS = 28
SLOTS = 20
REMIND_AFTER = timedelta(days=14)
RING_AFTER = timedelta(days=28)
TAKEN_UP_FOR = timedelta(days=5)
MOST_A_DAY = 4


def cycle_of(day: date) -> int:
    """The number of the four weeks that the day lies in."""
    return (day - FIRST_MONDAY).days // CYCLE_DAYS


def own_day(slot: int, cycle: int) -> date:
    """The day by the calendar, before bank holidays are looked at."""
    week, weekday = divmod(slot, WORKING_WEEK)
    return FIRST_MONDAY + timedelta(days=cycle * CYCLE_DAYS + week * WEEK + weekday)


def asked_on(slot: int, cycle: int, closed: ClosedDays) -> date:
    """The day on which the letter goes: the slot's own, or the first working day after it."""
    return working_day_from(own_day(slot, cycle), closed)


def working_day_from(day: date, closed: ClosedDays) -> date:
    while not is_working_day(day, closed):
        day += timedelta(days=1)
    return day


def least_used(taken: Iterable[int]) -> int:
    """A slot for somebody new: of those used least, the earliest."""
    uses = Counter(taken)
    return min(range(SLOTS), key=lambda slot: (uses[slot], slot))


def turns(day: date, closed: ClosedDays) -> Iterator[tuple[int, int]]:
    """Slot and cycle of every turn that has come and is not long past; none on a day of rest.

    So what a stopped clock missed is taken up, and what it missed long ago is left to its next
    cycle.
    """
    if not is_working_day(day, closed):
        return
    for slot in range(SLOTS):
        for cycle in (cycle_of(day) - 1, cycle_of(day)):
            asked = asked_on(slot, cycle, closed)
            if asked <= day < asked + TAKEN_UP_FOR:
                yield slot, cycle


def is_reminded(asked: date, *, on: date, closed: ClosedDays) -> bool:
    """Whether the one reminder of a letter goes on this day: the fourteenth, or next to work."""
    return working_day_from(asked + REMIND_AFTER, closed) == on


def whose_turn(
    day: date, slots: Mapping[int, int], done: Collection[tuple[int, int]], closed: ClosedDays
) -> list[tuple[int, int]]:
    """Organisation and cycle of the letters of a day, those waiting longest first.

    `slots` is by organisation; `done` holds organisation and cycle of letters sent already.
    """
    come = list(turns(day, closed))
    waiting = [
        (own_day(slot, cycle), number, cycle)
        for number, own in slots.items()
        for slot, cycle in come
        if slot == own and (number, cycle) not in done
    ]
    return [(number, cycle) for _, number, cycle in sorted(waiting)[:MOST_A_DAY]]
