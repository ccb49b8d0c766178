"""Who sees what of a wellbeing round, and how somebody answers."""

import logging
import re
from datetime import timedelta

import pytest
from django.urls import resolve
from django.utils import timezone

from members.models import WellbeingRound, WellbeingToken
from tests.factories.wellbeing import (
    all_the_same,
    an_open_round,
    answer_with,
    close,
    codes_of,
    people_who_act,
)
from tests.members.reading import words_of
from tests.people_board import *  # noqa: F403 -- fixtures


@pytest.fixture
def crowd(harbour, act_for):
    return people_who_act(act_for, harbour, 9)


@pytest.fixture
def asked(crowd, today):
    """Open since yesterday, on the real day."""
    return an_open_round(opens_on=today - timedelta(days=1))


@pytest.fixture
def summarised(asked):
    answer_with(asked, 4, 4, 4, 5, 5, 1, 2, 4)
    return close(asked)


def main_of(answer):
    found = re.search(r"<main.*</main>", answer.content.decode(), re.DOTALL)
    return found[0]


def form(code, option=3, **changes):
    answers = {name: str(number) for name, number in all_the_same(option).items()}
    return {"code": code} | answers | changes


# ---- while it is open ----------------------------------------------------------------------------


def test_while_it_is_open_everybody_reads_the_same_not_yet(
    asked, ask, lead, guardian, board_member, crowd
):
    answer_with(asked, 5, 5, 5)
    address = f"wellbeing/{asked.pk}/"

    pages = {main_of(ask(who, address)) for who in (lead, guardian, board_member, crowd[0])}

    (page,) = pages
    assert "Not yet" in page
    assert "not the alliance lead, not the wellbeing guardian" in page


def test_whoever_runs_the_installation_finds_no_such_page(asked, ask, platform_admin):
    assert ask(platform_admin, f"wellbeing/{asked.pk}/").status_code == 404
    assert ask(platform_admin, "wellbeing/").status_code == 404


def test_no_page_changes_when_somebody_answers(asked, ask, lead, guardian):
    looks = [(who, path) for who in (lead, guardian) for path in ("wellbeing/", "")]
    before = [main_of(ask(who, path)) for who, path in looks]

    answer_with(asked, 5, 5, 5, 5)

    assert [main_of(ask(who, path)) for who, path in looks] == before


# ---- afterwards ----------------------------------------------------------------------------------


def test_the_guardian_alone_sees_the_summary(summarised, ask, lead, guardian, board_member):
    address = f"wellbeing/{summarised.pk}/"

    page = words_of(ask(guardian, address))

    assert "7 to 9 people answered" in page
    assert "Heavy Most" in page
    for other in (lead, board_member):
        seen = words_of(ask(other, address))
        assert "7 to 9" not in seen
        assert "Heavy" not in seen
        assert "This round is over" in seen


def test_a_withheld_round_says_why(asked, ask, crowd, guardian):
    answer_with(asked, 1, 2, 3, 4, 5, 5)
    close(asked)

    for person in (crowd[0], guardian):
        assert "Fewer than seven people answered, so nothing is kept and nothing is shown." in (
            words_of(ask(person, f"wellbeing/{asked.pk}/"))
        )


def test_the_guardian_tells_the_board_and_everybody_reads_it(summarised, send, ask, guardian, lead):
    words = "Many find their part heavy. Ask for less."

    answer = send(guardian, f"wellbeing/{summarised.pk}/tell/", sentence=words)

    assert answer.status_code == 302
    assert words in words_of(ask(lead, "wellbeing/"))


@pytest.mark.parametrize("path", ["plan/", "{pk}/tell/", "{pk}/call-off/"])
def test_the_lead_keeps_no_rounds(summarised, send, lead, path):
    assert send(lead, f"wellbeing/{path.format(pk=summarised.pk)}").status_code == 403


def test_the_guardian_plans_a_round_and_calls_it_off(crowd, send, ask, guardian, today):
    opens_on = today + timedelta(days=3)
    days = {"opens_on": opens_on.isoformat(), "closes_on": (opens_on + timedelta(7)).isoformat()}

    send(guardian, "wellbeing/plan/", title="Spring", **days)

    planned = WellbeingRound.objects.get()
    assert "It opens by itself" in words_of(ask(guardian, f"wellbeing/{planned.pk}/"))
    assert send(guardian, f"wellbeing/{planned.pk}/call-off/").status_code == 302
    assert not WellbeingRound.objects.exists()


def test_a_refused_plan_keeps_what_was_typed(crowd, send, guardian, today):
    days = {"opens_on": today.isoformat(), "closes_on": (today + timedelta(7)).isoformat()}

    answer = send(guardian, "wellbeing/plan/", title="Spring", **days)

    assert answer.status_code == 422
    assert "Choose tomorrow or later" in words_of(answer)
    assert 'value="Spring"' in answer.content.decode()


def test_a_running_round_is_not_called_off(asked, send, ask, guardian):
    answer = send(guardian, f"wellbeing/{asked.pk}/call-off/")

    assert answer.status_code == 302
    assert "runs to its end" in words_of(ask(guardian, f"wellbeing/{asked.pk}/"))
    assert WellbeingRound.objects.exists()


def test_the_guardian_finds_the_round_to_speak_of_on_today(summarised, ask, guardian, lead):
    assert "Tell the board about" in words_of(ask(guardian, ""))
    assert "Tell the board about" not in words_of(ask(lead, ""))


@pytest.mark.parametrize("rounds", [1, 3])
def test_the_page_asks_the_database_as_often_for_one_round_as_for_three(
    rounds, crowd, client, north, guardian, django_assert_num_queries
):
    for number in range(rounds):
        opens_on = timezone.localdate() - timedelta(days=200 - 30 * number)
        close(an_open_round(opens_on=opens_on))
    client.force_login(guardian)
    client.get(north.url("wellbeing/"))

    with django_assert_num_queries(7):
        client.get(north.url("wellbeing/"))


# ---- answering -----------------------------------------------------------------------------------


def test_somebody_answers_without_signing_in(client, north, asked):
    (code, *_others) = codes_of(asked)

    answer = client.post(north.url("wellbeing/answer/"), form(code), follow=True)

    assert "Your answers are counted, and your three words are gone." in words_of(answer)
    assert WellbeingToken.objects.count() == 8
    assert "sessionid" not in client.cookies


def test_the_page_says_plainly_what_is_not_protected(client, north, asked):
    page = words_of(client.get(north.url("wellbeing/answer/")))

    assert (
        "What we cannot rule out: somebody who controls the server and the mail system, and watches"
        " both while the round is open."
    ) in page
    assert "Nothing is kept that says who answered, or when." in page
    for option in ("Too heavy", "Not safe at all", "I would rather not say"):
        assert option in page


def test_nothing_is_chosen_beforehand_and_each_question_is_asked_for(client, north, asked):
    page = client.get(north.url("wellbeing/answer/")).content.decode()
    assert "checked" not in page

    answer = client.post(north.url("wellbeing/answer/"), {"code": codes_of(asked)[0]})

    assert answer.status_code == 422
    assert answer.content.decode().count("Choose one of these.") >= 4
    assert WellbeingToken.objects.count() == 9


def test_an_answer_that_is_not_on_the_form_is_refused(client, north, asked):
    answer = client.post(north.url("wellbeing/answer/"), form(codes_of(asked)[0], load="6"))

    assert answer.status_code == 422
    assert WellbeingToken.objects.count() == 9


def test_five_wrong_tries_an_hour_from_one_address(client, north, asked):
    address = north.url("wellbeing/answer/")
    first, second, *_others = codes_of(asked)
    assert client.post(address, form(first)).status_code == 302  # a right one is not counted
    for _ in range(5):
        wrong = client.post(address, form("never such words"))
        assert wrong.status_code == 422
        assert "not three words that we are waiting for" in words_of(wrong)

    assert client.post(address, form(second)).status_code == 429
    assert client.post(address, form(second), REMOTE_ADDR="10.9.8.7").status_code == 302


def test_without_an_open_round_the_page_says_so(client, north):
    assert "No round is open just now" in words_of(client.get(north.url("wellbeing/answer/")))

    late = client.post(north.url("wellbeing/answer/"), form("otter lamp river"))

    assert late.status_code == 422
    assert "nothing has been counted" in words_of(late)


def test_another_alliances_code_means_nothing_here(client, south, asked):
    (code, *_others) = codes_of(asked)

    answer = client.post(south.url("wellbeing/answer/"), form(code))

    assert answer.status_code == 422
    assert WellbeingToken.objects.count() == 9


@pytest.mark.parametrize("path", ["wellbeing/answer/", "wellbeing/thanks/", "wellbeing/help/"])
def test_these_pages_leave_no_line_in_the_log_and_nothing_is_kept(
    client, north, lead, caplog, path
):
    client.force_login(lead)
    client.get(north.url("wellbeing/"))
    with caplog.at_level(logging.INFO, logger="alliance.requests"):
        caplog.clear()
        assert client.get(north.url(path)).status_code == 200

    view = resolve(f"/{path}").func
    assert caplog.records == []
    assert (view.leaves_no_trace, view.keeps_nothing) == (True, True)


def test_other_pages_do_leave_a_line(client, north, lead, caplog):
    client.force_login(lead)
    with caplog.at_level(logging.INFO, logger="alliance.requests"):
        client.get(north.url("wellbeing/"))

    assert len(caplog.records) == 1


def test_a_code_in_a_link_is_never_part_of_a_request(asked, client, north):
    page = client.get(north.url("wellbeing/answer/")).content.decode()

    assert re.search(r'<script src="[^"]*js/code[^"]*\.js" defer>', page)
    assert f'action="{north.url("wellbeing/answer/")}' not in page
    assert "data-private" in page


@pytest.mark.parametrize(
    ("language", "words"), [("bn", "খুব হালকা"), ("so", "Aad u fudud"), ("ar", "خفيف جدًا")]
)
def test_the_questions_are_asked_in_the_readers_language(client, north, asked, language, words):
    page = client.get(north.url("wellbeing/answer/"), HTTP_ACCEPT_LANGUAGE=language)

    assert words in words_of(page)
    assert "Very light" not in words_of(page)
