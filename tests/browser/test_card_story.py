"""Somebody opens their card on a phone, without scripts, changes it and takes everything back."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from coproduction.actions import capture
from coproduction.models import Contribution, Contributor, InsightSource, Withdrawal
from coproduction.scopes import Scope
from tests.browser.looking import cut_off, too_wide
from tests.browser.site import Site

DIRECTION = {"en-gb": "ltr", "bn": "ltr", "so": "ltr", "ar": "rtl"}
# Where to put pictures for a person to look at; nowhere, usually.
PICTURES = os.environ.get("CARD_PICTURES", "")


def somebody() -> tuple[str, str]:
    """Whose words became a point; with new words on the card."""
    sources = InsightSource.objects.filter(insight__state="approved")
    told = sources.exclude(contribution__state="withdrawn").latest("pk").contribution
    whose = Contributor.objects.get(pk=told.contributor_id)
    whose.words_hmac = ""
    return whose.ref, capture.give_words(whose)


def look(page: Page, name: str) -> None:
    assert too_wide(page) == []
    assert cut_off(page) == []
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


@pytest.mark.parametrize("language", DIRECTION)
def test_what_was_told_is_changed_and_taken_back_in_ones_own_language(
    afresh: Site, visit: Callable[..., Page], language: str
) -> None:
    ref, four_words = afresh.inside(somebody)
    page = visit(None, scripts=False)
    page.set_viewport_size({"width": 320, "height": 640})
    cookie = {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": afresh.home}
    page.context.add_cookies([cookie])  # type: ignore[list-item]  # a dict is what it takes
    page.goto("lived-experience/card/")
    look(page, f"{language}-1-enter")

    page.locator('input[name="ref"]').fill(ref.lower().replace("-", " "))
    page.locator('input[name="words"]').fill(four_words.upper())
    page.locator("main form .button").first.click()
    expect(page.locator("h1")).to_have_text(ref)
    assert page.locator("html").get_attribute("dir") in {DIRECTION[language], None}
    assert page.locator("dl.facts dt").count() == len(Scope)
    assert page.locator("main[lang]").count() == 0  # the page's own words are in this language
    is_english = page.locator("h2", has_text="What became of it").count() == 1
    assert is_english == (language == "en-gb")
    look(page, f"{language}-2-open")

    page.locator('form[action$="/card/change/"] .button').click()
    page.locator('input[value="public"]').set_checked(False)
    page.locator('input[value="quote"]').set_checked(True)
    look(page, f"{language}-3-change")
    page.locator("main form .button").first.click()
    expect(page.locator(".notice").first).to_be_visible()

    page.locator('form[action$="/card/stop/"] .button').click()
    look(page, f"{language}-4-stop")
    page.locator("main form .button-danger").click()
    made = afresh.inside(lambda: Withdrawal.objects.filter(what="everything").latest("pk"))
    expect(page.get_by_text(made.receipt_number)).to_be_visible()
    look(page, f"{language}-5-gone")

    whose = afresh.inside(lambda: Contributor.objects.get(ref=ref))
    told = afresh.inside(lambda: list(Contribution.objects.filter(contributor=whose)))
    assert (whose.state, {each.state for each in told}) == ("withdrawn", {"withdrawn"})
