"""Minutes are written entry by entry, also while the meeting goes on, until they are sent round."""

from datetime import date

from django.db import transaction

from alliance import audit
from alliance.errors import Refused
from alliance.models import User
from partnership_board.actions.minute_filling import next_place, set_for
from partnership_board.models import AgendaItem, Meeting, MinuteEntry, MinuteSet
from partnership_board.queries import minutes as queries
from partnership_board.queries import recusals
from partnership_board.unnamed import INSTEAD, named_in

Kind = MinuteEntry.Kind
WRITTEN_IN = {
    Meeting.State.IN_SESSION,
    Meeting.State.ADJOURNED,
    Meeting.State.ENDED,
    Meeting.State.MINUTES_OPEN,
}
LEFT = "You left for this item, so somebody else minutes it."


@transaction.atomic
def write(
    meeting: Meeting,
    *,
    text: str,
    by: User,
    item: AgendaItem | None = None,
    kind: str = Kind.NOTE,
    named_with_consent: bool = False,
) -> MinuteEntry:
    """One more entry, at the end; about what not everybody may read, in part 2."""
    meeting = Meeting.objects.get(pk=meeting.pk)
    there = MinuteSet.objects.filter(meeting=meeting)
    if not there.exists() and meeting.state not in WRITTEN_IN:
        raise Refused("Minutes begin when the meeting begins.")
    _refuse_item(meeting, item, by=by)
    refuse_name(meeting, text, consent=named_with_consent)
    minutes = set_for(meeting, item)
    _refuse_settled(minutes)
    entry = MinuteEntry.objects.create(
        minute_set=minutes,
        item=item,
        seq=next_place(minutes),
        kind=kind,
        text=text,
        named_with_consent=named_with_consent,
    )
    audit.record(by=by, kind="board.minute_written", subject=entry)
    return entry


@transaction.atomic
def rewrite(
    entry: MinuteEntry,
    *,
    text: str,
    kind: str,
    item: AgendaItem | None,
    by: User,
    named_with_consent: bool = False,
) -> None:
    """While it is a draft. About another item it may have to move into the other part."""
    meeting = entry.minute_set.meeting
    _refuse_settled(MinuteSet.objects.select_for_update().get(pk=entry.minute_set_id))
    _refuse_item(meeting, item, by=by)
    refuse_name(meeting, text, consent=named_with_consent)
    wanted = set_for(meeting, item)
    _refuse_settled(wanted)
    if wanted.pk != entry.minute_set_id:
        entry.minute_set, entry.seq = wanted, next_place(wanted)
    entry.text, entry.kind, entry.item = text, kind, item
    entry.named_with_consent = named_with_consent
    entry.save()
    audit.record(by=by, kind="board.minute_rewritten", subject=entry)


@transaction.atomic
def note_afterwards(
    meeting: Meeting, *, text: str, by: User, on: date, item: AgendaItem | None = None
) -> MinuteEntry:
    """Something that became known later: it bears its own day, and changes nothing of the rest."""
    if not MinuteSet.objects.filter(meeting=meeting).exists():
        raise Refused("There are no minutes yet, so write it there.")
    _refuse_item(meeting, item, by=by)
    refuse_name(meeting, text, consent=False)
    minutes = set_for(meeting, item)
    entry = MinuteEntry.objects.create(
        minute_set=minutes,
        item=item,
        seq=next_place(minutes),
        kind=Kind.POST_MEETING,
        text=text,
        noted_on=on,
    )
    audit.record(by=by, kind="board.minute_noted_afterwards", subject=entry)
    return entry


def _refuse_settled(minutes: MinuteSet) -> None:
    if minutes.is_approved:
        raise Refused("These minutes are approved, so they stay as they are.")
    if not minutes.takes_writing:
        raise Refused("These minutes have been sent round, so offer a correction instead.")


def _refuse_item(meeting: Meeting, item: AgendaItem | None, *, by: User) -> None:
    if item is None:
        return
    if item.meeting_id != meeting.pk:
        raise Refused("That item belongs to another meeting.", field="item")
    if by.pk in recusals.out_of_the_room(item):
        raise Refused(LEFT, field="item")


def refuse_name(meeting: Meeting, text: str, *, consent: bool) -> None:
    found = [] if consent else named_in(text, queries.experts_at(meeting))
    if found:
        raise Refused(f"This names an expert by experience. {INSTEAD}", field="text")
