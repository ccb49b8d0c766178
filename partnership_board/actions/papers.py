"""Papers come in. Each version stays as it came; a late one is marked as late, not refused."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from alliance import audit, words
from alliance.actions import documents
from alliance.errors import Refused
from alliance.models import Document, User
from members.models import Organisation
from partnership_board import covers
from partnership_board.actions import restrictions
from partnership_board.covers import CoverSheet
from partnership_board.deadlines import day_of
from partnership_board.models import (
    AgendaItem,
    Enclosure,
    LateWaiver,
    Paper,
    PaperParty,
    PaperVersion,
    Purpose,
)
from partnership_board.models.answers import LEAST_REASON
from partnership_board.prose import words_in
from partnership_board.queries import papers as queries

PURPOSE = "paper"
TOO_LATE = "This meeting is over, so its papers can no longer be changed."
NOT_YOURS = "Only who proposed the item, who introduces it or the alliance lead writes its paper."
SAY_IT_IS_FOR_THE_CHAIR = "Only the chair can let the board decide on a late paper."


@dataclass(frozen=True)
class PaperText:
    """What a paper says: a summary in plain English, what it asks of the board, the text itself."""

    summary: str
    asks: list[str] = field(default_factory=list)
    body_md: str = ""
    cover: CoverSheet = field(default_factory=CoverSheet)
    easy_read: str = ""

    @property
    def sha256(self) -> str:
        parts: list[object] = [self.summary, self.asks, self.body_md]
        if not self.cover.is_empty:
            parts.append(self.cover.as_json)
        if self.easy_read:
            parts.append(self.easy_read)
        said = json.dumps(parts, ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()

    @property
    def columns(self) -> dict[str, Any]:  # Any: a version's fields
        said = {name: getattr(self, name) for name in ("summary", "asks", "body_md", "easy_read")}
        found = {"sha256": self.sha256, "words": self.words}
        for name in ("equality", "lived_experience"):
            found[f"{name}_sha256"] = covers.fingerprint(getattr(self.cover, name))
        return self.cover.as_json | said | found

    @property
    def words(self) -> int:
        cover = self.cover
        told = (cover.key_points, cover.equality, cover.lived_experience, cover.risks)
        return words_in(self.summary, *self.asks, self.body_md, *told)


@transaction.atomic
def receive(
    item: AgendaItem,
    text: PaperText,
    *,
    by: User,
    now: datetime,
    parties: Collection[Organisation] = (),
) -> PaperVersion:
    """A new version of the item's paper."""
    item = AgendaItem.objects.select_for_update().get(pk=item.pk)
    _check(item, text)
    paper, is_new = Paper.objects.get_or_create(item=item, order=1)
    if is_new:
        restrictions.follow_paper(paper, by=by)
    latest = PaperVersion.objects.filter(paper=paper).order_by("n").last()
    same_parties = latest is None or queries.parties_of(latest) == {each.pk for each in parties}
    if latest is not None and latest.sha256 == text.sha256 and same_parties:
        raise Refused(f"Nothing has changed since version {latest.n}.")
    is_late = day_of(now) > item.meeting.papers_by_on
    late, on_time = PaperVersion.Timeliness.LATE, PaperVersion.Timeliness.ON_TIME
    version = PaperVersion.objects.create(
        paper=paper,
        n=latest.n + 1 if latest else 1,
        from_organisation=queries.organisation_of(item),
        timeliness=late if is_late else on_time,
        received_at=now,
        received_from=by,
        **text.columns,
    )
    PaperParty.objects.bulk_create(
        PaperParty(version=version, organisation=each) for each in parties
    )
    data = {"item": item.pk, "version": version.n, "sha256": version.sha256}
    audit.record(by=by, kind="board.paper_received", subject=version, data=data)
    return version


def _check(item: AgendaItem, text: PaperText) -> None:
    if not item.meeting.takes_papers:
        raise Refused(TOO_LATE)
    if not text.summary:
        raise Refused("Say in plain English what this paper is about.", field="summary")
    if item.purpose == Purpose.DECIDE and not text.asks:
        raise Refused("Say what you ask the board to decide.", field="asks")


@transaction.atomic
def send_in(
    item: AgendaItem,
    text: PaperText,
    *,
    by: User,
    now: datetime,
    parties: Collection[Organisation] = (),
) -> PaperVersion:
    """From its author, with the whole cover sheet that its purpose asks for."""
    if not queries.may_write(by, item):
        raise Refused(NOT_YOURS)
    more = covers.too_long(text.cover)
    if more:
        raise Refused(
            f"Shorten the key points by {words.counted(more, 'word')}.", field="key_points"
        )
    lacks = covers.missing(item.purpose, asks=text.asks, cover=text.cover)
    if lacks:
        said = words.listed(list(lacks.values()))
        raise Refused(f"A paper of this kind also says {said}.", field=next(iter(lacks)))
    return receive(item, text, by=by, now=now, parties=parties)


@transaction.atomic
def enclose(
    item: AgendaItem,
    file: "UploadedFile[bytes]",
    *,
    title: str,
    summary: str,
    by: User,
    now: datetime,
) -> Enclosure:
    """Beside the paper. The pack prints the summary, and the file travels inside it."""
    if not queries.may_write(by, item):
        raise Refused(NOT_YOURS)
    if not item.meeting.takes_papers:
        raise Refused(TOO_LATE)
    if len(summary.strip()) < LEAST_REASON:
        raise Refused(
            "Say in a sentence what is in the file: the pack prints that.", field="summary"
        )
    document = documents.upload(file, purpose=PURPOSE, by=by, now=now)
    return enclose_own(item, document, title=title, summary=summary.strip(), by=by, now=now)


@transaction.atomic
def enclose_own(
    item: AgendaItem, document: Document, *, title: str, summary: str, by: User, now: datetime
) -> Enclosure:
    """A file that we made or looked into already."""
    paper, _ = Paper.objects.get_or_create(item=item, order=1)
    told = {"title": title, "summary": summary, "added_by": by, "added_at": now}
    enclosure = Enclosure.objects.create(paper=paper, document=document, **told)
    audit.record(by=by, kind="board.file_enclosed", subject=enclosure, data={"item": item.pk})
    return enclosure


@transaction.atomic
def take_out(enclosure: Enclosure, *, by: User, now: datetime) -> None:
    """Of the next build. Builds that went out keep it."""
    enclosure = Enclosure.objects.select_for_update().get(pk=enclosure.pk)
    item = enclosure.paper.item
    if not queries.may_write(by, item):
        raise Refused(NOT_YOURS)
    if not item.meeting.takes_papers:
        raise Refused(TOO_LATE)
    if enclosure.removed_at is not None:
        raise Refused("This file has been taken out already.")
    enclosure.removed_at = now
    enclosure.save(update_fields=["removed_at"])
    audit.record(by=by, kind="board.file_taken_out", subject=enclosure, data={"item": item.pk})


@transaction.atomic
def waive(version: PaperVersion, *, reason: str, by: User, now: datetime) -> LateWaiver:
    """The chair lets the board decide, although the paper came late. The reason is printed."""
    item = version.paper.item
    if not queries.is_chair(by, item.meeting, on=day_of(now)):
        raise Refused(SAY_IT_IS_FOR_THE_CHAIR)
    if not version.is_late or item.purpose != Purpose.DECIDE:
        raise Refused("This paper is not late, or asks for no decision: nothing is to be allowed.")
    if LateWaiver.objects.filter(version=version).exists():
        raise Refused("The chair has allowed this already.")
    if len(reason.strip()) < LEAST_REASON:
        raise Refused("Please say why in a sentence: the reason is printed.", field="reason")
    waiver = LateWaiver.objects.create(
        version=version, reason=reason.strip(), granted_by=by, granted_at=now
    )
    audit.record(by=by, kind="board.late_paper_allowed", subject=waiver, data={"item": item.pk})
    return waiver


def text_of(version: PaperVersion) -> PaperText:
    """What a version says, to be carried on or edited."""
    names = CoverSheet.__dataclass_fields__
    cover = CoverSheet(**{name: getattr(version, name) for name in names})
    return PaperText(version.summary, version.asks, version.body_md, cover, version.easy_read)
