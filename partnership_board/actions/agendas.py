"""Something is proposed for an agenda: written, sent, made clearer, sent again, withdrawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from alliance import audit
from alliance.audit import Actor
from alliance.calendars import add_working_days
from alliance.errors import Refused
from alliance.models import Priority, User
from members.models import Organisation
from partnership_board.deadlines import day_of
from partnership_board.models import AgendaProposal, Board, BoardRules, ProposalPriority, Seat
from partnership_board.queries.calendars import closed_days

Origin, State = AgendaProposal.Origin, AgendaProposal.State
# What stands for everybody where the words themselves are kept.
KEPT_APART = "The words of this proposal are for the agenda group alone."


@dataclass(frozen=True)
class Extras:
    """What may be said about a proposal besides its words."""

    wanted_by_on: date | None = None
    priorities: Sequence[Priority] = ()
    neutral_title: str = ""  # said: the proposal is sensitive
    source: str = ""  # of a proposal that makes itself: made once from each source


PLAIN = Extras()


@transaction.atomic
def propose(
    board: Board,
    *,
    title: str,
    why_now: str,
    purpose: str,
    by: User | Actor,
    now: datetime,
    minutes_wanted: int = 15,
    origin: str = Origin.MEMBER,
    for_organisation: Organisation | None = None,
    for_seat: Seat | None = None,
    extras: Extras = PLAIN,
    is_draft: bool = False,
) -> AgendaProposal:
    """Goes to the agenda group. One that was born from lived experience names nobody."""
    proposer = by if isinstance(by, User) and origin != Origin.LIVED_EXPERIENCE else None
    _refuse_twice(board, title=extras.neutral_title or title, proposer=proposer)
    proposal = AgendaProposal.objects.create(
        board=board,
        purpose=purpose,
        minutes_wanted=minutes_wanted,
        origin=origin,
        proposed_by=proposer,
        for_organisation=for_organisation,
        for_seat=for_seat,
        state=State.DRAFT if is_draft else State.SUBMITTED,
        submitted_at=now,
        answer_by_on=_answer_by(board, on=day_of(now)),
        source=extras.source,
        wanted_by_on=extras.wanted_by_on,
        **_words(title, why_now, extras.neutral_title),
    )
    _serve(proposal, extras.priorities)
    kind = "board.item_drafted" if is_draft else "board.item_proposed"
    audit.record(by=by, kind=kind, subject=proposal, data={"origin": str(origin)})
    return proposal


@transaction.atomic
def rewrite(
    proposal: AgendaProposal,
    *,
    title: str,
    why_now: str,
    purpose: str,
    minutes_wanted: int,
    by: User,
    now: datetime,
    for_organisation: Organisation | None = None,
    for_seat: Seat | None = None,
    extras: Extras = PLAIN,
    is_draft: bool = False,
) -> None:
    """By its proposer: a draft, or one that the group has asked about, which is then sent again."""
    proposal = AgendaProposal.objects.select_for_update().get(pk=proposal.pk)
    if proposal.proposed_by_id != by.pk:
        raise Refused("Only the person who made a proposal can change it.")
    if not proposal.can_be_edited:
        raise Refused(f"This proposal can no longer be changed: {proposal.stands}.")
    changes = _words(title, why_now, extras.neutral_title) | {
        "purpose": purpose,
        "minutes_wanted": minutes_wanted,
        "for_organisation": for_organisation,
        "for_seat": for_seat,
        "wanted_by_on": extras.wanted_by_on,
    }
    for name, value in changes.items():
        setattr(proposal, name, value)
    _serve(proposal, extras.priorities)
    if not is_draft:
        _send(proposal, now=now)
    proposal.save()
    kind = "board.proposal_kept" if is_draft else "board.proposal_sent_again"
    audit.record(by=by, kind=kind, subject=proposal)


@transaction.atomic
def withdraw(proposal: AgendaProposal, *, by: User) -> None:
    proposal = AgendaProposal.objects.select_for_update().get(pk=proposal.pk)
    if proposal.proposed_by_id != by.pk:
        raise Refused("Only the person who made a proposal can withdraw it.")
    if not (proposal.can_be_decided or proposal.state == State.DRAFT):
        raise Refused(f"This proposal can no longer be withdrawn: {proposal.stands}.")
    proposal.state = State.WITHDRAWN
    proposal.save(update_fields=["state"])
    audit.record(by=by, kind="board.proposal_withdrawn", subject=proposal)


@transaction.atomic
def propose_itself(
    board: Board,
    *,
    source: str,
    title: str,
    why_now: str,
    origin: str,
    now: datetime,
    purpose: str = "discuss",
) -> AgendaProposal | None:
    """A matter arising, or a request nobody answered: proposed by the thing itself, and once."""
    if AgendaProposal.objects.filter(source=source).exists():
        return None
    return propose(
        board,
        title=title,
        why_now=why_now,
        purpose=purpose,
        origin=origin,
        by=Actor.SYSTEM,
        now=now,
        extras=Extras(source=source),
    )


def _send(proposal: AgendaProposal, *, now: datetime) -> None:
    """The answer's day is counted anew; the day it was first sent stays once it was sent."""
    if proposal.state == State.DRAFT:
        proposal.submitted_at = now
    proposal.state = State.SUBMITTED
    proposal.answer_by_on = _answer_by(proposal.board, on=day_of(now))


def _answer_by(board: Board, *, on: date) -> date:
    rules = BoardRules.objects.in_force(board.pk, on=on)
    return add_working_days(on, rules.answer_days, closed_days())


def _words(title: str, why_now: str, neutral_title: str) -> dict[str, object]:
    if not neutral_title:
        plain = {"title": title, "why_now": why_now, "kept_title": "", "kept_why": ""}
        return plain | {"is_sensitive": False}
    return {
        "title": neutral_title,
        "why_now": KEPT_APART,
        "kept_title": title,
        "kept_why": why_now,
        "is_sensitive": True,
    }


def _serve(proposal: AgendaProposal, priorities: Sequence[Priority]) -> None:
    ProposalPriority.objects.filter(proposal=proposal).exclude(priority__in=priorities).delete()
    for priority in priorities:
        ProposalPriority.objects.get_or_create(proposal=proposal, priority=priority)


def _refuse_twice(board: Board, *, title: str, proposer: User | None) -> None:
    waiting = AgendaProposal.objects.waiting().filter(board=board, title=title)
    if waiting.filter(proposed_by=proposer).exists():
        raise Refused(
            "You have proposed this already, and it is waiting for an answer.", field="title"
        )
