"""Who is at a meeting at a moment, seat by seat, and whether that is enough."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from alliance import access
from alliance.models import User
from partnership_board.deadlines import day_of
from partnership_board.deciding import Place
from partnership_board.models import (
    AgendaItem,
    Attendance,
    Board,
    ItemChair,
    ItemTiming,
    Meeting,
    PresenceSpan,
    QuorumCheck,
    Seat,
    SeatTerm,
)
from partnership_board.permissions import BoardPermission
from partnership_board.queries import boards, recusals
from partnership_board.queries.boards import SORRY, SeatRow
from partnership_board.queries.offices import KEEPERS

Capacity = Attendance.Capacity


def keeps_record(user: User, meeting: Meeting, *, on: date) -> bool:
    """The alliance's lead, whoever chairs this meeting, and whoever chairs or writes for its board.

    Whoever chairs one meeting alone needs no chair's seat for it.
    """
    if access.may(user, BoardPermission.CHANGE_MEETINGS) or meeting.chair_id == user.pk:
        return True
    if not access.may(user, BoardPermission.RECORD):
        return False
    terms = SeatTerm.objects.current(on=on).filter(seat__board_id=meeting.board_id, holder=user)
    return terms.filter(position__in=KEEPERS).exists()


def keeps_item(user: User, item: AgendaItem, *, on: date) -> bool:
    """Nobody keeps the record of what they stand back from; whoever chairs an item keeps that."""
    if user.pk in recusals.out_of_the_room(item):
        return False
    chosen = ItemChair.objects.filter(item=item, person=user)
    return keeps_record(user, item.meeting, on=on) or chosen.exists()


def keeps_now(user: User, meeting: Meeting, *, on: date) -> bool:
    """The record as it goes: while an item is heard, whoever keeps that item."""
    timing = current_timing(meeting)
    if timing is None:
        return keeps_record(user, meeting, on=on)
    timing.item.meeting = meeting
    return keeps_item(user, timing.item, on=on)


@dataclass(frozen=True)
class SeatThen:
    """A seat at one moment of a meeting."""

    row: SeatRow
    there: frozenset[int]  # all who are at the meeting
    stood_back: frozenset[int] = frozenset()

    @property
    def seat(self) -> Seat:
        return self.row.seat

    @property
    def place(self) -> Place:
        return Place(
            self.seat.pk,
            self.seat.constituency.code,
            votes=self.seat.is_voting,
            holders=frozenset(term.holder_id for term in self.row.terms),
            deputies=frozenset(deputy.person_id for deputy in self.row.deputies if deputy.can_vote),
            there=self.there,
            stood_back=self.stood_back,
        )

    @property
    def state(self) -> str:
        """How it stood, in the words of the register."""
        place = self.place
        if self.row.is_vacant:
            return "vacant"
        if place.speakers & place.holders:
            return "there"
        if place.speakers:
            return "deputy"
        if (place.holders | place.deputies) & self.stood_back:
            return "stood_back"
        return "away"

    @property
    def as_json(self) -> dict[str, Any]:  # Any: as JSON has it
        return {
            "seat": self.seat.pk,
            "title": self.seat.title,
            "side": self.seat.constituency.code,
            "label": self.seat.constituency.label,
            "votes": self.seat.is_voting,
            "state": self.state,
        }


def there_at(meeting: Meeting, moment: datetime) -> frozenset[int]:
    """By number: everybody who is at the meeting then."""
    spans = PresenceSpan.objects.at(moment).filter(attendance__meeting=meeting)
    return frozenset(spans.values_list("attendance__person", flat=True))


def ever_there(meeting: Meeting) -> frozenset[int]:
    """By number: everybody who has been at it for a while."""
    spans = PresenceSpan.objects.filter(attendance__meeting=meeting)
    return frozenset(spans.values_list("attendance__person", flat=True))


def stood_back(item: AgendaItem) -> frozenset[int]:
    """By number: those who take no part in deciding this item."""
    return recusals.without_vote(item) | left_for(item)


def left_for(item: AgendaItem) -> frozenset[int]:
    """By number: those who left the room because they stood back from this item."""
    began = ItemTiming.objects.filter(item=item).order_by("from_at").first()
    if began is None:
        return frozenset()
    over = ItemTiming.objects.filter(item=item).order_by("from_at").last()
    spans = PresenceSpan.objects.filter(
        attendance__meeting=item.meeting_id,
        ended_by=PresenceSpan.EndedBy.RECUSED,
        to_at__gte=began.from_at,
    )
    if over is not None and over.to_at is not None:
        spans = spans.filter(to_at__lte=over.to_at)
    return frozenset(spans.values_list("attendance__person", flat=True))


def seats_then(
    meeting: Meeting, *, at: datetime, stood_back: frozenset[int] = frozenset()
) -> list[SeatThen]:
    """In the order of the sides, with whoever is at the meeting then."""
    there = there_at(meeting, at)
    on = day_of(meeting.starts_at)
    return seats_on(meeting.board, on=on, there=there, stood_back=stood_back)


def seats_on(
    board: Board, *, on: date, there: frozenset[int], stood_back: frozenset[int]
) -> list[SeatThen]:
    table = boards.table_of([board], on=on)[board.pk]
    return [SeatThen(row, there, stood_back) for row in table.seats]


# ---- the roll ------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Person:
    """Somebody on the roll, and how it stands with them."""

    person: User
    capacity: str
    attendance: Attendance | None
    span: PresenceSpan | None  # the latest

    @property
    def is_there(self) -> bool:
        return self.span is not None and self.span.to_at is None

    @property
    def is_deputy(self) -> bool:
        return self.capacity == Capacity.DEPUTY

    @property
    def has_sent_apologies(self) -> bool:
        return self.attendance is not None and self.attendance.outcome in SORRY


@dataclass(frozen=True)
class RollRow:
    """A seat, with those who may sit there today."""

    seat: Seat | None
    people: list[Person]


def roll_of(meeting: Meeting) -> list[RollRow]:
    """Every seat with holders and deputies, and last whoever else came."""
    table = boards.table_of([meeting.board], on=day_of(meeting.starts_at))[meeting.board_id]
    rows = Attendance.objects.filter(meeting=meeting).select_related("person")
    known = {row.person_id: row for row in rows.order_by("person__name")}
    latest = latest_spans(meeting)

    def person(user: User, capacity: str) -> Person:
        row = known.get(user.pk)
        return Person(user, capacity, row, latest.get(row.pk) if row else None)

    found = [
        RollRow(
            row.seat,
            [person(term.holder, Capacity.HOLDER) for term in row.terms]
            + [person(deputy.person, Capacity.DEPUTY) for deputy in row.deputies],
        )
        for row in table.seats
    ]
    seated = {each.person.pk for row in found for each in row.people}
    others = [person(row.person, row.capacity) for pk, row in known.items() if pk not in seated]
    return [*found, RollRow(None, others)] if others else found


def latest_spans(meeting: Meeting) -> dict[int, PresenceSpan]:
    """By attendance."""
    spans = PresenceSpan.objects.filter(attendance__meeting=meeting).order_by("from_at", "pk")
    return {span.attendance_id: span for span in spans}


# ---- the agenda, as it goes ----------------------------------------------------------------------
def timings_of(meeting: Meeting) -> dict[int, list[ItemTiming]]:
    """By item."""
    found: dict[int, list[ItemTiming]] = {}
    for timing in ItemTiming.objects.filter(meeting=meeting).order_by("from_at"):
        found.setdefault(timing.item_id, []).append(timing)
    return found


def current_timing(meeting: Meeting) -> ItemTiming | None:
    return ItemTiming.objects.filter(meeting=meeting, to_at=None).select_related("item").first()


def current_item(meeting: Meeting) -> AgendaItem | None:
    timing = current_timing(meeting)
    return timing.item if timing else None


def checks_of(meeting: Meeting) -> list[QuorumCheck]:
    """The latest first."""
    found = QuorumCheck.objects.filter(meeting=meeting).select_related("item", "meeting")
    return list(found.order_by("-at", "-pk"))


def latest_checks(meeting: Meeting) -> list[QuorumCheck]:
    """What holds of each moment that was checked, the latest moment first."""
    found: dict[tuple[datetime, int | None], QuorumCheck] = {}
    for check in checks_of(meeting):
        found.setdefault((check.at, check.item_id), check)
    return list(found.values())
