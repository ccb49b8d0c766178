"""What is remembered and promised: at 320 pixels, without scripts, partly without an account."""

import re
from collections.abc import Callable

from django.utils import timezone
from playwright.sync_api import Page, expect

from partnership_board.actions import requests
from partnership_board.actions.requests import Words
from partnership_board.models import Board, MinuteSet, PartnerRequest
from tests.browser import journeys
from tests.browser.hands import Keys, Pointer
from tests.browser.site import Site
from tests.browser.visits import PHONE

LINK = re.compile(r"https?://\S+/board/requests/answer/\S+")
SAID = "Small groups preferred every second meeting, and said why."


def checked_minutes(site: Site) -> str:
    """The page of the minutes that are being checked."""
    waiting = MinuteSet.objects.filter(state="corrections", part="public")
    return site.inside(lambda: waiting.latest("pk").get_absolute_url())


def test_a_member_corrects_the_minutes_and_the_lead_accepts_it(
    afresh: Site, visit: Callable[..., Page]
) -> None:
    """By keyboard alone."""
    page = checked_minutes(afresh)
    member = Keys(visit("vcse_member", width=PHONE, scripts=False))
    member.page.goto(page)
    member.follow("Correct")
    member.write(SAID, into="How should it read?")
    member.press("Offer it")
    expect(member.page.get_by_text("Offered. The text stays for now.")).to_be_visible()
    expect(member.page.get_by_text("for VCSE seat 2")).to_be_visible()

    lead = Pointer(visit("lead", width=PHONE, scripts=False))
    lead.page.goto(page)
    lead.follow("Answer this correction")
    lead.choose("Accept it", among="What becomes of it?")
    lead.press("Answer it")

    expect(lead.page.get_by_text("Answered, and told.")).to_be_visible()
    lead.follow("Both texts side by side")
    expect(lead.page.get_by_role("cell", name=SAID)).to_be_visible()


def ask(site: Site) -> str:
    """A question goes out, and the link in its letter."""

    def asking() -> None:
        words = Words(
            "Keys to the hall", "Who has the keys at night?", "information",
            body_name="The hall trust (fictional)", contact_name="Sol Adler",
            contact_email="sol.adler@hall.example",
        )  # fmt: skip
        board = Board.objects.get(kind=Board.Kind.PARTNERSHIP_BOARD)
        now, lead = timezone.now(), journeys.person("lead")
        requests.send(requests.draft(board, words, by=lead, now=now), by=lead, now=now)

    site.inside(asking)
    (letter,) = (one for one in site.letters() if "sol.adler@hall.example" in one.to)
    return str(LINK.findall(letter.text)[0])


def answers() -> list[str]:
    found = PartnerRequest.objects.filter(title="Keys to the hall")
    return [str(text) for text in found.values_list("answer_text", flat=True)]


def test_a_partner_answers_by_the_link_in_a_letter(
    afresh: Site, visit: Callable[..., Page]
) -> None:
    """Without an account, and without scripts."""
    contact = Pointer(visit(None, width=PHONE, scripts=False))
    contact.page.goto(ask(afresh))
    expect(contact.page.get_by_role("heading", level=1)).to_contain_text("Keys to the hall")
    contact.choose("We have it", among="What would you like to say?")
    contact.press("Send it to the board")
    expect(contact.page.get_by_text("They have it, and an answer is awaited")).to_be_visible()
    contact.choose("Here is our answer: yes", among="What would you like to say?")
    contact.press("Send it to the board")
    expect(contact.page.locator(".error-summary")).to_be_visible()
    contact.write("The caretaker, until ten.", into="In your words")
    contact.press("Send it to the board")

    expect(contact.page.get_by_role("heading", name="The answer")).to_be_visible()
    width = contact.page.locator("html").bounding_box()
    assert width is not None
    assert width["width"] <= PHONE
    assert afresh.inside(answers) == ["The caretaker, until ten."]
