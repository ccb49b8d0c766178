"""Casting. An envelope is written, and those who act for the organisation are told; nothing else.

No event, line, time or history says that somebody voted. While the poll is open, the envelope's
existence is the only trace, and a second one replaces the first.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from alliance import words
from alliance.errors import Refused
from alliance.models import User
from partnership_board import sealing
from partnership_board.actions import election_letters
from partnership_board.deadlines import day_of
from partnership_board.election_states import State
from partnership_board.models import Election, Envelope, RollEntry
from partnership_board.queries import elections as queries
from partnership_board.queries import voting as ballots

# A share lock: any number cast at once, and the close waits for them and they for it.
STILL_OPEN = """
    SELECT state, coalesce(extended_to, closes_at) FROM partnership_board_election
     WHERE id = %s FOR SHARE
"""


@dataclass(frozen=True)
class Receipt:
    """What the voter may keep: it shows that an envelope was in the box, not what was in it."""

    code: str
    proof: str


@transaction.atomic
def cast(
    election: Election, entry: RollEntry, *, ranking: Sequence[int], by: User, now: datetime
) -> Receipt:
    """Seal and put into the box; until the close a later one takes its place."""
    _refuse_closed(election, now=now)
    _refuse_strangers(election, entry, by, now=now)
    numbers = refuse_ranking(election, ranking)
    sealed = sealing.seal(ranking, candidates=numbers, place=queries.poll_place(election))
    receipt = _receipt(election, sealed)
    Envelope.objects.bulk_create(
        [Envelope(roll_entry=entry, sealed=sealed, receipt=receipt.code)],
        update_conflicts=True,
        unique_fields=["alliance", "roll_entry"],
        update_fields=["sealed", "receipt"],
    )
    election_letters.tell_voted(election, entry, by=by, now=now)
    return receipt


def _refuse_closed(election: Election, *, now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(STILL_OPEN, [election.pk])
        row = cursor.fetchone()
    if row is None or row[0] in (State.READY, State.ROLL_FROZEN):
        raise Refused(f"The poll opens on {words.moment(election.opens_at)}.")
    state, ends_at = row
    if state != State.OPEN or now >= ends_at:
        raise Refused(
            f"Voting closed on {words.moment(ends_at)}. A vote that you cast before counts."
        )


def _refuse_strangers(election: Election, entry: RollEntry, by: User, *, now: datetime) -> None:
    if entry not in ballots.entries(by, election, on=day_of(now)):
        raise Refused("You do not vote for this organisation in this election.")
    if queries.is_conducted_by(by, election):
        raise Refused("You are the returning officer: you cannot vote.")


def refuse_ranking(election: Election, ranking: Sequence[int]) -> int:
    """A sentence for what is no ranking of these candidates; otherwise how many numbers there
    are."""
    people = queries.candidates_as_agreed(election)["candidates"]
    numbers = {one["number"] for one in people}
    if len(set(ranking)) != len(ranking):
        raise Refused("Somebody has two places. Give each person one.")
    if not set(ranking) <= numbers:
        raise Refused("Somebody on this ballot does not stand.")
    most = election.rule.max_preferences
    if most is not None and len(ranking) > most:
        raise Refused(f"Give places to at most {words.counted(most, 'person', 'people')}.")
    return len(numbers)


def _receipt(election: Election, sealed: bytes) -> Receipt:
    if not election.rule.receipts:
        return Receipt("", "")
    nonce = secrets.token_bytes(16)
    return Receipt(sealing.receipt(nonce, sealed), nonce.hex())
