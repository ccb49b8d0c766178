"""Who may see and who may do, for every address of elections up to the close of the poll."""

from alliance.registries import LINK, PUBLIC, Route
from alliance.samples import BOTH, POST, Arguments, a_token_of_nobody, first
from partnership_board.election_states import State
from partnership_board.models import Election, Nomination, RollEntry
from partnership_board.permissions import BoardPermission as May

DRAFT, VOTE, OFFICIATE, SCRUTINISE = (
    May.DRAFT_ELECTIONS,
    May.VOTE,
    May.OFFICIATE,
    May.SCRUTINISE,
)


def an_announced() -> Election | None:
    """The first that everybody can see."""
    return Election.objects.public().order_by("pk").first()


def its_number() -> Arguments:
    election = an_announced()
    return None if election is None else {"pk": election.pk}


def a_candidate() -> Nomination | None:
    rows = Nomination.objects.standing().exclude(election__state=State.DRAFT)
    return rows.select_related("election").order_by("pk").first()


def a_candidates_address() -> Arguments:
    found = a_candidate()
    return None if found is None else {"pk": found.election_id, "nomination": found.pk}


def a_portraits_address() -> Arguments:
    rows = Nomination.objects.standing().exclude(photo=None)
    found = rows.exclude(election__state=State.DRAFT).order_by("pk").first()
    return None if found is None else {"pk": found.election_id, "nomination": found.pk}


def an_entrys_address() -> Arguments:
    entry = first(RollEntry)
    return None if entry is None else {"pk": entry.election_id, "entry": entry.pk}


def of_election(see: str, do: str | None, methods: str) -> Route:
    return Route(see, do, methods, its_number, an_announced)


def of_candidate(see: str, do: str | None, methods: str) -> Route:
    return Route(see, do, methods, a_candidates_address, a_candidate)


ROUTES = {
    "elections": Route(PUBLIC, is_list=True),
    "election_new": Route(DRAFT, DRAFT, BOTH),
    "consent": Route(LINK, LINK, BOTH, a_token_of_nobody),
    "election": of_election(PUBLIC, None, "GET"),
    "election_calendar": of_election(PUBLIC, None, "GET"),
    "election_rule": of_election(DRAFT, DRAFT, BOTH),
    "election_times": of_election(DRAFT, DRAFT, BOTH),
    "election_officers": of_election(DRAFT, DRAFT, BOTH),
    "election_freeze": of_election(DRAFT, DRAFT, BOTH),
    "election_abandon": of_election(SCRUTINISE, SCRUTINISE, BOTH),
    "nominations_reopen": of_election(OFFICIATE, OFFICIATE, POST),
    "election_unopposed": of_election(OFFICIATE, OFFICIATE, POST),
    "nominations": of_election(PUBLIC, None, "GET"),
    "nomination_new": of_election(VOTE, VOTE, BOTH),
    "nomination": of_candidate(PUBLIC, None, "GET"),
    "nomination_edit": of_candidate(VOTE, VOTE, BOTH),
    "nomination_photo": Route(PUBLIC, None, "GET", a_portraits_address),
    "nomination_picture": of_candidate(VOTE, VOTE, BOTH),
    "nomination_support": of_candidate(VOTE, VOTE, BOTH),
    "nomination_consent": of_candidate(VOTE, VOTE, POST),
    "nomination_withdraw": of_candidate(VOTE, VOTE, POST),
    "nomination_check": of_candidate(OFFICIATE, OFFICIATE, BOTH),
    "roll": of_election(PUBLIC, None, "GET"),
    "roll_take": of_election(OFFICIATE, OFFICIATE, POST),
    "roll_fix": of_election(SCRUTINISE, SCRUTINISE, POST),
    "roll_correct": Route(OFFICIATE, OFFICIATE, BOTH, an_entrys_address, lambda: first(RollEntry)),
    "keys": of_election(SCRUTINISE, SCRUTINISE, BOTH),
    "keys_confirm": of_election(SCRUTINISE, SCRUTINISE, BOTH),
    "vote": of_election(VOTE, VOTE, BOTH),
    "vote_check": of_election(VOTE, VOTE, BOTH),
    "vote_done": of_election(VOTE, VOTE, BOTH),
    "receipt": of_election(PUBLIC, None, "GET"),
}
