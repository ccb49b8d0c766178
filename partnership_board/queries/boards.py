"""Who sits where, what is coming, and what was decided."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse

from alliance.models import RoleTerm, User
from members.models import Network, Organisation, Representative
from partnership_board.deadlines import later_by_months
from partnership_board.models import (
    AgendaItem,
    AgendaMove,
    AgendaProposal,
    Attendance,
    Board,
    BoardRules,
    Constituency,
    Decision,
    Deputy,
    ElectionOfficer,
    Meeting,
    MeetingStep,
    Seat,
    SeatTerm,
)
from partnership_board.models.items import ON_AGENDA
from partnership_board.queries import restrictions
from partnership_board.queries.restrictions import STUBS, Sight
from partnership_board.queries.seats import Ending, staggering

ENDING_MONTHS = 6
SORRY = [Attendance.Outcome.APOLOGIES, Attendance.Outcome.STEPPED_BACK]  # shown alike


def the_board() -> Board | None:
    """The alliance's Partnership Board, once it has one."""
    return Board.objects.partnership().first()


def rules_of(board: Board, *, on: date) -> BoardRules:
    return BoardRules.objects.in_force(board.pk, on=on)


# ---- seats ---------------------------------------------------------------------------------------
@dataclass(frozen=True)
class SeatRow:
    """A seat as the page shows it on one day."""

    seat: Seat
    terms: list[SeatTerm]
    deputies: list[Deputy]
    on: date

    @property
    def is_vacant(self) -> bool:
        return not self.terms

    @property
    def is_ending(self) -> bool:
        """Whether a term here is planned to end within six months."""
        soon = later_by_months(self.on, ENDING_MONTHS)
        return any((term.ended_on or term.ends_on) <= soon for term in self.terms)


@dataclass(frozen=True)
class SideRow:
    """A constituency with its seats."""

    constituency: Constituency
    seats: list[SeatRow]

    @property
    def votes(self) -> int:
        return sum(row.seat.is_voting for row in self.seats)

    @property
    def filled(self) -> int:
        return sum(not row.is_vacant for row in self.seats)

    @property
    def is_short(self) -> bool:
        """Whether it has fewer seats than the board agreed."""
        return len(self.seats) < self.constituency.min_seats


@dataclass(frozen=True)
class Table:
    """Who sits round a board's table on one day."""

    sides: list[SideRow]
    min_elected_seats: int

    @property
    def seats(self) -> list[SeatRow]:
        return [seat for side in self.sides for seat in side.seats]

    @property
    def votes(self) -> int:
        return sum(side.votes for side in self.sides)

    @property
    def endings(self) -> list[Ending]:
        return staggering(term for seat in self.seats for term in seat.terms)

    @property
    def vacancies(self) -> int:
        return sum(seat.is_vacant for seat in self.seats)

    @property
    def ending(self) -> int:
        return sum(seat.is_ending for seat in self.seats)

    @property
    def elected(self) -> int:
        """Elected seats with somebody on them."""
        return sum(s.seat.basis == Seat.Basis.ELECTED and not s.is_vacant for s in self.seats)

    @property
    def has_too_few_elected(self) -> bool:
        return self.elected < self.min_elected_seats


def table_of(boards: list[Board], *, on: date) -> dict[int, Table]:
    """By board; three queries however many boards and seats there are."""
    seats = list(
        Seat.objects.open(on=on)
        .filter(board__in=boards)
        .select_related("constituency", "nominating_organisation")
        .order_by("constituency__order", "pk")
    )
    terms = SeatTerm.objects.current(on=on).filter(seat__board__in=boards)
    deputies = Deputy.objects.current(on=on).filter(seat__board__in=boards)
    held: dict[int, list[SeatTerm]] = {}
    seconded: dict[int, list[Deputy]] = {}
    for term in terms.select_related("holder", "organisation").order_by("started_on", "pk"):
        held.setdefault(term.seat_id, []).append(term)
    for deputy in deputies.select_related("person").order_by("rank"):
        seconded.setdefault(deputy.seat_id, []).append(deputy)
    rows = [SeatRow(s, held.get(s.pk, []), seconded.get(s.pk, []), on) for s in seats]
    return {
        board.pk: Table(
            [
                SideRow(side, list(found))
                for side, found in groupby(
                    (row for row in rows if row.seat.board_id == board.pk),
                    key=lambda row: row.seat.constituency,
                )
            ],
            board.min_elected_seats,
        )
        for board in boards
    }


def row_of(seat: Seat, *, on: date) -> SeatRow:
    """One seat, open or closed."""
    terms = SeatTerm.objects.current(on=on).filter(seat=seat)
    deputies = Deputy.objects.current(on=on).filter(seat=seat)
    return SeatRow(
        seat,
        list(terms.select_related("holder", "organisation").order_by("started_on", "pk")),
        list(deputies.select_related("person").order_by("rank")),
        on,
    )


def all_boards() -> QuerySet[Board]:
    return Board.objects.order_by("pk")


def networks_for(board: Board) -> QuerySet[Network]:
    """Those that it could be: listed, and no other board here."""
    others = Board.objects.exclude(pk=board.pk).filter(network__isnull=False).values("network")
    listed = Network.objects.filter(Q(is_active=True) | Q(pk=board.network_id or 0))
    return listed.exclude(pk__in=others).order_by("name")


def meetings_url() -> str:
    return reverse("partnership_board:meetings")


def seats_url() -> str:
    return reverse("partnership_board:seats")


def seated_organisations(on: date) -> set[int]:
    """By number: those for which somebody sits on the Partnership Board that day."""
    terms = SeatTerm.objects.current(on=on).filter(
        seat__board__kind=Board.Kind.PARTNERSHIP_BOARD, organisation__isnull=False
    )
    return set(terms.values_list("organisation_id", flat=True))


def people_on(board: Board, *, on: date) -> QuerySet[User]:
    """Those who hold a seat on the board that day."""
    terms = SeatTerm.objects.current(on=on).filter(seat__board=board)
    return User.objects.filter(pk__in=terms.values("holder")).order_by("name")


# ---- meetings ------------------------------------------------------------------------------------
def meetings() -> QuerySet[Meeting]:
    """Each with the number of items on its agenda."""
    items = (
        AgendaItem.objects.on_agenda()
        .filter(meeting=OuterRef("pk"))
        .order_by()
        .values("meeting")
        .annotate(found=Count("pk"))
        .values("found")
    )
    return Meeting.objects.select_related("board", "chair").annotate(
        items_count=Coalesce(Subquery(items), 0)
    )


def next_meeting(*, now: datetime) -> Meeting | None:
    return (
        Meeting.objects.coming(now=now)
        .filter(board__kind=Board.Kind.PARTNERSHIP_BOARD)
        .select_related("board", "chair")
        .order_by("starts_at")
        .first()
    )


@dataclass(frozen=True)
class AgendaRow:
    """An item with the time it begins and the state of its paper."""

    item: AgendaItem
    starts_at: datetime
    words: int | None  # None: there is no paper
    is_late: bool
    ends_at: datetime  # of the meeting

    @property
    def has_paper(self) -> bool:
        return self.words is not None

    @property
    def runs_over(self) -> bool:
        """Whether the meeting is to be over before this item is."""
        return self.starts_at + timedelta(minutes=self.item.minutes) > self.ends_at


def agenda_of(
    meeting: Meeting, papers: dict[int, tuple[int, bool]], sight: Sight = STUBS
) -> list[AgendaRow]:
    """As one person sees it: a restricted item is a stub to those it is kept from."""
    items = (
        AgendaItem.objects.on_agenda()
        .filter(meeting=meeting)
        .select_related("lead", "lead_organisation", "proposal")
    )
    at, rows = meeting.starts_at, []
    for item in items:
        words, is_late = papers.get(item.pk, (None, False))
        if sight.hides(item):
            words, is_late = None, False
        rows.append(AgendaRow(sight.shown(item), at, words, is_late, meeting.ends_at))
        at += timedelta(minutes=item.minutes)
    return rows


def taken_off(meeting: Meeting, sight: Sight) -> list[AgendaMove]:
    """Items that left after the agenda closed: each keeps its number, with the reason."""
    moves = AgendaMove.objects.filter(item__meeting=meeting, from_meeting=meeting)
    gone = moves.exclude(item__number="").exclude(item__state__in=ON_AGENDA)
    found = list(gone.select_related("item", "to_meeting").order_by("item__position", "pk"))
    for move in found:
        if sight.hides(move.item):
            move.reason = restrictions.SAID_OF_REASON
        move.item = sight.shown(move.item)
    return found


def steps_back(meeting: Meeting) -> QuerySet[MeetingStep]:
    back = MeetingStep.objects.filter(meeting=meeting, is_back=True)
    return back.select_related("made_by").order_by("made_at", "pk")


@dataclass(frozen=True)
class Came:
    """How many of a side came, and who; experts by experience are counted, not named."""

    label: str
    present: list[str]
    apologies: list[str]


def attendance_of(meeting: Meeting) -> list[Came]:
    rows = (
        Attendance.objects.filter(meeting=meeting)
        .select_related("person", "seat__constituency")
        .order_by(F("seat__constituency__order").asc(nulls_last=True), "person__name")
    )
    sides = groupby(
        rows, key=lambda row: row.seat.constituency.label if row.seat else "In attendance"
    )
    return [_came(label, list(found)) for label, found in sides]


def _came(label: str, rows: list[Attendance]) -> Came:
    came, sorry = Attendance.Outcome.PRESENT, SORRY
    return Came(
        label,
        [_named(row) for row in rows if row.outcome == came],
        [_named(row) for row in rows if row.outcome in sorry],
    )


def _named(row: Attendance) -> str:
    deputy = row.capacity == Attendance.Capacity.DEPUTY
    return f"{row.person} (deputy)" if deputy else str(row.person)


# ---- decisions -----------------------------------------------------------------------------------
def decisions() -> QuerySet[Decision]:
    """Each with `said`, which is what everybody may read of it."""
    return restrictions.in_public(
        Decision.objects.select_related("board", "item__meeting").order_by(
            "-decided_on", "-sequence"
        )
    )


# ---- who and what can be chosen ------------------------------------------------------------------
def organisations(*, on: date) -> QuerySet[Organisation]:
    return Organisation.objects.members(on=on).order_by("sort_name")


def acceptable() -> QuerySet[AgendaProposal]:
    return AgendaProposal.objects.to_place().order_by("submitted_at")


def people_here(*, on: date) -> QuerySet[User]:
    """Everybody who holds an office in this alliance, or represents a member of it.

    Whoever conducted or watched an election is known too: most of them belong to no member.
    """
    return User.objects.filter(
        Q(pk__in=RoleTerm.objects.current(on=on).values("user"))
        | Q(pk__in=Representative.objects.current(on=on).values("user"))
        | Q(pk__in=SeatTerm.objects.current(on=on).values("holder"))
        | Q(pk__in=Deputy.objects.current(on=on).values("person"))
        | Q(pk__in=ElectionOfficer.objects.values("user"))
    ).order_by("name")


def nobody() -> QuerySet[User]:
    return User.objects.none()


def organisations_of(user: User, *, on: date) -> QuerySet[Organisation]:
    """Those for which the person acts."""
    acting = Representative.objects.current(on=on).filter(user=user)
    return Organisation.objects.filter(pk__in=acting.values("organisation")).order_by("sort_name")


def open_meetings(board: Board, *, now: datetime) -> QuerySet[Meeting]:
    """Those whose agenda still takes items, the next one first."""
    takes = [Meeting.State.PLANNED, Meeting.State.AGENDA_OPEN]
    coming = Meeting.objects.coming(now=now).filter(board=board, state__in=takes)
    return coming.select_related("board").order_by("starts_at")


def next_open_meeting(*, now: datetime) -> Meeting | None:
    """The Partnership Board's next one whose agenda still takes items."""
    board = the_board()
    return open_meetings(board, now=now).first() if board else None


@dataclass(frozen=True)
class Room:
    """A coming meeting and the minutes on its agenda that nobody has taken yet."""

    meeting: Meeting
    minutes_taken: int

    @property
    def minutes_left(self) -> int:
        return max(self.meeting.minutes_long - self.minutes_taken, 0)


def room_left(board: Board, *, now: datetime, most: int = 3) -> list[Room]:
    coming = list(open_meetings(board, now=now)[:most])
    taken = dict(
        AgendaItem.objects.on_agenda()
        .filter(meeting__in=coming)
        .order_by()
        .values("meeting")
        .annotate(found=Sum("minutes"))
        .values_list("meeting", "found")
    )
    return [Room(meeting, taken.get(meeting.pk, 0)) for meeting in coming]
