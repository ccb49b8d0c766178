"""A proposal, its answer and the appeal against it: by keyboard, at 320 pixels, without scripts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser import journeys
from tests.browser.hands import Keys
from tests.browser.site import Site

NARROW = 320


@pytest.fixture
def keys(visit: Callable[..., Page]) -> Callable[[str], Keys]:
    return lambda person: Keys(visit(person, width=NARROW, scripts=False))


def test_two_seats_of_two_sides_give_a_proposal_its_place_by_right(
    afresh: Site, keys: Callable[[str], Keys]
) -> None:
    journeys.propose(keys("vcse_member"))
    journeys.decline(keys("agenda_member"), journeys.NEW)
    address = journeys.address_of(afresh, journeys.NEW)
    journeys.ask_to_look_again(keys("vcse_member"), address)
    assert journeys.proposals(afresh, journeys.NEW) == ["declined"]
    journeys.ask_to_look_again(keys("council_member"), address)

    assert journeys.proposals(afresh, journeys.NEW) == ["accepted"]
