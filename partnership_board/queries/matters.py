"""Matters arising: what earlier meetings left for the next one, gathered by itself."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from alliance.models import User
from members.models import NetworkMeeting, ReportBack
from partnership_board.audiences import Withheld
from partnership_board.deadlines import day_of
from partnership_board.models import (
    Action,
    AgendaProposal,
    Decision,
    Meeting,
    MinuteSet,
    PartnerRequest,
)
from partnership_board.models.requests import ANSWERED
from partnership_board.queries import decisions, minutes, promises, requests, restrictions
from partnership_board.queries.calendars import closed_days
from partnership_board.queries.promises import ActionRow, Reader
from partnership_board.queries.requests import RequestRow


@dataclass(frozen=True)
class Matters:
    """What a meeting has to come back to."""

    minutes: list[MinuteSet]
    actions: list[ActionRow]
    reviews: list[Decision]
    unreached: list[AgendaProposal]
    answers: list[RequestRow]
    reports: list[NetworkMeeting]

    def __bool__(self) -> bool:
        return any(vars(self).values())


def matters_for(user: User, meeting: Meeting, *, on: date) -> Matters:
    """As one person reads it."""
    mine = promises.register_for(user, on=on)
    return _matters(meeting, mine, promises.reader(user, on=on), on=on)


def matters_for_everybody(meeting: Meeting, *, on: date) -> Matters:
    """As it is printed: what is restricted or confidential stands there as such."""
    closed = frozenset(
        each.item_id for each in restrictions.open_restrictions() if each.item_id is not None
    )
    sight = restrictions.Sight(withheld=Withheld(closed))
    return _matters(meeting, promises.register(), Reader(sight, speaks_for_board=False), on=on)


def _matters(meeting: Meeting, actions: QuerySet[Action], reader: Reader, *, on: date) -> Matters:
    given_before = Action.objects.still_open().filter(
        board=meeting.board_id, set_on__lt=day_of(meeting.starts_at)
    )
    rows = actions.filter(pk__in=given_before.values("pk")).order_by("due_on", "pk")
    due = decisions.review_due(on=day_of(meeting.starts_at)).filter(board=meeting.board_id)
    unreached = AgendaProposal.objects.filter(
        board=meeting.board_id, state=AgendaProposal.State.NOT_REACHED
    )
    return Matters(
        list(minutes.unapproved_before(meeting)),
        [promises.shown(each, reader, on=on) for each in rows],
        list(restrictions.in_public(due)),
        list(unreached.order_by("submitted_at")),
        _answered(meeting, reader, on=on),
        list(reports_due(on=day_of(meeting.starts_at))),
    )


def _answered(meeting: Meeting, reader: Reader, *, on: date) -> list[RequestRow]:
    """Answers that came since the meeting before."""
    before = Meeting.objects.filter(
        board=meeting.board_id, starts_at__lt=meeting.starts_at
    ).exclude(state=Meeting.State.CANCELLED)
    latest = before.order_by("starts_at").last()
    found = requests.seen_by(requests.register(), reader.sight).filter(
        board=meeting.board_id, direction=PartnerRequest.Direction.SENT, state__in=ANSWERED
    )
    if latest is not None:
        found = found.filter(answered_on__gt=day_of(latest.starts_at))
    return requests.rows_of(found.order_by("answered_on", "pk"), on=on, closed=closed_days())


def reports_due(*, on: date) -> QuerySet[NetworkMeeting]:
    """Meetings elsewhere of which somebody has still to tell."""
    told = ReportBack.objects.filter(
        representation__network=OuterRef("network"), meeting_on=OuterRef("held_on")
    )
    due = NetworkMeeting.objects.filter(report_by_on__lte=on).filter(~Exists(told))
    return due.select_related("network").order_by("report_by_on", "pk")


# ---- in the pack ---------------------------------------------------------------------------------
def in_pack(meeting: int, on: date) -> dict[str, object] | None:
    found = Meeting.objects.select_related("board", "rules").get(pk=meeting)
    matters = matters_for_everybody(found, on=on)
    return {"matters": matters} if matters else None


def requests_in_pack(meeting: int, on: date) -> dict[str, object] | None:
    """What we asked and what was asked of us, with the age of each, and how long bodies take."""
    board = Meeting.objects.get(pk=meeting).board_id
    found = requests.in_the_open().filter(board=board, sent_on__isnull=False)
    every = requests.rows_of(
        found.select_related("board", "network").order_by("sent_on", "pk"),
        on=on,
        closed=closed_days(),
    )
    if not every:
        return None
    return {
        "waiting": [row for row in every if row.request.is_waiting],
        "usual": requests.usual_of(row for row in every if row.request.is_ours),
        "ours": requests.ours(row for row in every if not row.request.is_ours),
    }
