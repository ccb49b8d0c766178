"""A proposal as its own organisation sees it, and as somebody on the panel may read it."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from alliance.models import User
from alliance.words import pence
from funding.models import (
    CostPicture,
    PanelOutcome,
    PanelSeat,
    Proposal,
    ProposalAnswer,
    ProposalPartner,
    ProposalTie,
    Round,
)
from partnership_board.models import SeatTerm


def rows() -> QuerySet[Proposal]:
    return Proposal.objects.select_related("round__line", "round__stream", "organisation")


def who_may_sit(round_: Round, *, on: date) -> QuerySet[User]:
    """On the panel, or on the board for a side whose people are named."""
    seated = PanelSeat.objects.not_ended(on=on).filter(round=round_, constituency__is_named=True)
    board = SeatTerm.objects.current(on=on).filter(seat__constituency__is_named=True)
    wanted = Q(pk__in=seated.values("holder")) | Q(pk__in=board.values("holder"))
    return User.objects.filter(wanted).order_by("name", "pk")


def as_typed(proposal: Proposal) -> dict[str, Any]:  # Any: what fields begin with
    """What was kept last, for the form."""
    own = ProposalAnswer.objects.filter(proposal=proposal)
    found: dict[str, Any] = {f"answer_{each.question_id}": each.text for each in own}
    names = ("title", "asked_pence", "least_pence", "format", "told_to")
    found |= {
        name: getattr(proposal, name) for name in (*names, "may_be_named", "minutes_to_write")
    }
    found["partners"] = list(partners(proposal).values_list("organisation", flat=True))
    ties = ProposalTie.objects.filter(proposal=proposal)
    found["helped"] = list(ties.values_list("person", flat=True))
    cost = costs(proposal)
    if cost is not None:
        for name in ("direct_pence", "overhead_pence", "overhead_method"):
            found[name] = getattr(cost, name)
    return found


def partners(proposal: Proposal) -> QuerySet[ProposalPartner]:
    rows = ProposalPartner.objects.filter(proposal=proposal).select_related("organisation")
    return rows.order_by("organisation__sort_name")


def costs(proposal: Proposal) -> CostPicture | None:
    return CostPicture.objects.filter(proposal=proposal).first()


def answers(proposal: Proposal) -> QuerySet[ProposalAnswer]:
    rows = ProposalAnswer.objects.filter(proposal=proposal).select_related("question")
    return rows.order_by("question__order")


def facts(proposal: Proposal) -> list[dict[str, str]]:
    with_whom = ", ".join(str(each.organisation) for each in partners(proposal))
    return [
        {"label": "Asked for", "value": pence(proposal.asked_pence)},
        {"label": "The least that would do", "value": pence(proposal.least_pence)},
        {"label": "Together with", "value": with_whom or "nobody else"},
    ]


def outcome(proposal: Proposal) -> PanelOutcome | None:
    """What its applicant reads, once everybody has been told."""
    if proposal.round.told_at is None:
        return None
    return PanelOutcome.objects.filter(proposal=proposal).first()
