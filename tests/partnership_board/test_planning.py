"""Planning meetings: series, standing items, good days, invitations with answers, calendars."""

import random
from datetime import date, time, timedelta

import pytest
from icalendar import Calendar

from alliance.calendars import ENGLAND, is_working_day
from alliance.errors import Refused
from alliance.models import Message
from partnership_board.actions import (
    calendars,
    coming,
    invitations,
    meetings,
    seats,
    series,
    standing,
)
from partnership_board.deadlines import day_of, deadlines, round_days
from partnership_board.models import (
    AgendaItem,
    Attendance,
    CalendarFeed,
    ClosedDay,
    Meeting,
    MeetingStep,
    SeatTerm,
    StandingItem,
    WorkingCalendar,
)
from partnership_board.queries import coming as queries
from partnership_board.queries import diary, planning
from partnership_board.queries.boards import agenda_of
from partnership_board.queries.calendars import closed_days
from tests.factories import partnership_board as rows

BEFORE = rows.at(date(2026, 3, 2), 9)
THE_DAY = rows.at(date(2026, 4, 9))


def plan(board, by, **words):
    words = {"starts_at": THE_DAY, "now": BEFORE, "place": "Idea Store"} | words
    words.setdefault("ends_at", words["starts_at"] + timedelta(hours=2))
    return meetings.plan(board, by=by, **words)


def subjects(person):
    return list(Message.objects.filter(to=person.email).values_list("subject", flat=True))


@pytest.fixture
def look(client, north):
    def looking(person, path, status=200):
        client.force_login(person)
        answer = client.get(north.url(f"board/{path}"))
        assert answer.status_code == status
        return " ".join(answer.content.decode().split())

    return looking


@pytest.fixture
def send(client, north):
    def sending(person, path, /, **form):
        client.force_login(person)
        return client.post(north.url(f"board/{path}"), form)

    return sending


# ---- steps ---------------------------------------------------------------------------------------
def test_a_step_back_needs_a_reason_and_stays_on_the_page(look, send, board, meeting, lead):
    for to in ("agenda_closed", "papers_closed"):
        assert send(lead, f"meetings/{meeting.pk}/step/{to}/").status_code == 302
    assert "Open it for papers again?" in look(lead, f"meetings/{meeting.pk}/step/agenda_closed/")
    assert send(lead, f"meetings/{meeting.pk}/step/agenda_closed/").status_code == 422

    why = "Two papers were lost in the post."
    done = send(lead, f"meetings/{meeting.pk}/step/agenda_closed/", why=why)

    assert done.status_code == 302
    assert why in look(lead, f"meetings/{meeting.pk}/")
    steps = MeetingStep.objects.order_by("pk").values_list("after", "is_back")
    assert list(steps) == [
        ("agenda_closed", False),
        ("papers_closed", False),
        ("agenda_closed", True),
    ]


def test_a_meeting_goes_on_after_an_interruption_and_is_held_informally(board, lead):
    meeting = plan(board, lead)
    Meeting.objects.update(state="published")
    with pytest.raises(Refused, match="This meeting begins on"):
        meetings.step(meeting, to="in_session", by=lead, now=BEFORE)

    for to in ("in_session", "adjourned", "in_session"):
        meetings.step(meeting, to=to, by=lead, now=THE_DAY)
    meetings.step(meeting, to="ended", held_informally=True, by=lead, now=meeting.ends_at)

    meeting.refresh_from_db()
    assert (meeting.state, meeting.held_informally) == ("ended", True)


def test_an_item_that_runs_over_the_end_is_pointed_out(look, meeting, lead):
    rows.an_item(meeting, number=1, minutes=100)
    rows.an_item(meeting, number=2, minutes=30)

    assert [row.runs_over for row in agenda_of(meeting, {})] == [False, True]
    assert look(lead, f"meetings/{meeting.pk}/").count("Runs over") == 1


# ---- clear days ----------------------------------------------------------------------------------
def naive_deadline(meeting_on, clear, closed):
    """Written by counting on one's fingers: the last working day that leaves so many between."""
    day = meeting_on
    while True:
        day -= timedelta(days=1)
        between = [date.fromordinal(n) for n in range(day.toordinal() + 1, meeting_on.toordinal())]
        free = [d for d in between if d.isoweekday() < 6 and d not in closed]
        if len(free) >= clear and day.isoweekday() < 6 and day not in closed:
            return day


def test_deadlines_agree_with_counting_on_fingers(board, lead):
    """Check 2: 200 random days, with closed days of the alliance's own."""
    chance = random.Random(7)
    calendar = calendars.keep_own(name="North", by=lead)
    for _ in range(12):
        day = date(2026, 1, 1) + timedelta(days=chance.randrange(700))
        if not ClosedDay.objects.filter(on=day).exists():
            calendars.close(calendar, on=day, label="Closed", by=lead)
    own = closed_days()
    plain = set(ClosedDay.objects.values_list("on", flat=True))

    for _ in range(200):
        day = date(2026, 3, 1) + timedelta(days=chance.randrange(600))
        found = deadlines(day, proposal_days=15, paper_days=8, notice_days=5, closed=own)
        wanted = [naive_deadline(day, clear, plain) for clear in (15, 8, 5)]
        assert [found.proposals_by_on, found.papers_by_on, found.publish_by_on] == wanted
    assert found.calendar.startswith("North, version")


def test_the_alliances_own_closed_day_moves_a_deadline(board, lead):
    assert plan(board, lead).publish_by_on == date(2026, 3, 30)
    calendar = calendars.keep_own(name="North", by=lead)
    calendars.close(calendar, on=date(2026, 3, 31), label="Away day", by=lead)

    meeting = plan(board, lead)

    assert meeting.publish_by_on == date(2026, 3, 27)
    assert meeting.calendar == "North, version 2"


def test_the_lead_keeps_the_list_of_closed_days(look, send, lead, today):
    assert "Keep a list of your own" in look(lead, "closed-days/")
    assert send(lead, "closed-days/", name="North").status_code == 302
    day = {"on": "8 May 2028", "label": "Away day", "kind": "closed"}
    assert send(lead, "closed-days/", **day).status_code == 302
    assert "This day is closed already." in send(lead, "closed-days/", **day).content.decode()
    assert "Away day" in look(lead, "closed-days/")
    row = ClosedDay.objects.get(label="Away day")

    assert send(lead, f"closed-days/{row.pk}/open/").status_code == 302

    assert not ClosedDay.objects.filter(pk=row.pk).exists()
    past = ClosedDay.objects.order_by("on").first()
    send(lead, f"closed-days/{past.pk}/open/")
    assert "so it stays on the list" in look(lead, "closed-days/")
    with pytest.raises(Refused, match="its own calendar already"):
        calendars.keep_own(name="Again", by=lead)


def test_a_year_is_complete_when_its_bank_holidays_are_there(look, send, board, lead):
    calendar = calendars.keep_own(name="North", by=lead)
    send(lead, f"closed-days/years/{calendar.pk}/")
    assert "Only 0 bank holidays of 2029 are on the list." in look(lead, "closed-days/")
    for day in (1, 2, 3, 4, 5, 8):
        calendars.close(
            calendar, on=date(2029, 1, day), label="Holiday", kind="bank_holiday", by=lead
        )

    assert send(lead, f"closed-days/years/{calendar.pk}/").status_code == 302

    assert WorkingCalendar.objects.get().until_on == date(2029, 12, 31)
    with pytest.raises(Refused, match="next year to complete is 2030"):
        calendars.complete_year(calendar, year=2029, by=lead)
    assert plan(board, lead, starts_at=rows.at(date(2029, 4, 12))).publish_by_on


# ---- series and standing items -------------------------------------------------------------------
@pytest.mark.parametrize(
    ("weekday", "week", "every", "first", "days"),
    [
        (3, 2, 2, date(2026, 3, 1), ["2026-03-12", "2026-05-14", "2026-07-09"]),
        (0, 5, 1, date(2026, 5, 1), ["2026-05-25", "2026-06-29", "2026-07-27"]),
        (6, 1, 3, date(2026, 3, 2), ["2026-06-07"]),
    ],
)
def test_days_come_round(weekday, week, every, first, days):
    found = round_days(weekday, week, every, first, date(2026, 8, 1))

    assert [day.isoformat() for day in found] == days


SERIES = {
    "weekday": 0,
    "week": 5,
    "every_months": 1,
    "begins_at": time(14),
    "minutes": 90,
    "from_on": date(2026, 5, 1),
    "until_on": date(2026, 7, 31),
    "place": "Idea Store",
}


def test_a_series_is_planned_at_once_and_told_in_one_letter(board, board_member, lead):
    planned = series.plan(board, **SERIES, by=lead, now=BEFORE)

    days = [day_of(meeting.starts_at) for meeting in planned.meetings]
    assert days == [date(2026, 6, 1), date(2026, 6, 29), date(2026, 7, 27)]
    assert planned.said == (
        "3 meetings are planned. A week later than usual, because of a closed day: Mon 25 May 2026."
    )
    assert subjects(board_member) == ["The Partnership Board: 3 meetings"]
    assert Meeting.objects.filter(series=planned.series).count() == 3


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"from_on": date(2026, 3, 2)}, "begins on a day to come"),
        ({"until_on": date(2026, 5, 1)}, "last day comes after the first"),
        ({"until_on": date(2026, 5, 2)}, "No such day lies between"),
        ({"until_on": date(2028, 12, 31)}, "at most 24"),
    ],
)
def test_a_series_that_cannot_be(board, lead, words, sentence):
    with pytest.raises(Refused, match=sentence):
        series.plan(board, **SERIES | words, by=lead, now=BEFORE)


def test_the_lead_plans_a_series_on_a_page(look, send, board, lead):
    look(lead, "meetings/series/")
    form = {
        "week": "2",
        "weekday": "3",
        "every_months": "2",
        "begins_at": "2 pm",
        "minutes": "120",
        "from_on": "1 January 2028",
        "until_on": "1 June 2028",
        "place": "Idea Store",
    }
    wrong = send(lead, "meetings/series/", **form | {"until_on": "1 May 2020"})
    assert "The last day comes after the first" in wrong.content.decode()

    assert send(lead, "meetings/series/", **form).status_code == 302

    assert Meeting.objects.count() == 3


def test_standing_items_stand_on_every_new_agenda(look, send, board, lead, today):
    form = {"title": "Welcome", "purpose": "note", "minutes": 5, "section": "opening"}
    look(lead, f"boards/{board.pk}/standing/")
    assert send(lead, f"boards/{board.pk}/standing/", **form).status_code == 302
    item = StandingItem.objects.get()
    StandingItem.objects.update(from_on=date(2026, 1, 1))

    meeting = plan(board, lead)

    (placed,) = AgendaItem.objects.on_agenda().filter(meeting=meeting)
    assert (placed.number, placed.title, placed.standing) == ("1", "Welcome", item)
    assert send(lead, f"standing/{item.pk}/end/").status_code == 302
    send(lead, f"standing/{item.pk}/end/")
    assert "no longer stands on every agenda" in look(lead, f"boards/{board.pk}/")
    item.to_on = None
    item.save()
    with pytest.raises(Refused, match="It had not begun then"):
        standing.end(item, on=date(2025, 1, 1), by=lead)


# ---- invitations and answers ---------------------------------------------------------------------
def test_everybody_with_a_seat_is_invited_and_hears_of_changes(board, board_member, deputy, lead):
    meeting = plan(board, lead)
    changes = {"online_url": "", "chair": None, "is_public": False, "access_notes": ""}
    words = {"starts_at": THE_DAY, "ends_at": meeting.ends_at, "by": lead, "now": BEFORE}
    meetings.edit(meeting, place="Idea Store", **words | changes | {"access_notes": "Loop."})
    meetings.edit(meeting, place="Town Hall", **words | changes)
    meetings.step(meeting, to="cancelled", why="The room flooded.", by=lead, now=BEFORE)

    assert subjects(board_member) == [
        "The Partnership Board meets on Thu 9 Apr 2026",
        "The meeting is now on Thu 9 Apr 2026",
        "The meeting on Thu 9 Apr 2026 is cancelled",
    ]
    assert subjects(deputy) == []
    meeting.refresh_from_db()
    assert meeting.revision == 1


def test_where_a_holder_does_not_come_the_deputy_is_asked(
    board, meeting, nhs_member, deputy, today, now
):
    answer = coming.answer(meeting, rsvp="deputy", by=nhs_member, now=now)

    assert (answer.capacity, answer.rsvp, answer.answered_at) == ("holder", "deputy", now)
    (asked,) = subjects(deputy)
    assert asked.startswith("You are asked to come on")
    coming.answer(meeting, rsvp="yes", mode="video", by=deputy, now=now)
    (side,) = queries.forecast(meeting, on=day_of(meeting.starts_at))
    assert (side.label, side.seats, side.coming, side.not_coming) == ("NHS", 1, 1, 0)
    assert Attendance.objects.get(person=deputy).mode == "video"


def test_an_answer_that_cannot_be(meeting, nhs_member, deputy, board_member, lead, now):
    with pytest.raises(Refused, match="hold no seat on this board"):
        coming.answer(meeting, rsvp="yes", by=lead, now=now)
    with pytest.raises(Refused, match="You are the deputy"):
        coming.answer(meeting, rsvp="deputy", by=deputy, now=now)
    with pytest.raises(Refused, match="no deputy who can come"):
        coming.answer(meeting, rsvp="deputy", by=board_member, now=now)
    Meeting.objects.update(state="ended")
    with pytest.raises(Refused, match="nothing left to answer"):
        coming.answer(meeting, rsvp="yes", by=nhs_member, now=now)


def test_one_says_on_a_page_whether_one_comes(look, send, meeting, nhs_member, deputy, lead):
    path = f"meetings/{meeting.pk}/coming/"
    assert "My deputy comes: Tom Ellery" in look(nhs_member, path)
    look(lead, path, status=302)
    assert send(nhs_member, path).status_code == 422
    assert send(nhs_member, path, rsvp="no").status_code == 302
    page = look(nhs_member, f"meetings/{meeting.pk}/")
    assert "You said: not coming." in page
    assert "Say if you come" in look(deputy, f"meetings/{meeting.pk}/")


def test_five_days_before_the_silent_are_reminded_and_all_on_the_morning(
    board, meeting, nhs_member, board_member, deputy, now
):
    coming.answer(meeting, rsvp="yes", by=board_member, now=now)
    coming.answer(meeting, rsvp="no", by=nhs_member, now=now)
    Message.objects.all().delete()
    day = day_of(meeting.starts_at)

    assert invitations.remind(now=rows.at(day - timedelta(days=6), 7)) == 0
    assert invitations.remind(now=rows.at(day - timedelta(days=5), 7)) == 1
    assert invitations.remind(now=rows.at(day - timedelta(days=5), 8)) == 0
    assert invitations.remind(now=rows.at(day, 7)) == 2

    assert len(subjects(deputy)) == 2
    assert subjects(board_member) == ["The Partnership Board meets today"]
    assert subjects(nhs_member) == []


# ---- private calendars ---------------------------------------------------------------------------
def test_a_private_address_shows_titles_and_links_and_nothing_of_the_agenda(
    client, north, look, send, meeting, board_member
):
    rows.an_item(meeting, title="A restricted matter")
    assert "Make my address" in look(board_member, "calendar/")
    assert send(board_member, "calendar/", new="1").status_code == 302
    page = look(board_member, "calendar/")
    feed = CalendarFeed.objects.get()
    address = north.url(f"board/calendar/{diary.token_of(feed)}/board.ics")
    assert address in page
    client.logout()

    answer = client.get(address)

    assert answer.headers["Content-Type"] == "text/calendar"
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert str(event["SUMMARY"]) == "Partnership Board"
    assert str(event["URL"]).endswith(meeting.get_absolute_url())
    assert b"restricted" not in answer.content


def test_an_address_that_was_taken_back_or_made_up_shows_nothing(
    client, north, send, meeting, board_member
):
    send(board_member, "calendar/", new="1")
    old = diary.token_of(CalendarFeed.objects.get())
    send(board_member, "calendar/", new="1")
    new = diary.token_of(CalendarFeed.objects.get(ended_at=None))
    client.logout()

    for token, status in ((old, 404), (new, 200), (new + "x", 404), ("1-made-up", 404)):
        path = north.url(f"board/calendar/{token}/board.ics")
        assert client.get(path).status_code == status
    send(board_member, "calendar/", end="1")
    client.logout()
    assert client.get(north.url(f"board/calendar/{new}/board.ics")).status_code == 404


def test_a_feed_ends_with_the_office(
    client, north, send, board, meeting, board_member, lead, today
):
    send(board_member, "calendar/", new="1")
    token = diary.token_of(CalendarFeed.objects.get())
    term = SeatTerm.objects.get(holder=board_member)
    seats.end_term(term, ended_on=today, reason="resigned", by=lead, on=today)
    client.logout()

    content = client.get(north.url(f"board/calendar/{token}/board.ics")).content

    assert Calendar.from_ical(content).walk("VEVENT") == []


# ---- looking ahead -------------------------------------------------------------------------------
def test_the_year_shows_meetings_and_what_leads_to_them(look, board, board_member, lead):
    plan(board, lead)
    rows.a_proposal(board, lead, BEFORE)

    months = {month.name: month.entries for month in planning.year_of(2026)}

    assert [entry.title for entry in months["Apr"]] == ["Partnership Board, 2 pm"]
    assert [entry.on.day for entry in months["Mar"]] == [16, 25, 30]
    assert "The board’s year" in look(lead, "meetings/year/")
    assert "The board’s year 1" not in look(lead, "meetings/year/?year=1")


def test_good_days_are_working_days_when_few_are_elsewhere(
    look, board, agenda_group, sit, lead, today, now
):
    joy = sit("Joy Mbeki", board)
    sit("", agenda_group, user=joy)
    for n in range(22, 80):
        rows.a_meeting(agenda_group, rows.at(today + timedelta(days=n)))
    free = next(
        meeting
        for meeting in Meeting.objects.order_by("-starts_at")
        if is_working_day(day_of(meeting.starts_at), ENGLAND)
        and day_of(meeting.starts_at) < today + timedelta(days=69)
    )
    day = day_of(free.starts_at)
    Meeting.objects.filter(pk=free.pk).update(state="cancelled", why_cancelled="Room.")

    found = planning.good_days(board, now=now, closed=ENGLAND)

    assert found[0].on == day
    assert found[0].busy_people == 0
    assert "1 of 1 are at another meeting that day" in found[-1].said
    assert all(is_working_day(each.on, ENGLAND) for each in found)
    assert day.strftime("%Y-%m-%d") in look(lead, "meetings/good-days/")
    assert f"on={found[0].on.isoformat()}" in look(lead, "meetings/good-days/")
    look(lead, f"meetings/new/?on={found[0].on.isoformat()}")
    assert planning.moment_of("soon") is None


@pytest.mark.parametrize("rows_there", [1, 3, 50])
@pytest.mark.parametrize(("path", "queries"), [("agenda-group", 8), ("meetings/year", 6)])
def test_a_list_asks_the_same_whatever_its_length(
    client, north, board, expert, lead, now, rows_there, path, queries, django_assert_num_queries
):
    for n in range(rows_there):
        rows.a_proposal(board, lead, now, title=f"Proposal {n}")
        rows.a_meeting(board, rows.at(now.date() + timedelta(days=2 + n)))
    client.force_login(expert)
    client.get(north.url("board/"))

    with django_assert_num_queries(queries):
        assert client.get(north.url(f"board/{path}/")).status_code == 200
