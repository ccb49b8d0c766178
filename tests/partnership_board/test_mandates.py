"""Whoever is elected tells the members; what was said elsewhere comes to the board."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from alliance import access
from alliance.calendars import ENGLAND, add_working_days
from alliance.errors import Refused
from alliance.models import Message, User
from members.actions import networks
from members.actions import representatives as acting
from members.models import ReportBack, Representation
from partnership_board import reminding
from partnership_board.actions import (
    definitions,
    mandate_letters,
    mandates,
    meetings,
    moves,
    seats,
)
from partnership_board.models import (
    AgendaItem,
    AgendaProposal,
    PaperVersion,
    SeatPause,
    SeatReport,
    SeatTerm,
)
from partnership_board.queries import duties
from partnership_board.queries import mandates as queries
from tests.factories import partnership_board as rows
from tests.factories.members import a_network, an_organisation
from tests.people import an_account
from tests.people_board import SAT_DOWN

TOLD = "The board agreed to open the hall in the evenings."


@pytest.fixture
def network(board):
    board.network = a_network("The board, as a network")
    board.save()
    return board.network


@pytest.fixture
def elected(board, network, lead, today) -> User:
    """Acts for a member, and was elected to a seat: so they speak for the members there."""
    person, group = an_account("Ines Ferro"), an_organisation("Ferro House")
    words = {"started_on": SAT_DOWN, "by": lead, "on": today}
    acting.add_representative(group, user=person, role="editor", **words)
    seats.begin_term(rows.a_seat(board), holder=person, organisation=group, **words)
    return person


@pytest.fixture
def held(board, elected, nhs_member, lead, today, now):
    meeting = rows.a_meeting(board, now - timedelta(hours=3), state="published")
    meetings.step(meeting, to="ended", by=lead, now=now)
    return meeting


def cards(user, on):
    access.carry_rights(user, on=on)
    return [card.title for card in duties.cards(user, on)]


def test_a_held_meeting_asks_each_elected_seat_for_a_report_in_five_working_days(
    held, elected, nhs_member, today
):
    (owed,) = SeatReport.objects.all()

    assert owed.seat_term.holder == elected
    assert owed.due_on == add_working_days(today, 5, ENGLAND)
    assert cards(elected, today) == ["Tell the members what the Partnership Board came to"]
    assert cards(nhs_member, today) == []


def test_ending_a_meeting_twice_asks_once(held, lead, now):
    meetings.step(held, to="in_session", why="We forgot an item.", by=lead, now=now)
    meetings.step(held, to="ended", by=lead, now=now)

    assert SeatReport.objects.count() == 1


def test_whoever_was_elected_tells_the_members_on_a_page(client, north, held, elected, today):
    owed = SeatReport.objects.get()
    client.force_login(elected)
    assert client.get(owed.get_absolute_url()).status_code == 200
    assert client.post(owed.get_absolute_url(), {}).status_code == 422

    sent = {"what_was_said": TOLD, "visibility": "members"}
    assert client.post(owed.get_absolute_url(), sent).status_code == 302

    told = ReportBack.objects.get()
    assert (told.what_was_said, told.representation.user) == (TOLD, elected)
    assert TOLD in client.get(owed.get_absolute_url()).content.decode()
    assert cards(elected, today) == []


def test_only_the_holder_tells_and_only_once(client, held, elected, chair, now):
    owed = SeatReport.objects.get()
    with pytest.raises(Refused, match="Only whoever holds the seat"):
        mandates.report(owed, what_was_said=TOLD, by=chair, now=now)
    client.force_login(chair)
    assert "Not told yet" in client.get(owed.get_absolute_url()).content.decode()
    mandates.report(owed, what_was_said=TOLD, by=elected, now=now)
    with pytest.raises(Refused, match="told the members of this meeting already"):
        mandates.report(owed, what_was_said=TOLD, by=elected, now=now)


def test_a_board_that_is_no_network_any_more_has_nowhere_to_tell(held, elected, now):
    owed = SeatReport.objects.get()
    held.board.network = None
    held.board.save()
    with pytest.raises(Refused, match="not on the list of networks"):
        mandates.report(owed, what_was_said=TOLD, by=elected, now=now)


def test_what_was_told_on_the_networks_own_page_is_owed_no_more(held, network, elected, today):
    networks.report_back(network, meeting_on=today, what_was_said=TOLD, by=elected, on=today)

    assert list(queries.owed_by(elected)) == []


def test_whoever_is_elected_no_longer_speaks_for_us_when_the_term_ends(elected, lead, today):
    voice = Representation.objects.get(user=elected)
    assert voice.ended_on is None

    term = SeatTerm.objects.get(holder=elected)
    seats.end_term(term, ended_on=today, reason="resigned", by=lead, on=today)

    voice.refresh_from_db()
    assert voice.ended_on == today


# ---- from other networks -------------------------------------------------------------------------
@pytest.fixture
def told(north, lead, today) -> ReportBack:
    forum, group = a_network("Harbour Forum"), an_organisation("Lime House")
    person = an_account("Ola Brandt")
    acting.add_representative(
        group, user=person, role="editor", started_on=SAT_DOWN, by=lead, on=today
    )
    words = {"user": person, "organisation": group, "started_on": SAT_DOWN, "by": lead}
    networks.begin_representation(forum, **words)
    return networks.report_back(
        forum,
        meeting_on=today - timedelta(days=3),
        what_was_said="They heard how long people wait.",
        what_was_asked_of_us="Three stories.",
        visibility="public",
        by=person,
        on=today,
    )


def test_a_report_from_elsewhere_becomes_an_item_with_its_words_as_the_paper(
    client, north, meeting, told, lead
):
    client.force_login(lead)
    address = north.url(f"board/meetings/{meeting.pk}/reports/")
    assert "They heard how long people wait." in client.get(address).content.decode()
    assert client.post(address, {}).status_code == 302
    assert not AgendaItem.objects.exists()

    assert client.post(address, {"report": told.pk}).status_code == 302

    item = AgendaItem.objects.get()
    assert (item.title, item.purpose, item.report) == (
        "What was said in Harbour Forum", "note", told,
    )  # fmt: skip
    paper = PaperVersion.objects.get()
    assert "## What it asks of us" in paper.body_md
    assert "Nothing new was told" in client.get(address).content.decode()


def test_a_report_stands_on_an_agenda_once(meeting, told, lead, now):
    mandates.place(told, on_agenda_of=meeting, by=lead, now=now)
    with pytest.raises(Refused, match="on the agenda already"):
        mandates.place(told, on_agenda_of=meeting, by=lead, now=now)


def test_what_everybody_may_read_is_printed_until_it_is_an_item(meeting, told, lead, today, now):
    assert queries.in_pack(meeting.pk, today) == {"reports": [told]}
    mandates.place(told, on_agenda_of=meeting, by=lead, now=now)
    assert queries.in_pack(meeting.pk, today) is None


def test_what_was_told_to_members_alone_is_not_printed(meeting, told, today):
    ReportBack.objects.update(visibility="members")
    assert queries.in_pack(meeting.pk, today) is None


def test_what_was_told_before_the_last_meeting_is_not_printed_again(board, meeting, told, today):
    rows.a_meeting(board, rows.at(today - timedelta(days=1)), state="ended")
    assert queries.in_pack(meeting.pk, today) is None


# ---- empty seats ---------------------------------------------------------------------------------
def test_the_lead_hears_of_empty_seats_and_of_too_few_elected(board, seat, lead, today):
    assert cards(lead, today) == ["The board has too few elected members"]

    board.min_elected_seats = 0
    board.save()
    assert cards(lead, today) == ["1 seat on the board is empty"]
    assert cards(lead, date(2024, 1, 1)) == []


# ---- the database refuses ------------------------------------------------------------------------
def test_one_report_for_a_seat_and_a_meeting(held):
    owed = SeatReport.objects.get()
    with (
        pytest.raises(IntegrityError, match="one_report_a_seat_and_meeting"),
        transaction.atomic(),
    ):
        SeatReport.objects.create(meeting=held, seat_term=owed.seat_term, due_on=owed.due_on)


def test_a_report_is_an_item_of_an_agenda_once(meeting, told):
    rows.an_item(meeting, report=told)
    with (
        pytest.raises(IntegrityError, match="report_once_on_an_agenda"),
        transaction.atomic(),
    ):
        rows.an_item(meeting, number=2, report=told)


# ---- reminded ------------------------------------------------------------------------------------
def reminded(on):
    """Written on this day at nine; to whom, and about what."""
    mandate_letters.remind(now=rows.at(on, 9))
    letters = Message.objects.filter(key__startswith="reports due to").order_by("pk")
    return [(letter.to, letter.due_at.date()) for letter in letters]


def test_whoever_owes_a_report_is_reminded_two_days_before_and_on_the_day(held, elected, today):
    (owed,) = SeatReport.objects.all()
    assert reminded(today) == []

    sent = []
    for days in range((owed.due_on - today).days + 5):
        sent = reminded(today + timedelta(days=days))
    again = reminded(owed.due_on)

    assert again == sent
    assert {to for to, _ in sent} == {elected.email}
    assert [day for _, day in sent] == reminding.told_on(owed.due_on, ENGLAND, (2, 0))
    letter = Message.objects.filter(key__startswith="reports due to").first()
    assert owed.get_absolute_url() in letter.body
    assert "The members wait to hear of 1 meeting, by" in letter.subject
    assert "Partnership Board" in letter.body_html


def test_nobody_is_reminded_who_told_or_who_rests(held, elected, today, now, lead):
    (owed,) = SeatReport.objects.all()
    pause = SeatPause.objects.create(seat_term=owed.seat_term, from_on=today)
    assert reminded(owed.due_on) == []

    pause.to_on = owed.due_on
    pause.save()
    assert len(reminded(owed.due_on)) == 1

    Message.objects.all().delete()
    mandates.report(owed, what_was_said=TOLD, by=elected, now=now)
    assert reminded(owed.due_on) == []


def test_whoever_speaks_for_us_in_another_network_is_reminded_too(network, elected, lead, today):
    health = a_network("Health forum")
    group = Representation.objects.get(network=network).organisation
    networks.begin_representation(
        health, user=elected, organisation=group, started_on=SAT_DOWN, by=lead
    )
    held_on = today - timedelta(days=7)
    meeting = networks.enter_meeting(health, held_on=held_on, by=lead)

    assert [to for to, _ in reminded(meeting.report_by_on)] == [elected.email]
    letter = Message.objects.get(key__startswith="reports due to")
    assert "Health forum" in letter.body
    assert health.get_absolute_url() in letter.body


# ---- the definitions, once a year ----------------------------------------------------------------
AFTER_A_YEAR = date(2026, 11, 9)


@pytest.fixture
def group_meeting(agenda_group):
    return rows.a_meeting(agenda_group, rows.at(AFTER_A_YEAR + timedelta(days=30)))


def on_agenda(meeting):
    items = AgendaItem.objects.on_agenda().filter(meeting=meeting)
    return list(items.values_list("title", "proposal__state"))


def test_the_group_reads_the_definitions_once_a_year(agenda_group, group_meeting):
    now = rows.at(AFTER_A_YEAR)

    assert definitions.place_reviews(now=now) == 1
    assert definitions.place_reviews(now=now + timedelta(days=1)) == 0

    assert on_agenda(group_meeting) == [(definitions.TITLE, "placed")]
    proposal = AgendaProposal.objects.get()
    assert (proposal.origin, proposal.proposed_by) == ("standing", None)
    assert "Jul 2025 to Jun 2026" in proposal.why_now
    later = rows.a_meeting(agenda_group, rows.at(date(2027, 7, 20)))
    assert definitions.place_reviews(now=rows.at(date(2027, 7, 1))) == 1
    assert on_agenda(later) == [(definitions.TITLE, "placed")]


def test_a_review_that_was_not_reached_comes_again(agenda_group, group_meeting, lead):
    definitions.place_reviews(now=rows.at(AFTER_A_YEAR))
    item = AgendaItem.objects.get()
    why = "There was only time for what was urgent."
    moves.move_on(item, kind="out_of_time", reason=why, by=lead, now=group_meeting.ends_at)
    group_meeting.state = "ended"
    group_meeting.save()
    later = rows.a_meeting(agenda_group, group_meeting.starts_at + timedelta(days=28))

    assert definitions.place_reviews(now=group_meeting.ends_at) == 1

    assert on_agenda(later) == [(definitions.TITLE, "placed")]


def test_before_a_year_is_over_or_without_a_meeting_nothing_is_placed(agenda_group, lead):
    assert definitions.place_reviews(now=rows.at(AFTER_A_YEAR)) == 0
    rows.a_meeting(agenda_group, rows.at(date(2025, 7, 20)))
    assert definitions.place_reviews(now=rows.at(date(2025, 6, 30))) == 0
    assert not AgendaProposal.objects.exists()
