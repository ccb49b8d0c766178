"""Papers come in. Each version stays as it came; a late one is marked as late, not refused."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from alliance import audit
from alliance.errors import Refused
from alliance.models import User
from partnership_board.deadlines import day_of
from partnership_board.models import AgendaItem, Paper, PaperVersion, Purpose
from partnership_board.prose import words_in


@dataclass(frozen=True)
class PaperText:
    """What a paper says: a summary in plain English, what it asks of the board, the text itself."""

    summary: str
    asks: list[str] = field(default_factory=list)
    body_md: str = ""

    @property
    def sha256(self) -> str:
        said = json.dumps([self.summary, self.asks, self.body_md], ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()

    @property
    def words(self) -> int:
        return words_in(self.summary, *self.asks, self.body_md)


@transaction.atomic
def receive(item: AgendaItem, text: PaperText, *, by: User, now: datetime) -> PaperVersion:
    """A new version of the item's paper."""
    item = AgendaItem.objects.select_for_update().get(pk=item.pk)
    if not item.meeting.takes_papers:
        raise Refused("This meeting is over, so its papers can no longer be changed.")
    if not text.summary:
        raise Refused("Say in plain English what this paper is about.", field="summary")
    if item.purpose == Purpose.DECIDE and not text.asks:
        raise Refused("Say what you ask the board to decide.", field="asks")
    paper, _ = Paper.objects.get_or_create(item=item, order=1)
    latest = PaperVersion.objects.filter(paper=paper).order_by("n").last()
    if latest is not None and latest.sha256 == text.sha256:
        raise Refused(f"Nothing has changed since version {latest.n}.")
    is_late = day_of(now) > item.meeting.papers_by_on
    late, on_time = PaperVersion.Timeliness.LATE, PaperVersion.Timeliness.ON_TIME
    version = PaperVersion.objects.create(
        paper=paper,
        n=latest.n + 1 if latest else 1,
        summary=text.summary,
        asks=text.asks,
        body_md=text.body_md,
        sha256=text.sha256,
        words=text.words,
        timeliness=late if is_late else on_time,
        received_at=now,
        received_from=by,
    )
    data = {"item": item.pk, "version": version.n, "sha256": version.sha256}
    audit.record(by=by, kind="board.paper_received", subject=version, data=data)
    return version
