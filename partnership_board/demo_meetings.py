"""Meetings of the demonstration: one that was held, one to come, and what was proposed."""

from datetime import datetime, timedelta

from alliance.registries import Story
from partnership_board.actions import agendas, answers, decisions, items, meetings, minutes, packs
from partnership_board.actions.items import ItemFacts
from partnership_board.demo_words import (
    EVENINGS,
    GETTING_IN,
    OTHER_ROOM,
    PRIORITIES,
    ROOM,
    SAID,
)
from partnership_board.models import AgendaItem, Attendance, Board, Meeting, SeatTerm

TWO_HOURS = timedelta(hours=2)
OPENING = (
    ItemFacts("Welcome, apologies and interests", "note", 10, AgendaItem.Section.OPENING),
    ItemFacts("Minutes of the last meeting", "note", 5, AgendaItem.Section.OPENING),
    ItemFacts("A story from one of our members", "listen", 10, AgendaItem.Section.STORY),
)
CLOSING = ItemFacts("What we will tell people about today", "note", 5, AgendaItem.Section.CLOSING)


def tell_past(story: Story, board: Board, starts_at: datetime) -> Meeting:
    """Planned, published, held and minuted, each on its own day."""
    lead, planned = story.people["lead"], starts_at - timedelta(days=45)
    meeting = meetings.plan(
        board,
        starts_at=starts_at,
        ends_at=starts_at + TWO_HOURS,
        place=ROOM,
        access_notes=GETTING_IN,
        chair=story.people["chair"],
        by=lead,
        now=planned,
    )
    for facts, text in (
        *((facts, None) for facts in OPENING),
        (ItemFacts("Our seven priorities", "decide", 35), PRIORITIES),
        (ItemFacts("When the board meets", "decide", 25), EVENINGS),
        (CLOSING, None),
    ):
        items.add(meeting, facts, text=text, by=lead, now=planned)
    build = packs.publish(meeting, by=lead, now=starts_at - timedelta(days=13))
    packs.send(build, now=starts_at - timedelta(days=13))
    hold(story, meeting)
    return meeting


def hold(story: Story, meeting: Meeting) -> None:
    lead, after = story.people["lead"], meeting.ends_at
    meetings.step(meeting, to=Meeting.State.ENDED, by=lead, now=after)
    attend(story, meeting)
    agenda = {int(item.number): item for item in AgendaItem.objects.filter(meeting=meeting)}
    for said in SAID:
        item = agenda[said.item]
        minutes.write(meeting, text=said.text, kind=said.kind, item=item, by=lead)
        if said.kind == "decision":
            decisions.record(item, text=said.text, kind="approve", by=lead, now=after)
    meetings.step(meeting, to=Meeting.State.MINUTES_OPEN, by=lead, now=after + timedelta(days=4))


def attend(story: Story, meeting: Meeting) -> None:
    """Everybody but two; for one of them the deputy came."""
    away = {story.people["nhs_member"], story.people["Robin Falk"]}
    outcome, lead = Attendance.Outcome, story.people["lead"]
    terms = SeatTerm.objects.filter(seat__board_id=meeting.board_id).order_by("pk")
    for term in terms.select_related("seat", "holder"):
        came = outcome.APOLOGIES if term.holder in away else outcome.PRESENT
        meetings.record_attendance(
            meeting, person=term.holder, seat=term.seat, outcome=came, by=lead
        )
    seat = terms.get(holder=story.people["nhs_member"]).seat
    meetings.record_attendance(
        meeting,
        person=story.people["deputy"],
        seat=seat,
        capacity=Attendance.Capacity.DEPUTY,
        outcome=outcome.PRESENT,
        by=lead,
    )


def tell_coming(story: Story, board: Board, starts_at: datetime) -> Meeting:
    """An open agenda with its opening items; the other apps add theirs."""
    lead = story.people["lead"]
    meeting = meetings.plan(
        board,
        starts_at=starts_at,
        ends_at=starts_at + TWO_HOURS,
        place=ROOM if story.slug == "tower-hamlets" else OTHER_ROOM,
        online_url="https://meet.example/board",
        access_notes=GETTING_IN,
        chair=story.people["chair"],
        by=lead,
        now=story.now,
    )
    for facts in (*OPENING, CLOSING):
        items.add(meeting, facts, by=lead, now=story.now)
    return meeting


def tell_proposals(story: Story, board: Board) -> None:
    """One in each common state, with the group's reasons."""
    _tell_declined(story, board)
    _tell_put_off(story, board)
    agendas.propose(
        board,
        title="Interpreters at every first appointment",
        why_now="Three member groups report that people wait longer when they need an interpreter.",
        purpose="discuss",
        minutes_wanted=20,
        by=story.people["vcse_member"],
        now=story.now - timedelta(days=4),
    )


def _tell_declined(story: Story, board: Board) -> None:
    declined = agendas.propose(
        board,
        title="A new logo for the alliance",
        why_now="The old one is hard to read on a phone.",
        purpose="decide",
        by=story.people["vcse_member"],
        now=story.now - timedelta(days=30),
    )
    answers.decide(
        declined,
        outcome="declined",
        reason_code="out_of_scope",
        reason="The members can choose a logo without the board. The lead will ask them by letter.",
        by=story.people["agenda_member"],
        now=story.now - timedelta(days=24),
    )


def _tell_put_off(story: Story, board: Board) -> None:
    later = agendas.propose(
        board,
        title="What changed since the first report on priorities",
        why_now="By then we will have half a year of figures.",
        purpose="assure",
        by=story.people["council_member"],
        now=story.now - timedelta(days=15),
    )
    answers.decide(
        later,
        outcome="deferred",
        reason_code="timing",
        reason="There is only one report so far. It is worth hearing when there are two.",
        defer_until_on=story.on + timedelta(days=70),
        by=story.people["agenda_member"],
        now=story.now - timedelta(days=9),
    )
