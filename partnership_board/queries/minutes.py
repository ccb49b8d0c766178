"""Minutes as one person reads them: the entries, what was corrected, and what was decided."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q, QuerySet

from alliance import access, words
from alliance.calendars import ClosedDays, add_working_days
from alliance.models import User
from partnership_board.deadlines import day_of
from partnership_board.models import (
    Action,
    AgendaItem,
    Attendance,
    Decision,
    Deputy,
    ItemDeclaration,
    Meeting,
    MinuteCorrection,
    MinuteEntry,
    MinuteSet,
    Seat,
    SeatTerm,
)
from partnership_board.models.minutes import APPROVED
from partnership_board.permissions import BoardPermission
from partnership_board.queries import promises, recusals, restrictions
from partnership_board.queries.promises import ActionRow, Reader
from partnership_board.queries.restrictions import Sight

Part, State = MinuteSet.Part, MinuteSet.State


def sets_of(meeting: Meeting) -> list[MinuteSet]:
    """Part 1, and part 2 where there is one."""
    found = MinuteSet.objects.filter(meeting=meeting).select_related("approved_by", "tabled_for")
    return sorted(found, key=lambda each: each.is_part2)


def belongs_in_part2(item: AgendaItem | None) -> bool:
    """What not everybody may read is minuted apart."""
    if item is None:
        return False
    return item.section == item.Section.PART2 or restrictions.is_restricted(item)


@dataclass(frozen=True)
class EntryRow:
    """An entry with what was offered instead of it."""

    entry: MinuteEntry
    corrections: list[MinuteCorrection]

    @property
    def waiting(self) -> list[MinuteCorrection]:
        return [each for each in self.corrections if each.is_open]


@dataclass(frozen=True)
class PartRow:
    """One part of the minutes as one person reads it."""

    minutes: MinuteSet
    rows: list[EntryRow]
    left_out: int  # entries that are not for this person

    @property
    def waiting(self) -> int:
        return sum(len(row.waiting) for row in self.rows)

    @property
    def corrected(self) -> list[EntryRow]:
        return [row for row in self.rows if row.entry.was_corrected]


def entries_in_order(minutes: Iterable[MinuteSet]) -> QuerySet[MinuteEntry]:
    """By item; what belongs to none comes first, and what came after the meeting last."""
    found = MinuteEntry.objects.filter(minute_set__in=list(minutes)).select_related("item")
    first = [F(name).asc(nulls_first=True) for name in ("noted_on", "item__position")]
    return found.order_by(*first, "seq")


def parts_for(user: User, meeting: Meeting, sight: Sight) -> list[PartRow]:
    """A draft is for the board; part 2 always is, and its items only for those who may read them.

    Who left for an item does not read how it is minuted until the minutes are approved.
    """
    reads_drafts = access.may(user, BoardPermission.READ_PACKS)
    shown = [
        each
        for each in sets_of(meeting)
        if reads_drafts or (each.is_approved and not each.is_part2)
    ]
    left = set() if not shown else left_by(user, meeting)
    entries: dict[int, list[MinuteEntry]] = {}
    for entry in entries_in_order(shown):
        entries.setdefault(entry.minute_set_id, []).append(entry)
    offered = corrections_of(entry.pk for found in entries.values() for entry in found)
    return [_part(each, entries.get(each.pk, []), offered, sight, left) for each in shown]


def _part(
    minutes: MinuteSet,
    entries: list[MinuteEntry],
    offered: dict[int, list[MinuteCorrection]],
    sight: Sight,
    left: set[int],
) -> PartRow:
    closed = sight.withheld.items | (set() if minutes.is_approved else left)
    rows = [EntryRow(e, offered.get(e.pk, [])) for e in entries if e.item_id not in closed]
    return PartRow(minutes, rows, len(entries) - len(rows))


def left_by(user: User, meeting: Meeting) -> set[int]:
    """The items of a meeting from which somebody stood back, by number."""
    items = AgendaItem.objects.filter(meeting=meeting)
    declared = items.filter(pk__in=ItemDeclaration.objects.filter(person=user).values("item"))
    return {item.pk for item in declared if user.pk in recusals.out_of_the_room(item)}


def corrections_of(entries: Iterable[int]) -> dict[int, list[MinuteCorrection]]:
    """By entry, in the order in which they were offered. One query."""
    found: dict[int, list[MinuteCorrection]] = {}
    rows = MinuteCorrection.objects.filter(entry__in=list(entries))
    for each in rows.select_related("for_seat", "offered_by").order_by("offered_at", "pk"):
        found.setdefault(each.entry_id, []).append(each)
    return found


# ---- who may -------------------------------------------------------------------------------------
def seat_of(user: User, board_id: int, *, on: date) -> Seat | None:
    """The seat that somebody holds, or deputises for, on a board."""
    held = SeatTerm.objects.current(on=on).filter(seat__board=board_id, holder=user)
    second = Deputy.objects.current(on=on).filter(seat__board=board_id, person=user)
    found = held.select_related("seat").first() or second.select_related("seat").first()
    return found.seat if found else None


def by_experience(path: str = "") -> Q:
    """The sides of those who sit for lived experience."""
    return Q(**{f"{path}code": "EBE"}) | Q(**{f"{path}label__icontains": "by experience"})


def experts_at(meeting: Meeting) -> list[str]:
    """Names of those who sit for lived experience that day, and of their deputies."""
    on = day_of(meeting.starts_at)
    here = by_experience("seat__constituency__") & Q(seat__board=meeting.board_id)
    held = SeatTerm.objects.current(on=on).filter(here).select_related("holder")
    second = Deputy.objects.current(on=on).filter(here).select_related("person")
    people = [*(term.holder for term in held), *(deputy.person for deputy in second)]
    return sorted({name for each in people for name in (each.name, each.known_as) if name})


def chair_of(meeting: Meeting) -> User | None:
    """Who chaired it; else who chairs the board that day."""
    if meeting.chair is not None:
        return meeting.chair
    terms = SeatTerm.objects.current(on=day_of(meeting.starts_at)).filter(
        seat__board=meeting.board_id, position=SeatTerm.Position.CHAIR
    )
    term = terms.select_related("holder").first()
    return term.holder if term else None


# ---- what comes next -----------------------------------------------------------------------------
def due_on(meeting: Meeting, closed: ClosedDays) -> date:
    """By when a draft goes round, by the rules the meeting was planned with."""
    return add_working_days(day_of(meeting.starts_at), meeting.rules.minutes_days, closed)


def later_meetings(meeting: Meeting) -> QuerySet[Meeting]:
    """Those of the same board that came or come after it, the next one first."""
    later = Meeting.objects.filter(board=meeting.board_id, starts_at__gt=meeting.starts_at)
    return later.exclude(state=Meeting.State.CANCELLED).order_by("starts_at")


def unapproved_before(meeting: Meeting) -> QuerySet[MinuteSet]:
    """Minutes of earlier meetings that the board has still to approve."""
    sets = MinuteSet.objects.filter(
        meeting__board=meeting.board_id, meeting__starts_at__lt=meeting.starts_at, part=Part.PUBLIC
    )
    return sets.exclude(state__in=APPROVED).select_related("meeting").order_by("meeting__starts_at")


def approval_items(minutes: MinuteSet, *, now: datetime) -> QuerySet[AgendaItem]:
    """Items of later meetings that have begun, at which the minutes can have been approved."""
    return (
        AgendaItem.objects.on_agenda()
        .filter(
            meeting__board=minutes.meeting.board_id,
            meeting__starts_at__gt=minutes.meeting.starts_at,
            meeting__starts_at__lte=now,
            meeting__held_informally=False,
        )
        .exclude(meeting__state=Meeting.State.CANCELLED)
        .select_related("meeting__board")
        .order_by("-meeting__starts_at", "position")
    )


def approved_by(decision: Decision) -> list[Meeting]:
    """The meetings whose minutes a decision approved; one query."""
    sets = MinuteSet.objects.filter(approved_by=decision, part=Part.PUBLIC)
    rows = sets.select_related("meeting__board").order_by("meeting__starts_at")
    return [each.meeting for each in rows]


def likely_item(items: QuerySet[AgendaItem]) -> AgendaItem | None:
    """The one that is called so; else the first of the latest meeting. The person chooses."""
    return items.filter(title__icontains="minutes").first() or items.first()


# ---- what was decided ----------------------------------------------------------------------------
@dataclass(frozen=True)
class Decided:
    """One page about a meeting, in plain words."""

    decisions: list[Decision]
    actions: list[ActionRow]

    def __bool__(self) -> bool:
        return bool(self.decisions or self.actions)


EVERYBODY = Reader(restrictions.STUBS, speaks_for_board=False)


def decided_at(meeting: Meeting, *, on: date) -> Decided:
    """As everybody may read it: what is restricted or confidential stands there as such."""
    made = restrictions.in_public(Decision.objects.filter(item__meeting=meeting))
    decisions = made.select_related("item").order_by("year", "sequence")
    given = promises.said(Action.objects.filter(item__meeting=meeting)).order_by("year", "sequence")
    actions = given.select_related("owner", "owner_organisation", "item")
    rows = [
        ActionRow(each, each.said, each.said == each.title, 0, each.is_late(on=on))  # type: ignore[attr-defined]  # annotated
        for each in actions
    ]
    return Decided(list(decisions), rows)


def presence_in_words(meeting: Meeting) -> str:
    """Who was there, by side; those with lived experience are counted and not named."""
    rows = (
        Attendance.objects.filter(meeting=meeting, outcome=Attendance.Outcome.PRESENT)
        .select_related("person", "seat__constituency")
        .order_by(F("seat__constituency__order").asc(nulls_last=True), "person__name")
    )
    unnamed, sides = set(experts_at(meeting)), dict[str, list[str]]()
    for row in rows:
        label = row.seat.constituency.label if row.seat else "In attendance"
        sides.setdefault(label, []).append("" if row.person.name in unnamed else str(row.person))
    said = [
        f"{label}: {words.listed(people)}" if all(people) else f"{label}: {len(people)}"
        for label, people in sides.items()
    ]
    return f"Present. {'; '.join(said)}." if said else ""
