"""Who came is confirmed, once the meeting is over: from then on somebody's time can be paid."""

from datetime import datetime

from django.db import transaction

from alliance import audit
from alliance.errors import Refused
from alliance.models import User
from partnership_board import registries
from partnership_board.models import Meeting
from partnership_board.queries import live
from partnership_board.queries import participation as queries
from partnership_board.queries.participation import Came

OVER = {Meeting.State.ENDED, Meeting.State.MINUTES_OPEN, Meeting.State.CLOSED}


@transaction.atomic
def confirm(meeting: Meeting, *, by: User, now: datetime) -> list[Came]:
    """The apps above hear of everybody who came. Said again after a correction, they hear anew."""
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if meeting.state not in OVER:
        raise Refused("Who came is confirmed once the meeting has ended.")
    if live.contradictions(meeting):
        raise Refused("Two entries contradict each other. Choose between them first.")
    came = queries.came_to(meeting)
    if not came:
        raise Refused("Nobody is written down as having come.")
    data = {"people": len(came)}
    audit.record(by=by, kind=queries.CONFIRMED, subject=meeting, data=data)
    for hear in registries.attendance_confirmed:
        hear(meeting, came, by, now)
    return came
