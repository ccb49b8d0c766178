"""Whoever steps back from the alliance steps back from their seats, and deputies come in."""

from datetime import date, datetime

from alliance.models import User
from partnership_board.actions import pauses
from partnership_board.deadlines import day_of
from partnership_board.models import SeatPause, SeatTerm
from partnership_board.queries.seats import my_pause


def step_back(user: User, until_on: date, now: datetime) -> None:
    on = day_of(now)
    for term in SeatTerm.objects.current(on=on).filter(holder=user):
        if not SeatPause.objects.filter(seat_term=term).not_over(on=on).exists():
            pauses.step_back(term, from_on=on, to_on=until_on, by=user, now=now)


def come_back(user: User, now: datetime) -> None:
    on = day_of(now)
    for term in SeatTerm.objects.current(on=on).filter(holder=user):
        if my_pause(term, on=on) is not None:
            pauses.come_back(term, by=user, now=now)
