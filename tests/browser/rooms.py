"""A meeting's room: who is marked as there, and what is pressed and read on its page."""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from partnership_board.actions import live
from partnership_board.actions.live import Entry
from partnership_board.models import Meeting
from tests.browser.journeys import person


def is_here(meeting: int, keys: tuple[str, ...]) -> None:
    """Written down by the chair, as the page does."""
    for key in keys:
        words = {"person": person(key).pk, "mode": "room"}
        entry = Entry("came", f"by hand {key}", words)
        rows = Meeting.objects.get(pk=meeting)
        live.enter(rows, entry, by=person("chair"), now=timezone.now() - timedelta(minutes=1))


def name_of(key: str) -> str:
    return person(key).name


def room(page: Page, meeting: int) -> Page:
    page.goto(f"board/meetings/{meeting}/live/")
    return page


def press(page: Page, words: str) -> None:
    page.locator("main").get_by_role("button", name=words, exact=True).first.click()


def see(page: Page, words: str) -> None:
    expect(page.locator("main").get_by_text(words).first).to_be_visible()


def take_step(page: Page, meeting: int, to: str) -> None:
    """As the page of the meeting leads there."""
    page.goto(f"board/meetings/{meeting}/step/{to}/")
    page.locator("main form button[type=submit]").last.click()
    expect(page).to_have_url(re.compile(rf"/meetings/{meeting}/$"))
