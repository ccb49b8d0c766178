"""Somebody tells something on a phone, without scripts, in English, Bengali and Arabic."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from alliance.actions import languages
from alliance.models import User
from coproduction.models import Contribution
from tests.browser.looking import too_wide
from tests.browser.site import Site, email_of

RECORDS = "coproduction_lead"
TOLD = {
    "en-gb": "I waited by the door.",
    "bn": "আমি দরজার পাশে অপেক্ষা করেছি। Two hours.",
    "ar": "انتظرت عند الباب ساعتين. Two hours.",
}
MOST_TAPS = 12


class Finger:
    """Counts each press, as somebody in a busy room would."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps = page, 0

    def tap(self, selector: str) -> None:
        self.page.locator(selector).first.click()
        self.taps += 1
        assert too_wide(self.page) == []


@pytest.mark.parametrize("language", TOLD)
def test_two_minutes_in_a_busy_room(
    afresh: Site, visit: Callable[..., Page], language: str
) -> None:
    email = email_of(RECORDS)
    afresh.backstage(lambda: languages.choose(User.objects.get(email=email), language))
    before = afresh.inside(Contribution.objects.count)
    page = visit(RECORDS, scripts=False)
    finger = Finger(page)
    page.goto("lived-experience/capture/")

    finger.tap('main a[href$="/begin/short/"]')
    finger.tap('input[name="is_adult"]')
    for scope in ("keep", "use", "board", "contact"):
        finger.tap(f'input[value="{scope}"]')
    finger.tap("main form .button")
    page.locator('textarea[name="original"]').fill(TOLD[language])
    finger.tap("main form .button")
    expect(page.locator(".letters")).to_be_visible()
    finger.tap("main form .button")

    assert finger.taps <= MOST_TAPS
    assert page.locator("html").get_attribute("lang") == language
    assert afresh.inside(Contribution.objects.count) == before + 1


def test_the_line_is_cut_and_nothing_is_lost(afresh: Site, visit: Callable[..., Page]) -> None:
    """Each time the press arrives, and its answer does not."""
    before = afresh.inside(Contribution.objects.count)
    page = visit(RECORDS, scripts=False)
    page.goto("lived-experience/capture/begin/short/")
    page.locator('input[name="is_adult"]').check()
    page.locator('input[value="keep"]').check()
    page = press_and_cut(page)

    page.goto("lived-experience/capture/")
    page.locator("#unfinished + ul a").first.click()
    page.locator('textarea[name="original"]').fill(TOLD["ar"])
    page = press_and_cut(page)
    page.goto("lived-experience/capture/")
    page.locator("#unfinished + ul a").first.click()

    expect(page.locator(".letters")).to_be_visible()
    assert afresh.inside(Contribution.objects.count) == before + 1
    page.locator("main form .button").first.click()
    expect(page.get_by_text("Thank you for listening.")).to_be_visible()


def press_and_cut(page: Page) -> Page:
    """Somebody begins again in another tab."""

    def cut(route: Route) -> None:
        route.fetch(max_redirects=0)
        route.abort()

    page.route("**/capture/**", cut)
    with page.expect_event("requestfailed"):
        page.locator("main form .button").first.click(no_wait_after=True)
    another = page.context.new_page()
    page.close()
    return another
