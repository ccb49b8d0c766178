"""An election's days in calendars; seats that need one in time; what its log says of letters."""

from datetime import timedelta

import pytest
from django.urls import reverse
from icalendar import Calendar

from alliance import access
from alliance.models import Message
from partnership_board.actions import ballot_box, election_clock, nominations
from partnership_board.models import ElectionLogLine, ElectionSeat, Interest, Nomination
from partnership_board.queries import election_diary, vacant_seats
from tests.factories import partnership_board as rows
from tests.factories.elections import (
    a_draft,
    a_timetable,
    advance,
    an_election,
    cast,
    with_officers,
)
from tests.factories.members import a_representative, an_organisation
from tests.people import an_account
from tests.people_elections import lately

pytestmark = pytest.mark.django_db


# ---- calendars -----------------------------------------------------------------------------------


def events(election, now):
    calendar = Calendar.from_ical(election_diary.as_calendar(election, now=now))
    return {str(each["summary"]).partition(": ")[2]: each for each in calendar.walk("VEVENT")}


def test_each_step_is_in_the_calendar_at_its_hour(board, now, client):
    election = an_election(board, now)
    found = events(election, now)

    assert list(found) == [
        "Everybody is told",
        "Nominations open",
        "Nominations close",
        "The last moment to withdraw",
        "The roll is taken",
        "The poll opens",
        "The poll closes",
    ]
    assert found["The poll closes"]["dtstart"].dt == election.closes_at.replace(microsecond=0)
    assert found["The roll is taken"]["dtstart"].dt == election.roll_on
    address = reverse("partnership_board:election_calendar", kwargs={"pk": election.pk})
    answer = client.get(address)
    assert answer["Content-Type"].startswith("text/calendar")
    assert election.get_absolute_url() in answer.getvalue().decode().replace("\r\n ", "")


def test_a_day_that_moved_changes_the_event_people_have(board, now):
    election = an_election(board, now)
    before = events(election, now)["The poll closes"]
    ballot_box.close_poll(election, now=election.closes_at)  # nobody voted: extended
    election.refresh_from_db()

    after = events(election, now)["The poll closes"]

    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert after["dtstart"].dt > before["dtstart"].dt


def test_what_was_abandoned_is_cancelled_and_objections_have_their_day(board, now):
    election = an_election(board, now)
    election.state, election.objections_close_at = "abandoned", now
    found = events(election, now)

    assert {str(each["status"]) for each in found.values()} == {"CANCELLED"}
    assert "Objections close" in found


def test_a_draft_is_in_nobodys_calendar(board, now, client):
    draft = a_draft(board, now)
    address = reverse("partnership_board:election_calendar", kwargs={"pk": draft.pk})

    assert client.get(address).status_code == 404


# ---- half a year before --------------------------------------------------------------------------


@pytest.fixture
def ending(board, today):
    """A seat whose term ends in 179 days, and one that lasts."""
    soon, later = rows.a_seat(board, "Ends soon"), rows.a_seat(board, "Lasts")
    rows.a_term(soon, an_account("Soon Over"), ends_on=today + timedelta(days=179))
    rows.a_term(later, an_account("Here Longer"), ends_on=today + timedelta(days=182))
    return soon


def test_half_a_year_before_a_term_ends_the_lead_is_asked_to_draft(ending, lead, north, today):
    access.carry_rights(lead, on=today)
    [card] = vacant_seats.cards(lead, today)

    assert card.title == "Draft an election: 1 elected seat falls vacant"
    assert (card.words, card.by_on) == ("Ends soon", today + timedelta(days=179))
    page = lately(lead).get(card.url)
    form = page.context["form"]
    assert form.fields["seats"].choices == [(str(ending.pk), "Ends soon")]
    assert form.initial["seats"] == [str(ending.pk)]


def test_nobody_else_is_asked_and_nobody_once_it_is_under_way(ending, board, today, now):
    somebody = an_account("Somebody Else")
    access.carry_rights(somebody, on=today)
    assert list(vacant_seats.cards(somebody, today)) == []
    under_way = a_draft(board, now, seats=1)
    ElectionSeat.objects.filter(election=under_way).update(seat=ending)

    assert [seat.title for seat in vacant_seats.to_fill(on=today)] == ["VCSE seats 1"]


def test_seats_of_another_board_or_not_elected_are_left_alone(board, today, lead):
    rows.a_seat(board, "Sent by a partner", basis="appointed")

    access.carry_rights(lead, on=today)
    assert vacant_seats.to_fill(on=today) == []
    assert list(vacant_seats.cards(lead, today)) == []


# ---- what the log says of letters ----------------------------------------------------------------


def lines(election):
    return list(
        ElectionLogLine.objects.filter(election=election)
        .order_by("seq")
        .values_list("public_text", flat=True)
    )


@pytest.mark.parametrize("voted", [0, 1, 3])
def test_while_the_poll_is_open_the_log_tells_nothing_of_turnout(board, now, voted):
    poll = an_election(board, now, roll=3)
    for index in range(voted):
        cast(poll, index, [1], now)

    election_clock.remind(now=poll.closes_at.replace(hour=9))

    assert lines(poll) == [election_clock.REMINDED_LINE]


def test_after_the_close_the_log_says_how_many_reminders_there_were(board, now):
    poll = an_election(board, now, roll=3)
    cast(poll, 0, [1], now)
    election_clock.remind(now=poll.closes_at.replace(hour=9))
    cast(poll, 1, [1], now)
    ballot_box.close_poll(poll, now=poll.closes_at)

    assert "In all, 2 reminders were sent." in lines(poll)
    assert Message.objects.filter(key__contains="reminder").count() == 2  # still on their way


# ---- what the register says ----------------------------------------------------------------------


@pytest.fixture
def nominating(board, now, today):
    election = a_draft(board, now, timetable=a_timetable(now, opens_in=timedelta(days=27)))
    with_officers(election, today, keys=False)
    return advance(election, "nominating")


def declared(person, now, today, **fields):
    said = {"category": "financial", "description": "Paid by the pilot", "from_on": today}
    return Interest.objects.create(
        person=person, declared_at=now, confirmed_at=now, **(said | fields)
    )


def test_what_the_register_says_is_offered_and_stands_below_their_own_words(nominating, now, today):
    organisation, person = an_organisation("Hope House"), an_account("Hope Speaker")
    a_representative(person, organisation)
    access.rebuild(person, on=today)
    declared(person, now, today)
    declared(
        person, now, today, description="Kept back", is_public=False, withheld_because="safety"
    )
    declared(
        person, now, today, description="Long ago", from_on=today - timedelta(days=9), to_on=today
    )
    address = reverse("partnership_board:nomination_new", kwargs={"pk": nominating.pk})
    browser = lately(person)
    assert "Add what the public register" in browser.get(address).content.decode()
    said = {"person": f"{person.pk}-{organisation.pk}", "interests": "I rent from the council."}

    assert browser.post(address, said | {"with_register": "on"}).status_code == 302

    made = Nomination.objects.get(election=nominating)
    wanted = "I rent from the council.\nMoney: Paid by the pilot"
    assert made.interests == wanted
    again = {"statement": "", "statement_formats": "", "interests": wanted, "with_register": True}
    nominations.edit(made, by=person, now=now, **again)
    made.refresh_from_db()
    assert made.interests == wanted  # once
