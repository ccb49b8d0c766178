"""What the record itself says of a meeting becomes entries of its minutes.

Filled in again, it adds what is new and brings up to date what nobody has touched. What somebody
has edited by hand is never overwritten.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from alliance import audit, words
from alliance.audit import Actor
from alliance.errors import Refused
from alliance.models import User
from partnership_board.models import (
    Action,
    AgendaItem,
    Decision,
    LiveEntry,
    Meeting,
    MinuteEntry,
    MinuteSet,
)
from partnership_board.queries import declarations, live, minutes

Kind = MinuteEntry.Kind


@dataclass(frozen=True)
class Made:
    """An entry as the record gives it; `source` names what it was made from."""

    source: str
    kind: Kind
    text: str
    item: AgendaItem | None = None


@transaction.atomic
def fill_in(meeting: Meeting, *, by: User | Actor) -> int:
    """How many entries are new or other than before."""
    changed = sum(_keep(meeting, made) for made in made_of(meeting))
    if changed:
        audit.record(by=by, kind="board.minutes_filled_in", subject=meeting, data={"n": changed})
    return changed


@transaction.atomic
def entry_of(note: LiveEntry) -> MinuteEntry:
    """A note's place in the minutes, made now where the minutes have not taken it over yet."""
    made = _of_note(note)
    if not MinuteEntry.objects.filter(minute_set__meeting=note.meeting, source=made.source):
        _add(note.meeting, made)
    found = MinuteEntry.objects.filter(minute_set__meeting=note.meeting, source=made.source).first()
    if found is None:
        raise Refused("The minutes of this meeting are settled, so give the action on its own.")
    return found


def _keep(meeting: Meeting, made: Made) -> bool:
    there = MinuteEntry.objects.select_for_update(of=("self",)).filter(
        minute_set__meeting=meeting, source=made.source
    )
    entry = there.select_related("minute_set").first()
    if entry is None:
        return _add(meeting, made)
    is_settled = not entry.minute_set.takes_writing
    if is_settled or entry.is_hand_edited or entry.text == made.text:
        return False
    entry.text = entry.made_text = made.text
    entry.save(update_fields=["text", "made_text"])
    return True


def _add(meeting: Meeting, made: Made) -> bool:
    minute_set = set_for(meeting, made.item)
    if not minute_set.takes_writing:
        return False
    MinuteEntry.objects.create(
        minute_set=minute_set,
        item=made.item,
        seq=next_place(minute_set),
        kind=made.kind,
        text=made.text,
        made_text=made.text,
        source=made.source,
    )
    return True


def set_for(meeting: Meeting, item: AgendaItem | None) -> MinuteSet:
    """What not everybody may read goes into part 2, a set of its own."""
    part = MinuteSet.Part.PART2 if minutes.belongs_in_part2(item) else MinuteSet.Part.PUBLIC
    MinuteSet.objects.get_or_create(meeting=meeting, part=part)
    return MinuteSet.objects.select_for_update().get(meeting=meeting, part=part)


def next_place(minute_set: MinuteSet) -> int:
    latest = MinuteEntry.objects.filter(minute_set=minute_set).aggregate(Max("seq"))
    return (latest["seq__max"] or 0) + 1


# ---- what there is to write ----------------------------------------------------------------------
def made_of(meeting: Meeting) -> Iterator[Made]:
    if present := minutes.presence_in_words(meeting):
        yield Made("presence", Kind.PRESENCE, present)
    yield from _declared(meeting)
    for note in live.notes_of(meeting):
        yield _of_note(note)
    for decision in Decision.objects.filter(item__meeting=meeting).select_related("item"):
        said = f"{decision.number}. {decision.get_kind_display()}: {decision.text}"
        yield Made(f"decision {decision.pk}", Kind.DECISION, said, decision.item)
    given = Action.objects.filter(item__meeting=meeting)
    for action in given.select_related("item", "owner", "owner_organisation").order_by("pk"):
        if not action.is_confidential:
            due = words.day(action.due_on)
            said = f"{action.ref}. {action.title} ({action.owned_by}, by {due})"
            yield Made(f"action {action.pk}", Kind.ACTION, said, action.item)


def _of_note(note: LiveEntry) -> Made:
    found = AgendaItem.objects.filter(meeting=note.meeting_id, pk=note.words.get("item")).first()
    return Made(f"note {note.pk}", Kind.NOTE, note.words["text"], found)


def _declared(meeting: Meeting) -> Iterator[Made]:
    """Who stood back, and what was ruled; of somebody with lived experience no name."""
    unnamed = set(minutes.experts_at(meeting))
    items = {item.pk: item for item in AgendaItem.objects.filter(meeting=meeting)}
    for pk, found in declarations.of_items(items).items():
        for each in found:
            if each.ruling is None or each.declaration.touches_nothing:
                continue
            person = each.declaration.person
            who = "An expert by experience" if person.name in unnamed else str(person)
            ruled = each.ruling.get_ruling_display()
            said = f"{who} declared an interest. Ruling: {ruled}."
            yield Made(f"declaration {each.declaration.pk}", Kind.DECLARATION, said, items[pk])
