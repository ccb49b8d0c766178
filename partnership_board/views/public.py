"""What everybody may read of a board that is public. Nobody signs in to read it."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from alliance.http import page
from alliance.lists import page_of
from partnership_board.models import Board, MinuteSet
from partnership_board.queries import boards, proposals, public_minutes
from partnership_board.queries import public as queries
from partnership_board.queries.calendars import closed_days
from partnership_board.queries.public import PublicRow
from partnership_board.views import power


def _context(here: str, board: Board | None) -> dict[str, Any]:  # Any: a template's context
    return {"board": board, "tabs": queries.tabs(here) if board else []}


@login_not_required
@require_safe
def open_ledger(request: HttpRequest) -> HttpResponse:
    board = queries.open_board()
    context = _context("open_ledger", board)
    if board is not None:
        ledger = proposals.ledger().filter(board=board).order_by("-submitted_at", "pk")
        shown = page_of(request, ledger)
        rows = proposals.rows_of(shown, on=timezone.localdate(), closed=closed_days())
        context |= {"page": shown, "rows": [PublicRow(row) for row in rows]}
    return page(request, "partnership_board/public_ledger.html", context)


@login_not_required
@require_safe
def open_seats(request: HttpRequest) -> HttpResponse:
    board = queries.open_board()
    context = _context("open_seats", board)
    if board is not None:
        context["table"] = boards.table_of([board], on=timezone.localdate())[board.pk]
    return page(request, "partnership_board/public_seats.html", context)


@login_not_required
@require_safe
def open_power(request: HttpRequest) -> HttpResponse:
    board = queries.open_board()
    context = power.figures_for(board, request.GET.get("year", ""), on=timezone.localdate())
    if board and context["figures"] and request.GET.get("format") == "csv":
        return power.as_sheet(context["figures"])
    context["tabs"] = queries.tabs("open_power") if board else []
    return page(request, "partnership_board/public_power.html", context)


@login_not_required
@require_safe
def open_minutes(request: HttpRequest) -> HttpResponse:
    """Of which meetings there are minutes that the board has approved."""
    board = queries.open_board()
    context = _context("open_minutes", board)
    if board is not None:
        context["page"] = page_of(request, public_minutes.approved(board))
    return page(request, "partnership_board/public_minutes.html", context)


@login_not_required
@require_safe
def open_minutes_of(request: HttpRequest, pk: int) -> HttpResponse:
    """Of one meeting. What is not published does not exist for whoever is outside."""
    board = queries.open_board()
    there = public_minutes.approved(board) if board else MinuteSet.objects.none()
    found = public_minutes.read(get_object_or_404(there, meeting=pk))
    context = {"read": found, "meeting": found.minutes.meeting}
    return page(request, "partnership_board/public_minutes_of.html", context)
