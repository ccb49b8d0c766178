"""The preview of twenty items on a board of twenty seats: its milliseconds and its questions.

The milliseconds are the processor's own, which do not tell of what else the machine does.
"""

import statistics
import time
from collections.abc import Iterator

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alliance.models import Alliance, User
from alliance.tenancy.context import work_for
from members.models import Organisation
from partnership_board.models import AgendaItem, Board, Meeting, PaperParty
from partnership_board.queries import recusal
from tests.factories import partnership_board as rows

SEATS = ITEMS = 20
ROUNDS, MILLISECONDS, QUESTIONS = 25, 50.0, 6.0

Found = tuple[str, float, float, str]


def figures(alliance: Alliance) -> Iterator[Found]:
    """What was measured, what it came to, the most it may be, and in which unit."""
    with work_for(alliance.pk, alliance.slug), transaction.atomic():
        meeting, items = a_meeting()
        on = timezone.localdate()
        with CaptureQueriesContext(connection) as asked:
            found = recusal.previews(meeting, items, on=on)
        assert all(len(each.people) == SEATS for each in found)
        taken = []
        for _ in range(ROUNDS):
            began = time.process_time()
            recusal.previews(meeting, items, on=on)
            taken.append((time.process_time() - began) * 1000)
        transaction.set_rollback(True)
    what = f"recusal and quorum of {ITEMS} items on {SEATS} seats"
    yield what, statistics.median(taken), MILLISECONDS, "ms"
    yield f"{what}: queries", float(len(asked)), QUESTIONS, ""


def a_meeting() -> tuple[Meeting, list[AgendaItem]]:
    """Everybody sits for an organisation that every item touches: the most there is to count."""
    now = timezone.now()
    board = rows.a_board(Board.Kind.SUBGROUP, "Measured")
    group = Organisation.objects.earliest("pk")
    people = User.objects.bulk_create(
        User(email=f"seat{n}@measured.example", name=f"Person {n}") for n in range(SEATS)
    )
    for n, person in enumerate(people):
        seat = rows.a_seat(board, title=f"Seat {n}", code=["VCSE", "NHS", "EBE"][n % 3])
        rows.a_term(seat, person, organisation=group)
        rows.a_deputy(seat, people[(n + 1) % SEATS])
    meeting = rows.a_meeting(board, now)
    items = [rows.an_item(meeting, n, title=f"Item {n}") for n in range(1, ITEMS + 1)]
    for item in items:
        PaperParty.objects.create(version=rows.a_paper(item, people[0], now), organisation=group)
    return meeting, items
