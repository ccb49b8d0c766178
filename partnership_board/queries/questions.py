"""A question while it is being decided: who may answer it, and where the seats stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet

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
from partnership_board.queries import presence, standing
from partnership_board.queries.presence import SeatThen
from partnership_board.queries.standing import Standing

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


@dataclass(frozen=True)
class Speaker:
    """Somebody who may speak for a seat, as a list shows them."""

    seat: Seat
    person: User
    is_deputy: bool

    @property
    def said(self) -> str:
        return f"{self.seat.title}: {self.person}{' (deputy)' if self.is_deputy else ''}"


def speakers_of(question: Question, *, at: datetime) -> dict[str, Speaker]:
    """Every holder and deputy of a seat with a vote, whether or not they are there."""
    found = []
    for each in seats_at(question, at=at):
        if each.seat.is_voting:
            found += [Speaker(each.seat, term.holder, is_deputy=False) for term in each.row.terms]
            deputies = [d for d in each.row.deputies if d.can_vote]
            found += [Speaker(each.seat, d.person, is_deputy=True) for d in deputies]
    return {f"{each.seat.pk}-{each.person.pk}": each for each in found}


def standing_of(question: Question, *, at: datetime) -> Standing | None:
    """Whether enough are there now; in writing that is not asked."""
    if question.is_in_writing or not question.is_open:
        return None
    return standing.standing(question.item.meeting, item=question.item, at=at)


def sides_of(question: Question) -> list[Constituency]:
    """In order; those whose numbers are asked for."""
    sides = Constituency.objects.filter(board=question.item.meeting.board_id)
    return list(sides.order_by("order"))


def unanswered(user: User, *, on: date) -> QuerySet[Question]:
    """Open questions to a board on which somebody sits, as long as they have said nothing to it."""
    held = SeatTerm.objects.current(on=on).filter(holder=user, seat__is_voting=True)
    deputised = Deputy.objects.current(on=on).filter(person=user, can_vote=True)
    boards = held.values("seat__board").union(deputised.values("seat__board"))
    said = DecisionPosition.objects.filter(question=OuterRef("pk"), person=user)
    rows = open_questions().filter(way__in=[Way.CONSENSUS, Way.NAMED, Way.WRITTEN])
    return rows.filter(~Exists(said), item__meeting__board__in=boards)


def waiting_for(user: User, *, at: datetime) -> list[Question]:
    """Those that somebody can answer at this moment."""
    found = []
    for question in unanswered(user, on=day_of(at)).order_by("put_at"):
        if any(not voice.why_not for voice in voices_of(user, question, at=at)):
            found.append(question)
    return found


def of_meeting(meeting: Meeting) -> QuerySet[Question]:
    rows = Question.objects.filter(item__meeting=meeting)
    return rows.select_related("item", "decision").order_by("put_at", "pk")
