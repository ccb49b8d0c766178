"""Stepping back from the alliance is stepping back from one's seats; a deputy comes in."""

from datetime import timedelta

from django.utils import timezone

from alliance.audit import Actor
from alliance.models import Message
from members.actions import stepping_back
from partnership_board.actions import seats
from partnership_board.models import SeatPause, SeatTerm
from tests.people import an_account


def test_the_deputy_comes_in_until_the_day_and_leaves_when_the_holder_is_back(board_member, today):
    term = SeatTerm.objects.get(holder=board_member)
    deputy = an_account("Tom Ellery")
    seats.name_deputy(term.seat, person=deputy, from_on=today, by=Actor.SYSTEM, on=today)
    until = today + timedelta(days=30)

    stepping_back.step_back(board_member, until_on=until, now=timezone.now())

    (pause,) = SeatPause.objects.all()
    assert (pause.seat_term, pause.from_on, pause.to_on) == (term, today, until)
    assert Message.objects.filter(to=deputy.email).exists()
    stepping_back.come_back(board_member, now=timezone.now())
    pause.refresh_from_db()
    assert pause.to_on == today


def test_a_seat_that_was_stepped_back_from_already_keeps_its_own_day(board_member, today):
    term = SeatTerm.objects.get(holder=board_member)
    own = today + timedelta(days=10)
    SeatPause.objects.create(seat_term=term, from_on=today, to_on=own)

    until = today + timedelta(days=30)
    stepping_back.step_back(board_member, until_on=until, now=timezone.now())

    assert SeatPause.objects.get().to_on == own
