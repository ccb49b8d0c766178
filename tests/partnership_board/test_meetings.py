"""Meetings, their deadlines and their states; decisions and minutes."""

from datetime import date, timedelta

import pytest
from icalendar import Calendar

from alliance.errors import Refused
from partnership_board.actions import decisions, meetings, minutes
from partnership_board.deadlines import day_of, later_by_months, reminder_day
from partnership_board.models import AgendaItem, Attendance, Decision, MinuteSet
from partnership_board.queries import diary
from partnership_board.queries.boards import attendance_of
from tests.factories import partnership_board as rows

THE_DAY = rows.at(date(2026, 4, 9))
BEFORE = rows.at(date(2026, 3, 2), 9)
CHANGES = {
    "place": "Town Hall",
    "online_url": "",
    "chair": None,
    "is_public": False,
    "access_notes": "",
}


def plan(board, by, **words):
    words = {"starts_at": THE_DAY, "now": BEFORE, "place": "Idea Store"} | words
    words.setdefault("ends_at", words["starts_at"] + timedelta(hours=2))
    return meetings.plan(board, by=by, **words)


def test_the_deadlines_are_clear_working_days_before(board, lead):
    meeting = plan(board, lead)

    assert meeting.publish_by_on == date(2026, 3, 30)
    assert meeting.papers_by_on == date(2026, 3, 25)
    assert meeting.proposals_by_on == date(2026, 3, 16)
    assert "Bank holidays" in meeting.calendar
    assert meeting.state == "agenda_open"


def test_another_day_means_other_deadlines(board, lead):
    meeting = plan(board, lead)
    starts = rows.at(date(2026, 4, 16))

    meetings.edit(
        meeting,
        starts_at=starts,
        ends_at=starts + timedelta(hours=1),
        by=lead,
        now=BEFORE,
        **CHANGES,
    )

    meeting.refresh_from_db()
    assert meeting.publish_by_on == date(2026, 4, 8)
    assert meeting.place == "Town Hall"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"now": THE_DAY}, "A new meeting is in the future"),
        ({"ends_at": THE_DAY}, "ends after it starts"),
        ({"place": ""}, "Say where the meeting is"),
        ({"starts_at": rows.at(date(2031, 4, 10))}, "We do not know the bank holidays of 2031"),
    ],
)
def test_a_meeting_that_cannot_be(board, lead, words, sentence):
    with pytest.raises(Refused, match=sentence):
        plan(board, lead, **words)


def test_a_meeting_is_not_moved_into_the_past(board, lead):
    meeting = plan(board, lead)

    with pytest.raises(Refused, match="cannot be moved into the past"):
        meetings.edit(meeting, starts_at=BEFORE, ends_at=THE_DAY, by=lead, now=BEFORE, **CHANGES)


@pytest.mark.parametrize(
    ("state", "sentence"),
    [("cancelled", "was cancelled"), ("ended", "has been held"), ("closed", "has been held")],
)
def test_a_meeting_that_is_over_is_not_edited(board, lead, state, sentence):
    meeting = plan(board, lead)
    meeting.state, meeting.why_cancelled = state, "The room flooded."
    meeting.save()

    with pytest.raises(Refused, match=sentence):
        meetings.edit(
            meeting, starts_at=THE_DAY, ends_at=meeting.ends_at, by=lead, now=BEFORE, **CHANGES
        )


def test_a_meeting_goes_from_step_to_step(board, lead):
    meeting = plan(board, lead)
    rows.an_item(meeting, proposal=None)

    for to in ("agenda_closed", "papers_closed"):
        meetings.step(meeting, to=to, by=lead, now=BEFORE)
    meeting.refresh_from_db()
    meeting.state = "published"
    meeting.save()
    for to in ("ended", "minutes_open", "closed"):
        meetings.step(meeting, to=to, by=lead, now=meeting.ends_at)

    meeting.refresh_from_db()
    assert meeting.state == "closed"
    assert AgendaItem.objects.get(meeting=meeting).state == "heard"
    assert MinuteSet.objects.get(meeting=meeting).state == "drafting"


@pytest.mark.parametrize("to", ["published", "ended", "minutes_open", "closed", "papers_closed"])
def test_no_step_is_left_out(board, lead, to):
    meeting = plan(board, lead)

    with pytest.raises(Refused, match="This meeting is “agenda open”, so it cannot be"):
        meetings.step(meeting, to=to, by=lead, now=BEFORE)


def test_a_meeting_is_cancelled_for_a_reason(board, lead):
    meeting = plan(board, lead)

    with pytest.raises(Refused, match="Please say why"):
        meetings.step(meeting, to="cancelled", by=lead, now=BEFORE)
    meetings.step(meeting, to="cancelled", why="The room flooded.", by=lead, now=BEFORE)

    meeting.refresh_from_db()
    assert (meeting.is_cancelled, meeting.why_cancelled) == (True, "The room flooded.")


def test_a_meeting_is_not_held_before_it_begins(board, lead):
    meeting = plan(board, lead)
    meeting.state = "published"
    meeting.save()

    with pytest.raises(Refused, match="This meeting begins on Thu 9 Apr 2026, 2 pm"):
        meetings.step(meeting, to="ended", by=lead, now=BEFORE)


def test_what_was_proposed_has_been_heard(board, lead):
    meeting = plan(board, lead)
    proposal = rows.a_proposal(board, lead, BEFORE, state="placed")
    rows.an_item(meeting, proposal=proposal)
    meeting.state = "published"
    meeting.save()

    meetings.step(meeting, to="ended", by=lead, now=meeting.ends_at)

    proposal.refresh_from_db()
    assert proposal.state == "heard"


def test_attendance_is_said_side_by_side_and_the_latest_counts(board, lead, nhs_member, deputy):
    meeting = plan(board, lead)
    seat = rows.Seat.objects.get(title="NHS seat of Helen Castellane")

    for outcome in ("present", "apologies"):
        meetings.record_attendance(meeting, person=nhs_member, seat=seat, outcome=outcome, by=lead)
    meetings.record_attendance(
        meeting, person=deputy, seat=seat, capacity="deputy", outcome="present", by=lead
    )

    (side,) = attendance_of(meeting)
    assert side.present == ["Tom Ellery (deputy)"]
    assert side.apologies == ["Helen Castellane"]
    assert Attendance.objects.count() == 2


# ---- decisions and minutes -----------------------------------------------------------------------
def test_decisions_are_numbered_in_their_year(board, lead):
    meeting = plan(board, lead)
    item = rows.an_item(meeting)

    with pytest.raises(Refused, match="has not begun"):
        decisions.record(item, text="Agreed.", kind="approve", by=lead, now=BEFORE)
    made = [
        decisions.record(item, text=text, kind="approve", by=lead, now=meeting.ends_at)
        for text in ("First.", "Second.")
    ]

    assert [each.number for each in made] == ["PB/2026/001", "PB/2026/002"]
    assert Decision.objects.first().decided_on == date(2026, 4, 9)


def test_an_entry_is_about_an_item_of_its_own_meeting(board, lead):
    meeting, other = plan(board, lead), plan(board, lead, starts_at=rows.at(date(2026, 5, 14)))
    item = rows.an_item(other)
    MinuteSet.objects.create(meeting=meeting)
    entry = minutes.write(meeting, text="Agreed.", by=lead)

    with pytest.raises(Refused, match="belongs to another meeting"):
        minutes.write(meeting, text="Agreed.", item=item, by=lead)
    with pytest.raises(Refused, match="belongs to another meeting"):
        minutes.rewrite(entry, text="No.", kind="note", item=item, by=lead)


# ---- days ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("meeting_on", "days", "reminded_on"),
    [
        (date(2026, 4, 9), 5, date(2026, 3, 31)),  # Good Friday and Easter Monday between
        (date(2026, 3, 26), 1, date(2026, 3, 25)),
        (date(2026, 3, 30), 5, date(2026, 3, 23)),
    ],
)
def test_the_reminder_lies_working_days_before(meeting_on, days, reminded_on):
    assert reminder_day(meeting_on, days) == reminded_on


def test_a_day_is_london_s_day():
    assert day_of(rows.at(date(2026, 7, 1), 0)) == date(2026, 7, 1)


def test_months_later_is_never_a_day_that_does_not_exist():
    assert later_by_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert later_by_months(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert later_by_months(date(2026, 12, 1), 1) == date(2027, 1, 1)


def test_a_calendar_takes_the_meeting_with_its_link(board, lead):
    meeting = plan(board, lead)

    found = Calendar.from_ical(diary.as_calendar([meeting], now=BEFORE))

    (event,) = found.walk("VEVENT")
    assert event["summary"] == "Partnership Board"
    assert event["location"] == "Idea Store"
    assert event.decoded("dtstart") == THE_DAY
    assert event["url"].endswith(f"/a/north/board/meetings/{meeting.pk}/")
