"""A document of the alliance's own: its name, mark and colour stand on it by themselves."""

from collections.abc import Mapping

from alliance.documents.pages import make
from alliance.mark import Mark
from alliance.queries.frame import face


def make_ours(template: str, context: Mapping[str, object]) -> bytes:
    """A tagged PDF; the same words on the same day give the same bytes. Raises Unreadable."""
    shown = face()
    head = {
        "alliance": shown.display_name if shown else "",
        "mark": Mark(shown.mark) if shown and shown.mark else None,
    }
    return make(template, {**context, **head}, accent=shown.accent if shown else None)
