"""Saying whether one comes to a meeting, or who comes instead."""

from datetime import datetime

from django.db import transaction

from alliance import audit
from alliance.errors import Refused
from alliance.models import User
from partnership_board.actions import invitations
from partnership_board.models import Attendance, Meeting
from partnership_board.queries import coming as queries

Rsvp = Attendance.Rsvp


@transaction.atomic
def answer(
    meeting: Meeting,
    *,
    rsvp: str,
    by: User,
    now: datetime,
    mode: str = Attendance.Mode.ROOM,
) -> Attendance:
    """The latest answer counts. Where a holder does not come, the next deputy is asked."""
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if not meeting.takes_answers or now > meeting.ends_at:
        raise Refused(f"There is nothing left to answer: this meeting is “{meeting.in_words}”.")
    place = queries.place_of(by, meeting)
    if place is None:
        raise Refused("You hold no seat on this board, and are nobody's deputy there.")
    if rsvp == Rsvp.DEPUTY and not place.is_holder:
        raise Refused("You are the deputy. Say whether you come.", field="rsvp")
    if rsvp == Rsvp.DEPUTY and queries.next_deputy(place.seat, meeting) is None:
        raise Refused("This seat has no deputy who can come. Choose “Not coming”.", field="rsvp")
    attendance, _ = Attendance.objects.update_or_create(
        meeting=meeting,
        person=by,
        defaults={
            "seat": place.seat,
            "capacity": place.capacity,
            "rsvp": rsvp,
            "mode": mode,
            "answered_at": now,
        },
    )
    audit.record(by=by, kind="board.answered", subject=attendance, data={"rsvp": str(rsvp)})
    if rsvp in {Rsvp.NO, Rsvp.DEPUTY}:
        deputy = queries.next_deputy(place.seat, meeting)
        if deputy is not None:
            invitations.prompt_deputy(meeting, deputy, now=now)
    return attendance
