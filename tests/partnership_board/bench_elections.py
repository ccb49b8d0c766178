"""Closing a poll: envelopes lose their voters, roll and log are written, all in one transaction.

Measured where the close is done, with the log and the letters to officers, for a board's seventeen
and for a thousand. Rolled back, so that each round finds the same open poll.
"""

import statistics
import time
from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone

from alliance.models import Alliance
from alliance.tenancy.context import work_for
from partnership_board import sealing
from partnership_board.actions import ballot_box
from partnership_board.models import Board, Election, Envelope, RollEntry
from partnership_board.queries import elections as queries
from tests.factories import partnership_board as rows
from tests.factories.elections import an_election
from tests.factories.members import an_organisation

TARGETS = {17: 100.0, 1000: 1000.0}  # milliseconds by envelopes
CANDIDATES, ROUNDS = 7, 9

Found = tuple[str, float, float, str]


def figures(alliance: Alliance) -> Iterator[Found]:
    """What was measured, what it came to, the most it may be, and in which unit."""
    for envelopes, most in TARGETS.items():
        with work_for(alliance.pk, alliance.slug), transaction.atomic():
            poll = a_full_poll(envelopes)
            taken = [milliseconds_to_close(poll) for _ in range(ROUNDS)]
            transaction.set_rollback(True)
        yield f"closing a poll of {envelopes:,} envelopes", statistics.median(taken), most, "ms"


def milliseconds_to_close(poll: Election) -> float:
    mark = transaction.savepoint()
    began = time.perf_counter()
    ballot_box.close_poll(poll, now=poll.closes_at)
    taken = (time.perf_counter() - began) * 1000
    transaction.savepoint_rollback(mark)
    return taken


def a_full_poll(envelopes: int) -> Election:
    """Everybody on the roll has voted; the roll is laid before the poll opens."""
    board = rows.a_board(Board.Kind.SUBGROUP, f"Measured with {envelopes}")
    poll: Election = an_election(
        board, timezone.now(), state="ready", roll=0, candidates=CANDIDATES
    )
    RollEntry.objects.bulk_create(
        RollEntry(election=poll, organisation=an_organisation(f"Voter {n} of {envelopes}"))
        for n in range(envelopes)
    )
    ballot_box.open_poll(poll, now=poll.opens_at.replace(year=poll.opens_at.year + 1))
    poll.refresh_from_db()
    place = queries.poll_place(poll)
    Envelope.objects.bulk_create(
        Envelope(roll_entry=entry, sealed=sealed, receipt=sealing.receipt(b"n" * 16, sealed))
        for entry in RollEntry.objects.filter(election=poll)
        for sealed in [sealing.seal([1, 2], candidates=CANDIDATES, place=place)]
    )
    return poll
