"""Asking partners and being asked: one clock, fair words, and an answer without an account."""

import re
from datetime import date, timedelta

import pytest

from alliance import outbox, vault
from alliance.errors import Refused
from alliance.models import Message
from alliance.words import day
from members.models import Network
from partnership_board.actions import agendas, request_letters, requests
from partnership_board.actions.requests import Words
from partnership_board.models import AgendaProposal, ClockEvent, PartnerRequest, Restriction
from partnership_board.queries import requests as queries
from partnership_board.queries.calendars import closed_days
from tests.documents.reading import broken_rules, text_of
from tests.factories import partnership_board as rows

SENT = rows.at(date(2026, 6, 1), 10)  # a Monday
WORDS = {"title": "Interpreters", "text": "Who pays for them?", "wants": "decision"}
THEM = {"body_name": "The council", "contact_name": "Ines", "contact_email": "ines@council.example"}


@pytest.fixture
def draft(board, lead):
    def drafting(**words):
        return requests.draft(board, Words(**WORDS | THEM | words), by=lead, now=SENT)

    return drafting


@pytest.fixture
def asked(draft, lead):
    request = draft(is_public=True)
    requests.send(request, by=lead, now=SENT)
    return PartnerRequest.objects.get(pk=request.pk)


def row_of(request, on):
    fresh = PartnerRequest.objects.get(pk=request.pk)
    return queries.row_of(fresh, on=on, closed=closed_days())


def later(days):
    return SENT + timedelta(days=days)


# ---- asking --------------------------------------------------------------------------------------
def test_a_draft_becomes_a_letter_with_a_link_and_a_clock(asked):
    letter = Message.objects.get(to="ines@council.example")

    assert (asked.state, asked.sent_on) == ("sent", SENT.date())
    assert asked.ref == "R/2026/001"
    assert (
        letter.subject
        == "A question from the board, R/2026/001: an answer by Mon 29 Jun 2026, please"
    )
    assert letter.is_secret
    assert row_of(asked, date(2026, 6, 8)).waited == "5 of 20 working days"


def test_what_is_unclear_is_not_kept(draft, board, lead, meeting, now):
    with pytest.raises(Refused, match="Choose a body"):
        draft(body_name=" ")
    item = rows.an_item(meeting)
    Restriction.objects.create(
        item=item, why="legal", to_whom="chair", review_on=now.date(), set_by=lead, set_at=now,
        how_to_challenge="Write to the lead of the alliance.",
    )  # fmt: skip
    with pytest.raises(Refused, match="restricted"):
        draft(item=item)


def test_a_member_drafts_and_the_chair_sends(draft, board, board_member, chair, lead):
    request = requests.draft(board, Words(**WORDS | THEM), by=board_member, now=SENT)
    with pytest.raises(Refused, match="chair or the alliance lead"):
        requests.send(request, by=board_member, now=SENT)
    requests.rewrite(request, Words(**WORDS | THEM | {"title": "Paid"}), by=board_member, now=SENT)
    other = draft()
    with pytest.raises(Refused, match="Whoever drafted it"):
        requests.rewrite(other, Words(**WORDS | THEM), by=board_member, now=SENT)

    requests.send(request, by=chair, now=SENT)

    with pytest.raises(Refused, match="sent already"):
        requests.send(request, by=chair, now=SENT)
    with pytest.raises(Refused, match="its words stay"):
        requests.rewrite(request, Words(**WORDS | THEM), by=board_member, now=SENT)
    assert PartnerRequest.objects.get(pk=request.pk).title == "Paid"


# ---- the clock -----------------------------------------------------------------------------------
def test_we_have_it_answers_nothing_and_a_holding_reply_stops_nothing(asked, lead):
    requests.acknowledge(asked, by=lead, now=later(1))
    with pytest.raises(Refused, match="said already"):
        requests.acknowledge(asked, by=lead, now=later(2))
    ClockEvent.objects.create(
        request=asked, kind="holding_reply", on=later(2), reason="Soon.", made_at=later(2)
    )

    row = row_of(asked, date(2026, 6, 30))

    assert (row.days, row.is_late, row.says) == (21, True, "The answer is late")
    assert [event.reason for event in row.own_words] == ["Soon."]


def test_only_the_side_that_asked_stops_the_clock_with_a_reason(asked, board, lead, board_member):
    with pytest.raises(Refused, match="say why"):
        requests.pause(asked, reason=" ", by=lead, now=later(2))
    with pytest.raises(Refused, match="chair or the alliance lead"):
        requests.pause(asked, reason="We owe them a list.", by=board_member, now=later(2))
    with pytest.raises(Refused, match="is running"):
        requests.resume(asked, by=lead, now=later(2))
    requests.pause(asked, reason="We owe them a list.", by=lead, now=later(2))
    with pytest.raises(Refused, match="stopped already"):
        requests.pause(asked, reason="Again.", by=lead, now=later(3))
    standing = row_of(asked, later(7).date())
    assert (standing.days, standing.due_on) == (1, None)
    requests.resume(asked, by=lead, now=later(9))
    assert row_of(asked, later(9).date()).days == 2

    theirs = requests.receive(
        board, Words(**WORDS | THEM), received_on=SENT.date(), by=lead, now=SENT
    )
    with pytest.raises(Refused, match="that is not us"):
        requests.pause(theirs, reason="We are busy.", by=lead, now=later(2))


def test_a_body_that_succeeds_another_inherits_the_clock(asked, lead):
    new = {"network": None, "contact_name": "", "contact_email": "new@trust.example"}
    with pytest.raises(Refused, match="Choose a body"):
        requests.pass_on(asked, body_name="", reason="Merged.", by=lead, now=later(9), **new)
    with pytest.raises(Refused, match="with this body already"):
        requests.pass_on(
            asked, body_name="The council", reason="Merged.", by=lead, now=later(9), **new
        )

    requests.pass_on(asked, body_name="The trust", reason="Merged.", by=lead, now=later(9), **new)

    row = row_of(asked, later(9).date())
    assert (row.request.body, row.request.sent_on, row.days) == ("The trust", SENT.date(), 7)
    assert Message.objects.filter(to="new@trust.example").count() == 1


# ---- ends ----------------------------------------------------------------------------------------
def test_an_answer_stops_the_clock_and_stands_beside_the_question(asked, lead, board_member):
    with pytest.raises(Refused, match="Choose an answer"):
        requests.answer(asked, answer="maybe", text="Hm.", by=lead, now=later(10))
    with pytest.raises(Refused, match="say it in a sentence"):
        requests.answer(asked, answer="no", text="", by=lead, now=later(10))
    requests.answer(asked, answer="no", text="There is no money.", by=lead, now=later(10))

    row = row_of(asked, date(2026, 12, 1))

    assert (row.says, row.days, row.stands) == ("Answered with a no", 8, None)
    assert row.waited == "8 working days"
    with pytest.raises(Refused, match="Nothing is waited for here: refused"):
        requests.answer(asked, answer="yes", text="After all.", by=lead, now=later(12))


def test_nothing_is_closed_for_want_of_an_answer_that_is_not_late(asked, lead):
    end = {"outcome": "lapsed", "by": lead}
    with pytest.raises(Refused, match="say why"):
        requests.close(asked, reason="", now=later(9), **end)
    with pytest.raises(Refused, match="not late"):
        requests.close(asked, reason="Nobody answers.", now=later(9), **end)
    with pytest.raises(Refused, match="how it ends"):
        requests.close(asked, reason="So.", now=later(9), outcome="answered", by=lead)

    requests.close(asked, reason="Nobody answers.", now=later(60), **end)

    with pytest.raises(Refused, match="This request is closed"):
        requests.close(asked, reason="Nobody answers.", now=later(61), **end)


def test_two_without_an_answer_in_a_row_is_not_answering(draft, lead):
    def one(outcome):
        request = draft()
        requests.send(request, by=lead, now=SENT)
        if outcome == "lapsed":
            requests.close(request, outcome=outcome, reason="None.", by=lead, now=later(60))
        elif outcome == "answered":
            requests.answer(request, answer="yes", text="Yes.", by=lead, now=later(3))

    def says():
        (usual,) = queries.usual_of(
            queries.rows_of(queries.register(), on=later(90).date(), closed=closed_days())
        )
        return usual.is_not_answering

    found = []
    for outcome in ("lapsed", "lapsed", "open", "answered", "lapsed"):
        one(outcome)
        found.append(says())

    assert found == [False, True, True, False, False]


# ---- what happens by itself ----------------------------------------------------------------------
def test_late_is_told_once_and_very_late_makes_one_proposal(asked, board, lead):
    Message.objects.all().delete()
    told = {
        days: request_letters.tick(now=rows.at((SENT + timedelta(days=days)).date(), 9))
        for days in (5, 8, 9, 29, 30, 84, 85, 86)
    }

    # a question whether it arrived; then late, to both; then the proposal: each once
    assert told == {5: 0, 8: 1, 9: 0, 29: 2, 30: 0, 84: 0, 85: 1, 86: 0}
    proposal = AgendaProposal.objects.get(origin="request_overdue")
    assert proposal.title == "Still waiting: Interpreters"
    assert proposal.source == f"request {asked.pk}"
    assert "61 working days have counted" in proposal.why_now
    subjects = [letter.subject for letter in Message.objects.exclude(key__startswith="proposal")]
    assert all("Interpreters" not in subject for subject in subjects)


def test_nothing_is_told_on_a_closed_day(asked):
    assert request_letters.tick(now=rows.at(date(2026, 7, 4), 9)) == 0  # a Saturday
    assert request_letters.tick(now=rows.at(date(2026, 8, 31), 9)) == 0  # a bank holiday


def test_the_same_clock_runs_for_our_own_promise(board, lead, board_member):
    words = Words(**WORDS | THEM)
    with pytest.raises(Refused, match="still to come"):
        requests.receive(board, words, received_on=later(1).date(), by=lead, now=SENT)
    with pytest.raises(Refused, match="chair or the alliance lead"):
        requests.receive(board, words, received_on=SENT.date(), by=board_member, now=SENT)
    request = requests.receive(board, words, received_on=SENT.date(), by=lead, now=SENT)
    assert request_letters.tick(now=rows.at(date(2026, 7, 1), 9)) == 1  # to ourselves alone

    requests.answer(request, answer="yes", text="We do.", by=lead, now=later(40))

    row = row_of(request, date(2026, 12, 1))
    assert row.was_late
    assert queries.ours([row]).late == 1
    assert Message.objects.get(to="ines@council.example").subject.startswith(
        "The board has answered"
    )


# ---- by link -------------------------------------------------------------------------------------
def test_the_contact_answers_by_link_without_an_account(asked, client, north, lead):
    page = re.search(r"/a/north/board/requests/answer/\S+", letter_text())[0]
    seen = client.get(page)
    assert seen.status_code == 200
    assert seen.headers["X-Robots-Tag"] == "noindex"
    assert "Who pays for them?" in seen.content.decode()
    assert client.post(page, {"says": "no"}).status_code == 422

    for says, text in (
        ("received", ""),
        ("later", "We ask our finance team."),
        ("partly", "Half of it."),
        ("own_words", "We answered as soon as we could."),
    ):
        assert (
            client.post(page, {"says": says, "text": text, "who": "Ines, policy"}).status_code
            == 302
        )

    request = PartnerRequest.objects.get()
    assert (request.state, request.answer_text) == ("partly_answered", "Half of it.")
    assert request.answered_by == "Ines, policy"
    assert request.acknowledged_on is not None
    kinds = ClockEvent.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["holding_reply", "own_words"]
    too_late = client.post(page, {"says": "yes", "text": "All of it."})
    assert "closed in the meantime" in too_late.content.decode()


def letter_text():
    letter = Message.objects.get(to="ines@council.example")
    return vault.unseal(letter.body, place=outbox.place_of(letter.key))


# ---- pages ---------------------------------------------------------------------------------------
def test_the_public_page_shows_public_ones_alone_with_both_sides_words(
    asked, draft, client, north, board, lead
):
    draft(title="Not sent")
    kept = draft(title="For us alone")
    requests.send(kept, by=lead, now=SENT)
    ClockEvent.objects.create(
        request=asked, kind="own_words", on=SENT.date(), reason="We are five people.", made_at=SENT
    )
    page = north.url("board/open/requests/")
    assert "does not publish" in client.get(page).content.decode()
    board.is_public = True
    board.save()

    shown = client.get(page).content.decode()

    assert all(words in shown for words in ("Who pays for them?", "We are five people."))
    assert all(words not in shown for words in ("Not sent", "For us alone", "ines@", "Ines"))


def test_a_request_from_a_restricted_item_is_nowhere_for_others(
    draft, client, north, meeting, lead, board_member, now
):
    item = rows.an_item(meeting)
    request = draft(item=item, is_public=True, title="Marker word")
    requests.send(request, by=lead, now=SENT)
    Restriction.objects.create(
        item=item, why="legal", to_whom="chair", review_on=now.date(), set_by=lead, set_at=now,
        how_to_challenge="Write to the lead of the alliance.", kept_title="x",
    )  # fmt: skip
    client.force_login(board_member)
    base = "board/requests/"

    assert client.get(north.url(f"{base}{request.pk}/")).status_code == 404
    for page in (base, f"{base}?format=csv", "search/?q=marker", "board/open/requests/"):
        assert "Marker word" not in client.get(north.url(page)).content.decode()
    client.force_login(lead)
    assert "Marker word" in client.get(north.url(base)).content.decode()


def test_the_letter_is_printed_for_everybody(asked, client, north, board_member):
    client.force_login(board_member)

    answer = client.get(north.url(f"board/requests/{asked.pk}/letter/"))

    assert answer.headers["Content-Type"] == "application/pdf"
    assert broken_rules(answer.content) == []
    text = text_of(answer.content)
    assert all(
        words in text for words in ("Who pays for them?", day(date(2026, 6, 29)), "R/2026/001")
    )


def test_a_redirected_proposal_becomes_a_request(
    client, north, board, lead, board_member, chair, now
):
    body = Network.objects.create(
        name="Health and Wellbeing Board", kind="statutory_body", level="borough"
    )
    proposal = agendas.propose(
        board, title="Benefits advice", why_now="It keeps people well.", purpose="discuss",
        by=board_member, now=now,
    )  # fmt: skip
    proposal.state = AgendaProposal.State.REDIRECTED
    proposal.save()
    rows.an_answer(
        proposal, lead, now, outcome="redirected", network=body, redirected_to=str(body),
        reason="They decide about surgeries.", reason_code="other_forum",
    )  # fmt: skip
    client.force_login(lead)
    seen = north.url(f"board/proposals/{proposal.pk}/")
    assert "Ask that body, with a clock" in client.get(seen).content.decode()
    page = north.url(f"board/requests/new/?proposal={proposal.pk}")
    assert "It keeps people well." in client.get(page).content.decode()

    sent = {"title": "Advice", "text": "Would you fund it?", "wants": "money", "network": body.pk}
    assert client.post(page, sent).status_code == 302

    request = PartnerRequest.objects.get()
    assert (request.proposal, request.network, request.body_name) == (proposal, body, "")
    assert "What was asked of that body" in client.get(seen).content.decode()


def test_the_lead_goes_through_every_step_by_form(draft, client, north, lead):
    client.force_login(lead)
    base = north.url(f"board/requests/{draft().pk}/")
    assert client.post(f"{base}edit/", WORDS | THEM | {"title": "Better"}).status_code == 302
    for to, form in (
        ("send", {}),
        ("received", {}),
        ("pause", {"reason": "We owe them a list."}),
        ("resume", {}),
        ("pass-on", {"body_name": "The trust", "reason": "They merged."}),
        ("answer", {"answer": "yes", "text": "Yes, we do."}),
    ):
        assert client.get(f"{base}{to}/").status_code == 200
        assert client.post(f"{base}{to}/", form).status_code == 302
    assert client.post(f"{base}close/", {"outcome": "lapsed", "reason": "So."}).status_code == 422
    assert client.get(f"{base}nowhere/").status_code == 404

    page = client.get(base).content.decode()
    assert all(words in page for words in ("Better", "We owe them a list.", "Yes, we do."))


def test_the_days_a_board_gives_are_its_own_and_a_request_keeps_those_it_began_with(
    asked, draft, client, north, lead
):
    client.force_login(lead)
    page = north.url("board/requests/times/")
    days = {"acknowledge_days": 3, "answer_days": 15, "very_overdue_days": 40}
    assert client.post(page, days | {"answer_days": 50}).status_code == 422
    assert client.post(page, days).status_code == 302

    asked.refresh_from_db()
    new = draft()
    assert (asked.answer_days, new.answer_days, new.very_overdue_days) == (20, 15, 40)


@pytest.mark.parametrize("count", [1, 3])
def test_the_register_asks_the_same_however_long_it_is(
    count, draft, client, north, lead, board_member, django_assert_num_queries
):
    for _ in range(count):
        requests.send(draft(), by=lead, now=SENT)
    client.force_login(board_member)
    client.get(north.url("board/requests/"))

    with django_assert_num_queries(QUERIES):
        client.get(north.url("board/requests/"))


QUERIES = 8


def test_the_register_has_two_sides_and_is_narrowed(asked, board, lead, client, north):
    words = Words(**WORDS | THEM | {"title": "Asked of us"})
    requests.receive(board, words, received_on=SENT.date(), by=lead, now=SENT)
    client.force_login(lead)

    def titles(query):
        page = client.get(north.url(f"board/requests/{query}")).content.decode()
        links = re.findall(r"<bdi>(Interpreters|Asked of us)</bdi></a>", page)
        return sorted(links)

    assert titles("") == ["Interpreters"]
    assert titles("?direction=received") == ["Asked of us"]
    assert titles("?state=answered") == titles("?state=draft") == titles("?state=closed") == []
    assert titles("?state=waiting") == ["Interpreters"]
