"""Minutes and decisions as everybody may read them, without signing in.

Only what a public board has approved, only part 1, nothing of an item that is restricted today or
of what somebody promised, and nobody by name whose side stands nowhere in public: not even where
they agreed to be named in the minutes, because that was said to the board.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy

from partnership_board.models import (
    Attendance,
    Board,
    Constituency,
    Decision,
    Deputy,
    Meeting,
    MinuteEntry,
    MinuteSet,
    Restriction,
    SeatTerm,
)
from partnership_board.models.items import Section
from partnership_board.models.minutes import APPROVED
from partnership_board.queries import decisions, minutes
from partnership_board.unnamed import without

Kind = MinuteEntry.Kind
LABELS: dict[str, Any] = {  # Any: lazy translations, of a type that only Django's stubs know
    Kind.DECISION: gettext_lazy("Decision"),
    Kind.DECLARATION: gettext_lazy("An interest"),
    Kind.PRESENCE: gettext_lazy("Who was there"),
}
EXPERT, SOMEBODY = "an expert by experience", "somebody who is not named here"


@dataclass(frozen=True)
class PublicEntry:
    """A paragraph of the minutes as everybody reads it."""

    item: str  # what it is about, or nothing
    label: str
    text: str


@dataclass(frozen=True)
class PublicMinutes:
    """What everybody may read of one meeting."""

    minutes: MinuteSet
    entries: list[PublicEntry]
    decisions: list[Decision]
    is_whole: bool  # whether nothing was left out


def approved(board: Board) -> QuerySet[MinuteSet]:
    """Of a public board, the latest meeting first."""
    sets = MinuteSet.objects.filter(
        meeting__board=board,
        meeting__board__is_public=True,
        part=MinuteSet.Part.PUBLIC,
        state__in=APPROVED,
    )
    return sets.select_related("meeting__board").order_by("-meeting__starts_at")


def read(found: MinuteSet) -> PublicMinutes:
    meeting = found.meeting
    instead = unnamed_of(meeting.board)
    every = list(minutes.entries_in_order([found]).exclude(approved_text=""))
    shown = [entry for entry, is_left_out in _marked(meeting, every) if not is_left_out]
    made = decisions.in_public().filter(item__meeting=meeting).order_by("year", "sequence")
    return PublicMinutes(
        found,
        [_entry(each, meeting, instead) for each in shown],
        unnamed(made, instead),
        len(shown) == len(every),
    )


def _marked(meeting: Meeting, entries: list[MinuteEntry]) -> Iterator[tuple[MinuteEntry, bool]]:
    """Each with whether it is left out: promises, and what is restricted now or was in part 2."""
    there = Restriction.objects.open().filter(
        Q(item__meeting=meeting) | Q(paper__item__meeting=meeting)
    )
    closed = {pk for pks in there.values_list("item", "paper__item") for pk in pks}
    for entry in entries:
        is_closed = entry.item is not None and (
            entry.item.pk in closed or entry.item.section == Section.PART2
        )
        yield entry, is_closed or entry.kind == Kind.ACTION


def _entry(entry: MinuteEntry, meeting: Meeting, instead: dict[str, str]) -> PublicEntry:
    text = entry.approved_text
    if entry.kind == Kind.PRESENCE:
        text = presence_in_public(meeting) or text
    about = str(entry.item).removeprefix(". ") if entry.item else ""
    label = str(LABELS.get(entry.kind, ""))
    return PublicEntry(without(about, instead), label, without(text, instead))


def presence_in_public(meeting: Meeting) -> str:
    """How many of each side came, and nobody by name."""
    came = Attendance.objects.filter(meeting=meeting, outcome=Attendance.Outcome.PRESENT)
    sides = came.values_list("seat__constituency__label").annotate(n=Count("pk"))
    order = F("seat__constituency__order").asc(nulls_last=True)
    counted = sides.order_by(order)
    return "; ".join(f"{label or 'In attendance'}: {n}" for label, n in counted)


# ---- nobody by name ------------------------------------------------------------------------------
def unnamed_of(board: Board) -> dict[str, str]:
    """By name, what stands instead: everybody who ever sat on a side that is not named."""
    sides = Constituency.objects.filter(board=board)
    experts = set(sides.filter(minutes.by_experience()).values_list("pk", flat=True))
    quiet = sides.filter(is_named=False).values_list("pk", flat=True)
    wanted = experts | set(quiet)
    held = SeatTerm.objects.filter(seat__constituency__in=wanted).values_list(
        "seat__constituency", "holder__name", "holder__known_as"
    )
    second = Deputy.objects.filter(seat__constituency__in=wanted).values_list(
        "seat__constituency", "person__name", "person__known_as"
    )
    return {
        name: EXPERT if side in experts else SOMEBODY
        for side, *names in (*held, *second)
        for name in names
        if name
    }


def unnamed(rows: Iterable[Decision], instead: dict[str, str]) -> list[Decision]:
    """The same decisions, to show and never to save."""
    found = list(rows)
    for each in found:
        each.said = without(each.said, instead)
    return found
