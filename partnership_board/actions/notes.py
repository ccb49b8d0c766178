"""Somebody's own notes beside the paragraphs of a paper. Nobody else reads them.

No event tells of them. The same note sent twice, by a phone that lost its network in the middle, is
kept once.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from django.db import transaction

from alliance.errors import Refused
from alliance.models import User
from partnership_board.models import PaperNote, PaperVersion
from partnership_board.paragraphs import Paragraph
from partnership_board.queries import notes as queries

DAYS_KEPT = 30  # after the last seat has ended: somebody may be named again
SAY_SOMETHING = "Write something, or take the note away."


@transaction.atomic
def save_notes(
    version: PaperVersion,
    *,
    new: Mapping[int, str],
    changed: Mapping[int, tuple[int, str]],
    gone: Collection[int] = (),
    by: User,
    now: datetime,
) -> None:
    """New ones by paragraph; changed ones by note, with the paragraph that they stood beside.

    A note that was taken away elsewhere and is changed here is written again, and never lost.
    """
    there = {each.number: each for each in queries.paragraphs_of(version)}
    own = PaperNote.objects.select_for_update().filter(person=by, paper=version.paper_id)
    found = own.in_bulk()
    for pk, (paragraph, body) in changed.items():
        if not body.strip() and pk not in gone:
            raise Refused(SAY_SOMETHING, field=f"note-{pk}-{paragraph}")
        if pk in found:
            _change(found[pk], body.strip(), now=now)
        elif pk not in gone and paragraph:
            _add(version, _at(there, paragraph), body.strip(), by=by, now=now)
    for paragraph, body in new.items():
        if body.strip():
            _add(version, _at(there, paragraph), body.strip(), by=by, now=now)
    own.filter(pk__in=gone).delete()


def _at(there: Mapping[int, Paragraph], number: int) -> Paragraph:
    paragraph = there.get(number)
    if paragraph is None or paragraph.is_heading:
        raise Refused("That paragraph is not in this paper. Please load the page again.")
    return paragraph


def _add(
    version: PaperVersion, paragraph: Paragraph, body: str, *, by: User, now: datetime
) -> None:
    PaperNote.objects.get_or_create(
        person=by,
        paper_id=version.paper_id,
        quote=paragraph.quote,
        body=body,
        defaults={"version": version, "paragraph": paragraph.number, "written_at": now},
    )


def _change(note: PaperNote, body: str, *, now: datetime) -> None:
    if body and note.body != body:
        note.body, note.written_at = body, now
        note.save(update_fields=["body", "written_at"])


@transaction.atomic
def forget_old(*, on: date) -> int:
    """Notes die with the term: those of people who have long had no place on the board."""
    since = on - timedelta(days=DAYS_KEPT)
    gone, _ = PaperNote.objects.filter(pk__in=queries.left_behind(since=since)).delete()
    return gone
