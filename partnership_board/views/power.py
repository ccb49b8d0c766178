"""How power was shared: the figures of a board's year, each with what it means."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from alliance import access
from alliance.http import MemberRequest, download, page
from partnership_board.models import Board
from partnership_board.permissions import BoardPermission
from partnership_board.queries import boards, power, power_sheets
from partnership_board.queries.calendars import closed_days
from partnership_board.queries.years import first_year_ends, years_of


@require_safe
def figures(request: MemberRequest) -> HttpResponse:
    access.require(request.user, BoardPermission.SEE)
    typed = request.GET.get("year", "")
    context = figures_for(boards.the_board(), typed, on=timezone.localdate())
    if context["figures"] and request.GET.get("format") == "csv":
        return as_sheet(context["figures"])
    return page(request, "partnership_board/power.html", context)


def figures_for(
    board: Board | None, typed: str, *, on: date
) -> dict[str, Any]:  # Any: a template's context
    """Of the year that was asked for, or the latest that is over."""
    years = years_of(board, on=on) if board else []
    year = next((each for each in years if each.starts_on.isoformat() == typed), None)
    year = year or (years[0] if years else None)
    found = power.figures_of(board, year, closed=closed_days()) if board and year else None
    return {
        "board": board,
        "years": years,
        "figures": found,
        "first_year_ends": first_year_ends(board) if board and not years else None,
        "definitions": power_sheets.DEFINITIONS,
        "outcomes": power.OUTCOMES if found and found.shows_outcomes else (),
        "hearings": power.HEARINGS,
    }


def as_sheet(found: power.Figures) -> HttpResponse:
    name = f"power-{found.year.starts_on.isoformat()}.csv"
    return download(power_sheets.of_figures(found), name=name, media_type="text/csv")
