"""Officers make their keys. The private halves are shown once, on a sheet, and kept nowhere."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from alliance import audit
from alliance.errors import Refused
from alliance.models import User
from partnership_board import sealing
from partnership_board.actions import election_log
from partnership_board.actions.election_moves import lock, move
from partnership_board.election_states import Move, State
from partnership_board.models import Election, ElectionOfficer
from partnership_board.queries import elections as queries

Role = ElectionOfficer.Role


@dataclass(frozen=True)
class Sheet:
    """What one officer prints: fourteen groups of four letters for each of two keys."""

    poll: str
    keep: str
    fingerprint: str


@transaction.atomic
def make(election: Election, *, by: User, now: datetime) -> Sheet:
    """Two new keys. Until the sheet has been typed back they can be made again."""
    election = lock(election)
    officer = _holder(election, by)
    if officer.has_key:
        raise Refused("Your keys are made and their sheet was typed back. They stay as they are.")
    poll, keep = sealing.new_key(), sealing.new_key()
    officer.poll_public_key = sealing.public_key(poll)
    officer.keep_public_key = sealing.public_key(keep)
    officer.fingerprint = sealing.fingerprint(officer.poll_public_key, officer.keep_public_key)
    officer.made_at = now
    officer.save(update_fields=["poll_public_key", "keep_public_key", "fingerprint", "made_at"])
    audit.record(by=by, kind="election.keys_made", subject=officer)
    return Sheet(sealing.sheet(poll), sealing.sheet(keep), officer.fingerprint)


@transaction.atomic
def confirm(election: Election, *, poll: str, keep: str, by: User, now: datetime) -> bool:
    """The sheet typed back once, so that it is known to be legible; whether all are now ready."""
    election = lock(election)
    officer = _holder(election, by)
    if not officer.made_at:
        raise Refused("Make your keys first.")
    if officer.has_key:
        raise Refused("Your sheet was typed back already.")
    _refuse_other(poll, officer.poll_public_key, officer, "poll")
    _refuse_other(keep, officer.keep_public_key, officer, "keep")
    officer.confirmed_at = now
    officer.save(update_fields=["confirmed_at"])
    text = f"{officer.get_role_display()}'s keys were made. Fingerprint {officer.fingerprint}."
    election_log.write(election, text, kind="keys_confirmed", by=by)
    if any(not one.has_key for one in holders(election)):
        return False
    move(election, Move.FINISH_KEYS)
    return True


def holders(election: Election) -> list[ElectionOfficer]:
    """Whoever the rule gives a key: two or three of the officers."""
    return queries.officers(election)[: election.rule.key_holders]


def _holder(election: Election, by: User) -> ElectionOfficer:
    if election.state != State.ROLL_FROZEN:
        raise Refused("Keys are made between the roll and the poll.")
    mine = [one for one in holders(election) if one.user_id == by.pk]
    if not mine:
        raise Refused("You hold no key of this election.")
    return mine[0]


def _refuse_other(typed: str, public_key: str, officer: ElectionOfficer, field: str) -> None:
    try:
        found = sealing.public_key(sealing.read_sheet(typed))
    except sealing.BadSheet:
        raise Refused(
            "A letter is missing or wrong. Check it against the sheet.", field=field
        ) from None
    if found in (officer.poll_public_key, officer.keep_public_key) and found != public_key:
        raise Refused("These are the letters of your other key.", field=field)
    if found != public_key:
        raise Refused("This key sheet belongs to another election.", field=field)
