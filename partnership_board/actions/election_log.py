"""The public log of an election: each line's hash covers the line before, so none can be changed.

Whoever writes holds the election's lock, so that no two lines get one number.
"""

from typing import Any

from alliance import audit
from alliance.audit import Actor
from alliance.models import User
from partnership_board.counting.bundle import link
from partnership_board.models import Election, ElectionLogLine


def write(
    election: Election,
    text: str,
    *,
    kind: str,
    by: User | Actor,
    data: dict[str, Any] | None = None,  # Any: ids and states, as an Event's data has them
) -> ElectionLogLine:
    """One line for everybody, beside its event. The rule's hash is what the first one hangs on."""
    event = audit.record(by=by, kind=f"election.{kind}", subject=election, data=data)
    last = ElectionLogLine.objects.filter(election=election).order_by("seq").last()
    seq, before = (last.seq + 1, last.sha256) if last else (1, election.rule.sha256)
    return ElectionLogLine.objects.create(
        election=election,
        seq=seq,
        event=event,
        public_text=text,
        prev_sha256=before,
        sha256=link(before, seq, text),
    )
