"""Meetings are planned, edited and moved from one state to the next."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from alliance import audit, words
from alliance.audit import Actor
from alliance.errors import Refused
from alliance.models import User
from partnership_board.actions import (
    closing,
    invitations,
    mandates,
    minute_filling,
    presence,
    promises,
    reviews,
    standing,
)
from partnership_board.deadlines import Deadlines, day_of, deadlines
from partnership_board.models import (
    AgendaItem,
    Attendance,
    Board,
    BoardRules,
    Meeting,
    MeetingSeries,
    MeetingStep,
    MinuteSet,
    Pack,
    Seat,
)
from partnership_board.queries.calendars import closed_days

State = Meeting.State

# What may come next, and where it may come from. The pack going out is `packs.publish`; a meeting
# of a small group may be held without one.
STEPS: dict[State, frozenset[State]] = {
    State.AGENDA_OPEN: frozenset({State.PLANNED}),
    State.AGENDA_CLOSED: frozenset({State.AGENDA_OPEN}),
    State.PAPERS_CLOSED: frozenset({State.AGENDA_CLOSED}),
    State.IN_SESSION: frozenset({State.PAPERS_CLOSED, State.PUBLISHED, State.ADJOURNED}),
    State.ADJOURNED: frozenset({State.IN_SESSION}),
    State.ENDED: frozenset(
        {State.PAPERS_CLOSED, State.PUBLISHED, State.IN_SESSION, State.ADJOURNED}
    ),
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
# Steps back: each needs a reason, which members read.
BACK: dict[State, frozenset[State]] = {
    State.AGENDA_OPEN: frozenset({State.AGENDA_CLOSED}),
    State.AGENDA_CLOSED: frozenset({State.PAPERS_CLOSED}),
    State.IN_SESSION: frozenset({State.ENDED}),
    State.ENDED: frozenset({State.MINUTES_OPEN}),
    State.MINUTES_OPEN: frozenset({State.CLOSED}),
}
NOT_BEFORE_IT_BEGINS = {State.IN_SESSION, State.ENDED}


def is_back(meeting: Meeting, to: str) -> bool:
    return meeting.state in BACK.get(State(to), frozenset())


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
    series: MeetingSeries | None = None,
) -> Meeting:
    """Its deadlines are worked out, its standing items placed, and everybody is invited."""
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
        series=series,
        rules=rules,
        state=State.AGENDA_OPEN,
        **asdict(_deadlines(starts_at, rules)),
    )
    Pack.objects.create(meeting=meeting)
    standing.place_on(meeting)
    reviews.place_waiting(meeting)
    audit.record(by=by, kind="board.meeting_planned", subject=meeting)
    if series is None:  # a whole series is one letter
        invitations.invite([meeting], now=now)
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
    before = (meeting.starts_at, meeting.ends_at, meeting.place, meeting.online_url)
    if starts_at != meeting.starts_at:
        for name, value in asdict(_deadlines(starts_at, meeting.rules)).items():
            setattr(meeting, name, value)
    meeting.starts_at, meeting.ends_at = starts_at, ends_at
    meeting.place, meeting.online_url = place, online_url
    meeting.chair, meeting.is_public, meeting.access_notes = chair, is_public, access_notes
    has_moved = before != (starts_at, ends_at, place, online_url)
    meeting.revision += has_moved
    meeting.save()
    audit.record(by=by, kind="board.meeting_edited", subject=meeting)
    if has_moved:
        invitations.tell_changed(meeting, now=now)


@transaction.atomic
def step(
    meeting: Meeting,
    *,
    to: str,
    by: User | Actor,
    now: datetime,
    why: str = "",
    held_informally: bool = False,
) -> None:
    """On to the next state, or back for a reason. Ending needs the meeting to have begun."""
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    wanted, why = State(to), why.strip()
    back = is_back(meeting, to)
    if not back and meeting.state not in STEPS.get(wanted, frozenset()):
        then = wanted.label.lower()
        raise Refused(f"This meeting is “{meeting.in_words}”, so it cannot be “{then}” now.")
    if (back or wanted == State.CANCELLED) and not why:
        raise Refused("Please say why in a sentence: members will read it.", field="why")
    if wanted in NOT_BEFORE_IT_BEGINS and now < meeting.starts_at:
        raise Refused(f"This meeting begins on {words.moment(meeting.starts_at)}.")
    before, meeting.state = meeting.state, wanted
    meeting.why_cancelled = why if wanted == State.CANCELLED else meeting.why_cancelled
    if wanted == State.ENDED and not back:
        meeting.held_informally = held_informally
    if not back:
        _go_on(meeting, by=by, now=now)
    meeting.save(update_fields=["state", "why_cancelled", "held_informally"])
    MeetingStep.objects.create(
        meeting=meeting,
        before=before,
        after=wanted,
        is_back=back,
        why=why,
        made_by=by if isinstance(by, User) else None,
        made_at=now,
    )
    data = {"from": before, "to": wanted.value}
    audit.record(by=by, kind="board.meeting_moved_on", subject=meeting, data=data)


def _go_on(meeting: Meeting, *, by: User | Actor, now: datetime) -> None:
    """What its new state brings with it."""
    if meeting.state == State.CLOSED:
        closing.refuse_unfinished(meeting)
    if meeting.state == State.IN_SESSION:
        presence.opened(meeting, by=by, now=now)
    if meeting.state == State.CANCELLED:
        _give_back(meeting)
        invitations.tell_cancelled(meeting, now=now)
    if meeting.state == State.ENDED:
        presence.over(meeting, now=now)
        _end(meeting)
        promises.carry(meeting, now=now)
        minute_filling.fill_in(meeting, by=by)


def _give_back(meeting: Meeting) -> None:
    """What had its place on an agenda that is not held can be placed again."""
    placed = AgendaItem.objects.filter(meeting=meeting, state=AgendaItem.State.PLACED)
    for item in placed.exclude(proposal=None).select_related("proposal"):
        assert item.proposal is not None
        item.proposal.state = item.proposal.State.ACCEPTED
        item.proposal.save(update_fields=["state"])


def _end(meeting: Meeting) -> None:
    """What was on the agenda has been heard, unless somebody says otherwise; minutes can begin."""
    for item in closing.heard(meeting):
        item.state = AgendaItem.State.HEARD
        item.save(update_fields=["state"])
        if item.proposal is not None:
            item.proposal.state = item.proposal.State.HEARD
            item.proposal.save(update_fields=["state"])
    MinuteSet.objects.get_or_create(meeting=meeting, part=MinuteSet.Part.PUBLIC)
    mandates.open_reports(meeting)


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
        defaults={
            "seat": seat,
            "capacity": capacity,
            "mode": mode,
            "outcome": presence.as_kept(meeting, person, outcome),
        },
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
        closed=closed_days(),
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
