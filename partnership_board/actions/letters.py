"""What people are written about a proposal. One from lived experience has nobody to write to."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from alliance import outbox
from alliance.http import absolute_url
from alliance.models import Message, User
from partnership_board.deadlines import day_of
from partnership_board.models import AgendaDecision, AgendaItem, AgendaMove, AgendaProposal
from partnership_board.queries import group, restrictions
from partnership_board.queries import proposals as queries


def tell_answer(decision: AgendaDecision, *, now: datetime) -> None:
    """To everybody whose proposal it has become: those joined with it are told too."""
    proposal = decision.proposal
    wanted = "proposal_asked" if decision.outcome == decision.Outcome.ASKED else "proposal_answered"
    page = "proposal_edit" if decision.outcome == decision.Outcome.ASKED else "proposal"
    context = {
        "proposal": proposal,
        "decision": decision,
        "reason": _reason_of(proposal, decision.reason),
        "url": _page(proposal, page),
    }
    for person in queries.proposers_of(proposal):
        _post(f"answer {decision.pk} to {person.pk}", person, wanted, context, now=now)


def tell_came_back(proposal: AgendaProposal, *, now: datetime) -> None:
    context = {"proposal": proposal, "url": _page(proposal)}
    for person in queries.proposers_of(proposal):
        key = f"proposal {proposal.pk} back on {day_of(now)} to {person.pk}"
        _post(key, person, "proposal_back", context, now=now)


def tell_placed(item: AgendaItem, *, now: datetime) -> None:
    """When and where it will be heard."""
    if item.proposal is None:
        return
    context = {
        "proposal": item.proposal,
        "item": item,
        "meeting": item.meeting,
        "url": absolute_url(item.meeting.get_absolute_url()),
    }
    for person in queries.proposers_of(item.proposal):
        key = f"item {item.pk} placed, to {person.pk}"
        _post(key, person, "proposal_placed", context, now=now)


def tell_moved(move: AgendaMove, *, now: datetime) -> None:
    if move.item.proposal is None:
        return
    proposal = move.item.proposal
    context = {
        "proposal": proposal,
        "move": move,
        "reason": _reason_of(proposal, move.reason),
        "url": _page(proposal),
    }
    for person in queries.proposers_of(proposal):
        if person != move.moved_by:
            key = f"move {move.pk} to {person.pk}"
            _post(key, person, "proposal_moved", context, now=now)


def tell_unanswered(proposal: AgendaProposal, *, now: datetime) -> bool:
    """To the group, and an apology to its proposer. Said once for each day it was due by."""
    key = f"proposal {proposal.pk} due {proposal.answer_by_on}"
    if Message.objects.filter(key__startswith=f"{key} to ").exists():
        return False
    context = {"proposal": proposal, "url": _page(proposal)}
    own = list(queries.proposers_of(proposal))
    there = group.group_of(proposal.board_id)
    members: Iterable[User] = group.members_of(there.pk, on=day_of(now)) if there else []
    for person in members:
        if person not in own:
            _post(f"{key} to {person.pk}", person, "proposal_due", context, now=now)
    for person in own:
        _post(f"{key} to {person.pk}", person, "proposal_late", context, now=now)
    return True


def _reason_of(proposal: AgendaProposal, reason: str) -> str:
    """A letter goes further than a page: it says no more than everybody may read."""
    return restrictions.SAID_OF_REASON if reason and restrictions.is_shut(proposal) else reason


def _page(proposal: AgendaProposal, name: str = "proposal") -> str:
    return absolute_url(reverse(f"partnership_board:{name}", kwargs={"pk": proposal.pk}))


def _post(
    key: str, person: User, template: str, context: dict[str, object], *, now: datetime
) -> None:
    outbox.post(
        key=key,
        to=person.email,
        template=f"board/{template}",
        context=context | {"person": person},
        now=now,
    )
