"""Asking and answering, page by page: few queries, no script needed, nobody's hours in sight."""

import re
import time
from datetime import UTC, datetime, timedelta

import pytest

from members import months
from members.models import Ask, AskResponse, AskRules, PartnershipCapacity, Pause
from members.queries.hours import hours_of
from tests.factories.asks import a_draft, a_response, an_ask
from tests.factories.members import a_network, hours, organisations
from tests.members.reading import words_of

WHY = "They alone know the old contract."


@pytest.fixture
def due(today):
    return today + timedelta(days=10)


@pytest.fixture
def draft(due):
    return a_draft(due_on=due)


def typed(due, **words):
    return {
        "title": "Read the strategy",
        "kind": "reading",
        "estimated_minutes": "1 h",
        "due_on": due.strftime("%-d %B %Y"),
        "places_wanted": "2",
    } | words


# ---- the list ------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3, 5, 50])
def test_our_list_costs_the_same_however_long(
    rows, client, north, harbour, editor, due, django_assert_num_queries
):
    for number in range(rows):
        a_response(an_ask(f"Number {number}", due_on=due), harbour)
    client.force_login(editor)
    client.get(north.url("asks/"))

    with django_assert_num_queries(5):
        page = client.get(north.url("asks/"))
    assert f"{rows} ask" in words_of(page)


@pytest.mark.parametrize("rows", [1, 3, 5, 50])
def test_the_list_of_all_costs_the_same_however_long(
    rows, client, north, lead, due, django_assert_num_queries
):
    for number in range(rows):
        an_ask(f"Number {number}", due_on=due)
    client.force_login(lead)
    client.get(north.url("asks/all/"))

    with django_assert_num_queries(6):
        page = client.get(north.url("asks/all/"))
    assert f"{rows} ask" in words_of(page)


def test_representatives_see_theirs_alone(ask, harbour, heron, editor, due):
    a_response(an_ask("For Harbour Lane", due_on=due), harbour)
    a_response(an_ask("For Heron House", due_on=due), heron)

    words = words_of(ask(editor, "asks/"))

    assert "For Harbour Lane" in words
    assert "For Heron House" not in words
    assert "1 ask waits for your answer" in words


# ---- writing and choosing ------------------------------------------------------------------------


def test_the_lead_writes_chooses_and_sends_without_scripts(ask, send, lead, harbour, heron, due):
    network = a_network()
    hours(heron, months.first_of(due), 30)
    answer = send(lead, "asks/new/", **typed(due, asked_by=network.pk))
    found = Ask.objects.get()
    assert answer.url.endswith(f"/asks/{found.pk}/who/")

    page = ask(lead, f"asks/{found.pk}/who/")
    words = words_of(page)
    assert "Room for 1 of the 2 you want" in words
    assert "This asks 1 organisation for 1 hour, all of it unpaid." in words
    assert re.findall(r'name="who" value="(\d+)" checked', page.content.decode()) == [
        str(harbour.pk)
    ]

    answer = send(lead, f"asks/{found.pk}/who/", who=[harbour.pk], step="send")
    assert answer.status_code == 302
    assert AskResponse.objects.get().organisation == harbour
    assert Ask.objects.get().asked_by_network == network
    page = words_of(ask(lead, f"asks/{found.pk}/"))
    assert "Ask 1 more" in page


def test_working_it_out_again_sends_nothing_and_keeps_what_was_typed(send, lead, harbour, draft):
    hours(harbour, months.first_of(draft.due_on), 0)
    AskRules.objects.create(hourly_pence=2050, hourly_source="Members, May 2025")

    page = send(
        lead, f"asks/{draft.pk}/who/",
        who=[harbour.pk], step="look", **{f"because_{harbour.pk}": "Short"},
    )  # fmt: skip

    assert page.status_code == 200
    assert 'value="Short"' in page.content.decode()
    assert "worth £20.50" in words_of(page)
    assert "1 of them has no room for it" in words_of(page)
    assert not AskResponse.objects.exists()


def test_htmx_gets_the_sum_alone(client, north, lead, harbour, draft):
    client.force_login(lead)
    page = client.post(
        north.url(f"asks/{draft.pk}/who/"),
        {"who": [harbour.pk], "step": "look"},
        headers={"HX-Request": "true"},
    )

    assert page.content.strip().startswith(b'<div id="sum"')


def test_going_over_without_a_sentence_is_refused_on_its_own_line(send, lead, harbour, draft):
    hours(harbour, months.first_of(draft.due_on), 0)
    reason = f"because_{harbour.pk}"

    page = send(lead, f"asks/{draft.pk}/who/", who=[harbour.pk], step="send", **{reason: "Short"})
    assert page.status_code == 422
    assert "Harbour Lane has no room for this." in words_of(page)
    assert not AskResponse.objects.exists()

    send(lead, f"asks/{draft.pk}/who/", who=[harbour.pk], step="send", **{reason: WHY})
    assert AskResponse.objects.get().override_because == WHY


@pytest.mark.parametrize("who", [[], ["999999999"], ["x"]])
def test_ticks_that_mean_nobody_are_refused(send, lead, harbour, draft, who):
    page = send(lead, f"asks/{draft.pk}/who/", who=who, step="send")

    assert page.status_code == 422
    assert not AskResponse.objects.exists()


def test_those_left_out_are_shown_with_the_word_why(ask, lead, harbour, heron, draft, today):
    Pause.objects.create(
        organisation=heron, from_on=today, until_on=today + timedelta(days=30), reason="Too much"
    )

    words = words_of(ask(lead, f"asks/{draft.pk}/who/"))

    assert "Heron House : not taking requests" in words
    assert "Too much" not in words


def test_everyone_is_ticked_only_where_that_was_settled(ask, lead, draft, harbour, heron):
    assert "Tick everyone" not in words_of(ask(lead, f"asks/{draft.pk}/who/"))
    AskRules.objects.create(kinds_for_everyone=["reading"])

    page = ask(lead, f"asks/{draft.pk}/who/", everyone="1")

    assert "Tick everyone" in words_of(page)
    assert len(re.findall(r'name="who" value="\d+" checked', page.content.decode())) == 2


@pytest.mark.parametrize("count", [17, 200])
def test_the_composer_costs_the_same_for_17_and_for_200(
    count, client, north, lead, draft, django_assert_num_queries
):
    month = months.first_of(draft.due_on)
    found = organisations(count)
    PartnershipCapacity.objects.bulk_create(
        PartnershipCapacity(
            organisation=one, month=month, minutes_offered=600, confirmed_at=datetime.now(tz=UTC)
        )
        for one in found
    )
    for one in found[:20]:
        a_response(an_ask(one.name, due_on=draft.due_on), one)
    client.force_login(lead)
    client.get(north.url(f"asks/{draft.pk}/who/"))

    began = time.perf_counter()
    with django_assert_num_queries(8):
        page = client.get(north.url(f"asks/{draft.pk}/who/"))
    took = time.perf_counter() - began

    assert page.content.count(b'name="who"') == count
    assert took < 0.5


def test_the_coproduction_lead_sees_bars_and_words_and_no_hours(
    ask, lead, coproduction_lead, harbour, draft
):
    hours(harbour, months.first_of(draft.due_on), 1733)

    seen = words_of(ask(lead, f"asks/{draft.pk}/who/"))
    hidden = ask(coproduction_lead, f"asks/{draft.pk}/who/").content.decode()

    assert "28 h 53 min of 28 h 53 min" in seen
    assert 'class="bar"' in hidden
    assert "28 h 53" not in hidden
    assert "1733" not in hidden


def test_an_ask_is_changed_as_long_as_nobody_was_asked(ask, send, lead, draft, due):
    send(lead, f"asks/{draft.pk}/edit/", **typed(due, title="Read it all", is_required="on"))
    assert Ask.objects.get().title == "Read the strategy"
    send(
        lead, f"asks/{draft.pk}/edit/",
        **typed(due, title="Read it all", is_required="on", required_because="The law"),
    )  # fmt: skip
    found = Ask.objects.get()
    assert (found.title, found.required_because) == ("Read it all", "The law")

    Ask.objects.update(state="sent", sent_at=datetime.now(tz=UTC))
    assert "This has been sent" in words_of(send(lead, f"asks/{draft.pk}/edit/", **typed(due)))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"places_wanted": "0"}, "Write 1 or more."),
        ({"places_wanted": "2.5"}, "Write a whole number"),
        ({"estimated_minutes": "0"}, "at least 1 minute"),
        ({"estimated_minutes": "ages"}, "Write the time like this"),
        ({"is_paid": "on"}, "Say how much an hour is paid"),
        ({"due_on": "1 January 2020"}, "That day has passed"),
        ({"asked_by": "99"}, "Choose one of these"),
        ({"title": "943 476 5919"}, "This looks like an NHS number"),
    ],
)
def test_what_cannot_be_asked_is_explained(send, lead, due, words, sentence):
    page = send(lead, "asks/new/", **typed(due, **words))

    assert page.status_code == 422
    assert sentence in words_of(page)
    assert not Ask.objects.exists()


def test_the_lead_calls_off_and_settles_what_an_hour_is_worth(send, ask, lead, harbour, due):
    found = an_ask(due_on=due)
    assert "Call off" in words_of(ask(lead, f"asks/{found.pk}/call-off/"))
    send(lead, f"asks/{found.pk}/call-off/")
    assert Ask.objects.get().state == "cancelled"
    assert "This Ask is over" in words_of(send(lead, f"asks/{found.pk}/call-off/"))

    send(
        lead, "asks/rules/",
        hourly_pence="18.50", hourly_source="Members, May", kinds_for_everyone=["meeting"],
    )  # fmt: skip
    rules = AskRules.objects.get()
    assert (rules.hourly_pence, rules.kinds_for_everyone) == (1850, ["meeting"])
    assert "18.50" in ask(lead, "asks/rules/").content.decode()
    assert "Say where the hourly figure" in words_of(send(lead, "asks/rules/", hourly_pence="1"))


# ---- answering -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("says", "state", "thanks"),
    [
        ("accepted", "accepted", "It is on your list."),
        ("declined", "declined", "That is all right."),
        ("passed_on", "passed_on", "They are asked nothing"),
        ("rest", "released", "Rest well."),
    ],
)
def test_one_press_answers(send, ask, editor, harbour, due, says, state, thanks):
    response = a_response(an_ask(due_on=due), harbour)

    send(editor, f"asks/for-us/{response.pk}/", says=says)

    assert AskResponse.objects.get().state == state
    assert thanks in words_of(ask(editor, "asks/"))


def test_time_is_reported_with_one_line(send, ask, editor, harbour, due):
    response = a_response(an_ask(due_on=due), harbour, state="accepted")
    assert "How long did it take?" in words_of(ask(editor, f"asks/for-us/{response.pk}/"))

    send(editor, f"asks/for-us/{response.pk}/", says="time", actual_minutes="45 min")

    assert AskResponse.objects.get().actual_minutes == 45


def test_nobody_answers_for_another_organisation(send, ask, heron_approver, lead, harbour, due):
    response = a_response(an_ask(due_on=due), harbour)

    assert send(heron_approver, f"asks/for-us/{response.pk}/", says="accepted").status_code == 404
    assert send(lead, f"asks/for-us/{response.pk}/", says="accepted").status_code == 403
    assert AskResponse.objects.get().state == "pending"


def test_who_did_not_answer_is_in_no_list_by_name(ask, lead, harbour, due):
    found = an_ask(due_on=due, state="closed")
    a_response(found, harbour, state="unanswered")

    words = words_of(ask(lead, f"asks/{found.pk}/"))

    assert "Nobody answered 1" in words
    assert "Harbour Lane" not in words


def test_hours_stated_with_a_limit_of_open_asks_are_kept(send, ask, editor, harbour, today):
    month = months.first_of(today)
    send(
        editor, "members/harbour-lane/capacity/",
        **{f"offered_{month:%Y_%m}": "3", "most_open_asks": "2"},
    )  # fmt: skip

    assert PartnershipCapacity.objects.get().most_open_asks == 2
    assert hours_of(harbour, month=month).minutes == 180
    assert (
        'name="most_open_asks" value="2"'
        in ask(editor, "members/harbour-lane/capacity/").content.decode()
    )
