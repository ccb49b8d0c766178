"""A meeting as its chair and secretary see it while it goes on."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from alliance import words
from alliance.models import User
from partnership_board.models import (
    AgendaItem,
    Attendance,
    Decision,
    ItemTiming,
    LiveEntry,
    Meeting,
    PresenceSpan,
    Question,
)
from partnership_board.queries import presence, questions, standing
from partnership_board.queries.presence import RollRow
from partnership_board.queries.restrictions import Sight
from partnership_board.queries.standing import Standing

Kind, Outcome = LiveEntry.Kind, LiveEntry.Outcome
LATEST = 8


@dataclass(frozen=True)
class LiveItem:
    """An item on the agenda, and how far it is."""

    item: AgendaItem
    timings: list[ItemTiming]
    question: Question | None
    decisions: list[Decision]

    @property
    def is_now(self) -> bool:
        return any(timing.to_at is None for timing in self.timings)

    @property
    def was_heard(self) -> bool:
        return bool(self.timings) and not self.is_now

    def minutes_used(self, *, now: datetime) -> int:
        seconds = sum(((t.to_at or now) - t.from_at).total_seconds() for t in self.timings)
        return int(seconds // 60)


@dataclass(frozen=True)
class SideOfRoll:
    """A side of the board on the roll; the last is whoever else came."""

    label: str
    rows: list[RollRow]


@dataclass(frozen=True)
class EntryLine:
    """An entry in a sentence."""

    entry: LiveEntry
    said: str


@dataclass(frozen=True)
class Contradiction:
    """Two entries about the same, side by side; neither was overwritten."""

    first: EntryLine
    second: EntryLine

    @property
    def both(self) -> list[EntryLine]:
        return [self.first, self.second]


def latest_entry(meeting: Meeting) -> int:
    """What a page has shown when it is drawn now."""
    newest = LiveEntry.objects.filter(meeting=meeting).order_by("-pk")
    return newest.values_list("pk", flat=True).first() or 0


def sides_of_roll(meeting: Meeting) -> list[SideOfRoll]:
    rows = presence.roll_of(meeting)
    grouped = groupby(rows, key=lambda row: row.seat.constituency.label if row.seat else "")
    return [SideOfRoll(label or "Others who are here", list(found)) for label, found in grouped]


def agenda_of(meeting: Meeting, sight: Sight) -> list[LiveItem]:
    timings = presence.timings_of(meeting)
    asked = {q.item_id: q for q in questions.of_meeting(meeting) if q.is_open}
    decided: dict[int, list[Decision]] = {}
    for decision in Decision.objects.filter(item__meeting=meeting).order_by("year", "sequence"):
        decided.setdefault(decision.item_id, []).append(decision)
    items = AgendaItem.objects.on_agenda().filter(meeting=meeting).select_related("lead")
    return [
        LiveItem(
            sight.shown(item),
            timings.get(item.pk, []),
            asked.get(item.pk),
            decided.get(item.pk, []),
        )
        for item in items
    ]


def now_of(agenda: Iterable[LiveItem]) -> LiveItem | None:
    return next((each for each in agenda if each.is_now), None)


def standing_of(meeting: Meeting, now_item: LiveItem | None, *, at: datetime) -> Standing:
    item = now_item.item if now_item else None
    return standing.standing(meeting, at=at, item=item)


# ---- what was entered ----------------------------------------------------------------------------
def entries_of(meeting: Meeting, **wanted: Any) -> list[LiveEntry]:  # Any: of a filter
    rows = LiveEntry.objects.filter(meeting=meeting, **wanted)
    return list(rows.select_related("entered_by", "against__entered_by").order_by("-pk"))


def contradictions(meeting: Meeting) -> list[Contradiction]:
    """Those between which nobody has chosen yet."""
    settled = LiveEntry.objects.filter(meeting=meeting, settles__isnull=False).values("settles")
    rows = LiveEntry.objects.filter(meeting=meeting, outcome=Outcome.CONFLICT)
    open_ones = rows.exclude(pk__in=settled).select_related("entered_by", "against__entered_by")
    found = list(open_ones.order_by("pk"))
    say = sayer(meeting, [*found, *(each.against for each in found if each.against)])
    return [
        Contradiction(say(each.against), say(each)) for each in found if each.against is not None
    ]


def lines_of(meeting: Meeting, entries: list[LiveEntry]) -> list[EntryLine]:
    say = sayer(meeting, entries)
    return [say(entry) for entry in entries]


def latest_lines(meeting: Meeting) -> list[EntryLine]:
    return lines_of(meeting, entries_of(meeting)[:LATEST])


def notes_of(meeting: Meeting) -> list[LiveEntry]:
    """In the order in which they were taken; for the minutes."""
    return list(reversed(entries_of(meeting, kind=Kind.NOTED, outcome=Outcome.TAKEN)))


def sayer(meeting: Meeting, entries: list[LiveEntry]) -> Callable[[LiveEntry], EntryLine]:
    """Says entries of a meeting in sentences, with two queries for however many."""
    people = {entry.words["person"] for entry in entries if "person" in entry.words}
    names = {user.pk: str(user) for user in User.objects.filter(pk__in=people)}
    rows = AgendaItem.objects.filter(meeting=meeting).values_list("pk", "number")
    numbers = dict(rows)

    def say(entry: LiveEntry) -> EntryLine:
        return EntryLine(entry, in_words(entry, names, numbers))

    return say


def in_words(entry: LiveEntry, names: dict[int, str], numbers: dict[int, str]) -> str:
    said, clock = entry.words, words.clock(entry.happened_at)
    who = names.get(said.get("person", 0), "")
    number = numbers.get(said.get("item", 0), "")
    sentences: dict[LiveEntry.Kind, Callable[[], str]] = {
        Kind.CAME: lambda: f"{who} came at {clock}, {_mode(said)}",
        Kind.LEFT: lambda: f"{who}, {clock}: {_why(said)}",
        Kind.AWAY: lambda: f"{who}: {_outcome(said)}",
        Kind.BEGUN: lambda: f"Item {number} began at {clock}",
        Kind.OVER: lambda: f"Item {number} was over at {clock}",
        Kind.NOTED: lambda: f"A note at {clock}",
        Kind.CHOSEN: lambda: f"Chosen between two entries at {clock}",
    }
    return sentences[Kind(entry.kind)]()


def _mode(said: dict[str, Any]) -> str:  # Any: as JSON has it
    return Attendance.Mode(said.get("mode", Attendance.Mode.ROOM)).label.lower()


def _why(said: dict[str, Any]) -> str:  # Any: as JSON has it
    return PresenceSpan.EndedBy(said.get("why", PresenceSpan.EndedBy.LEFT)).label.lower()


def _outcome(said: dict[str, Any]) -> str:  # Any: as JSON has it
    return Attendance.Outcome(said["outcome"]).label.lower()
