"""The agenda group: who sits in it, what waits for it, who stood where."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from alliance.models import User
from members.models import Network
from partnership_board.models import (
    AgendaPosition,
    AgendaProposal,
    Board,
    BoardRules,
    Constituency,
    Deputy,
    Meeting,
    SeatPause,
    SeatTerm,
)

Position = AgendaPosition.Position


@dataclass(frozen=True)
class Voice:
    """A seat of the group with whoever speaks for it on a day."""

    seat_id: int
    title: str
    side: str  # the code of its constituency
    people: list[User]
    is_own: bool  # its holder's own proposal, or their organisation's

    @property
    def names(self) -> str:
        return ", ".join(str(person) for person in self.people)


def group_of(board_id: int) -> Board | None:
    return Board.objects.filter(parent=board_id, kind=Board.Kind.AGENDA_GROUP).first()


def voices(proposal: AgendaProposal, *, on: date) -> list[Voice]:
    """Each seat of the group that somebody holds, in the order of its sides."""
    terms = (
        SeatTerm.objects.current(on=on)
        .filter(seat__board__parent=proposal.board_id, seat__board__kind=Board.Kind.AGENDA_GROUP)
        .select_related("seat__constituency", "holder")
        .order_by("seat__constituency__order", "seat_id", "pk")
    )
    found: dict[int, Voice] = {}
    for term in terms:
        mine = is_own(proposal, term)
        there = found.get(term.seat_id)
        found[term.seat_id] = Voice(
            term.seat_id,
            term.seat.title,
            term.seat.constituency.code,
            [*(there.people if there else []), term.holder],
            mine or (there is not None and there.is_own),
        )
    return list(found.values())


def is_own(proposal: AgendaProposal, term: SeatTerm) -> bool:
    """Whoever proposed it, or sits for the organisation that did, stands aside."""
    if proposal.proposed_by_id == term.holder_id:
        return True
    organisation = proposal.for_organisation_id
    return organisation is not None and organisation == term.organisation_id


def positions(
    proposal: AgendaProposal, *, by: User, said: Mapping[int, str], on: date
) -> dict[int, str]:
    """By seat. Those whose own it is stand aside by themselves; whoever records it is for it."""
    found: dict[int, str] = {}
    for voice in voices(proposal, on=on):
        if voice.is_own:
            found[voice.seat_id] = Position.STOOD_ASIDE
        elif said.get(voice.seat_id):
            found[voice.seat_id] = Position(said[voice.seat_id])
        elif not said and by in voice.people:
            found[voice.seat_id] = Position.SUPPORT
    return found


def missing_sides(proposal: AgendaProposal, taken: Iterable[int], *, on: date) -> list[str]:
    """The sides that the group's rules name and that took no part, as people call them."""
    group = group_of(proposal.board_id)
    if group is None:
        return []
    wanted = BoardRules.objects.in_force(group.pk, on=on).least_by_side
    if not wanted:
        return []
    there = [voice.side for voice in voices(proposal, on=on) if voice.seat_id in set(taken)]
    short = [code for code, least in wanted.items() if there.count(code) < least]
    labels = Constituency.objects.filter(board=group, code__in=short).order_by("order")
    return [side.label for side in labels]


def next_meeting_of(board: Board, *, now: datetime) -> Meeting | None:
    return Meeting.objects.coming(now=now).filter(board=board).order_by("starts_at").first()


def groups_next_meeting(board: Board, *, now: datetime) -> Meeting | None:
    """The next meeting of the board's agenda group."""
    coming = Meeting.objects.coming(now=now).filter(
        board__parent=board, board__kind=Board.Kind.AGENDA_GROUP
    )
    return coming.order_by("starts_at").first()


def waiting(board: Board) -> QuerySet[AgendaProposal]:
    """Oldest first, so that whatever has no answer rises to the top by itself."""
    return (
        AgendaProposal.objects.waiting()
        .filter(board=board)
        .select_related("proposed_by", "for_organisation", "for_seat")
        .order_by("answer_by_on", "submitted_at", "pk")
    )


def members_of(board_id: int, *, on: date) -> QuerySet[User]:
    """Those who sit in a board that day and have not stepped back, and their deputies who have."""
    terms = SeatTerm.objects.current(on=on).filter(seat__board=board_id)
    paused = SeatPause.objects.current(on=on).values("seat_term")
    deputies = Deputy.objects.current(on=on).filter(
        seat__in=terms.filter(pk__in=paused).values("seat"), rank=1
    )
    return User.objects.filter(
        Q(pk__in=terms.exclude(pk__in=paused).values("holder"))
        | Q(pk__in=deputies.values("person"))
    ).order_by("name", "pk")


def seats_held_by(user: User, *, on: date) -> QuerySet[SeatTerm, int]:
    """By number, on whatever board."""
    terms = SeatTerm.objects.current(on=on).filter(holder=user)
    return terms.values_list("seat_id", flat=True)


def choices_for(proposal: AgendaProposal, *, on: date) -> dict[str, Any]:  # Any: rows
    """What an answer can point at: other proposals, other bodies, meetings of the group."""
    states = AgendaProposal.State
    open_ones = [states.SUBMITTED, states.ASKED, states.ACCEPTED, states.PLACED, states.DEFERRED]
    others = AgendaProposal.objects.filter(board=proposal.board_id, state__in=open_ones)
    return {
        "others": others.exclude(pk=proposal.pk).order_by("submitted_at"),
        "networks": Network.objects.filter(is_active=True).order_by("name"),
        "meetings": Meeting.objects.filter(
            board__parent=proposal.board_id,
            board__kind=Board.Kind.AGENDA_GROUP,
            starts_at__date__lte=on,
        )
        .exclude(state=Meeting.State.CANCELLED)
        .select_related("board")
        .order_by("-starts_at")[:6],
    }
