"""A request as a letter on paper, for those who are not written to by mail."""

from alliance.queries.papers import make_ours
from partnership_board.queries.requests import RequestRow


def draw(row: RequestRow) -> bytes:
    """A tagged PDF; the same request on the same day gives the same bytes."""
    request = row.request
    context = {
        "title": request.title,
        "subtitle": request.body,
        "kind": f"Request {request.ref}",
        "asked": request,
        "row": row,
    }
    return make_ours("documents/request.html", context)
