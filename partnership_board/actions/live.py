"""What is entered while a meeting goes on: taken once, kept always, never overwritten.

A connection may drop and two people may write at the same time. So each entry carries a key made
before it was sent, when it happened, and which entry its writer had seen last. Sent again it does
nothing again; against what somebody else entered meanwhile it changes nothing and waits for a
choice; and what cannot be taken is kept with the reason.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from alliance import audit
from alliance.errors import Refused
from alliance.models import User
from partnership_board.actions import presence
from partnership_board.models import AgendaItem, Attendance, LiveEntry, Meeting, PresenceSpan

Kind, Outcome = LiveEntry.Kind, LiveEntry.Outcome
LONGEST_CUT = timedelta(hours=12)  # an entry from longer ago is taken as of now
KEY_LENGTH = 36


@dataclass(frozen=True)
class Entry:
    """What somebody entered. `words` says of whom or what, as the form of its kind has them."""

    kind: str
    key: str
    words: dict[str, Any] = field(default_factory=dict)  # Any: as JSON has it
    seen: int = 0
    at: datetime | None = None  # None: when it arrives

    @property
    def about(self) -> str:
        """What two entries can contradict each other about; notes never do."""
        if "person" in self.words:
            return f"person {self.words['person']}"
        return "the agenda" if self.kind in {Kind.BEGUN, Kind.OVER} else ""


@transaction.atomic
def enter(meeting: Meeting, entry: Entry, *, by: User, now: datetime) -> LiveEntry:
    """The row that is kept, whatever became of it; for a key that was there, that row again."""
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if not 8 <= len(entry.key) <= KEY_LENGTH:
        raise Refused("This page is out of date. Please load it again.")
    there = LiveEntry.objects.filter(meeting=meeting, key=entry.key).first()
    if there is not None:
        return there
    at = _moment(entry.at, now=now)
    against = _against(meeting, entry, by=by)
    outcome, why = Outcome.TAKEN, ""
    if against is not None:
        same = (against.kind, against.words) == (entry.kind, entry.words)
        outcome = Outcome.AGREED if same else Outcome.CONFLICT
    else:
        why = _take(meeting, entry.kind, entry.words, at=at, by=by)
        outcome = Outcome.REFUSED if why else outcome
    return _keep(meeting, entry, outcome=outcome, why=why, against=against, at=at, by=by, now=now)


@transaction.atomic
def choose(conflict: LiveEntry, *, is_taken: bool, key: str, by: User, now: datetime) -> LiveEntry:
    """Between two entries that contradict each other: this one after all, or the other stays."""
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=conflict.meeting_id)
    if conflict.outcome != Outcome.CONFLICT:
        raise Refused("Nothing contradicts this entry.")
    if LiveEntry.objects.filter(settles=conflict).exists():
        raise Refused("Somebody has chosen already.")
    why = ""
    if is_taken:
        at = conflict.happened_at
        why = _take(meeting, conflict.kind, conflict.words, at=at, by=by)
    entry = Entry(Kind.CHOSEN, key, {"taken": is_taken and not why})
    outcome = Outcome.REFUSED if why else Outcome.TAKEN
    return _keep(meeting, entry, outcome=outcome, why=why, settles=conflict, at=now, by=by, now=now)


def _moment(said: datetime | None, *, now: datetime) -> datetime:
    """When it happened, by the clock of whoever entered it; never later than now."""
    return said if said is not None and now - LONGEST_CUT <= said <= now else now


def _against(meeting: Meeting, entry: Entry, *, by: User) -> LiveEntry | None:
    """The latest that somebody else entered about the same, and that this page had not shown."""
    if not entry.about:
        return None
    unseen = LiveEntry.objects.filter(
        meeting=meeting, about=entry.about, pk__gt=entry.seen, outcome=Outcome.TAKEN
    )
    return unseen.exclude(entered_by=by).order_by("-pk").first()


def _take(
    meeting: Meeting,
    kind: str,
    words: dict[str, Any],  # Any: as JSON has it
    *,
    at: datetime,
    by: User,
) -> str:
    """Do it; why it cannot be done, in a sentence, or nothing."""
    try:
        with transaction.atomic():
            TAKES[Kind(kind)](meeting, words, at, by)
    except Refused as refusal:
        return str(refusal)
    return ""


def _keep(
    meeting: Meeting,
    entry: Entry,
    *,
    outcome: str,
    why: str,
    at: datetime,
    by: User,
    now: datetime,
    against: LiveEntry | None = None,
    settles: LiveEntry | None = None,
) -> LiveEntry:
    kept = LiveEntry.objects.create(
        meeting=meeting,
        key=entry.key,
        kind=entry.kind,
        about=entry.about,
        words=entry.words,
        seen=entry.seen,
        outcome=outcome,
        why=why,
        against=against if outcome == Outcome.CONFLICT else None,
        settles=settles if outcome == Outcome.TAKEN else None,
        happened_at=at,
        entered_by=by,
        entered_at=now,
    )
    data = {"kind": entry.kind, "outcome": str(outcome)}
    audit.record(by=by, kind="board.live_entered", subject=kept, data=data)
    return kept


# ---- what each kind does -------------------------------------------------------------------------
Words = dict[str, Any]  # Any: as JSON has it


def _came(meeting: Meeting, words: Words, at: datetime, by: User) -> None:
    person = User.objects.get(pk=words["person"])
    mode = words.get("mode", Attendance.Mode.ROOM)
    capacity = words.get("capacity", Attendance.Capacity.IN_ATTENDANCE)
    presence.come(meeting, person=person, at=at, by=by, mode=mode, capacity=capacity)


def _left(meeting: Meeting, words: Words, at: datetime, by: User) -> None:
    person = User.objects.get(pk=words["person"])
    why = words.get("why", PresenceSpan.EndedBy.LEFT)
    presence.leave(meeting, person=person, at=at, by=by, ended_by=why)


def _away(meeting: Meeting, words: Words, at: datetime, by: User) -> None:
    person = User.objects.get(pk=words["person"])
    presence.be_away(meeting, person=person, outcome=words["outcome"], by=by)


def _item(meeting: Meeting, words: Words) -> AgendaItem:
    item = AgendaItem.objects.select_related("meeting__rules", "meeting__board")
    found = item.filter(meeting=meeting, pk=words["item"]).first()
    if found is None:
        raise Refused("That item belongs to another meeting.")
    return found


def _begun(meeting: Meeting, words: Words, at: datetime, by: User) -> None:
    presence.begin_item(_item(meeting, words), at=at, by=by)


def _over(meeting: Meeting, words: Words, at: datetime, by: User) -> None:
    presence.end_item(_item(meeting, words), at=at, by=by)


def _noted(meeting: Meeting, words: Words, at: datetime, by: User) -> None:
    """A note is the entry itself; the minutes take it over when the meeting is over."""
    if words.get("item"):
        _item(meeting, words)


TAKES: dict[LiveEntry.Kind, Callable[[Meeting, Words, datetime, User], None]] = {
    Kind.CAME: _came,
    Kind.LEFT: _left,
    Kind.AWAY: _away,
    Kind.BEGUN: _begun,
    Kind.OVER: _over,
    Kind.NOTED: _noted,
}
