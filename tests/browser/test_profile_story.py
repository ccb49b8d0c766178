"""A change is looked at, sent back and approved; somebody alone does it all; somebody asks to join.

By keyboard, at 320 pixels, without scripts.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from members.models import JoiningApplication, ProfileVersion
from tests.browser.hands import Keys
from tests.browser.site import Site

NARROW = 320
WORDS = "Somebody listens the same day, and on the first Saturday too."


@pytest.fixture
def keys(visit: Callable[..., Page]) -> Callable[[str | None], Keys]:
    return lambda person: Keys(visit(person, width=NARROW, scripts=False))


def states(site: Site, slug: str) -> list[str]:
    rows = ProfileVersion.objects.filter(organisation__slug=slug).order_by("number")
    return site.inside(lambda: list(rows.values_list("state", flat=True)))


def test_a_change_is_sent_back_written_anew_and_approved(
    afresh: Site, keys: Callable[[str | None], Keys]
) -> None:
    joe, shirin = keys("harbour_approver"), keys("harbour_editor")
    joe.page.goto("")
    joe.follow("Approve what changed at Harbour Lane")
    joe.follow("Send it back")
    joe.write("Say which Saturdays.", into="What should be different?")
    joe.press("Send it back")
    shirin.page.goto("")
    shirin.follow("Go on with what you wrote about Harbour Lane")
    expect(shirin.page.get_by_text("Say which Saturdays.")).to_be_visible()
    shirin.follow("About us")
    shirin.write(WORDS, into="What do you do?")
    shirin.press("Save and go on")
    shirin.follow("What we say")
    shirin.follow("See what would change")
    shirin.press("Send it to be approved")
    expect(shirin.page.get_by_text("It waits for Joe Tanner.")).to_be_visible()
    assert states(afresh, "harbour-lane") == ["approved", "sent"]

    joe.page.goto("members/harbour-lane/review/")
    joe.press("Approve")

    expect(joe.page.get_by_text(WORDS)).to_be_visible()
    assert states(afresh, "harbour-lane") == ["superseded", "approved"]


def test_somebody_who_is_all_of_an_organisation_edits_and_approves_in_one_go(
    afresh: Site, keys: Callable[[str | None], Keys]
) -> None:
    fatima = keys("lansbury_sole")
    fatima.page.goto("members/lansbury-mothers-circle/edit/contact/")
    fatima.write("020 7946 0144", into="Phone")
    fatima.press("Save and go on")
    fatima.page.goto("members/lansbury-mothers-circle/review/")

    fatima.press("Approve")

    expect(fatima.page.get_by_text("020 7946 0144")).to_be_visible()
    assert states(afresh, "lansbury-mothers-circle") == ["superseded", "approved"]


def test_anybody_asks_to_join(afresh: Site, keys: Callable[[str | None], Keys]) -> None:
    somebody = keys(None)
    somebody.page.goto("members/apply/")
    somebody.write("Reed Warblers", into="What is your organisation called?")
    somebody.select("Group without a constitution", into="What kind of organisation is it?")
    somebody.write("We watch birds together.", into="What do you do, and for whom?")
    somebody.write("Ida Moss", into="What is your own name?")
    somebody.write("ida.moss@reeds.example", into="Email")

    somebody.press("Send it")

    expect(somebody.page.get_by_role("heading", level=1)).to_have_text("Thank you for asking")
    rows = JoiningApplication.objects.filter(name="Reed Warblers")
    assert afresh.inside(rows.count) == 1
