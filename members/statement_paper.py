"""A statement as a document for meetings and files: figures and bodies, and no organisation."""

from alliance.documents.pages import make
from members import months
from members.models import BurdenStatement
from members.queries import statements as queries


def draw(statement: BurdenStatement, *, alliance: str, accent: str | None, k: int) -> bytes:
    """A tagged PDF; the same statement gives the same bytes."""
    lines = queries.lines(statement, k=k)
    context = {
        "title": "What was asked of members",
        "subtitle": queries.name_of(statement),
        "date": months.name(statement.month),
        "alliance": alliance,
        "kind": "Statement of burden",
        "lines": lines,
        "glance": [(lines[n][1], lines[n][0].lower()) for n in queries.GLANCE],
        "sizes": queries.size_lines(statement),
        "statement": statement,
        "k": k,
    }
    return make("documents/statement.html", context, accent=accent)
