"""The ballots leave the database only for a named officer, with a reason that everybody reads."""

from django.db import transaction

from alliance.errors import Refused
from alliance.models import User
from partnership_board.actions import election_log
from partnership_board.actions.election_moves import lock
from partnership_board.election_states import State
from partnership_board.models import Election
from partnership_board.queries import counts, elections, results

HAVE_BALLOTS = (State.DECLARED,)


@transaction.atomic
def copy_for_scrutineer(election: Election, *, reason: str, by: User) -> bytes:
    """The bundle with every ranking and its salt, between declaration and certificate."""
    election = lock(election)
    officer = elections.officer_of(by, election)
    if officer is None:
        raise Refused("Only the officers of this election may have the ballots.")
    declared = results.latest(election)
    if election.state not in HAVE_BALLOTS or declared is None:
        raise Refused("The ballots can be had between the declaration and the certificate.")
    if counts.is_countback(election):
        raise Refused("A countback gives no ballots: they were checked in the election before.")
    role = officer.get_role_display().lower()
    text = f"The {role}, {by}, took a copy of the ballots. Reason: {reason.strip()}"
    election_log.write(election, text, kind="ballots_copied", by=by)
    return results.bundle_of(
        election,
        declared.published,
        ballots=counts.box_of(election).ballots,
        salt=counts.salt_of(election),
    )
