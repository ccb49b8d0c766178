"""What people are written about the box, the lot and the result. Subjects give nothing away."""

from datetime import datetime

from alliance import words
from alliance.models import User
from partnership_board.actions.election_letters import members, write
from partnership_board.models import Election, Objection
from partnership_board.queries import elections
from partnership_board.queries.counts import source_of


def tell_opening(election: Election, *, now: datetime) -> None:
    """One officer has used their key: the others can come."""
    key = f"election {election.pk} opening"
    write(_officers(election), key, "opening", election, page="election_open", now=now)


def tell_countback(election: Election, *, now: datetime) -> None:
    """To the officers: the box that was kept is needed."""
    key = f"election {election.pk} countback"
    write(_officers(election), key, "countback", election, page="election_open", now=now)


def tell_lot_due(election: Election, *, from_at: datetime, now: datetime) -> None:
    """To officers and candidates: when the lot is drawn, so that they can be there."""
    standing = elections.candidates(source_of(election))
    people = _officers(election) + [one.user for one in standing if one.user]
    key = f"election {election.pk} lot"
    write(people, key, "lot", election, page="election_lot", now=now, at=words.moment(from_at))


def tell_declared(election: Election, *, now: datetime) -> None:
    key = f"election {election.pk} declared"
    write(members(now), key, "declared", election, page="result", now=now)


def tell_certified(election: Election, *, now: datetime) -> None:
    key = f"election {election.pk} certified"
    write(members(now), key, "certified", election, page="result", now=now)


def tell_objection(objection: Objection, *, now: datetime) -> None:
    """To the officers: somebody objects."""
    election = objection.election
    people = _officers(election)
    write(people, f"objection {objection.pk}", "objection", election, page="objections", now=now)


def tell_answered(objection: Objection, *, now: datetime) -> None:
    """To whoever objected."""
    key = f"objection {objection.pk} answered"
    election = objection.election
    write([objection.by], key, "objection_answered", election, page="objections", now=now)


def _officers(election: Election) -> list[User]:
    return [officer.user for officer in elections.officers(election)]
