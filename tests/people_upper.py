"""People around lived experience and money in *north*, and the board they meet at."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from alliance.audit import Actor
from alliance.models import User
from partnership_board.actions import boards, meetings, seats
from partnership_board.models import Board, Meeting, Seat
from tests.factories.coproduction import a_reader, a_wording, now
from tests.people import an_account

LONG_AGO = date(2025, 1, 6)


@pytest.fixture
def reader(coproduction_lead: User) -> User:
    """The coproduction lead as first reader, with a wording to ask with."""
    a_wording(coproduction_lead)
    a_reader(coproduction_lead)
    return coproduction_lead


@pytest.fixture
def writer(reader: User, hold: Callable[..., User]) -> User:
    """Records what people say, and is not one of the two readers."""
    return hold("Wanda Reyes", "coproduction_lead")


@pytest.fixture
def the_board(north: object) -> Board:
    return boards.open_board(
        name="Partnership Board", kind="partnership_board", on=LONG_AGO, by=Actor.SYSTEM
    )


@pytest.fixture
def nhs_seat(the_board: Board) -> Seat:
    side = boards.add_constituency(the_board, code="nhs", label="NHS", by=Actor.SYSTEM)
    return boards.add_seat(
        side, title="NHS seat", basis="nominated", opened_on=LONG_AGO, by=Actor.SYSTEM
    )


@pytest.fixture
def board_member(nhs_seat: Seat, today: date) -> User:
    """Holds an NHS seat, and belongs to no member organisation."""
    holder = an_account("Helen Castellane")
    seats.begin_term(nhs_seat, holder=holder, started_on=today, by=Actor.SYSTEM, on=today)
    return holder


@pytest.fixture
def coming_meeting(the_board: Board) -> Meeting:
    starts_at = now() + timedelta(days=60)
    return meetings.plan(
        the_board,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        place="The Idea Store",
        by=Actor.SYSTEM,
        now=now(),
    )


__all__ = ["board_member", "coming_meeting", "nhs_seat", "reader", "the_board", "writer"]
