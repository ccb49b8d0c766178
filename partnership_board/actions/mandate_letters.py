"""Whoever spoke for the members somewhere is reminded to tell them what was said."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from alliance import outbox
from alliance.calendars import is_working_day
from alliance.http import absolute_url
from alliance.models import Message, User
from partnership_board import reminding
from partnership_board.deadlines import day_of
from partnership_board.queries import mandates
from partnership_board.queries.calendars import closed_days

DAYS_BEFORE = (2, 0)  # five working days are given, so a week before would be too soon
TEMPLATE = "board/reports_due"


@dataclass(frozen=True)
class Owed:
    """A meeting of which this person has not told the members yet."""

    person: User
    body: str
    held_on: date
    due_on: date
    address: str


@transaction.atomic
def remind(*, now: datetime) -> int:
    """One letter for each person, with everything they owe; on no closed day, to nobody who rests.

    Two days before something is due, and on the day.
    """
    on, closed = day_of(now), closed_days()
    if not is_working_day(on, closed):
        return 0
    mine: dict[User, list[Owed]] = {}
    for each in _owed(on):
        mine.setdefault(each.person, []).append(each)
    return sum(
        _write(person, owed, on=on, now=now)
        for person, owed in mine.items()
        if any(reminding.is_told(o.due_on, on=on, closed=closed, before=DAYS_BEFORE) for o in owed)
    )


def _owed(on: date) -> Iterator[Owed]:
    """Of boards by whoever holds an elected seat; of other networks by who speaks for us there."""
    for row in mandates.owed_now(on=on):
        held_on = day_of(row.meeting.starts_at)
        address = row.get_absolute_url()
        yield Owed(row.seat_term.holder, str(row.meeting.board), held_on, row.due_on, address)
    for person, meeting in mandates.owed_elsewhere(on=on):
        address = meeting.network.get_absolute_url()
        yield Owed(person, str(meeting.network), meeting.held_on, meeting.report_by_on, address)


def _write(person: User, owed: list[Owed], *, on: date, now: datetime) -> int:
    key = f"reports due to {person.pk} on {on.isoformat()}"
    if Message.objects.filter(key=key).exists():
        return 0
    owed.sort(key=lambda each: (each.due_on, each.held_on))
    told = [vars(each) | {"url": absolute_url(each.address)} for each in owed]
    outbox.post(
        key=key,
        to=person.email,
        template=TEMPLATE,
        context={"person": person, "reports": told, "first_on": owed[0].due_on},
        now=now,
    )
    return 1
