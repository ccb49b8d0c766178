"""People round the board's table in *north*: seats and rights come from actions."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from alliance.audit import Actor
from alliance.models import User
from partnership_board.actions import boards, seats
from partnership_board.models import Board, Meeting, Seat
from tests.factories import partnership_board as rows
from tests.people import an_account

SAT_DOWN = date(2025, 1, 6)


@pytest.fixture
def board(north) -> Board:
    return boards.open_board(
        name="Partnership Board", kind="partnership_board", on=rows.OPENED, by=Actor.SYSTEM
    )


@pytest.fixture
def agenda_group(board) -> Board:
    return boards.open_board(
        name="Agenda group", kind="agenda_group", on=rows.OPENED, by=Actor.SYSTEM, parent=board
    )


@pytest.fixture
def seat(board) -> Seat:
    return rows.a_seat(board)


@pytest.fixture
def sit(today) -> Callable[..., User]:
    """Give somebody new a seat, from long ago unless said otherwise."""

    def sitting(name: str, board: Board, code: str = "VCSE", **words) -> User:
        user = words.pop("user", None) or an_account(name)
        seat = rows.a_seat(board, title=f"{code} seat of {name}", code=code, label=code)
        ended_on = words.pop("ended_on", None)
        words = {"started_on": SAT_DOWN, "by": Actor.SYSTEM, "on": today} | words
        term = seats.begin_term(seat, holder=user, ends_on=date(2028, 1, 6), **words)
        if ended_on:
            seats.end_term(term, ended_on=ended_on, reason="resigned", by=Actor.SYSTEM, on=today)
        return user

    return sitting


@pytest.fixture
def chair(board, sit) -> User:
    return sit("Dorothy Achebe", board, position="chair")


@pytest.fixture
def board_member(board, sit) -> User:
    return sit("Yusuf Karim", board)


@pytest.fixture
def nhs_member(board, sit) -> User:
    return sit("Helen Castellane", board, "NHS")


@pytest.fixture
def expert(board, sit) -> User:
    return sit("Rosa Lindqvist", board, "EBE")


@pytest.fixture
def agenda_member(agenda_group, sit) -> User:
    return sit("Joy Mbeki", agenda_group)


@pytest.fixture
def deputy(board, nhs_member, today) -> User:
    person = an_account("Tom Ellery")
    seat = Seat.objects.get(title="NHS seat of Helen Castellane")
    seats.name_deputy(seat, person=person, from_on=SAT_DOWN, by=Actor.SYSTEM, on=today)
    return person


@pytest.fixture
def now(today) -> datetime:
    """Ten in the morning today."""
    return rows.at(today, 10)


@pytest.fixture
def meeting(board, today) -> Meeting:
    """In forty days, with an open agenda."""
    return rows.a_meeting(board, rows.at(today + timedelta(days=40)))


__all__ = [
    "agenda_group",
    "agenda_member",
    "board",
    "board_member",
    "chair",
    "deputy",
    "expert",
    "meeting",
    "nhs_member",
    "now",
    "seat",
    "sit",
]
