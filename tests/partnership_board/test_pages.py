"""The board's pages: what each person finds there, and what a form does."""

from datetime import timedelta

import pytest

from alliance.actions import roles
from alliance.audit import Actor
from alliance.models import Message
from alliance.tenancy.context import work_for
from partnership_board.actions import agendas, answers, seats
from partnership_board.models import (
    AgendaDecision,
    AgendaItem,
    AgendaProposal,
    Decision,
    Deputy,
    Meeting,
    PackBuild,
    SeatTerm,
)
from tests.factories import partnership_board as rows
from tests.factories.members import an_organisation
from tests.people import an_account

WHY = "There are two other groups that ask the same."


@pytest.fixture
def ask(client, north):
    """Open a page as somebody; its words."""

    def asking(person, path, /, *, status=200, **query):
        client.force_login(person)
        answer = client.get(north.url(f"board/{path}"), query)
        assert answer.status_code == status
        return " ".join(answer.content.decode().split())

    return asking


@pytest.fixture
def send(client, north):
    """Send a form as somebody."""

    def sending(person, path, /, **form):
        client.force_login(person)
        return client.post(north.url(f"board/{path}"), form)

    return sending


# ---- the front page ------------------------------------------------------------------------------
def test_an_alliance_without_a_board_says_so(ask, lead):
    assert "No meeting is planned" in ask(lead, "")
    assert "There is no board yet" in ask(lead, "seats/")
    assert "There is no board yet" in ask(lead, "meetings/new/")
    assert "There is no board yet" in ask(lead, "proposals/new/")
    assert "No meetings to show" in ask(lead, "meetings/")
    assert "Nothing to show" in ask(lead, "proposals/")
    assert "No decision to show" in ask(lead, "decisions/")


def test_the_front_page_says_when_the_board_meets_and_what_needs_me(
    ask, meeting, agenda_member, lead, now
):
    rows.a_proposal(meeting.board, lead, now)
    rows.an_item(meeting, title="Small grants")

    page = ask(agenda_member, "")

    assert "The board meets on" in page
    assert "Answer 1 proposal for the agenda" in page
    assert "1 item has no paper yet" in ask(lead, "")


def test_the_pack_can_go_out_when_every_paper_is_here(ask, meeting, lead, now):
    rows.a_paper(rows.an_item(meeting), lead, now)

    assert "The board pack can go out" in ask(lead, "")


# ---- seats ---------------------------------------------------------------------------------------
def test_seats_show_holders_deputies_and_vacancies(ask, board, nhs_member, deputy, lead):
    rows.a_seat(board, title="Empty chair")

    page = ask(lead, "seats/")

    for words in ("Helen Castellane", "Tom Ellery", "Empty chair", "Vacant", "Too few elected"):
        assert words in page
    assert "End term" in page
    assert "End term" not in ask(nhs_member, "seats/")


def test_the_lead_begins_and_ends_a_term(send, ask, seat, lead, board_member, today):
    wrong = send(lead, f"seats/{seat.pk}/begin/", holder="", started_on="soon")
    assert wrong.status_code == 422
    ask(lead, f"seats/{seat.pk}/begin/")

    sent = {"holder": board_member.pk, "started_on": "6 May 2025", "position": "none"}
    assert send(lead, f"seats/{seat.pk}/begin/", **sent).status_code == 302
    again = send(lead, f"seats/{seat.pk}/begin/", **sent)

    assert again.status_code == 422
    assert "That term would overlap Yusuf Karim" in again.content.decode()
    term = SeatTerm.objects.get(seat=seat)
    ask(lead, f"terms/{term.pk}/end/")
    ended = send(lead, f"terms/{term.pk}/end/", ended_on="1 June 2026", reason="resigned")
    assert ended.status_code == 302
    term.refresh_from_db()
    assert term.end_reason == "resigned"


def test_the_lead_names_a_deputy_and_ends_it(send, ask, seat, lead, board_member):
    ask(lead, f"seats/{seat.pk}/deputy/")
    sent = {"person": board_member.pk, "from_on": "6 May 2025"}
    assert send(lead, f"seats/{seat.pk}/deputy/", **sent).status_code == 302
    deputy = Deputy.objects.get(seat=seat)

    ask(lead, f"deputies/{deputy.pk}/end/")
    assert send(lead, f"deputies/{deputy.pk}/end/", to_on="1 June 2026").status_code == 302


def test_only_people_of_this_alliance_can_be_chosen(send, seat, lead, stranger):
    sent = {"holder": stranger.pk, "started_on": "6 May 2025", "position": "none"}

    answer = send(lead, f"seats/{seat.pk}/begin/", **sent)

    assert answer.status_code == 422
    assert not SeatTerm.objects.exists()


# ---- meetings ------------------------------------------------------------------------------------
MEETING = {
    "starts_at_0": "9 April 2027",
    "starts_at_1": "2 pm",
    "ends_at_0": "9 April 2027",
    "ends_at_1": "4 pm",
    "place": "Idea Store",
}


def test_the_lead_plans_and_edits_a_meeting(send, ask, board, lead, chair):
    ask(lead, "meetings/new/")
    answer = send(lead, "meetings/new/", **MEETING, chair=chair.pk)
    assert answer.status_code == 302
    meeting = Meeting.objects.get()

    nowhere = send(lead, f"meetings/{meeting.pk}/edit/", **MEETING | {"place": ""})
    assert "Say where the meeting is" in nowhere.content.decode()
    assert "Idea Store" in ask(lead, f"meetings/{meeting.pk}/edit/")
    changed = send(lead, f"meetings/{meeting.pk}/edit/", **MEETING | {"place": "Town Hall"})

    assert changed.status_code == 302
    assert "Town Hall" in ask(lead, f"meetings/{meeting.pk}/")


def test_a_meeting_moves_on_and_is_cancelled_with_a_reason(send, ask, meeting, lead):
    for to, title in (("agenda_closed", "Close the agenda?"), ("cancelled", "Cancel the meeting?")):
        assert title in ask(lead, f"meetings/{meeting.pk}/step/{to}/")
    assert send(lead, f"meetings/{meeting.pk}/step/agenda_closed/").status_code == 302
    assert send(lead, f"meetings/{meeting.pk}/step/ended/").status_code == 422
    assert send(lead, f"meetings/{meeting.pk}/step/nonsense/").status_code == 404
    assert send(lead, f"meetings/{meeting.pk}/step/cancelled/").status_code == 422

    sent = send(lead, f"meetings/{meeting.pk}/step/cancelled/", why="The room flooded.")

    assert sent.status_code == 302
    assert "The room flooded." in ask(lead, f"meetings/{meeting.pk}/")


def test_a_calendar_file_is_had_from_the_meeting(client, north, meeting, lead):
    client.force_login(lead)

    answer = client.get(north.url(f"board/meetings/{meeting.pk}/calendar/"))

    assert answer.headers["Content-Type"] == "text/calendar"
    assert b"BEGIN:VEVENT" in answer.content


def test_lists_are_filtered_and_had_as_spreadsheets(client, north, meeting, lead, board, now):
    rows.a_proposal(board, lead, now, title="=cmd()")
    rows.a_decision(rows.an_item(meeting), lead, now)
    client.force_login(lead)

    for path, words in (
        ("meetings", "Idea Store"),
        ("proposals", "'=cmd()"),
        ("decisions", "Agreed."),
    ):
        answer = client.get(north.url(f"board/{path}/"), {"format": "csv"})
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert words in answer.content.decode("utf-8-sig")
    none = client.get(north.url("board/meetings/"), {"state": "closed"}).content.decode()
    assert "No meetings to show" in none
    found = client.get(north.url("board/decisions/"), {"q": "nothing"}).content.decode()
    assert "No decision to show" in found


# ---- items ---------------------------------------------------------------------------------------
ITEM = {"title": "Small grants", "purpose": "decide", "minutes": 20, "section": "business"}


def test_the_lead_puts_an_item_with_its_paper_on_the_agenda(send, ask, meeting, lead):
    ask(lead, f"meetings/{meeting.pk}/items/new/")
    text = {"summary": "About grants.", "asks": "- Agree.\n- Say when.", "body_md": "## Why"}
    assert send(lead, f"meetings/{meeting.pk}/items/new/", **ITEM, **text).status_code == 302

    page = ask(lead, f"meetings/{meeting.pk}/items/1/")

    assert "<li>Agree.</li><li>Say when.</li>" in page
    assert "<h3>Why</h3>" in page
    assert "Say when." in ask(lead, f"meetings/{meeting.pk}/items/1/edit/")


def test_an_item_form_keeps_what_was_typed_when_it_says_no(send, meeting, lead):
    long = {"summary": "word " * 121, "asks": "a\n" * 13, "body_md": "Typed with care."}

    answer = send(lead, f"meetings/{meeting.pk}/items/new/", **ITEM, **long)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This has 121 words. Shorten it to 120" in page
    assert "Ask for at most 12 things" in page
    assert "Typed with care." in page
    assert not AgendaItem.objects.exists()


def test_items_are_moved_edited_and_taken_off(send, ask, meeting, lead):
    for title in ("First", "Second"):
        send(
            lead, f"meetings/{meeting.pk}/items/new/", **ITEM | {"title": title, "purpose": "note"}
        )

    send(lead, f"meetings/{meeting.pk}/items/2/move/", to="up")
    send(lead, f"meetings/{meeting.pk}/items/1/move/", to="up")
    changed = ITEM | {"title": "Another title", "purpose": "note"}
    send(lead, f"meetings/{meeting.pk}/items/1/edit/", **changed)
    page = ask(lead, f"meetings/{meeting.pk}/items/2/remove/")
    send(lead, f"meetings/{meeting.pk}/items/2/remove/")

    assert "It is already the first in its part of the agenda." in page
    assert "Take “First” off" in page
    assert [item.title for item in AgendaItem.objects.on_agenda()] == ["Another title"]


def test_a_proposal_fills_the_form(send, ask, board, meeting, lead, agenda_member, now):
    proposal = rows.a_proposal(board, agenda_member, now, state="accepted", minutes_wanted=25)

    assert f"items/new/?proposal={proposal.pk}" in ask(lead, f"proposals/{proposal.pk}/")
    page = ask(lead, f"meetings/{meeting.pk}/items/new/", proposal=proposal.pk)
    assert 'value="25"' in page
    sent = ITEM | {"purpose": "note", "proposal": proposal.pk}
    assert send(lead, f"meetings/{meeting.pk}/items/new/", **sent).status_code == 302

    proposal.refresh_from_db()
    assert proposal.state == "placed"
    assert "Item 1 of the" in ask(lead, f"proposals/{proposal.pk}/")


def test_a_paper_is_for_the_board_once_it_is_out(ask, meeting, lead, board_member, sit, today, now):
    item = rows.an_item(meeting)
    rows.a_paper(item, lead, now, summary="Sealed until it is out.")
    onlooker = an_account("Olu Bello")
    roles.grant(onlooker, "observer", started_on=today, by=lead, on=today)
    address = f"meetings/{meeting.pk}/items/1/"

    assert "Sealed until" in ask(lead, address)
    assert "Sealed until" not in ask(board_member, address)
    Meeting.objects.update(state="published")
    assert "Sealed until" in ask(board_member, address)
    assert "The paper is for members of the board" in ask(onlooker, address)
    Meeting.objects.update(is_public=True)
    assert "Sealed until" in ask(onlooker, address)


def test_a_decision_is_written_down_after_the_meeting(send, ask, board, lead, today):
    meeting = rows.a_meeting(board, rows.at(today - timedelta(days=9)), state="ended")
    rows.an_item(meeting)
    ask(lead, f"meetings/{meeting.pk}/items/1/decision/")
    address = f"meetings/{meeting.pk}/items/1/decision/"

    assert send(lead, address, kind="approve", text="Agreed by all.").status_code == 302

    assert Decision.objects.get().text == "Agreed by all."
    assert "Agreed by all." in ask(lead, f"meetings/{meeting.pk}/items/1/")
    assert "Agreed by all." in ask(lead, "decisions/", q="agreed")


# ---- proposals -----------------------------------------------------------------------------------
PROPOSAL = {"title": "Interpreters", "why_now": "People wait.", "purpose": "discuss"}


def test_a_member_proposes_on_one_page(send, ask, meeting, board_member):
    page = ask(board_member, "proposals/new/")
    assert "the last day is" in page
    assert "0 proposals wait" in page

    assert send(board_member, "proposals/new/", **PROPOSAL, minutes_wanted=15).status_code == 302

    proposal = AgendaProposal.objects.get()
    assert proposal.proposed_by == board_member
    again = send(board_member, "proposals/new/", **PROPOSAL, minutes_wanted=15)
    assert "You have proposed this already" in again.content.decode()
    assert "Interpreters" in ask(board_member, "proposals/", state="submitted")


def test_nobody_proposes_for_an_organisation_that_is_not_theirs(send, board_member, board):
    other = an_organisation("Heron House")

    answer = send(
        board_member, "proposals/new/", **PROPOSAL, minutes_wanted=15, for_organisation=other.pk
    )

    assert answer.status_code == 422
    assert not AgendaProposal.objects.exists()


def test_the_group_answers_with_a_reason(send, ask, board, lead, agenda_member, now):
    proposal = rows.a_proposal(board, lead, now)
    address = f"proposals/{proposal.pk}/decide/"
    assert "Should the board hear “Interpreters”?" in ask(agenda_member, address)

    short = send(agenda_member, address, outcome="declined", reason="No.")
    assert "the reason is published with the decision" in short.content.decode()
    assert send(agenda_member, address, outcome="declined", reason=WHY).status_code == 302

    assert AgendaDecision.objects.get().decided_by == agenda_member
    assert WHY in ask(lead, f"proposals/{proposal.pk}/")


def test_the_lead_and_other_members_do_not_decide(send, ask, board, lead, board_member, now):
    proposal = rows.a_proposal(board, board_member, now)

    for person in (lead, board_member):
        ask(person, f"proposals/{proposal.pk}/decide/", status=403)
        assert send(person, f"proposals/{proposal.pk}/decide/").status_code == 403


def test_a_proposal_is_withdrawn_by_its_proposer_alone(send, ask, board, lead, board_member, now):
    proposal = rows.a_proposal(board, board_member, now)

    send(lead, f"proposals/{proposal.pk}/withdraw/")
    assert "Only the person who made a proposal can withdraw it." in ask(lead, "proposals/")
    assert "Withdraw it" in ask(board_member, f"proposals/{proposal.pk}/")
    send(board_member, f"proposals/{proposal.pk}/withdraw/")

    proposal.refresh_from_db()
    assert proposal.state == "withdrawn"


def test_a_late_answer_is_shown_as_late(ask, board, lead, now):
    late = rows.a_proposal(board, lead, now, answer_by_on=now.date() - timedelta(days=1))

    assert "Late" in ask(lead, "proposals/")
    assert "An answer was due on" in ask(lead, f"proposals/{late.pk}/")


# ---- packs ---------------------------------------------------------------------------------------
def test_the_lead_builds_the_pack_and_sees_it_being_made(
    send, ask, client, north, meeting, lead, board_member
):
    rows.an_item(meeting)
    page = ask(lead, f"meetings/{meeting.pk}/pack/")
    assert "Nothing has been sent yet" in page
    assert "Yusuf Karim" in page

    send(lead, f"meetings/{meeting.pk}/pack/", note="The first.")
    page = ask(lead, f"meetings/{meeting.pk}/pack/")

    assert "Build 1 is being made" in page
    assert 'hx-trigger="every 2s"' in page
    part = client.get(
        north.url(f"board/meetings/{meeting.pk}/pack/"), headers={"HX-Request": "true"}
    )
    assert "Build 1 is being made" in part.content.decode()
    assert "<html" not in part.content.decode()
    again = send(lead, f"meetings/{meeting.pk}/pack/")
    assert "Build 1 is being made at this moment" in again.content.decode()
    PackBuild.objects.update(state="failed", problem="No font has that sign.")
    assert "No font has that sign." in ask(lead, f"meetings/{meeting.pk}/pack/")


def test_before_the_pack_is_out_there_is_nothing_to_read(ask, meeting, board_member):
    assert "The papers are not out yet" in ask(board_member, f"meetings/{meeting.pk}/pack/read/")


# ---- minutes -------------------------------------------------------------------------------------
def test_a_draft_is_for_the_board_and_approved_minutes_for_all(
    ask, send, board, lead, today, observer
):
    meeting = rows.a_meeting(board, rows.at(today - timedelta(days=9)), state="ended")
    base = f"meetings/{meeting.pk}/minutes/"
    assert send(lead, f"{base}approve/").status_code == 404
    assert "nothing to read yet" in ask(lead, base)
    minutes = rows.minutes_of(meeting, "A word in confidence.")

    assert "A word in confidence" not in ask(observer, base)
    minutes.state, minutes.approved_on = "approved", today
    minutes.save()
    assert "A word in confidence" in ask(observer, base)


# ---- who finds nothing ---------------------------------------------------------------------------
def test_a_board_member_of_south_sees_nothing_of_north(
    client, north, south, meeting, lead, now, today
):
    proposal = rows.a_proposal(meeting.board, lead, now)
    rows.an_item(meeting)
    with work_for(south.id, south.slug):
        theirs = rows.a_board()
        stranger = an_account("Stella Marsh")
        rows_seat = rows.a_seat(theirs)
        seats.begin_term(rows_seat, holder=stranger, started_on=today, by=Actor.SYSTEM, on=today)
    client.force_login(stranger)

    for path in (
        "",
        "seats/",
        "meetings/",
        f"meetings/{meeting.pk}/",
        f"meetings/{meeting.pk}/items/1/",
        f"meetings/{meeting.pk}/pack/read/",
        f"proposals/{proposal.pk}/",
        "decisions/",
    ):
        assert client.get(north.url(f"board/{path}")).status_code == 404
    for path in (f"meetings/{meeting.pk}/", f"proposals/{proposal.pk}/"):
        assert client.get(south.url(f"board/{path}")).status_code == 404


# ---- the open ledger -----------------------------------------------------------------------------
def test_everybody_reads_the_ledger_of_a_public_board_and_no_persons_name(
    client, north, board, board_member, coproduction_lead, now
):
    rows.a_proposal(board, board_member, now, title="Interpreters")
    rows.a_proposal(board, None, now, title="Call-backs", origin="lived_experience")
    rows.a_proposal(board, board_member, now, title="My draft", state="draft")
    closed = client.get(north.url("board/open/")).content.decode()
    board.is_public = True
    board.save()

    page = client.get(north.url("board/open/")).content.decode()

    assert "This board does not publish its proposals" in closed
    assert "Interpreters" not in closed
    for words in ("Interpreters", "A member of the alliance", "People with lived experience"):
        assert words in page
    for words in ("Yusuf Karim", "Callum Reid", "My draft"):
        assert words not in page


def test_what_was_born_from_lived_experience_names_nobody_anywhere(
    client, north, board, lead, coproduction_lead, agenda_member, now
):
    proposal = agendas.propose(
        board,
        title="Call-backs",
        why_now="People wait.",
        purpose="discuss",
        origin="lived_experience",
        by=coproduction_lead,
        now=now,
    )
    answers.decide(proposal, outcome="declined", reason=WHY, by=agenda_member, now=now)
    client.force_login(lead)

    for path in ("proposals/", f"proposals/{proposal.pk}/", "proposals/?format=csv", "open/"):
        said = client.get(north.url(f"board/{path}")).content.decode()
        assert "Callum Reid" not in said
    assert not Message.objects.filter(kind="mail").exists()


# ---- how much is asked of the database -----------------------------------------------------------
def fill(board, lead, now, count):
    meeting = rows.a_meeting(board, rows.at(now.date() + timedelta(days=40)))
    for n in range(count):
        day = rows.at(now.date() + timedelta(days=41 + n))
        rows.a_meeting(board, day, chair=lead)
        rows.a_proposal(board, lead, now, title=f"Proposal {n}")
        rows.a_decision(rows.an_item(meeting, number=n + 1), lead, now, sequence=n + 1)
        seat = rows.a_seat(board, title=f"Seat {n}")
        rows.a_term(seat, lead)
        rows.a_deputy(seat, an_account(f"Deputy {n:03}"))


@pytest.mark.parametrize("rows_there", [1, 3, 50])
@pytest.mark.parametrize(
    ("path", "queries"),
    [("seats", 7), ("meetings", 5), ("proposals", 8), ("decisions", 5)],
)
def test_a_list_asks_the_same_whatever_its_length(
    client, north, board, sit, now, rows_there, path, queries, django_assert_num_queries
):
    reader = sit("Yusuf Karim", board)
    fill(board, an_account("Ann Lee"), now, rows_there)
    client.force_login(reader)
    client.get(north.url("board/"))

    with django_assert_num_queries(queries):
        assert client.get(north.url(f"board/{path}/")).status_code == 200
