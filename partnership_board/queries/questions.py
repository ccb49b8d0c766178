"""A question while it is being decided: who may answer it, and where the seats stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from alliance.models import User
from partnership_board.deadlines import day_of
from partnership_board.deciding import Ballot, voices, why_not
from partnership_board.models import (
    Constituency,
    DecisionPosition,
    Deputy,
    Meeting,
    Question,
    Seat,
    SeatTerm,
    Way,
)
from partnership_board.queries import presence
from partnership_board.queries.presence import SeatThen

Sent = DecisionPosition.Sent
FROM_AFAR = [Sent.PHONE, Sent.MAIL]


def open_questions() -> QuerySet[Question]:
    return Question.objects.filter(state=Question.State.OPEN).select_related(
        "item__meeting__board", "item__meeting__rules", "rules"
    )


def latest_of(question: Question) -> list[DecisionPosition]:
    """The latest that each person said for each seat, in the order in which it was said."""
    found: dict[tuple[int, int], DecisionPosition] = {}
    rows = DecisionPosition.objects.filter(question=question).select_related("seat", "person")
    for said in rows.order_by("pk"):
        found[said.seat_id, said.person_id] = said
    return sorted(found.values(), key=lambda said: said.pk)


def seats_at(question: Question, *, at: datetime) -> list[SeatThen]:
    """As they are to be counted: in writing, everybody who can answer is as good as there."""
    meeting, back = question.item.meeting, presence.stood_back(question.item)
    if question.is_in_writing:
        on = day_of(at)
        holders = SeatTerm.objects.current(on=on).filter(seat__board=meeting.board_id)
        people = frozenset(holders.values_list("holder", flat=True))
        return presence.seats_on(meeting.board, on=on, there=people, stood_back=back)
    return presence.seats_then(meeting, at=at, stood_back=back)


def seat_for(question: Question, seat: Seat, *, at: datetime) -> SeatThen | None:
    found = (each for each in seats_at(question, at=at) if each.seat.pk == seat.pk)
    return next(found, None)


def counted(
    question: Question, seats: Iterable[SeatThen], said: Iterable[DecisionPosition]
) -> dict[int, DecisionPosition]:
    """By seat: the one that counts."""
    rows = {each.pk: each for each in said}
    ballots = [
        Ballot(
            each.seat_id,
            each.person_id,
            each.position,
            each.pk,
            is_from_afar=question.is_in_writing or each.sent in FROM_AFAR,
        )
        for each in rows.values()
    ]
    found = voices([each.place for each in seats], ballots)
    return {seat: rows[ballot.order] for seat, ballot in found.items()}


# ---- for whoever answers -------------------------------------------------------------------------
@dataclass(frozen=True)
class Voice:
    """A seat for which somebody may speak, and what counts for it so far."""

    then: SeatThen
    said: DecisionPosition | None
    why_not: str = ""


def voices_of(user: User, question: Question, *, at: datetime) -> list[Voice]:
    """The seats that are somebody's to speak for; with the reason where they cannot now."""
    seats = seats_at(question, at=at)
    found = counted(question, seats, latest_of(question))
    mine = [s for s in seats if user.pk in s.place.holders | s.place.deputies and s.place.votes]
    from_afar = question.is_in_writing
    return [
        Voice(
            each,
            found.get(each.seat.pk),
            why_not(each.place, user.pk, is_from_afar=from_afar),
        )
        for each in mine
    ]


def table_of(question: Question, *, at: datetime) -> list[Voice]:
    """Every seat with a vote, and what counts for it."""
    seats = [each for each in seats_at(question, at=at) if each.place.votes]
    found = counted(question, seats, latest_of(question))
    return [Voice(each, found.get(each.seat.pk)) for each in seats]


def sides_of(question: Question) -> list[Constituency]:
    """In order; those whose numbers are asked for."""
    sides = Constituency.objects.filter(board=question.item.meeting.board_id)
    return list(sides.order_by("order"))


def waiting_for(user: User, *, at: datetime) -> list[Question]:
    """Open questions that somebody can answer now and has not."""
    on = day_of(at)
    held = SeatTerm.objects.current(on=on).filter(holder=user).values("seat__board")
    deputised = Deputy.objects.current(on=on).filter(person=user).values("seat__board")
    rows = open_questions().filter(way__in=[Way.CONSENSUS, Way.NAMED, Way.WRITTEN])
    mine = rows.filter(item__meeting__board__in=held.union(deputised))
    found = []
    for question in mine.order_by("put_at"):
        voices_now = voices_of(user, question, at=at)
        if any(not voice.why_not and voice.said is None for voice in voices_now):
            found.append(question)
    return found


def of_meeting(meeting: Meeting) -> QuerySet[Question]:
    rows = Question.objects.filter(item__meeting=meeting)
    return rows.select_related("item", "decision").order_by("put_at", "pk")
