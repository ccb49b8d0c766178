"""The box is opened: two officers, each in their own session, each with their own key.

A private key is typed from its sheet, used, and forgotten: it is in no table, log or task. Each
layer comes off in one statement, and ballots are laid down once, sorted, so that no row, order or
time says whose a ranking is.
"""

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.db import transaction

from alliance.errors import Refused
from alliance.models import User
from partnership_board import sealing
from partnership_board.actions import countbacks, counts, election_log, result_letters
from partnership_board.actions.election_moves import agree, lock, move
from partnership_board.actions.laying_out import lay_out
from partnership_board.election_states import Move, State, after
from partnership_board.models import (
    Election,
    ElectionOfficer,
    SealedBallot,
)
from partnership_board.queries import counts as queries
from partnership_board.queries import elections

Found = TypeVar("Found")


def use_key(election: Election, *, private: bytes, by: User, now: datetime) -> None:
    """The first or the second, as the election stands."""
    if queries.is_countback(election):
        countbacks.use_keep_key(election, private=private, by=by, now=now)
    elif election.state == State.OPENING:
        use_second_key(election, private=private, by=by, now=now)
    else:
        use_first_key(election, private=private, by=by, now=now)


@transaction.atomic
def use_first_key(election: Election, *, private: bytes, by: User, now: datetime) -> None:
    """The first layer comes off every envelope. Nothing can be read yet."""
    election = lock(election)
    after(election.state, Move.USE_FIRST_KEY)
    officer = poll_key_of(election, private, by=by)
    place = elections.poll_place(election)
    ballots = list(SealedBallot.objects.filter(election=election).order_by("pk"))
    for ballot in ballots:
        ballot.peeled = opened(sealing.peel, bytes(ballot.sealed), private, place)
    SealedBallot.objects.bulk_update(ballots, ["peeled"])
    agree(
        election,
        Move.USE_FIRST_KEY,
        officer=officer,
        about_sha256=election.box_sha256,
        now=now,
    )
    move(election, Move.USE_FIRST_KEY)
    write_key_used(election, officer, "first", by=by)
    result_letters.tell_opening(election, now=now)


@transaction.atomic
def use_second_key(election: Election, *, private: bytes, by: User, now: datetime) -> None:
    """The second layer comes off, and the ballots are counted at once."""
    election = lock(election)
    after(election.state, Move.COUNT)
    officer = poll_key_of(election, private, by=by)
    refuse_the_same(election, officer)
    place = elections.poll_place(election)
    sealed = SealedBallot.objects.filter(election=election).values_list("peeled", flat=True)
    rankings = [
        opened(sealing.open_peeled, bytes(peeled or b""), private, place) for peeled in sealed
    ]
    lay_out(election, rankings, salt=secrets.token_hex(32))
    agree(election, Move.COUNT, officer=officer, about_sha256=election.box_sha256, now=now)
    move(election, Move.COUNT)
    write_key_used(election, officer, "second", by=by)
    counts.count_box(election, by=by, now=now)


def poll_key_of(election: Election, private: bytes, *, by: User) -> ElectionOfficer:
    """The officer whose key it is. Refused if it is somebody else's, or the sheet to keep."""
    officer = elections.officer_of(by, election)
    if officer is None or officer.confirmed_at is None:
        raise Refused("You hold no key of this election.")
    public = sealing.public_key(private)
    if public == officer.keep_public_key:
        raise Refused("This is your sheet to keep. Type the poll sheet.", field="sheet")
    if public != officer.poll_public_key:
        raise Refused("This key sheet belongs to another election.", field="sheet")
    return officer


def refuse_the_same(election: Election, officer: ElectionOfficer) -> None:
    first = queries.first_opener(election)
    if first is not None and first.officer_id == officer.pk:
        raise Refused("One more officer must use their key before the box opens.")


def opened(how: Callable[..., Found], sealed: bytes, private: bytes, place: sealing.Place) -> Found:
    try:
        return how(sealed, private, place=place)
    except sealing.CannotOpen as problem:
        raise Refused(f"The box cannot be opened. {problem}", field="sheet") from None


def write_key_used(election: Election, officer: ElectionOfficer, which: str, *, by: User) -> None:
    text = (
        f"The {which} key was used: the {officer.get_role_display().lower()}'s,"
        f" {officer.fingerprint}."
    )
    election_log.write(election, text, kind="key_used", by=by, data={"officer": officer.pk})
