"""A lot that decides is drawn in public: a scrutineer types what the dice showed, once."""

from datetime import datetime

from django.db import transaction

from alliance import words
from alliance.errors import Refused
from alliance.models import User
from partnership_board.actions import counts, election_log
from partnership_board.actions.election_moves import lock
from partnership_board.counting import lots
from partnership_board.counting.ballots import Unreadable
from partnership_board.election_states import State
from partnership_board.models import Election, ElectionOfficer
from partnership_board.queries import counts as queries
from partnership_board.queries import elections

Role = ElectionOfficer.Role


@transaction.atomic
def draw(election: Election, *, digits: str, by: User, now: datetime) -> None:
    """Every lot of the count follows from the digits, and with it the result."""
    election = lock(election)
    _refuse_too_soon(election, by=by, now=now)
    try:
        seed = lots.seed_from_dice(digits)
    except Unreadable as refusal:
        raise Refused(str(refusal), field="digits") from None
    box = queries.box_of(election)
    found = queries.counted(box, seed)
    said = f"The lot was drawn in public with the digits {seed}, typed by {by}."
    election_log.write(election, said, kind="lot_drawn", by=by)
    counts.settle(election, box, found, by=by, now=now, witness=by)


def _refuse_too_soon(election: Election, *, by: User, now: datetime) -> None:
    officer = elections.officer_of(by, election)
    if officer is None or officer.role == Role.RETURNING_OFFICER:
        raise Refused("A scrutineer types the digits, so that two people answer for them.")
    if election.state != State.LOT_DUE:
        raise Refused("No lot is due.")
    if queries.draws(election):
        raise Refused("The lot has been drawn. It cannot be drawn again.")
    from_at = queries.lot_from_at(election)
    if from_at is not None and now < from_at:
        when = words.moment(from_at)
        raise Refused(f"The lot is drawn from {when} on, so that everybody can be there.")
