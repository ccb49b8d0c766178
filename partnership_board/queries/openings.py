"""What officers, and candidates beside them, see between the close and the certificate."""

from datetime import datetime
from typing import Any

from alliance import access, words
from alliance.models import User
from partnership_board import result_sheets
from partnership_board.counting.explore import verdict
from partnership_board.counting.sentences import naming
from partnership_board.election_states import Move, State
from partnership_board.models import Election, OfficerAgreement
from partnership_board.permissions import BoardPermission
from partnership_board.queries import counts, elections, results
from partnership_board.queries.results import turnout

Page = dict[str, Any]  # Any: a template's context
TO_OPEN = (State.CLOSED, State.OPENING)
WITH_A_LOT = (State.LOT_DUE, State.DECLARED, State.CERTIFIED, State.ARCHIVED)


def opening_page(election: Election, user: User) -> Page:
    """Who has used their key, and what this officer can do now."""
    first = counts.first_opener(election)
    officer = elections.officer_of(user, election)
    return {
        "election": election,
        "turnout": turnout(election),
        "first": first,
        "is_mine": first is not None and officer is not None and first.officer_id == officer.pk,
        "can_open": election.state in TO_OPEN,
        "is_countback": counts.is_countback(election),
        "officers": elections.officers(election),
    }


def may_watch(user: object, election: Election) -> bool:
    """Officers, and whoever stands."""
    if access.may(user, BoardPermission.SCRUTINISE, election):
        return True
    source = counts.source_of(election)
    return isinstance(user, User) and any(
        one.user_id == user.pk for one in elections.candidates(source)
    )


def lot_page(election: Election, user: User, *, now: datetime) -> Page:
    """The tie in words; once drawn, every key and how to make it again."""
    drawn = counts.draws(election)
    from_at = counts.lot_from_at(election)
    is_due = election.state == State.LOT_DUE and not drawn
    officer = elections.officer_of(user, election)
    context: Page = {
        "election": election,
        "is_due": is_due,
        "from_at": from_at,
        "is_time": from_at is not None and now >= from_at,
        "may_draw": officer is not None and officer.role != "returning_officer",
        "lots": [],
        "verdict": "",
    }
    if election.state == State.LOT_DUE:
        box = counts.box_of(election)
        found = counts.counted(box, counts.seed_of(election))
        name = naming(found.contest, found.count)
        context["verdict"] = verdict(found.exploration, name)
        context["lots"] = result_sheets.drawn(found) if drawn else []
    return context


def declare_page(election: Election) -> Page:
    """The result as it is to be declared: officers see the stages, whatever is published."""
    run = counts.official(election)
    said = run.result if run else None
    return {
        "election": election,
        "run": run,
        "sheet": said["sheet"] if said else None,
        "picture": result_sheets.picture(said["sheet"], width=320) if said else None,
        "why_level": said["why_level"] if said else "",
        "level": LEVELS[said["level"]] if said else "",
        "agreed": agreed_by(election, run.result_sha256) if run else [],
        "can_declare": run is not None and election.state in (State.COUNTED, State.LOT_DUE),
    }


LEVELS = {
    "names_only": "Who is elected is published, and nothing else.",
    "stages": "Every stage of the count is published.",
    "profile": "Every stage is published, and all rankings without names.",
}


def agreed_by(election: Election, about_sha256: str) -> list[OfficerAgreement]:
    rows = counts.agreements(election, Move.DECLARE)
    return [one for one in rows if one.about_sha256 == about_sha256]


def certify_page(election: Election) -> Page:
    """What still stands in the way."""
    closes = election.objections_close_at
    return {
        "election": election,
        "closes": words.moment(closes) if closes else "",
        "waiting": results.unanswered(election),
        "can_certify": election.state == State.DECLARED,
    }
