"""Answering is one press, no needs no reason, and a rest is taken without one."""

from datetime import UTC, date, datetime, timedelta

import pytest

from alliance import outbox, vault
from alliance.actions import links
from alliance.errors import Refused
from alliance.models import Event, Message, SignedLink
from members.actions import answers, asking_letters, asks, letting_off, organisations
from members.actions.asks import Chosen
from members.actions.by_link import answer_by_link
from members.actions.letters import COUNTED, MOST_A_MONTH
from members.models import AskResponse, Pause, Representative
from members.queries import room
from tests.factories.asks import a_draft, a_response, an_ask
from tests.factories.members import hours

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = date(2026, 3, 2)


@pytest.fixture
def response(harbour):
    return a_response(an_ask(), harbour)


def again(response):
    return AskResponse.objects.get(pk=response.pk)


def letters_to(person):
    return list(Message.objects.filter(to=person.email).order_by("pk"))


# ---- saying --------------------------------------------------------------------------------------


def test_no_needs_no_reason_and_frees_the_time(response, harbour, editor):
    answers.answer(response, says="declined", by=editor, now=NOW)

    said = again(response)
    assert (said.state, said.decline_reason, said.answered_by, said.answered_at) == (
        "declined",
        "",
        editor,
        NOW,
    )
    assert room.loads([harbour.pk], date(2026, 3, 1))[harbour.pk].committed == 0
    assert Event.objects.get(kind="members.ask_answered").data == {"state": "declined"}


def test_somebody_may_think_again_while_it_is_open(response, editor, heron):
    answers.answer(response, says="declined", decline_reason="no_time", by=editor, now=NOW)
    answers.pass_on(response, to=heron, by=editor, now=NOW)
    assert (again(response).state, again(response).passed_to) == ("passed_on", heron)
    answers.answer(response, says="accepted", by=editor, now=NOW)

    assert (again(response).state, again(response).passed_to) == ("accepted", None)


def test_whoever_is_suggested_is_asked_nothing(response, editor, heron):
    answers.pass_on(response, to=heron, by=editor, now=NOW)

    assert AskResponse.objects.count() == 1
    assert not Message.objects.filter(kind="mail").exists()


def test_what_is_over_takes_no_answer(harbour, heron, editor):
    closed, freed = (
        a_response(an_ask(state="closed"), harbour),
        a_response(an_ask(), heron, state="released"),
    )

    with pytest.raises(Refused, match="This is over"):
        answers.answer(closed, says="accepted", by=editor, now=NOW)
    with pytest.raises(Refused, match="You have been let off"):
        answers.answer(freed, says="accepted", by=editor, now=NOW)
    with pytest.raises(Refused, match="Choose an answer"):
        answers.answer(closed, says="released", by=editor, now=NOW)


def test_nobody_suggests_themselves(response, harbour, editor):
    with pytest.raises(Refused, match="another organisation than yours"):
        answers.pass_on(response, to=harbour, by=editor, now=NOW)


def test_time_spent_is_told_or_not_and_can_be_taken_back(response, editor):
    with pytest.raises(Refused, match="Only what you said yes to"):
        answers.record_actual_minutes(response, minutes=30, by=editor)
    answers.answer(response, says="accepted", by=editor, now=NOW)
    assert again(response).minutes_given == 60
    answers.record_actual_minutes(response, minutes=30, by=editor)
    assert again(response).minutes_given == 30
    answers.record_actual_minutes(response, minutes=None, by=editor)

    assert again(response).minutes_given == 60
    with pytest.raises(Refused, match="more than a month of work"):
        answers.record_actual_minutes(response, minutes=12_001, by=editor)


# ---- resting, leaving, running out ---------------------------------------------------------------


def test_a_rest_lets_go_what_waits_but_not_what_is_required(harbour, editor, response):
    required = a_response(an_ask(is_required=True, required_because="The Charities Act"), harbour)
    promised = a_response(an_ask(), harbour, state="accepted")
    later = a_response(an_ask(due_on=date(2026, 5, 20)), harbour)

    answers.say(response, says="rest", by=editor, now=NOW, on=DAY)

    pause = Pause.objects.get()
    assert (pause.from_on, pause.until_on, pause.reason) == (DAY, date(2026, 5, 2), "")
    states = [again(one).state for one in (response, required, promised, later)]
    assert states == ["released", "pending", "accepted", "pending"]


def test_leaving_frees_what_is_due_on_or_after_the_first_day_outside(harbour, lead):
    before, on_the_day, promised = (
        a_response(an_ask(due_on=due), harbour, state=state)
        for due, state in [
            (date(2026, 3, 14), "pending"),
            (date(2026, 3, 15), "pending"),
            (date(2026, 3, 20), "accepted"),
        ]
    )

    letting_off.let_off_on_leaving(harbour, ended_on=date(2026, 3, 15), by=lead)

    assert [again(one).state for one in (before, on_the_day, promised)] == [
        "pending",
        "released",
        "released",
    ]
    assert Event.objects.get(kind="members.asks_released").data == {
        "responses": [on_the_day.pk, promised.pk]
    }


def test_a_membership_that_ends_lets_go_of_what_was_asked(harbour, lead, editor):
    response = a_response(an_ask(), harbour, state="accepted")

    organisations.end_membership(
        harbour, ended_on=date(2026, 3, 15), end_reason="left", by=lead, on=DAY, now=NOW
    )

    assert again(response).state == "released"
    assert room.loads([harbour.pk], date(2026, 3, 1))[harbour.pk].committed == 0


@pytest.mark.parametrize(
    ("days_after", "ask_state", "response_state"),
    [(2, "sent", "pending"), (3, "closed", "unanswered")],
)
def test_three_days_after_its_day_an_ask_is_over(response, days_after, ask_state, response_state):
    answers.close_due(on=response.ask.due_on + timedelta(days=days_after))

    found = again(response)
    assert (found.ask.state, found.state) == (ask_state, response_state)


# ---- letters -------------------------------------------------------------------------------------


def used_up(person, count=MOST_A_MONTH, at=NOW):
    for number in range(count):
        Message.objects.create(key=f"{COUNTED}{person.pk}.{number}", to=person.email, due_at=at)


def test_a_fifth_letter_in_a_month_waits_and_the_digest_brings_it(lead, harbour, editor):
    used_up(editor)
    asks.send(a_draft(), chosen=[Chosen(harbour.pk)], by=lead, now=NOW, on=DAY)
    assert len(letters_to(editor)) == MOST_A_MONTH
    assert AskResponse.objects.get().told_at is None

    assert asking_letters.remind(now=NOW) == 0
    Message.objects.filter(to=editor.email).update(due_at=NOW - timedelta(days=40))
    assert asking_letters.remind(now=NOW) == 1

    assert letters_to(editor)[-1].subject == "1 ask waits for an answer: about 1 hour"
    assert AskResponse.objects.get().told_at == NOW


@pytest.mark.parametrize(
    ("day", "count"),
    [
        (date(2026, 3, 12), 0),
        (date(2026, 3, 13), 1),  # five working days before Friday 20 March
        (date(2026, 3, 14), 0),
        (date(2026, 3, 18), 0),
        (date(2026, 3, 19), 1),
        (date(2026, 3, 20), 0),
    ],
)
def test_a_digest_goes_five_working_days_before_and_one(harbour, editor, day, count):
    a_response(an_ask(), harbour, told_at=NOW)
    a_response(an_ask("Another", due_on=date(2026, 4, 24)), harbour, told_at=NOW)

    now = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    assert asking_letters.remind(now=now) == count
    assert asking_letters.remind(now=now + timedelta(hours=1)) == 0
    assert [m.subject.split(" wait")[0] for m in letters_to(editor)] == ["2 asks"] * count


def test_who_rests_is_reminded_of_what_is_required_alone(harbour, editor):
    Pause.objects.create(organisation=harbour, from_on=DAY, until_on=date(2026, 4, 2))
    a_response(an_ask("Optional"), harbour)
    a_response(an_ask(is_required=True, required_because="The law"), harbour)

    asking_letters.remind(now=NOW)

    (letter,) = letters_to(editor)
    assert letter.subject.startswith("1 ask waits")


def test_letters_go_to_those_who_answer_and_want_them(harbour, editor, approver, lead):
    Representative.objects.filter(user=editor).update(receives=["confirmations"])
    ask = a_draft()

    asks.send(ask, chosen=[Chosen(harbour.pk)], by=lead, now=NOW, on=DAY)

    assert [m.to for m in Message.objects.filter(kind="mail")] == [approver.email]


def test_an_override_is_shown_to_the_organisation(lead, harbour, editor):
    hours(harbour, date(2026, 3, 1), 0)
    why = "They alone know the old contract."

    asks.send(a_draft(), chosen=[Chosen(harbour.pk, why)], by=lead, now=NOW, on=DAY)

    (letter,) = letters_to(editor)
    body = vault.unseal(letter.body, place=outbox.place_of(letter.key))
    assert why in body
    assert "goes over the hours you offered" in body


# ---- by link -------------------------------------------------------------------------------------


@pytest.fixture
def link(harbour, editor, today):
    person = Representative.objects.get(user=editor)
    return links.make_link(
        purpose=asking_letters.ANSWER_BY_LINK,
        thing=person,
        user=editor,
        expires_at=datetime.now(tz=UTC) + timedelta(days=30),
        uses=2,
    )


def page_of(link):
    return f"asks/link/{link[1]}/"


def test_two_asks_are_answered_from_the_mail_without_signing_in(
    client, north, harbour, link, editor
):
    one, two = (a_response(an_ask(name), harbour) for name in ("Read", "Come"))
    address = north.url(page_of(link))

    page = client.get(address)
    assert (page.status_code, page.headers["Referrer-Policy"]) == (200, "no-referrer")
    client.post(address, {"response": one.pk, "says": "accepted"})
    client.post(address, {"response": two.pk, "says": "declined"})

    assert [again(r).state for r in (one, two)] == ["accepted", "declined"]
    assert again(one).answered_by == editor
    assert client.get(address).status_code == 410


def test_looking_at_the_link_writes_nothing(client, north, harbour, link):
    a_response(an_ask(), harbour)
    before = list(SignedLink.objects.values())
    events = Event.objects.count()

    for _ in range(20):
        assert client.get(north.url(page_of(link))).status_code == 200

    assert list(SignedLink.objects.values()) == before
    assert Event.objects.count() == events


def test_a_link_answers_for_its_own_organisation_alone(client, north, heron, link, harbour):
    theirs = a_response(an_ask(), heron)

    answer = client.post(north.url(page_of(link)), {"response": theirs.pk, "says": "accepted"})

    assert answer.status_code == 422
    assert again(theirs).state == "pending"
    assert SignedLink.objects.get().uses_left == 2


@pytest.mark.parametrize("words", [{"says": "maybe"}, {"response": "x", "says": "accepted"}, {}])
def test_nonsense_by_link_spends_nothing(client, north, link, words):
    assert client.post(north.url(page_of(link)), words).status_code in {200, 422}
    assert SignedLink.objects.get().uses_left == 2


def test_a_link_dies_with_the_term_and_with_its_days(client, north, link, editor, today):
    address = north.url(page_of(link))
    SignedLink.objects.update(expires_at=datetime.now(tz=UTC) - timedelta(seconds=1))
    assert client.get(address).status_code == 410
    SignedLink.objects.update(expires_at=datetime.now(tz=UTC) + timedelta(days=1))
    Representative.objects.filter(user=editor).update(ended_on=today)
    assert client.get(address).status_code == 404
    assert client.get(north.url("asks/link/" + "x" * 43 + "/")).status_code == 410


def test_a_spent_link_refuses_a_second_press(link, harbour, editor):
    response = a_response(an_ask(), harbour)
    person = Representative.objects.get(user=editor)
    words = {"response": str(response.pk), "says": "accepted", "by": editor, "on": DAY}
    SignedLink.objects.update(uses_left=0)

    with pytest.raises(Refused, match="used already"):
        answer_by_link(link[0], person, now=NOW, **words)
    with pytest.raises(Refused, match="run out"):
        answer_by_link(link[0], person, now=NOW + timedelta(days=4000), **words)
