"""How power was shared in a board's year: counts by side, so made that they expose nobody.

Years do not overlap and are shown only once they are over, so that no report can be subtracted
from another. A count of 1 to 4 is never shown, nor anything it could be worked out from.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import F, QuerySet

from alliance.calendars import ClosedDays, working_days_taken
from alliance.disclosure import Dimension, Published, Table, TooFew, publish
from alliance.medians import Median, median
from alliance.models import Event
from partnership_board.deadlines import day_of
from partnership_board.models import (
    AgendaDecision,
    AgendaItem,
    AgendaMove,
    AgendaProposal,
    Board,
    Constituency,
    Meeting,
    Seat,
    SeatTerm,
)
from partnership_board.queries import free_minutes
from partnership_board.queries.free_minutes import LEAST as LEAST
from partnership_board.queries.free_minutes import TOO_FEW as TOO_FEW
from partnership_board.queries.years import Year
from partnership_board.registries import PowerMeasure, power_measures

Outcome, State = AgendaDecision.Outcome, AgendaProposal.State
LIVED, MEMBERS, OWN = "People with lived experience", "Members without a seat", "The board itself"
OUTCOMES = ("Accepted", "Put off", "Declined", "Joined or sent on", "Withdrawn", "No answer")
OUTCOME_OF = {
    Outcome.ACCEPTED: 0,
    Outcome.DEFERRED: 1,
    Outcome.DECLINED: 2,
    Outcome.MERGED: 3,
    Outcome.REDIRECTED: 3,
}
WITHDRAWN, NO_ANSWER = 4, 5
MADE = ("Made",)
HEARINGS = ("Heard", "Not reached", "Moved or put off")
HEARD, NOT_REACHED, TAKEN_OFF = 0, 1, 2
KINDS = tuple(AgendaMove.Kind)


# ---- whose --------------------------------------------------------------------------------------
Held = dict[int, list[tuple[date, date | None, int]]]  # seats: from, until, row


@dataclass(frozen=True)
class Sides:
    """The rows of every table, and whose each proposal is."""

    labels: tuple[str, ...]
    seats: tuple[int, ...]  # with a vote, at the end of the year; none for those without seats
    terms: Held  # by person
    held_for: Held  # by organisation

    def row_of(self, proposal: AgendaProposal) -> int:
        """A seat's side; else that of its proposer's seat on the day; else who they are."""
        if proposal.is_from_lived_experience:
            return self.labels.index(LIVED)
        if proposal.for_seat is not None:
            return self.labels.index(proposal.for_seat.constituency.label)
        if proposal.proposed_by_id is None:
            return self.labels.index(OWN)
        return self.row_on(day_of(proposal.submitted_at), person=proposal.proposed_by_id)

    def row_on(self, day: date, *, person: int | None, organisation: int | None = None) -> int:
        """The side of a seat that this person, or this organisation, held that day."""
        held = self.terms.get(person or 0, []) + self.held_for.get(organisation or 0, [])
        for began, ended, row in held:
            if began <= day and (ended is None or day < ended):
                return row
        return self.labels.index(MEMBERS)


def sides_of(board: Board, year: Year) -> Sides:
    sides = list(Constituency.objects.filter(board=board).order_by("order"))
    rows = {side.pk: row for row, side in enumerate(sides)}
    last = year.ends_on - timedelta(days=1)
    seats = [0] * len(sides) + [0, 0, 0]
    voting = Seat.objects.open(on=last).filter(board=board, is_voting=True)
    for side in voting.values_list("constituency", flat=True):
        seats[rows[side]] += 1
    terms: Held = {}
    held_for: Held = {}
    held = SeatTerm.objects.filter(seat__board=board).order_by("started_on", "pk")
    facts = held.values_list(
        "holder", "organisation", "started_on", "ended_on", "seat__constituency"
    )
    for holder, organisation, began, ended, side in facts:
        terms.setdefault(holder, []).append((began, ended, rows[side]))
        if organisation is not None:
            held_for.setdefault(organisation, []).append((began, ended, rows[side]))
    labels = (*(side.label for side in sides), LIVED, MEMBERS, OWN)
    return Sides(labels, tuple(seats), terms, held_for)


# ---- what is shown -------------------------------------------------------------------------------
@dataclass(frozen=True)
class ProposalRow:
    """A side, or several that are too few to say apart."""

    label: str
    total: int
    cells: tuple[int | None, ...]
    seats: int
    waited: Median

    @property
    def days_to_an_answer(self) -> str:
        return self.waited.in_words() if self.waited.counted >= LEAST else TOO_FEW

    @property
    def per_seat(self) -> str:
        """Proposals for each seat, to one decimal; nothing where there are no seats."""
        if not self.seats or not self.total:
            return ""
        tenths = (20 * self.total + self.seats) // (2 * self.seats)
        return f"{tenths // 10}.{tenths % 10}"


@dataclass(frozen=True)
class ItemRow:
    label: str
    total: int
    cells: tuple[int | None, ...]
    share: int  # of the free minutes, in per cent
    used: str  # of the same, as the clock of the meetings had it; or why that is not said
    mean_place: str


@dataclass(frozen=True)
class Measured:
    """Something that was counted, as it may be shown."""

    measure: PowerMeasure
    shown: Published
    said: str = ""

    @property
    def lines(self) -> list[tuple[str, tuple[int | None, ...]]]:
        return list(zip(self.shown.rows, self.shown.cells, strict=True))


@dataclass(frozen=True)
class Figures:
    """A year's tables. None: too few to say."""

    year: Year
    proposals: list[ProposalRow] | None
    items: list[ItemRow] | None
    moves: Published | None
    free_minutes: int
    measures: list[Measured] = field(default_factory=list)

    @property
    def shows_outcomes(self) -> bool:
        """Whether anything can be said about what became of proposals."""
        return any(cell is not None for row in self.proposals or [] for cell in row.cells)

    @property
    def moves_said(self) -> list[tuple[str, int]]:
        """Each kind of move, or those that are too few to say apart, and how often."""
        if self.moves is None:
            return []
        return list(zip(self.moves.columns, self.moves.column_totals, strict=True))


def figures_of(board: Board, year: Year, *, closed: ClosedDays) -> Figures:
    sides = sides_of(board, year)
    items = _items(board, year)
    free = _free_minutes(board, year, items)
    return Figures(
        year,
        _proposal_rows(board, year, sides, closed),
        _item_rows(items, year.span[1], sides, free),
        _publish(sides.labels, [kind.label for kind in KINDS], _moves(board, year, sides)),
        free,
        list(_measures(board, year, sides)),
    )


def _measures(board: Board, year: Year, sides: Sides) -> Iterator[Measured]:
    """What else is counted, as far as there is enough of it to say."""
    for measure in power_measures:
        labels = measure.rows or sides.labels
        shown = _publish(labels, measure.columns, measure.found(board, year, sides))
        if shown is not None:
            yield Measured(measure, shown, measure.said(board, year, sides))


def _publish(
    labels: tuple[str, ...], columns: Sequence[str], found: Iterable[tuple[int, int]]
) -> Published | None:
    counts = [[0] * len(columns) for _ in labels]
    for row, column in found:
        counts[row][column] += 1
    if not any(map(any, counts)):
        return None
    table = Table(
        Dimension(labels), Dimension(tuple(columns)), tuple(tuple(line) for line in counts)
    )
    try:
        return publish(table, LEAST)
    except TooFew:
        return None


# ---- proposals -----------------------------------------------------------------------------------
@dataclass(frozen=True)
class _Fate:
    """What had become of a proposal when the year ended."""

    row: int
    outcome: int
    waited: int
    is_answered: bool


def _proposal_rows(
    board: Board, year: Year, sides: Sides, closed: ClosedDays
) -> list[ProposalRow] | None:
    fates = list(_fates(board, year, sides, closed))
    shown = _publish(sides.labels, OUTCOMES, ((fate.row, fate.outcome) for fate in fates))
    # Where the outcomes are too few to say, who asked may still be said; never both tables.
    shown = shown or _publish(sides.labels, MADE, ((fate.row, 0) for fate in fates))
    if shown is None:
        return None
    columns = _in_full(shown)
    return [
        ProposalRow(
            shown.rows[n],
            shown.row_totals[n],
            columns[n],
            sum(sides.seats[part] for part in parts),
            _waited([fate for fate in fates if fate.row in parts]),
        )
        for n, parts in enumerate(shown.row_groups)
    ]


def _in_full(shown: Published) -> list[tuple[int | None, ...]]:
    """Each row by the outcomes asked for; those that were put together are not told apart."""
    if shown.columns == MADE:
        return [(None,) * len(OUTCOMES) for _ in shown.rows]
    alone = {group[0]: at for at, group in enumerate(shown.column_groups) if len(group) == 1}
    return [
        tuple(line[alone[place]] if place in alone else None for place in range(len(OUTCOMES)))
        for line in shown.cells
    ]


def _waited(fates: list[_Fate]) -> Median:
    counted = [fate for fate in fates if fate.outcome != WITHDRAWN or fate.is_answered]
    return median(
        [fate.waited for fate in counted if fate.is_answered],
        [fate.waited for fate in counted if not fate.is_answered],
    )


def _fates(board: Board, year: Year, sides: Sides, closed: ClosedDays) -> Iterable[_Fate]:
    starts, ends = year.span
    made = AgendaProposal.objects.sent().filter(
        board=board, submitted_at__gte=starts, submitted_at__lt=ends
    )
    decisions: dict[int, list[AgendaDecision]] = {}
    given = AgendaDecision.objects.filter(proposal__in=made, decided_at__lt=ends)
    for decision in given.exclude(outcome=Outcome.ASKED).order_by("decided_at", "pk"):
        decisions.setdefault(decision.proposal_id, []).append(decision)
    withdrawn = _withdrawn(made, before=ends)
    for proposal in made.select_related("for_seat__constituency"):
        said = decisions.get(proposal.pk, [])
        until = day_of(said[0].decided_at) if said else year.ends_on - timedelta(days=1)
        outcome = OUTCOME_OF[Outcome(said[-1].outcome)] if said else NO_ANSWER
        if proposal.pk in withdrawn:
            outcome = WITHDRAWN
        waited = working_days_taken(day_of(proposal.submitted_at), until, closed)
        yield _Fate(sides.row_of(proposal), outcome, waited, bool(said))


def _withdrawn(made: QuerySet[AgendaProposal], *, before: datetime) -> set[int]:
    """Only what was withdrawn within the year: a figure that moved later could be subtracted."""
    gone = list(made.filter(state=State.WITHDRAWN).values_list("pk", flat=True))
    told = Event.objects.filter(
        kind="board.proposal_withdrawn",
        subject_type=AgendaProposal._meta.label_lower,
        subject_id__in=gone,
        at__lt=before,
    )
    return {pk for pk in told.values_list("subject_id", flat=True) if pk is not None}


# ---- items ---------------------------------------------------------------------------------------
def _meetings(board: Board, year: Year) -> QuerySet[Meeting]:
    starts, ends = year.span
    held = Meeting.objects.filter(board=board, starts_at__gte=starts, starts_at__lt=ends)
    return held.exclude(state=Meeting.State.CANCELLED)


def _items(board: Board, year: Year) -> list[AgendaItem]:
    """Those that were proposed, in the order of their agendas."""
    numbered = AgendaItem.objects.numbered().filter(meeting__in=_meetings(board, year))
    return list(
        numbered.filter(standing=None, proposal__isnull=False)
        .select_related("proposal__for_seat__constituency")
        .order_by("meeting", "position")
    )


def _free_minutes(board: Board, year: Year, items: list[AgendaItem]) -> int:
    """The minutes of the meetings, without those of standing items."""
    meetings = list(_meetings(board, year))
    standing = AgendaItem.objects.on_agenda().filter(meeting__in=meetings, standing__isnull=False)
    taken = sum(standing.values_list("minutes", flat=True))
    return max(sum(meeting.minutes_long for meeting in meetings) - taken, 0)


def _item_rows(
    items: list[AgendaItem], before: datetime, sides: Sides, free: int
) -> list[ItemRow] | None:
    hearings = _hearings(items, before=before)
    rows = [sides.row_of(item.proposal) for item in items if item.proposal is not None]
    shown = _publish(sides.labels, HEARINGS, zip(rows, hearings, strict=True))
    if shown is None or len(shown.columns) != len(HEARINGS):
        return None
    places, used = _places(items), free_minutes.used(items, before=before)
    found = []
    for n, parts in enumerate(shown.row_groups):
        mine = [at for at, row in enumerate(rows) if row in parts]
        given = sum(items[at].minutes for at in mine if hearings[at] != TAKEN_OFF)
        found.append(
            ItemRow(
                shown.rows[n],
                shown.row_totals[n],
                shown.cells[n],
                free_minutes.per_cent(given, free),
                free_minutes.used_in_words(
                    [used.get(items[at].pk) for at in mine if hearings[at] == HEARD], free
                ),
                _mean([places[at] for at in mine]),
            )
        )
    return found


def _hearings(items: list[AgendaItem], *, before: datetime) -> list[int]:
    """What had become of each when the year ended, whatever became of it since."""
    moves = AgendaMove.objects.filter(
        item__in=items, from_meeting=F("item__meeting"), moved_at__lt=before
    )
    kinds = dict(moves.order_by("moved_at", "pk").values_list("item_id", "kind"))
    return [_hearing(kinds.get(item.pk)) for item in items]


def _hearing(kind: str | None) -> int:
    if kind is None:
        return HEARD
    return NOT_REACHED if kind == AgendaMove.Kind.OUT_OF_TIME else TAKEN_OFF


def _places(items: list[AgendaItem]) -> list[int]:
    """First, second, third among the proposed items of its own meeting."""
    found, meeting, place = [], None, 0
    for item in items:
        place = place + 1 if item.meeting_id == meeting else 1
        meeting = item.meeting_id
        found.append(place)
    return found


def _mean(places: list[int]) -> str:
    if not places:
        return ""
    tenths = (20 * sum(places) + len(places)) // (2 * len(places))
    return f"{tenths // 10}.{tenths % 10}"


def _moves(board: Board, year: Year, sides: Sides) -> Iterable[tuple[int, int]]:
    starts, ends = year.span
    made = AgendaMove.objects.filter(
        item__proposal__board=board, moved_at__gte=starts, moved_at__lt=ends
    )
    for move in made.select_related("item__proposal__for_seat__constituency"):
        assert move.item.proposal is not None
        yield sides.row_of(move.item.proposal), KINDS.index(AgendaMove.Kind(move.kind))
