"""Who owes the members word of a meeting, and what was said elsewhere that the board may hear."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from alliance.models import User
from members.models import NetworkMeeting, ReportBack, Representation
from members.queries import networks
from partnership_board.deadlines import day_of
from partnership_board.models import (
    AgendaItem,
    Board,
    Meeting,
    Seat,
    SeatPause,
    SeatReport,
    SeatTerm,
)
from partnership_board.reminding import LOOK_AHEAD

MONTHS_BACK = timedelta(days=183)


def elected_voices(meeting: Meeting, *, on: date) -> QuerySet[SeatTerm]:
    """Terms on elected seats that day, of people who speak for the members on this board."""
    voices = Representation.objects.current(on=on).filter(
        network=meeting.board.network_id or 0, user=OuterRef("holder")
    )
    terms = SeatTerm.objects.current(on=on).filter(
        Exists(voices), seat__board=meeting.board_id, seat__basis=Seat.Basis.ELECTED
    )
    return terms.order_by("pk")


def owed() -> QuerySet[SeatReport]:
    """Not yet told, neither here nor on the network's own page."""
    told = ReportBack.objects.filter(
        representation__network=OuterRef("meeting__board__network"),
        representation__user=OuterRef("seat_term__holder"),
        meeting_on=OuterRef("meeting__starts_at__date"),
    )
    rows = SeatReport.objects.filter(~Exists(told), report=None)
    return rows.select_related("meeting__board", "seat_term__seat", "seat_term__holder")


def owed_by(user: User) -> QuerySet[SeatReport]:
    return owed().filter(seat_term__holder=user).order_by("due_on", "pk")


def owed_now(*, on: date) -> QuerySet[SeatReport]:
    """By people who still hold the seat and have not stepped back from it."""
    resting = SeatPause.objects.current(on=on).values("seat_term")
    held = SeatTerm.objects.current(on=on).exclude(pk__in=resting)
    return owed().filter(seat_term__in=held).order_by("due_on", "pk")


def owed_elsewhere(*, on: date) -> list[tuple[User, NetworkMeeting]]:
    """Meetings of networks that are no board here, with each person who spoke for us there."""
    ours = set(Board.objects.filter(network__isnull=False).values_list("network", flat=True))
    due = NetworkMeeting.objects.filter(report_by_on__gte=on, report_by_on__lte=on + LOOK_AHEAD)
    voices = Representation.objects.current(on=on).filter(network__in=due.values("network"))
    people = User.objects.filter(pk__in=voices.values("user")).order_by("pk")
    return [
        (person, meeting)
        for person in people
        for meeting in networks.to_report(person.pk, on=on)
        if meeting.report_by_on >= on and meeting.network_id not in ours
    ]


def from_elsewhere(meeting: Meeting, *, on: date) -> QuerySet[ReportBack]:
    """Of the last half year, those that are on no agenda yet; the latest first."""
    placed = AgendaItem.objects.on_agenda().order_by().filter(report=OuterRef("pk"))
    rows = ReportBack.objects.filter(~Exists(placed), meeting_on__gt=on - MONTHS_BACK)
    found = rows.select_related("representation__network", "representation__user")
    return found.exclude(representation__network=meeting.board.network_id or 0).order_by(
        "-meeting_on", "pk"
    )


def told_everybody_since(meeting: Meeting) -> list[ReportBack]:
    """What was said elsewhere for everybody since the meeting before, but for this agenda's own."""
    before = (
        Meeting.objects.filter(board=meeting.board_id, starts_at__lt=meeting.starts_at)
        .exclude(state=Meeting.State.CANCELLED)
        .order_by("-starts_at")
        .first()
    )
    rows = from_elsewhere(meeting, on=day_of(meeting.starts_at))
    rows = rows.filter(visibility=ReportBack.Visibility.PUBLIC)
    if before is not None:
        rows = rows.filter(meeting_on__gte=day_of(before.starts_at))
    return list(rows.order_by("meeting_on", "pk"))


def in_pack(meeting: int, on: date) -> dict[str, object] | None:
    reports: Iterable[ReportBack] = told_everybody_since(
        Meeting.objects.select_related("board").get(pk=meeting)
    )
    return {"reports": reports} if reports else None
