"""Networks change and go off the list; meetings are told of; what was asked becomes an Ask."""

from datetime import date, timedelta

import pytest

from alliance import access
from alliance.errors import Refused
from members.actions import networks
from members.models import Ask, Network, NetworkMeeting, ReportBack, Representation
from members.queries import cards
from members.queries import networks as queries
from tests.factories.members import a_network
from tests.members.reading import words_of
from tests.members.test_models import refused


@pytest.fixture
def forum(north):
    return a_network()


@pytest.fixture
def voice(forum, lead, harbour, editor):
    return networks.begin_representation(
        forum, user=editor, organisation=harbour, started_on=date(2026, 1, 5), by=lead
    )


def report(voice, on, **words):
    words = {"what_was_said": "We were heard.", "meeting_on": on} | words
    return networks.report_back(voice.network, by=voice.user, on=on, **words)


# ---- the list -----------------------------------------------------------------------------------
def test_a_network_is_renamed_but_not_to_anothers_name(send, forum, lead):
    a_network("Other Forum")
    words = {"kind": "forum", "level": "borough", "url": "", "meets": "monthly"}

    send(lead, f"members/networks/{forum.pk}/change/", name="New Forum", **words)
    again = send(lead, f"members/networks/{forum.pk}/change/", name="OTHER FORUM", **words)

    forum.refresh_from_db()
    assert (forum.name, forum.meets) == ("New Forum", "monthly")
    assert "A network of this name is listed already" in words_of(again)


def test_off_the_list_nobody_speaks_there_and_what_was_told_stays(
    ask, send, voice, forum, lead, editor, today
):
    report(voice, today)
    assert "Whoever speaks for us there stops today" in words_of(
        ask(lead, f"members/networks/{forum.pk}/retire/")
    )

    send(lead, f"members/networks/{forum.pk}/retire/")

    assert not Representation.objects.current(on=today).exists()
    assert forum.name not in words_of(ask(editor, "members/networks/"))
    assert forum.name in words_of(ask(lead, "members/networks/"))
    assert "We were heard." in words_of(ask(editor, f"members/networks/{forum.pk}/"))
    forum.refresh_from_db()
    with pytest.raises(Refused, match="is not listed any more"):
        networks.retire_network(forum, on=today, by=lead)
    with pytest.raises(Refused, match="is not listed any more"):
        networks.begin_representation(
            forum, user=editor, organisation=voice.organisation, started_on=today, by=lead
        )


def test_a_network_is_listed_again(send, forum, lead):
    Network.objects.update(is_active=False)

    send(lead, f"members/networks/{forum.pk}/retire/")

    forum.refresh_from_db()
    assert forum.is_active
    with pytest.raises(Refused, match="is listed already"):
        networks.list_again(forum, by=lead)


# ---- the mandate --------------------------------------------------------------------------------
def test_a_mandate_changes_while_the_same_person_goes_on(send, voice, lead):
    send(
        lead,
        f"members/networks/voices/{voice.pk}/",
        role="chair",
        minutes_per_month="2 hours",
        mandate="Ask about money.",
    )

    voice.refresh_from_db()
    assert (voice.role, voice.minutes_per_month, voice.mandate) == (
        "chair",
        120,
        "Ask about money.",
    )


def test_whoever_stopped_is_asked_to_say_nothing_more(voice, lead, today):
    networks.end_representation(voice, ended_on=today, by=lead)

    with pytest.raises(Refused, match="no longer speaks for us there"):
        networks.change_mandate(
            voice, role="chair", minutes_per_month=None, mandate="", on=today, by=lead
        )


# ---- meetings and reports -----------------------------------------------------------------------
def test_a_report_is_due_ten_working_days_after_its_meeting(send, forum, lead):
    send(lead, f"members/networks/{forum.pk}/meetings/new/", held_on="2 April 2026")
    again = send(lead, f"members/networks/{forum.pk}/meetings/new/", held_on="2 April 2026")

    # Good Friday and Easter Monday do not count.
    assert NetworkMeeting.objects.get().report_by_on == date(2026, 4, 20)
    assert "This meeting is on the list already" in words_of(again)


def test_one_quiet_line_asks_whoever_was_there_until_somebody_has_told(
    voice, forum, lead, editor, today, django_assert_num_queries
):
    held_on = today - timedelta(days=3)
    networks.enter_meeting(forum, held_on=held_on, by=lead)
    networks.enter_meeting(forum, held_on=today + timedelta(days=3), by=lead)
    for person in (editor, lead):
        access.carry_rights(person, on=today)

    with django_assert_num_queries(1):
        [card] = cards.to_report(editor, today)
    assert card.title == "Tell the members what was said in Harbour Forum"
    assert cards.to_report(lead, today) == []

    report(voice, today, meeting_on=held_on)
    assert cards.to_report(editor, today) == []


def test_nobody_is_asked_about_a_time_before_or_after_they_spoke_for_us(
    voice, forum, lead, editor, today
):
    networks.enter_meeting(forum, held_on=date(2026, 1, 4), by=lead)
    assert cards.to_report(editor, today) == []

    networks.enter_meeting(forum, held_on=today - timedelta(days=1), by=lead)
    networks.end_representation(voice, ended_on=today, by=lead)
    assert cards.to_report(editor, today) == []


def test_the_page_says_which_meetings_nobody_has_told_of(ask, voice, forum, lead, today):
    for days in (60, 30, 1):
        networks.enter_meeting(forum, held_on=today - timedelta(days=days), by=lead)
    Representation.objects.update(started_on=date(2025, 1, 1))
    voice.refresh_from_db()
    report(voice, today, meeting_on=today - timedelta(days=60))

    found = queries.meetings_of(forum, on=today)

    assert [(one.is_told, one.is_late) for one in found] == [
        (False, False),
        (False, True),
        (True, False),
    ]
    assert "Not told yet" in words_of(ask(lead, f"members/networks/{forum.pk}/"))


def test_everybody_reads_what_was_told_to_everybody_and_not_who_told_it(
    client, north, voice, today
):
    report(voice, today, visibility="public", what_was_asked_of_us="Three stories.")
    report(voice, today, meeting_on=today - timedelta(days=9), what_was_said="Among ourselves.")

    words = words_of(client.get(north.url("members/networks/told/")))

    assert "We were heard." in words
    assert "Three stories." in words
    assert "Among ourselves." not in words
    assert voice.user.name not in words


def test_what_was_asked_of_us_becomes_an_ask(ask, send, voice, lead, today):
    told = report(voice, today, what_was_asked_of_us="Three stories of waiting.")
    page = ask(lead, f"members/networks/reports/{told.pk}/ask/")
    assert "Three stories of waiting." in page.content.decode()
    words = {
        "title": "Stories of waiting",
        "body": "Three stories of waiting.",
        "kind": "written_answer",
        "asked_by": str(voice.network_id),
        "estimated_minutes": "30 min",
        "due_on": (today + timedelta(days=20)).isoformat(),
        "format": "written",
        "places_wanted": "3",
    }

    answer = send(lead, f"members/networks/reports/{told.pk}/ask/", **words)

    made = Ask.objects.get()
    assert made.asked_by_network == voice.network
    assert answer.headers["Location"].endswith(f"/asks/{made.pk}/who/")
    late = send(
        lead, f"members/networks/reports/{told.pk}/ask/", **words | {"due_on": "2025-01-01"}
    )
    assert late.status_code == 422


@pytest.mark.parametrize("rows", [1, 3, 5, 50])
def test_what_everybody_reads_costs_the_same_however_much(
    rows, client, north, voice, django_assert_num_queries
):
    for number in range(rows):
        ReportBack.objects.create(
            representation=voice,
            meeting_on=date(2026, 2, 1) + timedelta(days=number),
            what_was_said="Heard.",
            visibility="public",
        )
    client.get(north.url("members/networks/told/"))

    with django_assert_num_queries(TOLD_QUERIES):
        client.get(north.url("members/networks/told/"))


TOLD_QUERIES = 1


# ---- the database -------------------------------------------------------------------------------
def test_a_network_meets_once_a_day_and_is_told_of_afterwards(forum):
    def meeting(report_by_on):
        return NetworkMeeting.objects.create(
            network=forum, held_on=date(2026, 4, 2), report_by_on=report_by_on
        )

    refused("report_is_due_after_the_meeting", lambda: meeting(date(2026, 4, 2)))
    meeting(date(2026, 4, 20))
    refused("network_meets_once_a_day", lambda: meeting(date(2026, 4, 20)))
