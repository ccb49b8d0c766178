"""Who was at a meeting, as a list, a sheet and in minutes for each item."""

from dataclasses import dataclass

from alliance import words
from partnership_board.models import (
    AgendaItem,
    Attendance,
    ConsentRemoval,
    ItemTiming,
    Meeting,
    PresenceSpan,
    QuorumCheck,
)
from partnership_board.queries import decisions
from partnership_board.queries.sheets import sheet


@dataclass(frozen=True)
class Line:
    """Somebody on the list, with the times at which they were there."""

    attendance: Attendance
    spans: list[PresenceSpan]

    @property
    def times(self) -> str:
        return ", ".join(_times(span) for span in self.spans)


def _times(span: PresenceSpan) -> str:
    if span.to_at is None:
        return f"from {words.clock(span.from_at)}"
    return f"{words.clock(span.from_at)} to {words.clock(span.to_at)}"


def lines_of(meeting: Meeting) -> list[Line]:
    """Those with seats first, in the order of the sides."""
    spans: dict[int, list[PresenceSpan]] = {}
    for span in PresenceSpan.objects.filter(attendance__meeting=meeting).order_by("from_at"):
        spans.setdefault(span.attendance_id, []).append(span)
    rows = Attendance.objects.filter(meeting=meeting).select_related("person", "seat__constituency")
    people = sorted(rows, key=_in_order)
    return [Line(row, spans.get(row.pk, [])) for row in people]


def _in_order(row: Attendance) -> tuple[int, int, str]:
    if row.seat is None:
        return (1, 0, row.person.name)
    return (0, row.seat.constituency.order, row.person.name)


def sheet_of(meeting: Meeting) -> bytes:
    """Whoever has stepped back reads as apologies, as everywhere."""
    heads = ("Side", "Seat", "Name", "As", "How", "Came", "Times")
    rows = (
        (
            line.attendance.seat.constituency.label if line.attendance.seat else "",
            line.attendance.seat.title if line.attendance.seat else "",
            line.attendance.person.name,
            line.attendance.get_capacity_display(),
            line.attendance.get_mode_display() if line.spans else "",
            line.attendance.get_outcome_display(),
            line.times,
        )
        for line in lines_of(meeting)
    )
    return sheet(heads, rows)


@dataclass(frozen=True)
class ItemTimes:
    item: AgendaItem
    minutes: int


def times_of(meeting: Meeting) -> list[ItemTimes]:
    """How long each item was heard, beside what was planned."""
    minutes: dict[int, int] = {}
    for timing in ItemTiming.objects.filter(meeting=meeting, to_at__isnull=False):
        assert timing.to_at is not None
        seconds = int((timing.to_at - timing.from_at).total_seconds())
        minutes[timing.item_id] = minutes.get(timing.item_id, 0) + seconds
    items = AgendaItem.objects.filter(pk__in=minutes).order_by("position")
    return [ItemTimes(item, round(minutes[item.pk] / 60)) for item in items]


def was_never_quorate(meeting: Meeting) -> bool:
    """Too few came the whole time, so it was held informally."""
    checks = QuorumCheck.objects.filter(meeting=meeting)
    return checks.exists() and not checks.filter(is_met=True).exists()


def left_together(meeting: Meeting) -> list[AgendaItem]:
    return decisions.together(meeting.pk)


def taken_out(meeting: Meeting) -> list[ConsentRemoval]:
    found = ConsentRemoval.objects.filter(item__meeting=meeting)
    return list(found.select_related("item", "seat").order_by("item__position"))
