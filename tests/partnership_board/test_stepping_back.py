"""Stepping back: nobody asks why, and nobody else can tell it from apologies with a deputy."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.errors import Refused
from alliance.models import Message
from partnership_board.actions import coming, pauses, seats
from partnership_board.models import Attendance, Deputy, Seat, SeatPause, SeatTerm
from partnership_board.queries import appeals, group
from partnership_board.queries import packs as pack_queries


@pytest.fixture
def term(nhs_member):
    return SeatTerm.objects.get(holder=nhs_member)


@pytest.fixture
def look(client, north):
    def looking(person, path):
        client.force_login(person)
        return client.get(north.url(f"board/{path}"))

    return looking


def step_back(term, now, **words):
    words = {"from_on": now.date(), "by": term.holder, "now": now} | words
    return pauses.step_back(term, **words)


def test_the_deputy_is_told_and_letters_to_the_holder_stop(
    board, term, deputy, nhs_member, today, now
):
    step_back(term, now)

    (letter,) = Message.objects.filter(kind="mail")
    assert (letter.to, letter.subject) == (deputy.email, "You come for a seat on the board")
    there = [each.person for each in pack_queries.recipients(board.pk, on=today)]
    assert there == [deputy]
    assert list(group.members_of(board.pk, on=today)) == [deputy]
    assert list(appeals.seats_of(nhs_member, board.pk, on=today)) == []
    assert list(appeals.seats_of(deputy, board.pk, on=today)) == [term.seat]


def test_without_a_deputy_the_lead_is_asked_to_find_one(term, lead, now):
    step_back(term, now)

    letter = Message.objects.get(kind="mail")
    assert (letter.to, letter.subject) == (lead.email, "A seat needs a deputy")


def test_coming_back_is_one_click(board, term, nhs_member, today, now):
    step_back(term, now)

    pauses.come_back(term, by=nhs_member, now=now + timedelta(days=3))

    assert not SeatPause.objects.current(on=today + timedelta(days=3)).exists()
    with pytest.raises(Refused, match="nothing to come back from"):
        pauses.come_back(term, by=nhs_member, now=now + timedelta(days=4))


def test_what_had_not_begun_is_as_if_never_asked_for(term, nhs_member, today, now):
    step_back(term, now, from_on=today + timedelta(days=9))

    pauses.come_back(term, by=nhs_member, now=now)

    assert not SeatPause.objects.current(on=today + timedelta(days=9)).exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"from_on": timedelta(days=-1)}, "Choose today, or a day to come"),
        ({"to_on": timedelta(0)}, "You come back after you step back"),
    ],
)
def test_days_make_sense(term, today, now, words, sentence):
    with pytest.raises(Refused, match=sentence):
        step_back(term, now, **{name: today + shift for name, shift in words.items()})


def test_only_the_holder_steps_back_and_comes_back(term, lead, today, now):
    with pytest.raises(Refused, match="Only whoever holds the seat can step back"):
        step_back(term, now, by=lead)
    step_back(term, now)
    with pytest.raises(Refused, match="stepping back already"):
        step_back(term, now)
    with pytest.raises(Refused, match="Only whoever holds the seat can come back"):
        pauses.come_back(term, by=lead, now=now)
    seats.end_term(term, ended_on=today, reason="resigned", by=lead, on=today)
    with pytest.raises(Refused, match="no longer hold this seat"):
        step_back(term, now)


def test_others_see_no_difference(
    look, board, term, deputy, nhs_member, board_member, lead, meeting, now
):
    """From apologies with a deputy: only the holder, the deputy and the lead can tell."""
    paths = ("seats/", f"seats/{term.seat_id}/", "", f"meetings/{meeting.pk}/")

    def seen_by(person):
        found = [look(person, path).content.decode() for path in paths]
        return [page.split("<main")[1].split("</main")[0] for page in found]

    coming.answer(meeting, rsvp="deputy", by=nhs_member, now=now)
    apologies = seen_by(board_member)
    Attendance.objects.all().delete()
    assert seen_by(board_member) != apologies
    step_back(term, timezone.now())

    assert seen_by(board_member) == apologies
    assert "Stepping back" in look(lead, f"seats/{term.seat_id}/").content.decode()
    assert "Stepping back" in look(deputy, f"seats/{term.seat_id}/").content.decode()
    assert "Come back" in look(nhs_member, f"seats/{term.seat_id}/").content.decode()


def test_the_page_leads_there_and_back(client, north, look, term, deputy, nhs_member, board_member):
    path = f"seats/{term.seat_id}/step-back/"
    assert look(board_member, path).status_code == 302
    page = look(nhs_member, path).content.decode()
    assert "Nobody asks you why" in page
    assert "Tom Ellery comes instead of you" in page
    address = north.url(f"board/{path}")

    assert client.post(address, {"from_on": "soon"}).status_code == 422
    assert client.post(address, {"from_on": "1 May 2099"}).status_code == 302
    assert "Come back whenever you like" in look(nhs_member, path).content.decode()
    assert client.post(address, {"back": "1"}).status_code == 302
    assert "Step back for a while" in look(nhs_member, path).content.decode()
    assert Deputy.objects.get(person=deputy).to_on is None
    assert Seat.objects.get(pk=term.seat_id).closed_on is None
