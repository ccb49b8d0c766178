"""Who is to come to a meeting, who says so, and for which seat."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from alliance.models import User
from partnership_board.deadlines import day_of
from partnership_board.models import Attendance, Deputy, Meeting, Seat, SeatPause, SeatTerm
from partnership_board.queries import group

Rsvp, Capacity = Attendance.Rsvp, Attendance.Capacity


@dataclass(frozen=True)
class Place:
    """What somebody can answer for: their own seat, or one whose deputy they are."""

    seat: Seat
    capacity: str

    @property
    def is_holder(self) -> bool:
        return self.capacity == Capacity.HOLDER


def place_of(user: User, meeting: Meeting) -> Place | None:
    """By the day of the meeting; a seat of one's own comes before being a deputy."""
    on = day_of(meeting.starts_at)
    term = SeatTerm.objects.current(on=on).filter(holder=user, seat__board=meeting.board_id)
    if held := term.select_related("seat__constituency").order_by("pk").first():
        return Place(held.seat, Capacity.HOLDER)
    deputies = Deputy.objects.current(on=on).filter(person=user, seat__board=meeting.board_id)
    if deputy := deputies.select_related("seat__constituency").order_by("rank", "pk").first():
        return Place(deputy.seat, Capacity.DEPUTY)
    return None


def answer_of(user: User, meeting: Meeting) -> Attendance | None:
    return Attendance.objects.filter(meeting=meeting, person=user).first()


def next_deputy(seat: Seat, meeting: Meeting) -> User | None:
    """The first in rank who has not said no."""
    on = day_of(meeting.starts_at)
    said_no = Attendance.objects.filter(meeting=meeting, rsvp=Rsvp.NO).values("person")
    deputies = Deputy.objects.current(on=on).filter(seat=seat).exclude(person__in=said_no)
    first = deputies.select_related("person").order_by("rank").first()
    return first.person if first else None


def prompted(meeting: Meeting) -> QuerySet[User]:
    """Deputies whose holder does not come."""
    on = day_of(meeting.starts_at)
    away = Attendance.objects.filter(
        meeting=meeting, capacity=Capacity.HOLDER, rsvp__in=[Rsvp.NO, Rsvp.DEPUTY]
    )
    deputies = Deputy.objects.current(on=on).filter(seat__in=away.values("seat"), rank=1)
    return User.objects.filter(pk__in=deputies.values("person"))


def those_to_tell(meeting: Meeting, *, on: date) -> list[User]:
    """Who was asked to come."""
    asked = [*group.members_of(meeting.board_id, on=on), *prompted(meeting)]
    return list(dict.fromkeys(asked))


def expected(meeting: Meeting, *, on: date) -> list[User]:
    """Whoever said yes or nothing; not whoever said no."""
    answers = _answers(meeting)
    away = {Rsvp.NO, Rsvp.DEPUTY}
    return [p for p in those_to_tell(meeting, on=on) if answers.get(p.pk) not in away]


def silent(meeting: Meeting, *, on: date) -> list[User]:
    answers = _answers(meeting)
    return [
        person
        for person in those_to_tell(meeting, on=on)
        if answers.get(person.pk, Rsvp.NONE) == Rsvp.NONE
    ]


def _answers(meeting: Meeting) -> dict[int, str]:
    return dict(Attendance.objects.filter(meeting=meeting).values_list("person", "rsvp"))


# ---- what to expect ------------------------------------------------------------------------------
@dataclass(frozen=True)
class Forecast:
    """A side of the board, and for how many of its seats somebody says they come."""

    label: str
    seats: int
    coming: int
    not_coming: int

    @property
    def not_said(self) -> int:
        return self.seats - self.coming - self.not_coming


def forecast(meeting: Meeting, *, on: date) -> list[Forecast]:
    """By seat: a deputy who comes counts for it, and whoever steps back is like one who cannot."""
    seats = Seat.objects.open(on=on).filter(board=meeting.board_id)
    answers: dict[int, set[str]] = {}
    given = Attendance.objects.filter(meeting=meeting, seat__isnull=False)
    for seat, rsvp in given.exclude(rsvp=Rsvp.NONE).values_list("seat", "rsvp"):
        answers.setdefault(seat or 0, set()).add(rsvp)
    paused = SeatPause.objects.current(on=on).filter(seat_term__seat__board=meeting.board_id)
    for seat in paused.values_list("seat_term__seat", flat=True):
        answers.setdefault(seat, set()).add(Rsvp.DEPUTY)
    sides: dict[str, list[int]] = {}
    ordered = seats.select_related("constituency").order_by("constituency__order", "pk")
    for each in ordered:
        sides.setdefault(each.constituency.label, []).append(each.pk)
    return [_forecast(label, mine, answers) for label, mine in sides.items()]


def _forecast(label: str, seats: Iterable[int], answers: dict[int, set[str]]) -> Forecast:
    said = [answers.get(seat, set()) for seat in seats]
    there = sum(Rsvp.YES in each for each in said)
    away = sum(bool(each) and Rsvp.YES not in each for each in said)
    return Forecast(label, len(said), there, away)
