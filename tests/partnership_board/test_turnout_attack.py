"""While the poll is open under "nobody", no page changes when another organisation's vote comes.

Tried as the lead and as each officer, on every page that could tell.
"""

import re

import pytest
from django.urls import reverse

from alliance.models import Event, Message
from alliance.queries import letters
from partnership_board.actions import election_clock
from partnership_board.queries import elections as queries
from tests.factories.elections import an_election, cast
from tests.people import with_second_factor
from tests.people_elections import lately

pytestmark = pytest.mark.django_db
PASSING = re.compile(rb'(csrfmiddlewaretoken" value="|X-CSRFToken[^A-Za-z]+)[A-Za-z0-9]+')


@pytest.fixture
def poll(board, now):
    return an_election(board, now, roll=3)


def pages(poll, north):
    own = [f"partnership_board:{name}" for name in ("election", "nominations", "roll", "receipt")]
    return [
        north.url(""),
        north.url("post/"),
        north.url("happened/"),
        reverse("partnership_board:elections"),
        reverse("partnership_board:keys", kwargs={"pk": poll.pk}),
        *(reverse(name, kwargs={"pk": poll.pk}) for name in own),
    ]


def seen(browser, addresses):
    found = {}
    for address in addresses:
        answer = browser.get(address)
        found[address] = (answer.status_code, PASSING.sub(b"", answer.content))
    return found


def test_nothing_that_lead_and_officers_see_changes(poll, lead, north, now):
    officers = [with_second_factor(one.user) for one in queries.officers(poll)]
    browsers = {person.name: lately(person) for person in (lead, *officers)}
    addresses = pages(poll, north)
    for browser in browsers.values():
        seen(browser, addresses)  # the frame and the visit are remembered from now on
    before = {name: seen(browser, addresses) for name, browser in browsers.items()}
    events = Event.objects.count()

    cast(poll, 0, [1], now)
    cast(poll, 1, [2, 1], now)

    assert {name: seen(browser, addresses) for name, browser in browsers.items()} == before
    assert Event.objects.count() == events
    assert {status for pages in before.values() for status, _ in pages.values()} >= {200}


def test_no_list_of_letters_shows_who_was_told_or_reminded(poll, now, client):
    morning = poll.closes_at.replace(hour=9)
    before = (letters.counts(), list(letters.letters()))

    cast(poll, 0, [1], now)
    election_clock.remind(now=morning)

    assert Message.objects.filter(key__startswith="ballot letter ").count() > 1
    assert (letters.counts(), list(letters.letters())) == before


def test_the_same_attack_succeeds_where_the_rule_shows_the_number(board, lead, now):
    poll = an_election(board, now, roll=3, turnout_visibility="number")
    address = [reverse("partnership_board:election", kwargs={"pk": poll.pk})]
    browser = lately(lead)
    before = seen(browser, address)

    cast(poll, 0, [1], now)

    assert seen(browser, address) != before
