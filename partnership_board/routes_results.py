"""Who may see and who may do, for every address of what follows the close of a poll."""

from alliance.registries import ANY_OFFICE, PUBLIC, Route
from alliance.samples import BOTH, POST, Arguments
from partnership_board.election_states import State
from partnership_board.models import Declaration, Election, Objection
from partnership_board.permissions import BoardPermission as May
from partnership_board.queries.results import DECLARED


def a_public_one() -> Election | None:
    return Election.objects.exclude(state=State.DRAFT).order_by("pk").first()


def its_number() -> Arguments:
    found = a_public_one()
    return None if found is None else {"pk": found.pk}


def a_result() -> Arguments:
    found = Declaration.objects.filter(stage__in=DECLARED).order_by("pk").first()
    return None if found is None else {"pk": found.election_id}


def a_printed_result() -> Arguments:
    rows = Declaration.objects.filter(stage__in=DECLARED).exclude(document=None)
    found = rows.order_by("pk").first()
    return None if found is None else {"pk": found.election_id}


def an_objection() -> Objection | None:
    return Objection.objects.select_related("election").order_by("pk").first()


def its_address() -> Arguments:
    found = an_objection()
    return None if found is None else {"pk": found.election_id, "objection": found.pk}


def of_officers(may: str) -> Route:
    return Route(may, may, BOTH, its_number, a_public_one)


ROUTES = {
    "bundle_check": Route(PUBLIC, PUBLIC, BOTH),
    "practice": Route(ANY_OFFICE, ANY_OFFICE, BOTH),
    "election_open": of_officers(May.SCRUTINISE),
    "election_declare": of_officers(May.SCRUTINISE),
    "election_certify": of_officers(May.OFFICIATE),
    "election_ballots": of_officers(May.SCRUTINISE),
    "election_lot": of_officers(May.SCRUTINISE),
    "result": Route(PUBLIC, None, "GET", its_number),
    "result_json": Route(PUBLIC, None, "GET", a_result),
    "result_csv": Route(PUBLIC, None, "GET", a_result),
    "result_pdf": Route(PUBLIC, None, "GET", a_printed_result),
    "election_bundle": Route(PUBLIC, None, "GET", a_result),
    "election_log": Route(PUBLIC, None, "GET", its_number),
    "objections": Route(ANY_OFFICE, None, "GET", its_number, a_public_one),
    "objection_new": Route(May.VOTE, May.VOTE, BOTH, its_number, a_public_one),
    "objection_answer": Route(May.SCRUTINISE, May.SCRUTINISE, BOTH, its_address, an_objection),
    "objection_withdraw": Route(May.VOTE, May.VOTE, POST, its_address, an_objection),
    "countback": Route(May.DRAFT_ELECTIONS, May.DRAFT_ELECTIONS, BOTH, its_number, a_public_one),
}
