"""Who came and left, which item was being heard, and whether enough were there, each time anew."""

from datetime import datetime

from django.db import transaction

from alliance import audit, words
from alliance.audit import Actor
from alliance.errors import Refused
from alliance.models import User
from partnership_board.deadlines import day_of
from partnership_board.models import (
    AgendaItem,
    Attendance,
    ItemTiming,
    Meeting,
    PresenceSpan,
    QuorumCheck,
    SeatPause,
)
from partnership_board.queries import coming, standing
from partnership_board.queries import presence as queries

Outcome, EndedBy, Cause = Attendance.Outcome, PresenceSpan.EndedBy, QuorumCheck.Cause
TAKES_ARRIVALS = {
    Meeting.State.PAPERS_CLOSED,
    Meeting.State.PUBLISHED,
    Meeting.State.IN_SESSION,
    Meeting.State.ADJOURNED,
}


@transaction.atomic
def come(
    meeting: Meeting,
    *,
    person: User,
    at: datetime,
    by: User,
    mode: str = Attendance.Mode.ROOM,
    capacity: str = Attendance.Capacity.IN_ATTENDANCE,
) -> PresenceSpan:
    """From this moment they are there; for the seat that is theirs, where they have one."""
    _refuse_unless_open(meeting)
    attendance = _attendance(meeting, person, capacity=capacity, mode=mode)
    if PresenceSpan.objects.filter(attendance=attendance, to_at=None).exists():
        raise Refused(f"{person} is marked as here already.")
    later = PresenceSpan.objects.filter(attendance=attendance, to_at__gt=at).order_by("-to_at")
    if span := later.first():
        raise Refused(f"{person} was here until {words.clock(span.to_at or at)}.")
    span = PresenceSpan.objects.create(attendance=attendance, from_at=at)
    audit.record(by=by, kind="board.came", subject=span)
    _check_change(meeting, at=at, by=by)
    return span


@transaction.atomic
def leave(
    meeting: Meeting, *, person: User, at: datetime, by: User, ended_by: str = EndedBy.LEFT
) -> PresenceSpan:
    """A phone that drops out is a leaving too: whatever is being decided is checked again."""
    spans = PresenceSpan.objects.select_for_update().filter(
        attendance__meeting=meeting, attendance__person=person, to_at=None
    )
    span = spans.first()
    if span is None:
        raise Refused(f"{person} is not marked as here.")
    if at < span.from_at:
        raise Refused(f"{person} came at {words.clock(span.from_at)}.")
    span.to_at, span.ended_by = at, EndedBy(ended_by)
    span.save(update_fields=["to_at", "ended_by"])
    audit.record(by=by, kind="board.left", subject=span, data={"by": span.ended_by})
    _check_change(meeting, at=at, by=by)
    return span


@transaction.atomic
def be_away(meeting: Meeting, *, person: User, outcome: str, by: User) -> Attendance:
    """Apologies, or nothing heard. Whoever has stepped back is apologies to everybody."""
    if person.pk in queries.ever_there(meeting):
        raise Refused(f"{person} has been here. Say when they left.")
    attendance = _attendance(meeting, person)
    attendance.outcome = as_kept(meeting, person, outcome)
    attendance.save(update_fields=["outcome"])
    audit.record(by=by, kind="board.was_away", subject=attendance, data={"outcome": outcome})
    return attendance


def as_kept(meeting: Meeting, person: User, outcome: str) -> str:
    """Apologies of somebody who has stepped back are kept apart, and shown alike."""
    if outcome != Outcome.APOLOGIES:
        return outcome
    paused = SeatPause.objects.current(on=day_of(meeting.starts_at)).filter(
        seat_term__holder=person, seat_term__seat__board_id=meeting.board_id
    )
    return Outcome.STEPPED_BACK if paused.exists() else outcome


def _attendance(
    meeting: Meeting,
    person: User,
    *,
    capacity: str = Attendance.Capacity.IN_ATTENDANCE,
    mode: str = "",
) -> Attendance:
    """On the list, for the seat that is theirs. Whoever comes is present."""
    place = coming.place_of(person, meeting)
    row, _ = Attendance.objects.get_or_create(
        meeting=meeting, person=person, defaults={"capacity": capacity}
    )
    if place is not None:
        row.seat, row.capacity = place.seat, place.capacity
    if mode:
        row.mode, row.outcome = mode, Outcome.PRESENT
    row.save(update_fields=["seat", "capacity", "mode", "outcome"])
    return row


def _refuse_unless_open(meeting: Meeting) -> None:
    if meeting.state not in TAKES_ARRIVALS:
        raise Refused(f"Nobody can be marked as here now: this meeting is “{meeting.in_words}”.")


# ---- items ---------------------------------------------------------------------------------------
@transaction.atomic
def begin_item(item: AgendaItem, *, at: datetime, by: User) -> ItemTiming:
    """The item before it is over; enough must be there for this one, after those who stand back."""
    meeting = item.meeting
    if meeting.state != Meeting.State.IN_SESSION:
        raise Refused("Open the meeting first.")
    if not item.is_on_agenda:
        raise Refused("This item is no longer on the agenda.")
    open_now = ItemTiming.objects.filter(meeting=meeting, to_at=None).first()
    if open_now is not None and open_now.item_id == item.pk:
        raise Refused("This item is being heard already.")
    if open_now is not None:
        _finish(open_now, at=at)
    latest = ItemTiming.objects.filter(meeting=meeting).order_by("-to_at").first()
    if latest is not None and latest.to_at is not None and latest.to_at > at:
        raise Refused(f"Another item was heard until {words.clock(latest.to_at)}.")
    timing = ItemTiming.objects.create(meeting=meeting, item=item, from_at=at)
    audit.record(by=by, kind="board.item_begun", subject=item)
    check(meeting, item=item, at=at, cause=Cause.ITEM, by=by)
    return timing


@transaction.atomic
def end_item(item: AgendaItem, *, at: datetime, by: User) -> None:
    timing = ItemTiming.objects.filter(item=item, to_at=None).first()
    if timing is None:
        raise Refused("This item is not being heard.")
    _finish(timing, at=at)
    audit.record(by=by, kind="board.item_over", subject=item)


def _finish(timing: ItemTiming, *, at: datetime) -> None:
    if at < timing.from_at:
        raise Refused(f"The item before it began at {words.clock(timing.from_at)}.")
    timing.to_at = at
    timing.save(update_fields=["to_at"])


# ---- enough --------------------------------------------------------------------------------------
def check(
    meeting: Meeting,
    *,
    at: datetime,
    cause: str,
    by: User | Actor,
    item: AgendaItem | None = None,
    now: datetime | None = None,
) -> QuorumCheck:
    """What was found, with what it was found from, for good."""
    found = standing.standing(meeting, item=item, at=at)
    return QuorumCheck.objects.create(
        meeting=meeting,
        item=item,
        at=at,
        rules=meeting.rules,
        cause=cause,
        inputs=found.inputs,
        is_met=found.is_met,
        missing=found.missing,
        recorded_at=now or at,
        recorded_by=by if isinstance(by, User) else None,
    )


def _check_change(meeting: Meeting, *, at: datetime, by: User) -> None:
    if meeting.state == Meeting.State.IN_SESSION:
        item = queries.current_item(meeting)
        check(meeting, item=item, at=at, cause=Cause.SPAN, by=by)


def opened(meeting: Meeting, *, by: User | Actor, now: datetime) -> None:
    """Whoever is marked as here is counted; where nobody is, nothing was kept of it."""
    if queries.ever_there(meeting):
        check(meeting, at=now, cause=Cause.OPENED, by=by)


def over(meeting: Meeting, *, now: datetime) -> None:
    """Everybody who is still there was there until the end."""
    spans = PresenceSpan.objects.filter(attendance__meeting=meeting, to_at=None)
    spans.filter(from_at__lte=now).update(to_at=now, ended_by=EndedBy.END)
    ItemTiming.objects.filter(meeting=meeting, to_at=None).update(to_at=now)


@transaction.atomic
def correct(
    span: PresenceSpan, *, from_at: datetime, to_at: datetime, why: str, by: User, now: datetime
) -> list[QuorumCheck]:
    """After the meeting. What was found at the time stays; what is found now stands beside it."""
    meeting = span.attendance.meeting
    if meeting.state == Meeting.State.CLOSED:
        raise Refused("This meeting is closed. Open it again first.")
    if span.to_at is None:
        raise Refused("This person is still marked as here.")
    if to_at < from_at:
        raise Refused("People leave after they come.", field="to_at")
    if not why.strip():
        raise Refused("Please say in a sentence what was wrong.", field="why")
    others = PresenceSpan.objects.filter(attendance=span.attendance_id).exclude(pk=span.pk)
    if others.filter(from_at__lt=to_at, to_at__gt=from_at).exists():
        raise Refused("This person was there already at that time.", field="from_at")
    span.from_at, span.to_at = from_at, to_at
    span.save(update_fields=["from_at", "to_at"])
    audit.record(by=by, kind="board.attendance_corrected", subject=span)
    return _check_again(meeting, by=by, now=now)


def _check_again(meeting: Meeting, *, by: User, now: datetime) -> list[QuorumCheck]:
    """At each moment that was checked before, where it comes out of something else now."""
    found = []
    for earlier in reversed(queries.latest_checks(meeting)):
        then = standing.standing(meeting, item=earlier.item, at=earlier.at)
        if then.inputs != earlier.inputs:
            again = check(
                meeting, item=earlier.item, at=earlier.at, cause=Cause.CORRECTION, by=by, now=now
            )
            found.append(again)
    return found
