"""Attendance that is confirmed: an event, a word to the apps above, and time that nobody loses."""

from datetime import timedelta

import pytest

from alliance.errors import Refused
from alliance.models import Event
from partnership_board import registries
from partnership_board.actions import live, participation
from partnership_board.actions.live import Entry
from partnership_board.models import Attendance, PresenceSpan
from partnership_board.queries.participation import Came, came_to, minutes_of
from tests.factories import partnership_board as rows


@pytest.fixture
def meeting(board, now):
    return rows.a_meeting(board, now - timedelta(days=2), state="ended")


@pytest.fixture
def come(meeting, now):
    """Somebody was there for these minutes of the meeting."""

    def coming(person, *spans, outcome="present", **fields):
        row = Attendance.objects.create(
            meeting=meeting, person=person, outcome=outcome, **{"capacity": "holder"} | fields
        )
        for begin, end, by in spans:
            PresenceSpan.objects.create(
                attendance=row,
                from_at=now + timedelta(minutes=begin),
                to_at=now + timedelta(minutes=end),
                ended_by=by,
            )
        return row

    return coming


@pytest.fixture
def heard(monkeypatch):
    """What an app above is told."""
    told, registry = [], registries.Registry()
    registry.add("funding", lambda *said: told.append(said))
    monkeypatch.setattr(registries, "attendance_confirmed", registry)
    return told


def test_confirming_is_on_the_record_and_the_apps_above_hear_of_everybody_who_came(
    heard, come, meeting, board_member, expert, nhs_member, stranger, chair, now
):
    come(board_member, (0, 90, "end"))
    come(expert)
    come(nhs_member, outcome="apologies")

    came = participation.confirm(meeting, by=chair, now=now)

    expected = sorted(
        [Came(board_member.pk, "holder", None, 90), Came(expert.pk, "holder", None, None)],
        key=lambda each: each.person,
    )
    assert came == expected
    assert heard == [(meeting, expected, chair, now)]
    event = Event.objects.get(kind="board.attendance_confirmed")
    assert (event.subject_id, event.by, event.data) == (meeting.pk, chair, {"people": 2})


def test_what_an_app_above_refuses_is_not_confirmed(
    monkeypatch, come, meeting, board_member, chair, now
):
    come(board_member, (0, 90, "end"))
    registry = registries.Registry()

    def refusing(*_told):
        raise Refused("The month is closed.")

    registry.add("funding", refusing)
    monkeypatch.setattr(registries, "attendance_confirmed", registry)

    with pytest.raises(Refused, match="The month is closed"):
        participation.confirm(meeting, by=chair, now=now)
    assert not Event.objects.filter(kind="board.attendance_confirmed").exists()


def test_it_is_confirmed_after_the_end_and_with_nothing_left_to_choose(
    heard, come, meeting, board_member, chair, lead, now
):
    with pytest.raises(Refused, match="Nobody is written down"):
        participation.confirm(meeting, by=chair, now=now)
    meeting.state = "in_session"
    meeting.save()
    with pytest.raises(Refused, match="once the meeting has ended"):
        participation.confirm(meeting, by=chair, now=now)
    words = {"person": board_member.pk}
    live.enter(meeting, Entry("came", "a" * 12, words | {"mode": "room"}), by=chair, now=now)
    gone = Entry("left", "b" * 12, words | {"why": "left"})
    live.enter(meeting, gone, by=lead, now=now)
    meeting.state = "ended"
    meeting.save()

    with pytest.raises(Refused, match="contradict each other"):
        participation.confirm(meeting, by=chair, now=now)
    assert heard == []


@pytest.mark.parametrize(
    ("spans", "minutes"),
    [
        ([(0, 90, "end")], 90),
        ([(0, 30, "left"), (50, 90, "end")], 70),
        ([(0, 30, "recused"), (50, 90, "end")], 90),
        ([(0, 30, "break"), (40, 90, "end")], 90),
        ([(0, 30, "connection_lost"), (31, 60, "left")], 60),
        ([(0, 30, "recused")], 90),
        ([(0, 30, "connection_lost")], 30),
        ([(0, 0.5, "left")], 1),
    ],
)
def test_only_leaving_by_choice_takes_time_off(now, spans, minutes):
    there = [
        PresenceSpan(
            from_at=now + timedelta(minutes=begin), to_at=now + timedelta(minutes=end), ended_by=by
        )
        for begin, end, by in spans
    ]

    assert minutes_of(there, over_at=now + timedelta(minutes=90)) == minutes


def test_whoever_stands_back_and_stays_out_gave_their_time_to_the_end(
    come, meeting, board_member, expert
):
    come(board_member, (0, 90, "end"))
    come(expert, (0, 20, "recused"))

    assert {each.person: each.minutes for each in came_to(meeting)} == {
        board_member.pk: 90,
        expert.pk: 90,
    }


def test_the_chair_confirms_on_the_page_and_others_do_not(
    client, north, come, meeting, board_member, chair
):
    come(board_member, (0, 90, "end"))
    page = north.url(f"board/meetings/{meeting.pk}/attendance/")
    client.force_login(board_member)
    assert "Confirm who came" not in client.get(page).content.decode()
    assert client.post(f"{page}confirm/").status_code == 403

    client.force_login(chair)
    assert "Confirm who came" in client.get(page).content.decode()
    said = client.post(f"{page}confirm/", follow=True).content.decode()

    assert "Confirmed: 1 person came." in said
    assert "After a correction, confirm it again." in said
