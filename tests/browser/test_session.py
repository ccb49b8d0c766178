"""What people do to browsers: leave, come back, click twice, open two tabs."""

from collections.abc import Callable
from importlib import import_module

from django.conf import settings
from playwright.sync_api import Page, expect

from alliance import session_ages
from alliance.demo_people import PASSWORD
from tests.browser import journeys
from tests.browser.hands import Pointer
from tests.browser.journeys import NEW
from tests.browser.site import Site, email_of

WHY = "Two groups asked for it this month."


def fill_in(page: Page) -> Pointer:
    hand = Pointer(page)
    page.goto("board/proposals/new/")
    hand.write(NEW, into="What should the board talk about?")
    hand.write(WHY, into="Why, and why now?")
    hand.choose("To discuss", among="What do you want from the board?")
    return hand


def a_day_passes(site: Site, page: Page) -> None:
    """For this session: it was last seen yesterday."""
    [key] = [each["value"] for each in page.context.cookies() if each["name"] == "session"]

    def age() -> None:
        session = import_module(settings.SESSION_ENGINE).SessionStore(key)
        for moment in (session_ages.BEGAN, session_ages.SEEN):
            session[moment] -= 24 * 60 * 60
        session.save()

    site.backstage(age)


def sign_in_again(page: Page, email: str) -> None:
    page.get_by_label("Email address").last.fill(email)
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in with a password").click()


def test_what_was_sent_after_the_session_had_ended_is_shown_again(
    afresh: Site, visit: Callable[..., Page]
) -> None:
    page = visit("vcse_member")
    hand = fill_in(page)
    a_day_passes(afresh, page)
    hand.press("Send to the agenda group")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert journeys.proposals(afresh, NEW) == []
    sign_in_again(page, email_of("vcse_member"))

    expect(page.get_by_role("heading", level=1)).to_have_text(
        "You were signed out while you were writing"
    )
    hand.press("Send it now")
    expect(page.get_by_text("Sent to the agenda group.")).to_be_visible()
    assert journeys.proposals(afresh, NEW) == ["submitted"]


def test_somebody_else_at_the_same_browser_does_not_see_it(
    afresh: Site, visit: Callable[..., Page]
) -> None:
    page = visit("vcse_member")
    hand = fill_in(page)
    a_day_passes(afresh, page)
    hand.press("Send to the agenda group")
    sign_in_again(page, email_of("expert"))
    page.goto("board/proposals/new/")

    expect(page.get_by_role("heading", level=1)).to_have_text("Propose an item")
    expect(page.get_by_text(WHY)).to_have_count(0)


def test_two_clicks_send_once(afresh: Site, visit: Callable[..., Page]) -> None:
    page = visit("vcse_member")
    fill_in(page)
    page.get_by_role("button", name="Send to the agenda group").dblclick()
    expect(page.get_by_text("Sent to the agenda group.")).to_be_visible()

    assert journeys.proposals(afresh, NEW) == ["submitted"]


def test_going_back_and_forward_sends_nothing_again(
    afresh: Site, visit: Callable[..., Page]
) -> None:
    page = visit("vcse_member")
    fill_in(page).press("Send to the agenda group")
    expect(page.get_by_text("Sent to the agenda group.")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Propose an item")
    page.go_forward()
    expect(page.get_by_role("link", name=NEW)).to_be_visible()

    assert journeys.proposals(afresh, NEW) == ["submitted"]


def test_nothing_is_seen_by_going_back_after_signing_out(visit: Callable[..., Page]) -> None:
    page = visit("lead")
    page.goto("people/")
    expect(page.locator("main table")).to_be_visible()
    page.locator("details.menu summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(lambda url: "/people/" not in url)
    page.go_back()

    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    expect(page.locator("main table")).to_have_count(0)


def test_two_tabs_send_two_things(afresh: Site, visit: Callable[..., Page]) -> None:
    first = visit("vcse_member")
    second = first.context.new_page()
    one, other = fill_in(first), fill_in(second)
    other.write("Another matter", into="What should the board talk about?")
    other.press("Send to the agenda group")
    one.press("Send to the agenda group")
    expect(first.get_by_text("Sent to the agenda group.")).to_be_visible()

    assert journeys.proposals(afresh, NEW) == ["submitted"]
    assert journeys.proposals(afresh, "Another matter") == ["submitted"]


def test_a_form_from_before_a_new_sign_in_loses_nothing(
    afresh: Site, visit: Callable[..., Page]
) -> None:
    """The session was lost, and begun anew in another tab: the old form's token has gone stale."""
    page = visit("vcse_member")
    hand = fill_in(page)
    other = page.context.new_page()
    page.context.clear_cookies()
    other.goto("/account/login/")
    sign_in_again(other, email_of("vcse_member"))
    other.wait_for_url(lambda url: "/account/login/" not in url)
    hand.press("Send to the agenda group")
    expect(page.get_by_role("heading", level=1)).to_have_text("This form was open too long")
    assert journeys.proposals(afresh, NEW) == []
    page.goto("board/proposals/new/")

    expect(page.get_by_label("Why, and why now?")).to_have_value(WHY)
