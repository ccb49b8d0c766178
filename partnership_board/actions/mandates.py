"""Whoever sits on an elected seat tells the members; what was said elsewhere comes to the board."""

from datetime import datetime

from django.db import transaction

from alliance import audit, words
from alliance.calendars import add_working_days
from alliance.errors import Refused
from alliance.models import User
from members.actions import networks
from members.models import ReportBack, Representation
from partnership_board.actions import items
from partnership_board.actions.items import ItemFacts
from partnership_board.actions.papers import PaperText
from partnership_board.deadlines import day_of
from partnership_board.models import AgendaItem, Meeting, Purpose, SeatReport
from partnership_board.queries import mandates as queries
from partnership_board.queries.calendars import closed_days

DAYS_TO_REPORT = 5  # working days after a meeting of the board
MINUTES = 5  # of an item that tells what was said elsewhere


def open_reports(meeting: Meeting) -> None:
    """One for each elected seat whose holder speaks for the members on this board."""
    day = day_of(meeting.ends_at)
    due_on = add_working_days(day, DAYS_TO_REPORT, closed_days())
    for term in queries.elected_voices(meeting, on=day):
        SeatReport.objects.get_or_create(
            meeting=meeting, seat_term=term, defaults={"due_on": due_on}
        )


@transaction.atomic
def report(
    owed: SeatReport,
    *,
    what_was_said: str,
    by: User,
    now: datetime,
    what_was_asked_of_us: str = "",
    visibility: str = ReportBack.Visibility.MEMBERS,
) -> ReportBack:
    """The holder of the seat tells the members, on the page of the network that the board is."""
    owed = SeatReport.objects.select_for_update().get(pk=owed.pk)
    network = owed.meeting.board.network
    if owed.seat_term.holder_id != by.pk:
        raise Refused("Only whoever holds the seat tells the members of this meeting.")
    if owed.report_id is not None:
        raise Refused("You have told the members of this meeting already.")
    if network is None:
        raise Refused("This board is not on the list of networks. Ask the alliance lead to say so.")
    told = networks.report_back(
        network,
        meeting_on=day_of(owed.meeting.starts_at),
        what_was_said=what_was_said,
        what_was_asked_of_us=what_was_asked_of_us,
        visibility=visibility,
        by=by,
        on=day_of(now),
    )
    owed.report = told
    owed.save(update_fields=["report"])
    audit.record(by=by, kind="board.members_told", subject=owed)
    return told


@transaction.atomic
def place(told: ReportBack, *, on_agenda_of: Meeting, by: User, now: datetime) -> AgendaItem:
    """What was said in another network, as an item to note, with the report as its paper."""
    network = Representation.objects.select_related("network").get(pk=told.representation_id)
    there = AgendaItem.objects.on_agenda().filter(meeting=on_agenda_of, report=told)
    if there.exists():
        raise Refused("This report is on the agenda already.")
    day = words.day(told.meeting_on)
    facts = ItemFacts(f"What was said in {network.network}"[:120], Purpose.NOTE, MINUTES)
    body = told.what_was_said
    if told.what_was_asked_of_us:
        body = f"{body}\n\n## What it asks of us\n\n{told.what_was_asked_of_us}"
    text = PaperText(f"A report from the meeting of {network.network} on {day}.", [], body)
    item = items.add(on_agenda_of, facts, text=text, by=by, now=now)
    item.report = told
    item.save(update_fields=["report"])
    return item
