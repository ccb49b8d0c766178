"""Meetings of the demonstration: one that was held, one to come, and what was proposed."""

from datetime import date, datetime, time, timedelta

from alliance.registries import Story
from alliance.words import LONDON
from partnership_board.actions import (
    calendars,
    decisions,
    definitions,
    items,
    meetings,
    minutes,
    packs,
    series,
    standing,
)
from partnership_board.actions import coming as coming_actions
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

ANSWERS = {
    "chair": "yes",
    "vcse_member": "yes",
    "expert": "yes",
    "nhs_member": "deputy",
    "deputy": "yes",
    "gp_member": "no",
}
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
        (ItemFacts("Our seven priorities", "decide", 35), PRIORITIES),
        (ItemFacts("When the board meets", "decide", 25), EVENINGS),
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
    """An open agenda with its standing items; the other apps add theirs."""
    lead = story.people["lead"]
    return meetings.plan(
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


def tell_standing(story: Story, board: Board, from_on: date) -> None:
    """What every agenda begins and ends with."""
    for facts in (*OPENING, CLOSING):
        standing.add(
            board,
            title=facts.title,
            purpose=facts.purpose,
            minutes=facts.minutes,
            section=facts.section,
            from_on=from_on,
            by=story.people["lead"],
        )


def tell_plans(story: Story, board: Board, group: Board) -> None:
    """Closed days of our own, meetings further on, answers, and somebody's own calendar."""
    lead, coming = story.people["lead"], story.things["meeting"]
    calendar = calendars.keep_own(name="Tower Hamlets alliance", by=lead)
    calendars.close(calendar, on=date(story.on.year, 12, 24), label="Closed at noon", by=lead)
    calendars.make_address(by=story.people["chair"], now=story.now)
    series.plan(
        board,
        weekday=3,
        week=2,
        every_months=2,
        begins_at=time(14),
        minutes=120,
        from_on=coming.starts_at.date() + timedelta(days=20),
        until_on=coming.starts_at.date() + timedelta(days=150),
        place=ROOM,
        by=lead,
        now=story.now,
    )
    tell_group_meetings(story, group)
    for key, rsvp in ANSWERS.items():
        coming_actions.answer(coming, rsvp=rsvp, by=story.people[key], now=story.now)


def tell_group_meetings(story: Story, group: Board) -> None:
    """The agenda group meets a week from now."""
    starts_at = datetime.combine(story.on + timedelta(days=7), time(10), LONDON)
    meetings.plan(
        group,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        online_url="https://meet.example/agenda-group",
        by=story.people["lead"],
        now=story.now,
    )
    definitions.place_reviews(now=story.now)
