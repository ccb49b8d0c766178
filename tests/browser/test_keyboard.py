"""Whole journeys with a keyboard alone: everything is reached, and one always sees where one is."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from alliance import outbox
from tests.browser import journeys
from tests.browser.hands import Keys
from tests.browser.site import Site
from tests.browser.visits import DESK


@pytest.fixture
def keys(visit: Callable[..., Page]) -> Callable[[str], Keys]:
    return lambda person: Keys(visit(person, width=DESK))


def test_somebody_who_acts_for_a_member_says_who_has_room(
    afresh: Site, keys: Callable[[str], Keys]
) -> None:
    journeys.with_a_new_service(afresh)
    journeys.say_who_has_room(keys("harbour_editor"))


def test_a_board_member_reads_a_paper(afresh: Site, keys: Callable[[str], Keys]) -> None:
    journeys.with_a_pack_out(afresh)
    journeys.read_a_paper(keys("nhs_member"))


def test_a_proposal_gets_its_answer_and_its_place(
    afresh: Site, keys: Callable[[str], Keys]
) -> None:
    journeys.propose(keys("vcse_member"))
    journeys.accept(keys("agenda_member"), journeys.NEW)
    journeys.place(keys("lead"), journeys.NEW, journeys.coming(afresh))

    assert journeys.proposals(afresh, journeys.NEW) == ["placed"]


def test_the_first_tab_skips_to_the_page(keys: Callable[[str], Keys]) -> None:
    hand = keys("lead")
    hand.page.goto("members/")
    hand.page.keyboard.press("Tab")
    assert hand.here().name == "Skip to the page"
    assert hand.here().is_in_view
    hand.page.keyboard.press("Enter")

    assert hand.page.evaluate("document.activeElement.id") == "main"
    assert hand.reach(lambda here: here.kind != "body").name == "Add an organisation"


def test_the_menu_opens_and_closes_and_gives_the_focus_back(keys: Callable[[str], Keys]) -> None:
    hand = keys("lead")
    hand.page.goto("members/")
    menu = hand.reach(lambda here: here.kind == "summary")
    hand.page.keyboard.press("Enter")
    hand.reach(lambda here: here.name == "My account")
    hand.page.keyboard.press("Escape")

    assert hand.here().name == menu.name
    expect(hand.page.get_by_role("link", name="My account")).to_be_hidden()


def test_errors_take_the_focus_and_lead_to_their_fields(keys: Callable[[str], Keys]) -> None:
    hand = keys("vcse_member")
    hand.page.goto("board/proposals/new/")
    hand.press("Send to the agenda group")

    assert hand.page.evaluate("document.activeElement.className") == "error-summary"
    hand.reach(lambda here: here.kind == "a")
    hand.page.keyboard.press("Enter")
    assert hand.here().name == "What should the board talk about?"


def test_a_part_that_renews_itself_leaves_the_focus_alone(
    afresh: Site, keys: Callable[[str], Keys], monkeypatch: pytest.MonkeyPatch
) -> None:
    """While a pack is made somebody writes; the part above changes, and they can go on."""
    monkeypatch.setattr(outbox, "wake", lambda _alliance: None)  # as if no worker were there yet
    meeting = journeys.with_a_pack_out(afresh)
    hand = keys("lead")
    hand.page.goto(f"{meeting.address}pack/")
    expect(hand.page.get_by_role("heading", name="Build 1 is being made")).to_be_visible()
    hand.reach(lambda here: "What should readers know" in here.name)
    hand.page.keyboard.type("Item 6")
    afresh.inside(journeys.done_by_a_worker)
    expect(hand.page.get_by_role("heading", name="Build 1 was sent")).to_be_visible()
    hand.page.keyboard.type(" is new")

    assert "What should readers know" in hand.here().name
    assert hand.page.locator("[name=note]").input_value() == "Item 6 is new"
