"""Minutes are written entry by entry, and stay as they are once the board has approved them."""

from datetime import date

from django.db import transaction
from django.db.models import Max

from alliance import audit
from alliance.errors import Refused
from alliance.models import User
from partnership_board.models import AgendaItem, Meeting, MinuteEntry, MinuteSet


@transaction.atomic
def write(
    meeting: Meeting,
    *,
    text: str,
    by: User,
    item: AgendaItem | None = None,
    kind: str = MinuteEntry.Kind.NOTE,
) -> MinuteEntry:
    """One more entry, at the end."""
    minutes = _lock_open(meeting)
    if item is not None and item.meeting_id != meeting.pk:
        raise Refused("That item belongs to another meeting.", field="item")
    last = MinuteEntry.objects.filter(minute_set=minutes).aggregate(Max("seq"))["seq__max"] or 0
    entry = MinuteEntry.objects.create(
        minute_set=minutes, item=item, seq=last + 1, kind=kind, text=text
    )
    audit.record(by=by, kind="board.minute_written", subject=entry)
    return entry


@transaction.atomic
def rewrite(entry: MinuteEntry, *, text: str, kind: str, item: AgendaItem | None, by: User) -> None:
    meeting = entry.minute_set.meeting
    _lock_open(meeting)
    if item is not None and item.meeting_id != meeting.pk:
        raise Refused("That item belongs to another meeting.", field="item")
    entry.text, entry.kind, entry.item = text, kind, item
    entry.save(update_fields=["text", "kind", "item"])
    audit.record(by=by, kind="board.minute_rewritten", subject=entry)


@transaction.atomic
def approve(minutes: MinuteSet, *, on: date, by: User) -> None:
    minutes = MinuteSet.objects.select_for_update().get(pk=minutes.pk)
    if minutes.is_approved:
        raise Refused("These minutes are approved already.")
    if not MinuteEntry.objects.filter(minute_set=minutes).exists():
        raise Refused("Nothing has been written down yet, so there is nothing to approve.")
    minutes.state, minutes.approved_on = MinuteSet.State.APPROVED, on
    minutes.save(update_fields=["state", "approved_on"])
    audit.record(by=by, kind="board.minutes_approved", subject=minutes)


def _lock_open(meeting: Meeting) -> MinuteSet:
    minutes = MinuteSet.objects.select_for_update().filter(meeting=meeting).first()
    if minutes is None:
        raise Refused("Minutes begin when the meeting has been held.")
    if minutes.is_approved:
        raise Refused("These minutes are approved, so they stay as they are.")
    return minutes
