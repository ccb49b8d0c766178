"""A representative's month, on a phone, without scripts and without signing in."""

import re
from collections.abc import Callable

from django.utils import timezone
from playwright.sync_api import Page, expect

from members import months
from members.actions import confirming
from members.models import AskResponse, Confirmation, Organisation, PartnershipCapacity
from tests.browser.site import Site
from tests.browser.visits import PHONE

MOST_ACTIONS = 12
LINK = re.compile(r"https?://\S+/confirm/\S+")
WHO = "heron-house"


class Counted:
    """Every press, every line typed and every link opened is one action."""

    def __init__(self, page: Page) -> None:
        self.page, self.actions = page, 0

    def open(self, address: str) -> None:
        self.actions += 1
        self.page.goto(address)
        self.looks_right()

    def press(self, button: str) -> None:
        self.actions += 1
        self.page.locator("main").get_by_role("button", name=button, exact=True).first.click()
        self.looks_right()

    def write(self, text: str, *, into: str) -> None:
        self.actions += 1
        self.page.get_by_label(into).fill(text)

    def looks_right(self) -> None:
        """Nothing asks to sign in, and nothing is wider than the phone."""
        expect(self.page.get_by_role("heading", level=1)).not_to_have_text("Sign in")
        width = self.page.locator("html").bounding_box()
        assert width is not None
        assert width["width"] <= PHONE


def the_letter(site: Site) -> str:
    """What comes by mail, and the link in it."""

    def ask() -> int:
        heron = Organisation.objects.get(slug=WHO)
        return confirming.ask_now(heron, now=timezone.now())

    assert site.inside(ask) == 1
    (letter,) = (one for one in site.letters() if one.subject.startswith("Still correct"))
    assert letter.subject == "Still correct for Heron House? About 1 minute"
    return LINK.findall(letter.text)[0]


def what_was_kept() -> tuple[list[str], list[str], int]:
    heron = Organisation.objects.get(slug=WHO)
    following = months.later(timezone.localdate(), 1)
    waiting = AskResponse.objects.filter(organisation=heron, ask__state="sent")
    said = Confirmation.objects.filter(organisation=heron).values_list("what", flat=True)
    hours = PartnershipCapacity.objects.get(organisation=heron, month=following)
    states = waiting.order_by("ask__due_on").values_list("state", flat=True)
    return sorted(set(said)), [str(state) for state in states], hours.minutes_offered


def test_a_month_of_duty_takes_a_handful_of_presses(
    afresh: Site, visit: Callable[..., Page]
) -> None:
    link = the_letter(afresh)
    hand = Counted(visit(scripts=False))

    hand.open(link)
    expect(hand.page.get_by_role("heading", level=1)).to_have_text("Heron House: still correct?")
    hand.write("20", into="Hours for the alliance")
    hand.press("Yes, all still correct")
    expect(hand.page.get_by_text("All confirmed. Thank you.")).to_be_visible()
    expect(hand.page.get_by_role("heading", level=1)).to_have_text("2 asks to Heron House")
    hand.press("Yes, we can")
    hand.press("No, not this time")
    expect(hand.page.get_by_role("heading", level=1)).to_have_text("Nothing waits for Heron House")

    assert hand.actions < MOST_ACTIONS
    assert afresh.inside(what_was_kept) == (
        ["hours", "places", "profile"],
        ["accepted", "accepted", "declined"],  # the first by asking for money, before
        20 * 60,
    )
