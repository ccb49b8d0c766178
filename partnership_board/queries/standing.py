"""Whether enough are at a meeting to decide, from what is recorded of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from partnership_board import quorum
from partnership_board.models import AgendaItem, Attendance, Constituency, Meeting, PresenceSpan
from partnership_board.queries import presence
from partnership_board.queries.presence import SeatThen


@dataclass(frozen=True)
class Standing:
    """A room at one moment, seat by seat, and what its quorum comes to."""

    seats: list[SeatThen]
    inputs: quorum.Json
    result: quorum.Result

    @property
    def is_met(self) -> bool:
        return self.result.is_met

    @property
    def missing(self) -> list[str]:
        return self.result.sentences

    @property
    def in_words(self) -> str:
        return self.result.in_words


def standing(
    meeting: Meeting, *, at: datetime, item: AgendaItem | None = None, without: Iterable[int] = ()
) -> Standing:
    """As it was at that moment, without those who stood back from the item."""
    back = frozenset(without) | (presence.stood_back(item) if item else frozenset())
    seats = presence.seats_then(meeting, at=at, stood_back=back)
    rules = quorum.read(meeting.rules.quorum, vacancies_count=meeting.rules.vacancies_count)
    there = attending_at(meeting, at)
    room = quorum.Room(_sides(meeting), tuple(_seat(each, there) for each in seats))
    return Standing(seats, quorum.inputs_of(rules, room), quorum.evaluate(rules, room))


def attending_at(meeting: Meeting, at: datetime) -> dict[int, Attendance]:
    """By person: the attendance of everybody who is there then."""
    spans = PresenceSpan.objects.at(at).filter(attendance__meeting=meeting)
    rows = (span.attendance for span in spans.select_related("attendance"))
    return {row.person_id: row for row in rows}


def _sides(meeting: Meeting) -> tuple[quorum.Side, ...]:
    rows = Constituency.objects.filter(board=meeting.board_id).order_by("order")
    return tuple(quorum.Side(row.code, row.label, row.one) for row in rows)


def _seat(then: SeatThen, there: dict[int, Attendance]) -> quorum.Seat:
    holders = [(term.holder_id, quorum.HOLDER, True, True) for term in then.row.terms]
    deputies = [(d.person_id, quorum.DEPUTY, d.can_vote, d.counts) for d in then.row.deputies]
    people = tuple(
        quorum.Person(
            person,
            capacity,
            there[person].mode,
            is_recused=person in then.stood_back,
            can_vote=can_vote,
            counts=counts,
        )
        for person, capacity, can_vote, counts in [*holders, *deputies]
        if person in there
    )
    return quorum.Seat(
        then.seat.pk,
        then.seat.constituency.code,
        then.seat.title,
        then.seat.is_voting,
        not then.row.is_vacant,
        people,
    )
