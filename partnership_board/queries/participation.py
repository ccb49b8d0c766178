"""Who took part in a meeting, and for how long, as whoever pays for people's time takes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest

from alliance.models import Event
from partnership_board.models import Attendance, Meeting, PresenceSpan

CONFIRMED = "board.attendance_confirmed"
EndedBy = PresenceSpan.EndedBy


@dataclass(frozen=True)
class Came:
    """Somebody who took part. `minutes` is None where no times were kept, only that they came."""

    person: int
    capacity: str
    seat: int | None
    minutes: int | None


def came_to(meeting: Meeting) -> list[Came]:
    """In the order of their numbers. Two queries."""
    spans: dict[int, list[PresenceSpan]] = {}
    there = PresenceSpan.objects.filter(attendance__meeting=meeting, to_at__isnull=False)
    for span in there.order_by("from_at"):
        spans.setdefault(span.attendance_id, []).append(span)
    over_at = max((s.to_at for each in spans.values() for s in each if s.to_at), default=None)
    rows = Attendance.objects.filter(meeting=meeting, outcome=Attendance.Outcome.PRESENT)
    return [
        Came(row.person_id, row.capacity, row.seat_id, minutes_of(spans[row.pk], over_at=over_at))
        if row.pk in spans
        else Came(row.person_id, row.capacity, row.seat_id, None)
        for row in rows.order_by("person_id")
    ]


def minutes_of(spans: Sequence[PresenceSpan], *, over_at: datetime | None) -> int:
    """From coming to going, begun minutes counted whole; `spans` are in order and ended.

    Time is taken off only for leaving by one's own choice. Whoever stands back from an item, and
    does not come back, gave their time until the meeting was over: honesty costs nobody anything.
    """
    total = timedelta()
    for span, following in zip_longest(spans, spans[1:]):
        assert span.to_at is not None
        total += span.to_at - span.from_at
        if following is not None and span.ended_by != EndedBy.LEFT:
            total += following.from_at - span.to_at
        elif following is None and span.ended_by == EndedBy.RECUSED and over_at is not None:
            total += max(over_at - span.to_at, timedelta())
    return -(-int(total.total_seconds()) // 60)


def confirmed(meeting: Meeting) -> Event | None:
    """The latest time that somebody confirmed who came."""
    events = Event.objects.filter(
        kind=CONFIRMED, subject_type=meeting._meta.label_lower, subject_id=meeting.pk
    )
    return events.select_related("by").order_by("-at", "-pk").first()
