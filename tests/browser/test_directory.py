"""Somebody looks for a service: on a phone without scripts, and from inside by keyboard."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.hands import Keys

FOUND = "Open door"


def chosen(page: Page) -> None:
    """Who speaks Sylheti in Shadwell and has places now?"""
    page.locator("main").get_by_label("Language", exact=True).select_option(label="Sylheti")
    page.locator("main").get_by_label("Ward", exact=True).select_option(label="Shadwell")
    page.locator("main").get_by_label("Places", exact=True).select_option(label="Open now")
    page.get_by_role("button", name="Show").click()


def test_somebody_without_an_account_finds_who_speaks_their_language(
    visit: Callable[..., Page],
) -> None:
    page = visit(None, scripts=False)
    page.goto("directory/")
    chosen(page)
    expect(page.get_by_role("link", name=FOUND, exact=True)).to_be_visible()
    page.reload()
    expect(page.get_by_label("Ward", exact=True).locator("option:checked")).to_have_text("Shadwell")
    page.get_by_role("link", name=FOUND, exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text(FOUND)
    expect(page.get_by_role("link", name="020 7946")).to_be_visible()
    away = page.get_by_role("link", name="Leave this page quickly")
    expect(away).to_have_attribute("href", "https://www.bbc.co.uk/weather")
    own = page.locator("bdi[lang=syl]").first
    assert own.evaluate("one => getComputedStyle(one).unicodeBidi") == "isolate"


def test_from_inside_it_takes_three_choices_and_a_key(visit: Callable[..., Page]) -> None:
    page = visit("coproduction_lead")
    page.goto("members/services/")
    hand = Keys(page)
    for name, letters in (("Language", "Sylh"), ("Ward", "Shad"), ("Places", "Open")):
        hand.reach(lambda here, name=name: here.kind == "select" and here.name == name)
        page.keyboard.type(letters)
    hand.press("Show")

    row = page.get_by_role("row").filter(has_text=FOUND)
    expect(row).to_contain_text("5 of 12 free")
    expect(row.get_by_role("link", name="020 7946")).to_be_visible()
