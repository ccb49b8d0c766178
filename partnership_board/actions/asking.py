"""Board work is counted against the hours that organisations offer: coming, and reading before."""

from datetime import datetime

from alliance import words
from alliance.audit import Actor
from members.actions import asks
from members.models import Ask
from members.models.asks import AskKind
from partnership_board.deadlines import day_of
from partnership_board.models import Meeting, SeatTerm


def ask_for_time(meeting: Meeting, *, reading: int, now: datetime) -> Ask | None:
    """Of each organisation that holds a seat, once a meeting; nothing where none does."""
    on = day_of(now)
    seated = SeatTerm.objects.current(on=on).filter(
        seat__board=meeting.board_id, organisation__isnull=False
    )
    organisations = sorted(
        {pk for pk in seated.values_list("organisation", flat=True) if pk is not None}
    )
    if not organisations:
        return None
    day = words.day(meeting.starts_at)
    raised = asks.raise_ask(
        origin_key=f"board meeting {meeting.pk}",
        words={
            "title": f"Come to the {meeting.board} on {day}",
            "body": "The papers have gone out to whoever holds your seat.",
            "kind": AskKind.MEETING,
            "estimated_minutes": meeting.minutes_long,
            "preparation_minutes": reading,
            "due_on": day_of(meeting.starts_at),
        },
        organisations=organisations,
        because=f"It holds a seat on the {meeting.board}.",
        by=Actor.SYSTEM,
        now=now,
        on=on,
    )
    return raised.ask
