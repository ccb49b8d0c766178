"""The only way in which an election moves: under its row's lock, along the table of states."""

from datetime import datetime

from alliance.errors import Refused
from partnership_board.election_states import Move, after
from partnership_board.models import Election, ElectionOfficer, OfficerAgreement


def lock(election: Election) -> Election:
    """The row as it stands now, and nobody else's until the transaction ends."""
    rows = Election.objects.select_for_update(of=("self",)).select_related("rule", "board")
    return rows.get(pk=election.pk)


def move(election: Election, what: Move) -> None:
    """Refused with a sentence unless the table has it. The caller holds the lock."""
    election.state = after(election.state, what)
    election.save(update_fields=["state"])


def agree(
    election: Election,
    what: Move,
    *,
    officer: ElectionOfficer,
    about_sha256: str,
    now: datetime,
) -> bool:
    """One officer's word; whether the returning officer and a scrutineer now agree.

    Words about something that has changed since do not count: they are taken back.
    """
    after(election.state, what)
    if officer.election_id != election.pk:
        raise Refused("You are no officer of this election.")
    words = OfficerAgreement.objects.filter(election=election, move=what)
    words.exclude(about_sha256=about_sha256).delete()
    if words.filter(officer=officer).exists():
        raise Refused("You have agreed already. Another officer must agree too.")
    OfficerAgreement.objects.create(
        election=election, officer=officer, move=what, about_sha256=about_sha256, given_at=now
    )
    roles = set(words.values_list("officer__role", flat=True))
    return ElectionOfficer.Role.RETURNING_OFFICER in roles and len(roles) > 1
