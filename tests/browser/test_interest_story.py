"""An interest in an item: declared in two taps from Today, and ruled on by whoever is free."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands import Keys
from tests.browser.site import Site

NARROW = 320
ITEM = "Grants for small groups: who gets what"


@pytest.fixture
def keys(visit: Callable[..., Page]) -> Callable[[str], Keys]:
    return lambda person: Keys(visit(person, width=NARROW, scripts=False))


def test_the_chair_declares_in_two_taps_and_the_deputy_chair_rules(
    afresh: Site, keys: Callable[[str], Keys]
) -> None:
    chair = keys("chair")
    chair.page.goto("")
    chair.follow("touch an interest of yours?")
    chair.press("Declare")
    expect(chair.page.get_by_text("The chair says what follows from it")).to_be_visible()
    expect(chair.page.get_by_text("waits for a ruling")).to_be_visible()

    deputy = keys("council_member")
    deputy.page.goto("")
    deputy.follow("Rule on")
    section = deputy.page.locator("section", has=deputy.page.get_by_role("link", name=ITEM))
    expect(section.get_by_text("VCSE 0 of 5")).to_be_visible()
    expect(section.get_by_text("Not quorate: needs at least one VCSE seat.")).to_be_visible()
    deputy.follow("Rule on it: Dorothy Achebe")
    deputy.choose("Leaves for the item", among="What follows from it?")
    deputy.press("Rule")

    expect(deputy.page.get_by_text("Ruled. The person hears of it by mail.")).to_be_visible()
    expect(section.get_by_text("As the chair has ruled, 12 of 14 remain")).to_be_visible()
