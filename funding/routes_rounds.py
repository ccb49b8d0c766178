"""Who may see and who may do, for every address of rounds, proposals and panels."""

from functools import partial
from typing import Any

from alliance.registries import PUBLIC, Route, routes
from alliance.samples import BOTH, first, number_of
from funding.models import PanelSeat, Proposal, Round

SEE, CHANGE, PREPARE = "see_funding", "change_funding", "prepare_payments"
READ, SCORE, WRITE = "read_proposals", "score_proposals", "write_proposals"
Arguments = dict[str, Any] | None  # Any: what an address takes


def a_call() -> Any:  # Any: a row
    return Round.objects.open_call().order_by("pk").first()


def a_draft() -> Any:  # Any: a row
    return Proposal.objects.filter(state=Proposal.State.DRAFT).order_by("pk").first()


def a_sent_one() -> Any:  # Any: a row
    return Proposal.objects.sent().order_by("pk").first()


def a_sent_one_of_theirs() -> Any:  # Any: a row
    """By whoever drafts another: there the demonstration's own people can be tried."""
    return Proposal.objects.sent().filter(organisation=who_drafts()).order_by("pk").first()


def whose_own() -> Arguments:
    return number(a_sent_one_of_theirs())


def number(row: Any) -> Arguments:  # Any: a row
    return None if row is None else {"pk": row.pk}


def whose_call() -> Arguments:
    return number(a_call())


def whose_draft() -> Arguments:
    draft = a_draft()
    return None if draft is None else {"pk": draft.round_id, "slug": draft.organisation.slug}


def who_drafts() -> Any:  # Any: a row
    draft = a_draft()
    return None if draft is None else draft.organisation


def whose_sent_one() -> Arguments:
    return number(a_sent_one())


def a_step() -> Arguments:
    found = first(Round)
    return None if found is None else {"pk": found.pk, "name": "call-off"}


def a_seat() -> Any:  # Any: a row
    return (
        PanelSeat.objects.there().filter(round__in=Proposal.objects.sent().values("round")).first()
    )


def whose_seat() -> Arguments:
    return number(a_seat())


def a_ruling() -> Arguments:
    seat = a_seat()
    if seat is None:
        return None
    about = Proposal.objects.sent().filter(round=seat.round_id).first()
    return None if about is None else {"pk": seat.pk, "proposal": about.pk}


def register() -> None:
    routes.add("funding:rounds", Route(see=SEE, is_list=True))
    routes.add("funding:round_new", Route(CHANGE, CHANGE, BOTH))
    routes.add("funding:round", Route(SEE, None, "GET", whose_call, a_call))
    routes.add("funding:round_public", Route(PUBLIC, None, "GET", whose_call, a_call))
    for name in ("round_edit", "round_more_time", "panel_invite", "round_recommend"):
        routes.add(f"funding:{name}", _of_round(CHANGE))
    routes.add("funding:round_step", Route(CHANGE, CHANGE, BOTH, a_step, partial(first, Round)))
    routes.add("funding:round_decide", _of_round(PREPARE))
    routes.add("funding:apply", Route(WRITE, WRITE, BOTH, whose_draft, who_drafts))
    for name in ("panel", "round_result"):
        routes.add(f"funding:{name}", Route(READ, None, "GET", whose_call, a_call))
    routes.add("funding:round_interests", Route(SCORE, SCORE, BOTH, whose_call, a_call))
    routes.add("funding:round_score", Route(SCORE, None, "GET", whose_call, a_call))
    routes.add("funding:panel_leave", Route(CHANGE, CHANGE, BOTH, whose_seat, a_seat))
    routes.add("funding:panel_rule", Route(SCORE, SCORE, BOTH, a_ruling))
    for name in ("score_sheet", "score_explain"):
        routes.add(f"funding:{name}", Route(SCORE, SCORE, BOTH, whose_sent_one))
    routes.add("funding:proposal", Route(WRITE, WRITE, BOTH, whose_own, a_sent_one_of_theirs))
    routes.add("funding:proposal_read", Route(READ, None, "GET", whose_sent_one))
    routes.add("funding:proposal_rule_out", Route(CHANGE, CHANGE, BOTH, whose_sent_one))


def _of_round(right: str) -> Route:
    return Route(right, right, BOTH, number_of(Round), partial(first, Round))
