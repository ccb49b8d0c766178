"""The same journeys where no script runs, on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import journeys
from tests.browser.hands import Pointer
from tests.browser.site import Site


@pytest.fixture
def finger(visit: Callable[..., Page]) -> Callable[[str], Pointer]:
    return lambda person: Pointer(visit(person, scripts=False))


def test_somebody_who_acts_for_a_member_says_who_has_room(
    afresh: Site, finger: Callable[[str], Pointer]
) -> None:
    journeys.with_a_new_service(afresh)
    journeys.say_who_has_room(finger("harbour_editor"))


def test_a_board_member_reads_a_paper(afresh: Site, finger: Callable[[str], Pointer]) -> None:
    journeys.with_a_pack_out(afresh)
    journeys.read_a_paper(finger("nhs_member"))


def test_a_proposal_gets_its_answer_and_its_place(
    afresh: Site, finger: Callable[[str], Pointer]
) -> None:
    journeys.propose(finger("vcse_member"))
    journeys.accept(finger("agenda_member"), journeys.NEW)
    journeys.place(finger("lead"), journeys.NEW, journeys.coming(afresh))

    assert journeys.proposals(afresh, journeys.NEW) == ["placed"]


def test_a_form_with_errors_keeps_what_was_typed(finger: Callable[[str], Pointer]) -> None:
    hand = finger("vcse_member")
    hand.page.goto("board/proposals/new/")
    hand.write("Two groups asked for it.", into="Why, and why now?")
    hand.press("Send to the agenda group")

    expect(hand.page.locator(".error-summary")).to_be_visible()
    expect(hand.page.get_by_label("Why, and why now?")).to_have_value("Two groups asked for it.")


def test_somebody_signs_out(finger: Callable[[str], Pointer]) -> None:
    hand = finger("observer")
    hand.page.goto("members/")
    hand.page.locator("details.menu summary").click()
    hand.page.get_by_role("button", name="Sign out").click()
    hand.page.goto("members/")

    expect(hand.page.get_by_role("heading", level=1)).to_have_text("Sign in")
