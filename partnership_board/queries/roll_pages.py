"""What the pages of the roll and of the keys show."""

from django.urls import reverse

from alliance import access
from alliance.models import User
from partnership_board.election_states import BEFORE_POLL, Move, State
from partnership_board.models import Election, OfficerAgreement
from partnership_board.permissions import BoardPermission as May
from partnership_board.queries import elections as queries

Page = dict[str, object]


def address(election: Election, name: str) -> str:
    return reverse(f"partnership_board:{name}", kwargs={"pk": election.pk})


def roll_page(election: Election, user: object) -> Page:
    entries = list(queries.roll(election))
    conducts = access.may(user, May.OFFICIATE, election)
    words = OfficerAgreement.objects.filter(election=election, move=Move.FIX_ROLL)
    agreed = [each.officer for each in words.select_related("officer__user")]
    return {
        "election": election,
        "entries": entries,
        "may_vote": sum(entry.is_entitled for entry in entries),
        "is_officer": access.may(user, May.SCRUTINISE, election),
        "may_take": conducts and election.state == State.CHECKING,
        "may_correct": conducts and election.state in BEFORE_POLL,
        "may_fix": election.state == State.CHECKING and access.may(user, May.SCRUTINISE, election),
        "agreed": agreed,
    }


def keys_page(election: Election, user: User) -> Page:
    officers = queries.officers(election)
    holders = officers[: election.rule.key_holders]
    mine = next((one for one in holders if one.user_id == user.pk), None)
    is_time = election.state == State.ROLL_FROZEN
    return {
        "election": election,
        "holders": holders,
        "mine": mine,
        "may_make": is_time and mine is not None and not mine.has_key,
        "may_type": is_time and mine is not None and mine.made_at and not mine.has_key,
    }
