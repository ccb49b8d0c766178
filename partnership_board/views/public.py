"""The open ledger of a board that is public. Nobody signs in to read it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from alliance.http import page
from alliance.lists import page_of
from partnership_board.queries import boards, proposals
from partnership_board.queries.calendars import closed_days
from partnership_board.queries.public import PublicRow


@login_not_required
@require_safe
def open_ledger(request: HttpRequest) -> HttpResponse:
    board = boards.the_board()
    if board is None or not board.is_public:
        return page(request, "partnership_board/public_ledger.html", {"board": None})
    shown = page_of(request, proposals.ledger().filter(board=board).order_by("-submitted_at", "pk"))
    rows = proposals.rows_of(shown, on=timezone.localdate(), closed=closed_days())
    context = {"board": board, "page": shown, "rows": [PublicRow(row) for row in rows]}
    return page(request, "partnership_board/public_ledger.html", context)
