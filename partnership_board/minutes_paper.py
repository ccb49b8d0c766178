"""Minutes, and the one page of what was decided, as documents that everybody can read."""

from collections.abc import Sequence

from alliance import words
from alliance.queries.papers import make_ours
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
    return make_ours("documents/minutes.html", context)


def draw_decided(meeting: Meeting, decided: Decided) -> bytes:
    """One page in plain words."""
    context = {
        "title": f"What was decided on {words.day(meeting.starts_at)}",
        "subtitle": str(meeting.board),
        "kind": "In plain words",
        "decided": decided,
    }
    return make_ours("documents/decided.html", context)
