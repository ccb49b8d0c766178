"""A board to measure with: seats, terms, meetings and their agendas."""

from datetime import date, timedelta

from alliance.registries import Crowd
from partnership_board.models import (
    AgendaItem,
    AgendaProposal,
    Board,
    BoardRules,
    Constituency,
    Meeting,
    Purpose,
    Seat,
    SeatTerm,
)

BEGAN = date(2024, 9, 1)
SIDES = {"NHS": 2, "COM": 1, "LA": 2, "GP": 2, "EBE": 2, "VCSE": 5}
MEETINGS, ITEMS, PROPOSALS = 4, 8, 24


def fill(crowd: Crowd) -> None:
    board = Board.objects.create(
        name="Partnership Board", kind=Board.Kind.PARTNERSHIP_BOARD, is_public=True
    )
    rules = BoardRules.objects.create(board=board, version=1, from_on=BEGAN)
    _seats(crowd, board)
    _meetings(crowd, board, rules)
    AgendaProposal.objects.bulk_create(
        AgendaProposal(
            board=board,
            title=f"Question {number}",
            why_now="Made up, to measure with.",
            purpose=Purpose.DISCUSS,
            origin=AgendaProposal.Origin.MEMBER,
            proposed_by=crowd.chance.choice(crowd.people),
            submitted_at=crowd.now - timedelta(days=number),
            answer_by_on=crowd.on + timedelta(days=10),
        )
        for number in range(PROPOSALS)
    )


def _seats(crowd: Crowd, board: Board) -> None:
    sides = Constituency.objects.bulk_create(
        Constituency(board=board, code=code, label=code, order=order)
        for order, code in enumerate(SIDES, 1)
    )
    seats = Seat.objects.bulk_create(
        Seat(
            board=board,
            constituency=side,
            title=f"{side.label} {number}",
            basis=Seat.Basis.NOMINATED,
            opened_on=BEGAN,
        )
        for side in sides
        for number in range(1, SIDES[side.code] + 1)
    )
    SeatTerm.objects.bulk_create(
        SeatTerm(
            seat=seat,
            holder=person,
            started_on=BEGAN,
            ends_on=date(BEGAN.year + 3, BEGAN.month, BEGAN.day),
        )
        for seat, person in zip(seats, crowd.people, strict=False)
    )


def _meetings(crowd: Crowd, board: Board, rules: BoardRules) -> None:
    meetings = Meeting.objects.bulk_create(
        _meeting(crowd, board, rules, weeks=8 * number) for number in range(-2, MEETINGS - 2)
    )
    AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=meeting,
            number=str(number),
            position=number,
            title=f"Item {number}",
            purpose=Purpose.DISCUSS,
            minutes=15,
            lead_organisation=crowd.chance.choice(crowd.things["organisations"]),
        )
        for meeting in meetings
        for number in range(1, ITEMS + 1)
    )


def _meeting(crowd: Crowd, board: Board, rules: BoardRules, *, weeks: int) -> Meeting:
    at = crowd.now + timedelta(weeks=weeks, days=3)
    return Meeting(
        board=board,
        rules=rules,
        starts_at=at,
        ends_at=at + timedelta(hours=2),
        place="Room 1",
        calendar="bench",
        proposals_by_on=at.date() - timedelta(days=21),
        papers_by_on=at.date() - timedelta(days=12),
        publish_by_on=at.date() - timedelta(days=7),
    )
