"""Signing in on a phone, to the end; passkeys have a module of their own."""

import re
from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from playwright.sync_api import Page, expect

from alliance.demo_people import PASSWORD, TOTP_SECRET
from tests.browser.site import Site, email_of

CODE = re.compile(r"^\d{6}$", re.MULTILINE)


def figures_of_the_app() -> str:
    counter = next(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(TOTP_SECRET, counter))


def with_password(page: Page, person: str) -> None:
    page.goto("/account/login/?next=/account/")
    page.get_by_label("Email address").last.fill(email_of(person))
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in with a password").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_lead_signs_in_with_a_password_and_the_figures_of_an_app(
    scripts: bool, afresh: Site, visit: Callable[..., Page]
) -> None:
    page = visit(scripts=scripts)
    with_password(page, "lead")
    code = page.get_by_label("Which code does your app show?")
    code.fill("000000")
    code.press("Enter")
    expect(page.locator(".error-summary")).to_be_visible()
    code.fill(figures_of_the_app())
    code.press("Enter")
    page.get_by_role("button", name="No, ask me each time").click()

    expect(page).to_have_url(re.compile(r"/account/$"))
    expect(page.get_by_text("Amina Rahman").first).to_be_attached()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_board_member_signs_in_with_a_code_by_mail(
    scripts: bool, afresh: Site, visit: Callable[..., Page]
) -> None:
    page = visit(scripts=scripts)
    page.goto("/account/login/?next=/account/")
    page.get_by_label("Email address").first.fill(email_of("expert"))
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_label("Which code did we send you?")).to_be_visible()
    [letter] = [each for each in afresh.letters() if each.to == email_of("expert")]
    found = CODE.search(letter.text)
    assert found is not None, letter.text
    page.get_by_label("Which code did we send you?").fill(found[0])
    page.get_by_label("Which code did we send you?").press("Enter")

    expect(page).to_have_url(re.compile(r"/account/$"))
    expect(page.get_by_text("Rosa Lindqvist").first).to_be_attached()
