"""The register of interests: one's own to keep, everybody's to read; nobody's relative is named."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from alliance.errors import Refused
from alliance.models import Message
from partnership_board.actions import interest_letters, interests, pauses
from partnership_board.actions.interests import InterestFacts
from partnership_board.models import Constituency, Interest, SeatTerm
from partnership_board.queries import interests as queries
from tests.factories import partnership_board as rows


@pytest.fixture
def facts(today):
    return InterestFacts("professional", "I am a trustee of a charity.", today)


def changed(facts, **words):
    return InterestFacts(**{**vars(facts), **words})


def said(answer):
    return " ".join(answer.content.decode().split())


# ---- entries -------------------------------------------------------------------------------------
def test_an_entry_ends_nothing_to_declare_and_can_be_ended(board_member, facts, now, today):
    interests.confirm(board_member, now=now - timedelta(days=9))
    assert [each.shown_as for each in Interest.objects.all()] == ["Nothing to declare"]

    entry = interests.enter(facts, by=board_member, now=now)

    standing = queries.standing_of(board_member, on=today)
    assert (standing.current, standing.has_nothing) == ([entry], False)
    with pytest.raises(Refused, match="a day to come is too early"):
        interests.end(entry, to_on=today + timedelta(days=1), by=board_member, now=now)
    with pytest.raises(Refused, match="It ends after it begins"):
        interests.end(entry, to_on=today - timedelta(days=1), by=board_member, now=now)
    interests.end(entry, to_on=today, by=board_member, now=now)
    with pytest.raises(Refused, match="ended already"):
        interests.end(entry, to_on=today, by=board_member, now=now)
    entry.refresh_from_db()
    assert queries.standing_of(board_member, on=today).ended == [entry]


def test_only_the_person_ends_an_entry(board_member, chair, facts, now, today):
    entry = interests.enter(facts, by=board_member, now=now)
    with pytest.raises(Refused, match="Only the person themselves"):
        interests.end(entry, to_on=today, by=chair, now=now)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"description": " "}, "Say in a few words"),
        ({"category": "nothing"}, "Say in a few words"),
        ({"description": "My sister Amina works there."}, "names someone else’s health or family"),
        ({"from_on": rows.OPENED.replace(year=2099)}, "a day to come is too early"),
    ],
)
def test_what_no_register_takes(board_member, facts, now, words, sentence):
    with pytest.raises(Refused, match=sentence):
        interests.enter(changed(facts, **words), by=board_member, now=now)
    assert not Interest.objects.exists()


def test_an_ended_entry_is_shown_for_six_months(board, board_member, facts, now, today):
    entry = interests.enter(facts, by=board_member, now=now)
    interests.end(entry, to_on=today, by=board_member, now=now)

    def shown(days):
        register = queries.register(board, on=today + timedelta(days=days))
        return [each for member in register for each in member.entries]

    assert shown(180) == [entry]
    assert shown(190) == []


# ---- once a year ---------------------------------------------------------------------------------
def test_one_tap_confirms_and_nothing_is_an_answer_too(client, north, board_member, now, today):
    client.force_login(board_member)
    assert "I have nothing to declare" in said(client.get(north.url("board/interests/mine/")))

    assert client.post(north.url("board/interests/mine/")).status_code == 302
    assert client.post(north.url("board/interests/mine/")).status_code == 302

    entry = Interest.objects.get()
    assert (entry.category, entry.person) == ("nothing", board_member)
    assert "You have nothing to declare." in said(client.get(north.url("board/interests/mine/")))


def test_all_that_stands_there_is_confirmed_together(board_member, facts, now, today):
    long_ago = now - timedelta(days=400)
    old = changed(facts, from_on=long_ago.date())
    entry = interests.enter(old, by=board_member, now=long_ago)
    before = queries.standing_of(board_member, on=today)
    assert before.is_late(on=today)
    assert before.is_asked(on=today)

    interests.confirm(board_member, now=now)

    after = queries.standing_of(board_member, on=today)
    assert (after.confirmed_on, after.due_on) == (today, today + timedelta(days=365))
    assert not after.is_asked(on=today)
    assert after.is_asked(on=today + timedelta(days=335))
    entry.refresh_from_db()
    assert entry.confirmed_at == now


def test_everybody_is_asked_two_weeks_before_and_once_when_late(board_member, now, today):
    interests.confirm(board_member, now=now - timedelta(days=365))
    told = []
    for days in range(-20, 30):
        interest_letters.ask_to_confirm(now=rows.at(today + timedelta(days=days), 9))
        letters = Message.objects.filter(subject__contains="your interests", to=board_member.email)
        told.append(letters.count())

    assert (told[0], told[-1]) == (0, 2)
    assert told[4] == 0
    assert 1 in told


def test_no_letter_on_a_saturday_and_none_to_whoever_stepped_back(board_member, chair, now, today):
    saturday = today + timedelta(days=(5 - today.weekday()) % 7)
    assert interest_letters.ask_to_confirm(now=rows.at(saturday, 9)) == 0
    pauses.step_back(
        SeatTerm.objects.get(holder=chair), from_on=today, to_on=None, by=chair, now=now
    )
    monday = saturday + timedelta(days=2)
    interest_letters.ask_to_confirm(now=rows.at(monday, 9))
    asked = Message.objects.filter(subject__contains="your interests").values_list("to", flat=True)
    assert board_member.email in asked
    assert chair.email not in asked


# ---- pages ---------------------------------------------------------------------------------------
def test_what_is_withheld_is_on_no_page_but_ones_own(
    client, north, board, expert, chair, now, today
):
    words = {"description": "I use a service.", "withheld_because": "health", "from_on": today}
    client.force_login(expert)
    form = words | {"category": "personal", "from_on": f"{today:%-d %B %Y}"}
    assert client.post(north.url("board/interests/mine/new/"), form).status_code == 302
    assert "I use a service." in said(client.get(north.url("board/interests/mine/")))

    client.force_login(chair)
    page = said(client.get(north.url("board/interests/")))
    sheet = client.get(north.url("board/interests/?format=csv")).content.decode()

    for shown in (page, sheet):
        assert "I use a service." not in shown
        assert "Withheld, because it is about somebody’s health" in shown
    assert expert.email not in page + sheet


def test_the_public_reads_a_public_boards_register_without_unnamed_people(
    client, north, board, sit, facts, now
):
    rows.a_constituency(board, "EBE", "EBE")
    expert, member = sit("Rosa Lindqvist", board, "EBE"), sit("Yusuf Karim", board)
    for person in (expert, member):
        interests.enter(changed(facts, description=f"Entry {person.pk}"), by=person, now=now)
    assert "does not publish its register" in said(client.get(north.url("board/interests/")))
    board.is_public = True
    board.save()
    Constituency.objects.filter(code="EBE").update(is_named=False)

    page = said(client.get(north.url("board/interests/")))

    assert f"Entry {expert.pk}" in page
    assert "Yusuf Karim" in page
    assert "Lindqvist" not in page.replace("EBE seat of Rosa Lindqvist", "")
    for hidden in (expert.email, member.email):
        assert hidden not in page


def test_filters_are_in_the_address(client, north, board, chair, nhs_member):
    client.force_login(chair)
    page = said(client.get(north.url("board/interests/?side=NHS")))
    assert "<bdi>Helen Castellane</bdi>" in page
    assert "<bdi>Dorothy Achebe</bdi><br>" not in page
    assert "Nobody sits here" in said(client.get(north.url("board/interests/?side=XX")))


@pytest.mark.parametrize("rows_there", [3, 9])
def test_the_register_asks_as_little_for_many(
    client, north, board, chair, sit, facts, now, rows_there, django_assert_num_queries
):
    for n in range(rows_there):
        interests.enter(facts, by=sit(f"Person {n}", board), now=now)
    client.force_login(chair)
    client.get(north.url("board/interests/"))
    with django_assert_num_queries(7):
        client.get(north.url("board/interests/"))


def test_an_entry_of_somebody_else_is_theirs(client, north, chair, board_member, facts, now):
    entry = interests.enter(facts, by=board_member, now=now)
    client.force_login(chair)
    page = said(client.get(north.url(f"board/interests/{entry.pk}/end/")))
    assert "Only the person themselves ends an entry of theirs." in page
    client.force_login(board_member)
    ended = client.post(north.url(f"board/interests/{entry.pk}/end/"), {"to_on": "1 May 2020"})
    assert "It ends after it begins." in said(ended)


# ---- the database --------------------------------------------------------------------------------
def the_database_says(name):
    return pytest.raises(IntegrityError, match=name)


def test_what_the_database_refuses_of_interests(board_member, now, today):
    plain = {
        "person": board_member,
        "category": "financial",
        "description": "Shares.",
        "from_on": today,
        "declared_at": now,
        "confirmed_at": now,
    }
    wrong = {
        "interest_is_withheld_for_a_reason": {"is_public": False},
        "interest_says_what_or_nothing": {"description": ""},
        "interest_ends_after_it_begins": {"to_on": today - timedelta(days=1)},
        "interest_is_confirmed_after_it_is_declared": {"confirmed_at": now - timedelta(days=1)},
    }
    for name, words in wrong.items():
        with the_database_says(name), transaction.atomic():
            Interest.objects.create(**plain | words)
    nothing = plain | {"category": "nothing", "description": ""}
    Interest.objects.create(**nothing)
    with the_database_says("nothing_to_declare_once"), transaction.atomic():
        Interest.objects.create(**nothing)
