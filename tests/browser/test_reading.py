"""A board member on a phone reads the pack, writes a note and marks it read, with no network."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from partnership_board.models import AgendaItem, PaperNote, ReadMark
from tests.browser.hands import Hand, Keys, Pointer
from tests.browser.journeys import Coming, with_a_pack_out
from tests.browser.leafing import AXE
from tests.browser.site import Site

NOTE = "Ask what happens after the first year."
AWAY = "You are not connected."
KEPT = "async () => (await caches.keys()).sort()"
IS_READY = "() => navigator.serviceWorker.ready.then(() => !!navigator.serviceWorker.controller)"


@pytest.fixture
def out(afresh: Site) -> Coming:
    return with_a_pack_out(afresh)


def first_paper(site: Site, meeting: Coming) -> str:
    """Its number."""
    rows = AgendaItem.objects.on_agenda().filter(meeting=meeting.pk, section="business")
    return site.inside(lambda: rows.order_by("position").values_list("number", flat=True)[0])


def open_the_papers(page: Page, meeting: Coming, number: str) -> None:
    """The list, then one paper. The worker has both before the network goes."""
    page.goto(f"{meeting.address}pack/read/")
    page.wait_for_function(IS_READY)
    page.wait_for_function("""() => caches.match(location.pathname).then(Boolean)""")
    page.goto(f"{meeting.address}pack/read/{number}/")
    page.wait_for_function("""() => caches.match(location.pathname).then(Boolean)""")


def write_beside_the_first_paragraph(hand: Hand, page: Page) -> None:
    if isinstance(hand, Keys):
        hand.reach(lambda here: here.kind == "summary" and here.name.startswith("Add a note"))
        page.keyboard.press("Enter")
    else:
        page.locator("details.beside summary").first.tap()
    hand.write(NOTE, into="Your note, which only you can read")


def broken_rules(page: Page) -> list[str]:
    page.evaluate(f"{AXE};null")
    found: list[str] = page.evaluate(
        "axe.run().then(({violations}) => violations.map((v) => v.id))"
    )
    return found


@pytest.mark.parametrize("by", ["keyboard", "touch"])
def test_a_note_and_a_mark_made_without_a_network_arrive_when_there_is_one(
    site: Site, out: Coming, visit: Callable[..., Page], by: str
) -> None:
    number = first_paper(site, out)
    page = visit("nhs_member", has_touch=by == "touch")
    hand: Hand = Keys(page) if by == "keyboard" else Pointer(page)
    open_the_papers(page, out, number)

    page.context.set_offline(True)
    page.goto(f"{out.address}pack/read/")
    expect(page.get_by_text(AWAY)).to_be_visible(timeout=20_000)
    page.goto(f"{out.address}pack/read/{number}/")
    write_beside_the_first_paragraph(hand, page)
    hand.press("Mark as read")
    waiting = page.locator("#reading li")
    expect(waiting).to_have_text(
        [f"Kept on this device, to be sent: {w}" for w in (NOTE, "Marked as read")]
    )
    assert broken_rules(page) == []
    page.goto(f"{out.address}pack/read/notes/")
    expect(page.get_by_role("heading", level=1)).to_have_text("This page is not on this device")
    page.goto(f"{out.address}pack/read/{number}/")
    assert not site.inside(PaperNote.objects.exists)

    page.context.set_offline(False)
    expect(page.locator("main .note")).to_contain_text(NOTE)
    expect(waiting).to_have_count(0)
    assert site.inside(lambda: PaperNote.objects.get().body) == NOTE
    assert (
        site.inside(lambda: ReadMark.objects.get(version=PaperNote.objects.get().version).state)
        == "read"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_nothing_stays_on_the_device_after_signing_out(
    site: Site, out: Coming, visit: Callable[..., Page]
) -> None:
    page = visit("nhs_member")
    open_the_papers(page, out, first_paper(site, out))
    assert any(name.startswith("pack pages") for name in page.evaluate(KEPT))

    page.locator("details[data-menu] summary").last.click()
    with page.expect_navigation():
        page.get_by_role("button", name="Sign out").click()

    page.goto("/account/login/")
    assert page.evaluate(KEPT) == []
    assert (
        page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    )


def test_an_ended_session_takes_the_pages_off_the_device(
    site: Site, out: Coming, visit: Callable[..., Page]
) -> None:
    page = visit("nhs_member")
    open_the_papers(page, out, first_paper(site, out))
    page.context.clear_cookies()

    page.goto(f"{out.address}pack/read/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert not [name for name in page.evaluate(KEPT) if name.startswith("pack pages")]
    page.context.set_offline(True)
    page.goto(f"{out.address}pack/read/")
    expect(page.get_by_role("heading", level=1)).to_have_text("This page is not on this device")


def test_no_other_page_has_a_worker(site: Site, out: Coming, visit: Callable[..., Page]) -> None:
    page = visit("nhs_member")
    open_the_papers(page, out, first_paper(site, out))
    for path in (out.address, "board/", ""):
        page.goto(path)
        assert page.evaluate("navigator.serviceWorker.controller") is None
