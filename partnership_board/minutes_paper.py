"""Minutes, and the one page of what was decided, as documents that everybody can read."""

from collections.abc import Sequence

from alliance import words
from alliance.documents.pages import make
from alliance.mark import Mark
from alliance.queries.frame import face
from partnership_board.models import Meeting
from partnership_board.queries.minutes import Decided, PartRow


def draw(meeting: Meeting, parts: Sequence[PartRow]) -> bytes:
    """A tagged PDF of what one person may read."""
    first = parts[0].minutes
    context = {
        "title": f"Minutes of {words.day(meeting.starts_at)}",
        "subtitle": str(meeting.board),
        "kind": str(first.get_state_display()),
        "parts": parts,
        "meeting": meeting,
    }
    return _make("documents/minutes.html", context)


def draw_decided(meeting: Meeting, decided: Decided) -> bytes:
    """One page in plain words."""
    context = {
        "title": f"What was decided on {words.day(meeting.starts_at)}",
        "subtitle": str(meeting.board),
        "kind": "In plain words",
        "decided": decided,
    }
    return _make("documents/decided.html", context)


def _make(template: str, context: dict[str, object]) -> bytes:
    shown = face()
    frame = {
        "alliance": shown.display_name if shown else "",
        "mark": Mark(shown.mark) if shown and shown.mark else None,
    }
    return make(template, context | frame, accent=shown.accent if shown else None)
