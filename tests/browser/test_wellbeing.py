"""Four questions on a phone: by hand without scripts, by keyboard, and with the letter's link."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from members.models import WellbeingTally
from members.models.wellbeing import Question
from tests.browser.hands import Hand, Keys, Pointer
from tests.browser.site import Site
from tests.factories.wellbeing import an_open_round, code_in

ANSWERS = {
    Question.LOAD: "Heavy",
    Question.SUPPORT: "Well enough",
    Question.SPEAKING: "I would rather not say",
    Question.KEEPING_UP: "Yes, just about",
}
CHOSEN = {("load", 4), ("support", 3), ("speaking", 0), ("keeping_up", 3)}


@pytest.fixture
def code(afresh: Site) -> str:
    """Of the first letter of a round that opened yesterday."""

    yesterday = timezone.localdate() - timedelta(days=1)
    afresh.inside(lambda: an_open_round(opens_on=yesterday))
    sent = [letter for letter in afresh.letters() if letter.subject.startswith("Four questions")]
    return code_in(sent[0].text)


def answer_all(hand: Hand) -> None:
    for question, option in ANSWERS.items():
        hand.choose(option, among=question.label)
    hand.press("Send my answers")
    expect(hand.page.get_by_role("heading", level=1)).to_have_text("Thank you")


def counted(site: Site) -> set[tuple[str, int]]:
    rows = site.inside(lambda: list(WellbeingTally.objects.filter(count=1)))
    return {(row.question, row.option) for row in rows}


def test_somebody_types_three_words_and_answers_without_scripts(
    site: Site, code: str, visit: Callable[..., Page]
) -> None:
    hand = Pointer(visit(None, scripts=False))
    hand.page.goto("wellbeing/answer/")
    expect(hand.page.get_by_text("What we cannot rule out")).to_be_visible()
    hand.write(code.replace("-", " ").title(), into="Which three words did we send you?")
    answer_all(hand)

    assert counted(site) == CHOSEN


def test_the_link_of_a_letter_fills_in_the_words_and_forgets_them(
    site: Site, code: str, visit: Callable[..., Page]
) -> None:
    hand = Keys(visit(None))
    asked: list[str] = []
    hand.page.on("request", lambda request: asked.append(request.url))
    hand.page.goto(f"wellbeing/answer/#{code}")

    field = hand.page.get_by_label("Which three words did we send you?")
    expect(field).to_have_value(code.replace("-", " "))
    assert hand.page.url == site.url("wellbeing/answer/")
    answer_all(hand)

    assert counted(site) == CHOSEN
    assert not [url for url in asked if code in url.partition("#")[0]]


def test_a_mistake_keeps_what_was_chosen(code: str, visit: Callable[..., Page]) -> None:
    hand = Pointer(visit(None, scripts=False))
    hand.page.goto("wellbeing/answer/")
    hand.choose("Heavy", among=Question.LOAD.label)
    hand.press("Send my answers")

    expect(hand.page.locator(".error-summary")).to_be_visible()
    expect(hand.page.get_by_label("Heavy", exact=True)).to_be_checked()


def test_somebody_steps_back_and_comes_back(afresh: Site, visit: Callable[..., Page]) -> None:
    hand = Pointer(visit("harbour_editor", scripts=False))
    hand.page.goto("wellbeing/")
    hand.follow("Step back for a while")
    until = timezone.localdate() + timedelta(days=20)
    hand.write(until.isoformat(), into="On which day are you back?")
    hand.press("Step back")
    expect(hand.page.get_by_text("You are away.")).to_be_visible()
    hand.press("I am back")

    expect(hand.page.get_by_text("Welcome back.")).to_be_visible()
