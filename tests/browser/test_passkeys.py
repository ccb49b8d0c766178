"""A passkey from first to last, with a virtual authenticator in the browser."""

from collections.abc import Callable

from playwright.sync_api import CDPSession, Page, expect

from alliance.demo_people import PASSWORD
from tests.browser.site import Site, email_of

PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def at_a_name(site: Site, path: str) -> str:
    """A passkey belongs to a name, never to a number."""
    return site.home.replace("127.0.0.1", "localhost") + path


def sign_in_by_password(page: Page, site: Site, person: str) -> None:
    page.goto(at_a_name(site, "/account/login/"))
    page.get_by_label("Email address").last.fill(email_of(person))
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in with a password").click()
    page.wait_for_url(lambda url: "/account/login/" not in url)


def with_authenticator(page: Page) -> CDPSession:
    wire = page.context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE})
    return wire


def add_one(page: Page, site: Site) -> None:
    page.goto(at_a_name(site, "/account/2fa/webauthn/add/"))
    page.get_by_role("textbox", name="Your password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("What shall we call it?").fill("My phone")
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Add it").click()


def test_somebody_adds_a_passkey_and_signs_in_with_nothing_else(
    afresh: Site, visit: Callable[..., Page]
) -> None:
    page = visit()
    with_authenticator(page)
    sign_in_by_password(page, afresh, "expert")
    add_one(page, afresh)
    page.wait_for_url(lambda url: "/add/" not in url)
    page.goto(at_a_name(afresh, "/account/2fa/webauthn/"))
    expect(page.get_by_role("rowheader", name="My phone")).to_be_visible()

    page.context.clear_cookies()
    page.goto(at_a_name(afresh, "/account/login/?next=/account/"))
    page.get_by_role("button", name="Use my passkey").click()
    page.wait_for_url(at_a_name(afresh, "/account/"))
    expect(page.get_by_text("Rosa Lindqvist").first).to_be_attached()  # in the menu


def test_a_passkey_that_is_not_known_here_is_refused_in_words(
    afresh: Site, visit: Callable[..., Page]
) -> None:
    page = visit()
    wire = with_authenticator(page)
    sign_in_by_password(page, afresh, "expert")
    add_one(page, afresh)
    page.wait_for_url(lambda url: "/add/" not in url)
    page.context.clear_cookies()
    wire.send("WebAuthn.disable")
    with_authenticator(page)
    page.goto(at_a_name(afresh, "/account/login/"))
    page.get_by_role("button", name="Use my passkey").click()

    expect(page.get_by_role("alert")).to_contain_text("That passkey could not be used")
