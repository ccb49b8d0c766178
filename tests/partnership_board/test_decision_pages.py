"""Pages of questions and decisions: for whoever answers, keeps the record, or only reads."""

import json
from datetime import timedelta

import pytest

from alliance import access
from partnership_board.actions import presence, questions, restrictions
from partnership_board.actions.questions import Wording
from partnership_board.actions.restrictions import Terms
from partnership_board.models import (
    BoardRules,
    ConsentRemoval,
    Decision,
    DecisionPosition,
    ItemExtract,
    Question,
)
from partnership_board.queries import live_today
from partnership_board.queries import questions as queries
from tests.factories import partnership_board as rows

TEXT = "Spend £20,000 on small grants."
NOBODY_NEEDED = {"all": []}
KEY = "0123456789"


@pytest.fixture
def meeting(board, chair, board_member, now):
    """Going on, with its chair and one member there."""
    words = {"quorum": NOBODY_NEEDED, "written_procedure": True}
    BoardRules.objects.create(board=board, version=2, from_on=rows.OPENED, **words)
    meeting = rows.a_meeting(board, now - timedelta(hours=1), state="in_session")
    for person in (chair, board_member):
        presence.come(meeting, person=person, at=now - timedelta(minutes=30), by=chair)
    return meeting


@pytest.fixture
def item(meeting):
    return rows.an_item(meeting, purpose="decide")


@pytest.fixture
def question(item, chair, now):
    wording = Wording(TEXT, "approve", "consensus")
    return questions.put(item, wording, by=chair, now=now)


@pytest.fixture
def see(client, north):
    """What somebody gets at an address of the board; posts where there is something to say."""

    def seeing(person, path, **words):
        client.force_login(person)
        address = north.url(f"board/{path}")
        return client.post(address, words) if words else client.get(address)

    return seeing


def words_of(answer):
    return answer.content.decode()


# ---- putting and answering -----------------------------------------------------------------------
def test_the_chair_puts_a_question(see, chair, meeting, item):
    answer = see(
        chair,
        f"meetings/{meeting.pk}/items/1/question/",
        text=TEXT,
        kind="approve",
        way="consensus",
    )

    assert answer.status_code == 302
    assert Question.objects.get().text == TEXT


def test_a_member_answers_in_three_taps(see, board_member, question, today):
    (card,) = live_today.cards(with_rights(board_member, today), today)
    assert card.title == "The board asks where you stand"
    assert card.url.endswith(f"/board/questions/{question.pk}/")

    form = words_of(see(board_member, f"questions/{question.pk}/"))
    assert "Support it" in form
    answer = see(board_member, f"questions/{question.pk}/", position="for", key=KEY)

    assert answer.status_code == 302
    assert DecisionPosition.objects.get().sent == "self"
    assert list(live_today.cards(board_member, today)) == []


def with_rights(user, on):
    """As a request carries them."""
    access.carry_rights(user, on=on)
    return user


def test_somebody_without_a_seat_answers_nothing(see, lead, question):
    answer = see(lead, f"questions/{question.pk}/", position="for", key=KEY)

    assert answer.status_code == 422
    assert "You hold no seat on this board" in words_of(answer)


def test_the_chair_writes_down_what_reached_them_by_phone(see, chair, board_member, question, now):
    voice = next(
        key
        for key, each in queries.speakers_of(question, at=now).items()
        if each.person == board_member
    )
    path = f"questions/{question.pk}/enter/"
    words = {"voice": voice, "position": "for", "sent": "phone", "key": KEY}
    assert see(chair, path, **words).status_code == 422
    answer = see(chair, path, evidence="Rang at ten.", **words)

    assert answer.status_code == 302
    assert DecisionPosition.objects.get().evidence == "Rang at ten."


def test_the_chair_decides_and_takes_questions_back(see, chair, board_member, question):
    assert "Nobody has said yet" in words_of(see(chair, f"questions/{question.pk}/decide/", go="1"))
    see(board_member, f"questions/{question.pk}/", position="for", key=KEY)
    answer = see(chair, f"questions/{question.pk}/decide/", go="1")

    assert answer.url == Decision.objects.get().get_absolute_url()
    assert see(chair, f"questions/{question.pk}/drop/", go="1").status_code == 302


def test_members_neither_put_nor_decide(see, board_member, question, meeting):
    pages = ("enter/", "decide/", "drop/")
    found = [see(board_member, f"questions/{question.pk}/{page}", go="1") for page in pages]
    found.append(see(board_member, f"meetings/{meeting.pk}/items/1/question/"))

    assert {answer.status_code for answer in found} == {403}


def test_numbers_of_a_secret_vote_are_asked_for_and_kept_without_small_sides(
    see, chair, item, question, now
):
    questions.drop(question, by=chair, now=now)
    secret = questions.put(item, Wording(TEXT, "approve", "secret"), by=chair, now=now)
    words = {"yes": 2, "no": 0, "neither": 0, "VCSE_yes": 2}

    answer = see(chair, f"questions/{secret.pk}/decide/", **words)

    assert answer.status_code == 302
    assert Decision.objects.get().result == {"is_carried": True, "hidden": True}


def test_whoever_may_not_read_an_item_has_no_part_in_deciding_it(
    see, board_member, expert, item, question, lead, now
):
    until = now.date() + timedelta(days=90)
    terms = Terms("commercial", "sides", until, "Write to the lead of the alliance.", ["EBE"])
    restrictions.restrict_item(item, terms, by=lead, now=now)
    page = f"questions/{question.pk}/"

    assert see(expert, page).status_code == 200
    refused = [see(board_member, page), see(board_member, page, position="for", key=KEY)]
    assert [answer.status_code for answer in refused] == [403, 403]
    assert not DecisionPosition.objects.exists()


# ---- agreed together, and back to proposers ------------------------------------------------------
def test_a_seat_takes_an_item_out_and_the_chair_agrees_the_rest(see, chair, board_member, meeting):
    for number in (5, 6):
        rows.an_item(meeting, number, f"Report {number}", section="consent", purpose="note")
    together = f"meetings/{meeting.pk}/together/"
    assert "Report 5" in words_of(see(board_member, together))
    out = see(board_member, f"meetings/{meeting.pk}/items/5/take-out/", comment="And the bus?")

    assert (out.status_code, ConsentRemoval.objects.get().comment) == (302, "And the bus?")
    assert see(board_member, together, go="1").status_code == 403
    assert see(chair, together, go="1").status_code == 302
    assert [d.item.number for d in Decision.objects.all()] == ["6"]
    assert see(chair, together, go="1").status_code == 302  # with the sentence


def test_the_outcome_goes_back_from_its_page(see, chair, board, board_member, meeting, now):
    proposal = rows.a_proposal(board, board_member, now, state="heard")
    rows.an_item(meeting, 2, "Interpreters", proposal=proposal, state="heard")

    answer = see(chair, f"meetings/{meeting.pk}/items/2/outcome/", text="The board heard it.")

    assert answer.status_code == 302
    assert ItemExtract.objects.get().text == "The board heard it."


# ---- the register --------------------------------------------------------------------------------
@pytest.fixture
def restricted(meeting, lead, now):
    """A decision on an item that is kept from most."""
    secret = rows.an_item(meeting, 9, "The Harbour contract")
    decision = rows.a_decision(secret, lead, now, text="End the Harbour contract.")
    until = now.date() + timedelta(days=90)
    terms = Terms("commercial", "chair", until, "Write to the lead of the alliance.")
    restrictions.restrict_item(secret, terms, by=lead, now=now)
    return decision


def test_a_restricted_decision_is_a_number_and_no_word_more(
    see, client, north, board, observer, restricted
):
    board.is_public = True
    board.save()
    shown = [see(observer, f"decisions/{restricted.pk}/"), see(observer, "decisions/")]
    shown += [see(observer, f"decisions/?format={kind}") for kind in ("csv", "json")]
    client.logout()
    everybody = client.get(north.url("board/open/decisions/"))

    assert all("Harbour" not in words_of(answer) for answer in [*shown, everybody])
    assert all(restricted.number in words_of(answer) for answer in shown)
    assert restricted.number not in words_of(everybody)


def test_everybody_reads_what_a_public_board_decided(client, north, board, item, lead, now):
    rows.a_decision(item, lead, now, text="Open on Sundays.")
    address = north.url("board/open/decisions/")
    assert "Open on Sundays." not in words_of(client.get(address))
    board.is_public = True
    board.save()

    assert "Open on Sundays." in words_of(client.get(address))
    data = json.loads(client.get(f"{address}?format=json").content)
    assert [(row["Decision"], row["Standing"]) for row in data] == [("Open on Sundays.", "Stands")]


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
def test_the_register_is_a_file_of_three_kinds(see, observer, item, lead, now, ending):
    rows.a_decision(item, lead, now)
    answer = see(observer, f"decisions/?format={ending}")

    assert f".{ending}" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("decisions", [5, 50])
def test_the_register_asks_as_little_for_many_as_for_few(
    client, north, lead, item, now, decisions, django_assert_num_queries
):
    for number in range(decisions):
        rows.a_decision(item, lead, now, number + 1)
    client.force_login(lead)
    client.get(north.url("board/decisions/"))

    with django_assert_num_queries(6):
        client.get(north.url("board/decisions/"))
