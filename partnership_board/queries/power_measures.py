"""What else is counted of how power was shared: papers, money, decisions, who came."""

from collections.abc import Iterable

from django.db.models import F, OuterRef, Subquery

from partnership_board.models import (
    AgendaItem,
    Attendance,
    Board,
    Constituency,
    Decision,
    Meeting,
    PaperVersion,
)
from partnership_board.queries.power import Sides
from partnership_board.queries.years import Year
from partnership_board.registries import PowerMeasure

EARLY = {PaperVersion.Stage.IDEA, PaperVersion.Stage.OPTIONS}
ABOUT_MONEY = [PaperVersion.Money.ONE_OFF, PaperVersion.Money.RECURRING]
Counted = Iterable[tuple[int, int]]


def _proposed(board: Board, year: Year) -> "Iterable[AgendaItem]":
    """Items of the year's meetings that came of a proposal."""
    starts, ends = year.span
    items = AgendaItem.objects.numbered().filter(
        meeting__board=board,
        meeting__starts_at__gte=starts,
        meeting__starts_at__lt=ends,
        proposal__isnull=False,
    )
    return items.exclude(meeting__state=Meeting.State.CANCELLED).select_related(
        "proposal__for_seat__constituency"
    )


def _first_papers(board: Board, year: Year) -> Iterable[tuple[AgendaItem, PaperVersion]]:
    """Each proposed item with the version in which its paper first came."""
    items = {item.pk: item for item in _proposed(board, year)}
    first = PaperVersion.objects.filter(paper=OuterRef("paper")).order_by("n").values("n")[:1]
    versions = PaperVersion.objects.filter(paper__item__in=items, n=Subquery(first))
    for version in versions.select_related("paper").order_by("pk"):
        yield items[version.paper.item_id], version


def papers(board: Board, year: Year, sides: Sides) -> Counted:
    for item, version in _first_papers(board, year):
        assert item.proposal is not None
        yield sides.row_of(item.proposal), int(version.is_late)


def money(board: Board, year: Year, sides: Sides) -> Counted:
    for item, version in _first_papers(board, year):
        if version.money in ABOUT_MONEY and version.stage:
            assert item.proposal is not None
            yield sides.row_of(item.proposal), int(version.stage not in EARLY)


def decisions(board: Board, year: Year, sides: Sides) -> Counted:
    starts, ends = year.span
    made = Decision.objects.filter(
        board=board, recorded_at__gte=starts, recorded_at__lt=ends, item__proposal__isnull=False
    )
    for decision in made.select_related("item__proposal__for_seat__constituency"):
        assert decision.item.proposal is not None
        yield sides.row_of(decision.item.proposal), 0


def coming(board: Board, year: Year, sides: Sides) -> Counted:
    """A seat that a deputy came for was there. Stepping back cannot be told from apologies."""
    starts, ends = year.span
    rows = row_by_side(board)
    said = Attendance.objects.filter(
        meeting__board=board,
        meeting__starts_at__gte=starts,
        meeting__starts_at__lt=ends,
        seat__isnull=False,
    ).exclude(outcome=Attendance.Outcome.NOT_RECORDED)
    came: dict[tuple[int, int], bool] = {}
    facts = said.annotate(side=F("seat__constituency")).values_list(
        "meeting", "seat", "side", "outcome"
    )
    whose: dict[tuple[int, int], int] = {}
    for meeting, seat, side, outcome in facts:
        whose[meeting, seat] = rows[side]
        there = outcome == Attendance.Outcome.PRESENT
        came[meeting, seat] = came.get((meeting, seat), False) or there
    return [(whose[key], int(not was_there)) for key, was_there in came.items()]


def row_by_side(board: Board) -> dict[int, int]:
    """By constituency, its row in every table."""
    sides = Constituency.objects.filter(board=board).order_by("order")
    return {pk: row for row, pk in enumerate(sides.values_list("pk", flat=True))}


MEASURES = {
    "papers": PowerMeasure(
        "Papers",
        ("In time", "Late"),
        "When the first version of a paper came for what this side proposed.",
        papers,
    ),
    "money": PowerMeasure(
        "Money, and how early",
        ("As an idea or as options", "As a draft or final"),
        "At which stage papers about money reached the board: early enough to shape them, or not.",
        money,
    ),
    "decisions": PowerMeasure(
        "Decisions",
        ("On what it proposed",),
        "Decisions of the board on items that this side proposed.",
        decisions,
    ),
    "coming": PowerMeasure(
        "Who came",
        ("Seat was there", "Seat was empty"),
        "For each seat and meeting, whether its holder or a deputy came. Apologies and stepping "
        "back look the same.",
        coming,
    ),
}
