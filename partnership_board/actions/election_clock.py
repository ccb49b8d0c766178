"""What the clock does to elections. Asked each minute; each step is a transaction of its own."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import DatabaseError, transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from alliance import words
from alliance.audit import Actor
from alliance.calendars import is_working_day, working_days_taken
from alliance.errors import Refused
from partnership_board.actions import ballot_box, election_letters, election_log, rolls
from partnership_board.actions.election_moves import lock, move
from partnership_board.deadlines import day_of
from partnership_board.election_states import Move, State
from partnership_board.models import Election, Envelope
from partnership_board.queries import elections as queries
from partnership_board.queries.calendars import closed_days

log = logging.getLogger("alliance.elections")
REMINDED = (3, 1, 0)  # working days before the close
# The same whether anybody was left to remind or not: a number would tell how many have voted.
REMINDED_LINE = "Reminders went to organisations that had not voted by then, if there were any."


def tick(*, now: datetime) -> int:
    """Move whatever is due; how many moved. Of two clocks, the second finds it done."""
    rows = Election.objects.annotate(ends=Coalesce("extended_to", "closes_at"))
    due: list[tuple[QuerySet[Election], Callable[..., None]]] = [
        (rows.filter(state=State.RULE_FROZEN, nominations_open_at__lte=now), open_nominations),
        (rows.filter(state=State.NOMINATING, nominations_close_at__lte=now), close_nominations),
        (queries.without_roll(on=day_of(now)), take_the_roll),
        (rows.filter(state=State.READY, opens_at__lte=now), ballot_box.open_poll),
        (rows.filter(state=State.OPEN, ends__lte=now), ballot_box.close_poll),
    ]
    return sum(_try(election, step, now=now) for each, step in due for election in each)


def _try(election: Election, step: Callable[..., None], *, now: datetime) -> bool:
    """One election in trouble does not hold up the others."""
    try:
        step(election, now=now)
    except Refused:
        return False
    except DatabaseError:
        log.exception("Election %s did not move.", election.pk)
        return False
    return True


@transaction.atomic
def open_nominations(election: Election, *, now: datetime) -> None:
    election = lock(election)
    if now < election.nominations_open_at:
        raise Refused("It is too early.")
    move(election, Move.OPEN_NOMINATIONS)
    until = words.moment(election.nominations_close_at)
    text = f"Nominations opened. They close {until}."
    election_log.write(election, text, kind="nominations_opened", by=Actor.SYSTEM)
    election_letters.tell_nominations_open(election, now=now)


@transaction.atomic
def close_nominations(election: Election, *, now: datetime) -> None:
    election = lock(election)
    if now < election.nominations_close_at:
        raise Refused("It is too early.")
    move(election, Move.CLOSE_NOMINATIONS)
    election_log.write(election, "Nominations closed.", kind="nominations_closed", by=Actor.SYSTEM)


def take_the_roll(election: Election, *, now: datetime) -> None:
    rolls.prepare(election, by=Actor.SYSTEM, now=now)


@transaction.atomic
def remind(*, now: datetime) -> int:
    """Each morning of a working day, to those who have not voted. Nobody sees to whom."""
    closed, on, written = closed_days(), day_of(now), 0
    if not is_working_day(on, closed):
        return 0
    for election in Election.objects.filter(state=State.OPEN).select_related("rule"):
        left = working_days_taken(on, day_of(election.ends_at), closed)
        if now >= election.ends_at or left not in REMINDED:
            continue
        there = Envelope.objects.filter(roll_entry__election=election).values("roll_entry")
        entries = queries.roll(election).filter(is_entitled=True).exclude(pk__in=there)
        written += election_letters.remind(election, entries, now=now)
        election_log.write(lock(election), REMINDED_LINE, kind="reminded", by=Actor.SYSTEM)
    return written


@transaction.atomic
def forget_letters() -> None:
    """What was still on its way at the close has arrived by now."""
    over = Election.objects.exclude(state=State.OPEN).filter(
        state__in=[
            State.CLOSED,
            State.INQUORATE,
            State.OPENING,
            State.COUNTED,
            State.LOT_DUE,
            State.DECLARED,
            State.ABANDONED,
        ]
    )
    for election in over:
        election_letters.forget(election)
