"""Once a year everybody with a seat is asked to confirm what they are bound to elsewhere."""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse

from alliance import outbox
from alliance.calendars import is_working_day
from alliance.http import absolute_url
from alliance.models import Message
from partnership_board.deadlines import day_of
from partnership_board.queries import interests
from partnership_board.queries.calendars import closed_days

BEFORE, AFTER = timedelta(days=14), timedelta(days=14)


@transaction.atomic
def ask_to_confirm(*, now: datetime) -> int:
    """Two weeks before the day, and once more two weeks after it; on working days alone."""
    on = day_of(now)
    if not is_working_day(on, closed_days()):
        return 0
    url = absolute_url(reverse("partnership_board:interests_mine"))
    due = [(person, day) for person, day in interests.to_confirm(on=on) if on >= day - BEFORE]
    letters = {
        f"interests {person.pk} {day.isoformat()} {'late' if on >= day + AFTER else 'soon'}": (
            person,
            day,
        )
        for person, day in due
    }
    there = set(Message.objects.filter(key__in=letters).values_list("key", flat=True))
    new = {key: told for key, told in letters.items() if key not in there}
    for key, (person, day) in new.items():
        outbox.post(
            key=key,
            to=person.email,
            template="board/interests_due",
            context={"person": person, "due_on": day, "is_late": on > day, "url": url},
            now=now,
        )
    return len(new)
