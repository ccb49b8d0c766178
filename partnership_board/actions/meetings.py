"""Meetings are planned, edited and moved from one state to the next."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from alliance import audit, words
from alliance.audit import Actor
from alliance.errors import Refused
from alliance.models import User
from partnership_board.deadlines import Deadlines, day_of, deadlines
from partnership_board.models import (
    AgendaItem,
    Attendance,
    Board,
    BoardRules,
    Meeting,
    MinuteSet,
    Pack,
    Seat,
)

State = Meeting.State

# What may come next, and where it may come from. The pack going out is `packs.publish`.
STEPS: dict[State, frozenset[State]] = {
    State.AGENDA_OPEN: frozenset({State.PLANNED, State.AGENDA_CLOSED}),
    State.AGENDA_CLOSED: frozenset({State.AGENDA_OPEN}),
    State.PAPERS_CLOSED: frozenset({State.AGENDA_CLOSED}),
    State.ENDED: frozenset({State.PUBLISHED}),
    State.MINUTES_OPEN: frozenset({State.ENDED}),
    State.CLOSED: frozenset({State.MINUTES_OPEN}),
    State.CANCELLED: frozenset(
        {
            State.PLANNED,
            State.AGENDA_OPEN,
            State.AGENDA_CLOSED,
            State.PAPERS_CLOSED,
            State.PUBLISHED,
        }
    ),
}


@transaction.atomic
def plan(
    board: Board,
    *,
    starts_at: datetime,
    ends_at: datetime,
    by: User | Actor,
    now: datetime,
    place: str = "",
    online_url: str = "",
    chair: User | None = None,
    is_public: bool = False,
    access_notes: str = "",
) -> Meeting:
    """A meeting, its deadlines worked out, with an agenda that is open."""
    if starts_at <= now:
        raise Refused("A new meeting is in the future.", field="starts_at")
    _refuse_nowhere(starts_at, ends_at, place=place, online_url=online_url)
    rules = BoardRules.objects.in_force(board.pk, on=day_of(now))
    meeting = Meeting.objects.create(
        board=board,
        starts_at=starts_at,
        ends_at=ends_at,
        place=place,
        online_url=online_url,
        chair=chair,
        is_public=is_public,
        access_notes=access_notes,
        rules=rules,
        state=State.AGENDA_OPEN,
        **asdict(_deadlines(starts_at, rules)),
    )
    Pack.objects.create(meeting=meeting)
    audit.record(by=by, kind="board.meeting_planned", subject=meeting)
    return meeting


@transaction.atomic
def edit(
    meeting: Meeting,
    *,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    online_url: str,
    chair: User | None,
    is_public: bool,
    access_notes: str,
    by: User,
    now: datetime,
) -> None:
    """Another day means other deadlines, by the rules the meeting was planned with."""
    meeting = (
        Meeting.objects.select_for_update(of=("self",)).select_related("rules").get(pk=meeting.pk)
    )
    _refuse_over(meeting)
    if starts_at != meeting.starts_at and starts_at <= now:
        raise Refused("A meeting cannot be moved into the past.", field="starts_at")
    _refuse_nowhere(starts_at, ends_at, place=place, online_url=online_url)
    if starts_at != meeting.starts_at:
        for name, value in asdict(_deadlines(starts_at, meeting.rules)).items():
            setattr(meeting, name, value)
    meeting.starts_at, meeting.ends_at = starts_at, ends_at
    meeting.place, meeting.online_url = place, online_url
    meeting.chair, meeting.is_public, meeting.access_notes = chair, is_public, access_notes
    meeting.save()
    audit.record(by=by, kind="board.meeting_edited", subject=meeting)


@transaction.atomic
def step(meeting: Meeting, *, to: str, by: User | Actor, now: datetime, why: str = "") -> None:
    """On to the next state. Cancelling needs a reason; ending needs the meeting to have begun."""
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    wanted = State(to)
    if meeting.state not in STEPS.get(wanted, frozenset()):
        then = wanted.label.lower()
        raise Refused(f"This meeting is “{meeting.in_words}”, so it cannot be “{then}” now.")
    if wanted == State.CANCELLED:
        if not why.strip():
            raise Refused("Please say why in a sentence: members will read it.", field="why")
        meeting.why_cancelled = why.strip()
        _give_back(meeting)
    if wanted == State.ENDED:
        _end(meeting, now=now)
    before, meeting.state = meeting.state, wanted
    meeting.save(update_fields=["state", "why_cancelled"])
    data = {"from": before, "to": wanted.value}
    audit.record(by=by, kind="board.meeting_moved_on", subject=meeting, data=data)


def _give_back(meeting: Meeting) -> None:
    """What had its place on an agenda that is not held can be placed again."""
    placed = AgendaItem.objects.filter(meeting=meeting, state=AgendaItem.State.PLACED)
    for item in placed.exclude(proposal=None).select_related("proposal"):
        assert item.proposal is not None
        item.proposal.state = item.proposal.State.ACCEPTED
        item.proposal.save(update_fields=["state"])


def _end(meeting: Meeting, *, now: datetime) -> None:
    """What was on the agenda has been heard, unless somebody says otherwise; minutes can begin."""
    if now < meeting.starts_at:
        raise Refused(f"This meeting begins on {words.moment(meeting.starts_at)}.")
    placed = AgendaItem.objects.filter(meeting=meeting, state=AgendaItem.State.PLACED)
    for item in placed.select_related("proposal"):
        item.state = AgendaItem.State.HEARD
        item.save(update_fields=["state"])
        if item.proposal is not None:
            item.proposal.state = item.proposal.State.HEARD
            item.proposal.save(update_fields=["state"])
    MinuteSet.objects.get_or_create(meeting=meeting, part=MinuteSet.Part.PUBLIC)


@transaction.atomic
def record_attendance(
    meeting: Meeting,
    *,
    person: User,
    outcome: str,
    by: User | Actor,
    seat: Seat | None = None,
    capacity: str = Attendance.Capacity.HOLDER,
    mode: str = Attendance.Mode.ROOM,
) -> Attendance:
    """Who came. Said twice, the latest counts."""
    attendance, _ = Attendance.objects.update_or_create(
        meeting=meeting,
        person=person,
        defaults={"seat": seat, "capacity": capacity, "mode": mode, "outcome": outcome},
    )
    audit.record(
        by=by, kind="board.attendance_recorded", subject=attendance, data={"outcome": outcome}
    )
    return attendance


def _deadlines(starts_at: datetime, rules: BoardRules) -> Deadlines:
    return deadlines(
        day_of(starts_at),
        proposal_days=rules.proposal_days,
        paper_days=rules.paper_days,
        notice_days=rules.notice_days,
    )


def _refuse_nowhere(starts_at: datetime, ends_at: datetime, *, place: str, online_url: str) -> None:
    if ends_at <= starts_at:
        raise Refused("A meeting ends after it starts.", field="ends_at")
    if not place and not online_url:
        raise Refused("Say where the meeting is: a place, a link to join, or both.", field="place")


def _refuse_over(meeting: Meeting) -> None:
    if meeting.is_cancelled:
        raise Refused("This meeting was cancelled, so it can no longer be changed.")
    if meeting.was_held:
        raise Refused("This meeting has been held, so it can no longer be changed.")
