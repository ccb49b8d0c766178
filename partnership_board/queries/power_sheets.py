"""The power figures as a spreadsheet, what each of them means, and their page in a pack."""

from collections.abc import Iterator
from datetime import date

from partnership_board.models import Meeting
from partnership_board.queries import power, proposals
from partnership_board.queries.calendars import closed_days
from partnership_board.queries.power import HEARINGS, OUTCOMES, TOO_FEW, Figures
from partnership_board.queries.sheets import sheet
from partnership_board.queries.years import years_of

# ruff: noqa: ISC004 -- sentences that are longer than a line
DEFINITIONS = (
    (
        "Whose a proposal is",
        "That of the seat it was made for; else of the seat its proposer held that day; else of "
        "people with lived experience, of members without a seat, or of the board itself.",
    ),
    ("Joined proposals", "Each is counted for whoever made it, also when several became one."),
    ("For each seat", "Proposals divided by the seats with a vote at the end of the year."),
    (
        "Days to an answer",
        "Working days until half of the proposals had an answer. Those without one count as still "
        "waiting; a question to the proposer is not an answer.",
    ),
    (
        "Share of free minutes",
        "The minutes its items were given, of all the minutes of the meetings without those of "
        "standing items. “Used” is how long they then took, by the clock of the meetings; it is "
        "said where every item that was heard has its time.",
    ),
    ("Mean place", "Whether its items came first or last among the proposed ones of a meeting."),
    (
        "Too few to say",
        "A number from 1 to 4 is not shown, nor one from which it could be worked out. Sides with "
        "too few are put together.",
    ),
    (
        "A board's year",
        "Four quarters from the one in which the board began. It is shown when it is over, so "
        "that no two reports can be subtracted.",
    ),
)  # fmt: skip


def of_figures(figures: Figures) -> bytes:
    return sheet(("Table", "Side", "Figure", "Value"), _rows(figures))


def _rows(figures: Figures) -> Iterator[tuple[object, ...]]:
    for row in figures.proposals or []:
        yield "Proposals", row.label, "Made", row.total
        yield "Proposals", row.label, "For each seat", row.per_seat
        yield from (
            ("Proposals", row.label, name, _cell(cell))
            for name, cell in zip(OUTCOMES, row.cells, strict=True)
        )
        yield "Proposals", row.label, "Days to an answer", row.days_to_an_answer
    for item in figures.items or []:
        yield "Items", item.label, "Placed", item.total
        yield from (
            ("Items", item.label, name, _cell(cell))
            for name, cell in zip(HEARINGS, item.cells, strict=True)
        )
        yield "Items", item.label, "Share of free minutes, per cent", item.share
        yield "Items", item.label, "Share of free minutes used", item.used
        yield "Items", item.label, "Mean place", item.mean_place
    if figures.moves:
        for label, cells in zip(figures.moves.rows, figures.moves.cells, strict=True):
            for name, cell in zip(figures.moves.columns, cells, strict=True):
                yield "Moves", label, name, _cell(cell)

    for each in figures.measures:
        for label, cells in each.lines:
            for name, cell in zip(each.shown.columns, cells, strict=True):
                yield each.measure.title, label, name, _cell(cell)
        if each.said:
            yield each.measure.title, "", each.said, ""


def _cell(cell: int | None) -> object:
    return TOO_FEW if cell is None else cell


# ---- in the pack ---------------------------------------------------------------------------------
def shared_in_pack(meeting: int, on: date) -> dict[str, object] | None:
    found = Meeting.objects.select_related("board").get(pk=meeting)
    years = years_of(found.board, on=on)
    if not years:
        return None
    figures = power.figures_of(found.board, years[0], closed=closed_days())
    if figures.proposals is None:
        return None
    return {
        "figures": figures,
        "outcomes": OUTCOMES if figures.shows_outcomes else (),
        "definitions": DEFINITIONS,
    }


def not_selected_in_pack(meeting: int, on: date) -> dict[str, object] | None:
    found = proposals.not_selected_since(Meeting.objects.get(pk=meeting), on=on)
    rows = proposals.rows_of(found, on=on, closed=closed_days())
    return {"rows": rows} if rows else None


def unanswered_in_pack(meeting: int, on: date) -> dict[str, object] | None:
    board = Meeting.objects.get(pk=meeting).board_id
    closed = closed_days()
    late = proposals.unanswered_twice(board, on=on, closed=closed)
    rows = proposals.rows_of(late, on=on, closed=closed)
    return {"rows": rows} if rows else None
