"""A request as a letter on paper, for those who are not written to by mail."""

from alliance.documents.pages import make
from alliance.mark import Mark
from alliance.queries.frame import face
from partnership_board.queries.requests import RequestRow


def draw(row: RequestRow) -> bytes:
    """A tagged PDF; the same request on the same day gives the same bytes."""
    shown, request = face(), row.request
    context = {
        "title": request.title,
        "subtitle": request.body,
        "kind": f"Request {request.ref}",
        "alliance": shown.display_name if shown else "",
        "mark": Mark(shown.mark) if shown and shown.mark else None,
        "asked": request,
        "row": row,
    }
    return make("documents/request.html", context, accent=shown.accent if shown else None)
