"""A list comes in and is undone; a meeting elsewhere is told of; somebody takes a place and gives
it back; members are asked for time, and one of them leaves.

By keyboard, at 320 pixels, without scripts.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from alliance import words
from members.models import AskResponse, LearningBooking, MembershipPeriod, Organisation
from tests.browser.hands import Keys
from tests.browser.site import Site

NARROW = 320
COALITION = "Tower Hamlets Connection Coalition"
TRAINING = "Listening when somebody tells you something hard"
LIST = "Organisation,Size,Charity number\nReed Warblers,Micro,\nBow Bench,Small,A12\n"


@pytest.fixture
def keys(visit: Callable[..., Page]) -> Callable[[str | None], Keys]:
    return lambda person: Keys(visit(person, width=NARROW, scripts=False))


def listed(site: Site) -> bool:
    return site.inside(Organisation.objects.filter(name="Reed Warblers").exists)


def test_a_list_is_looked_at_put_in_and_undone(
    afresh: Site, keys: Callable[[str | None], Keys]
) -> None:
    lead = keys("lead")
    lead.page.goto("members/import/organisations/")
    file = {"name": "groups.csv", "mimeType": "text/csv", "buffer": LIST.encode()}
    lead.page.locator("input[type=file]").set_input_files(files=[file])  # type: ignore[list-item]  # a dict is what it takes
    lead.press("Look at the file")
    expect(lead.page.get_by_role("heading", level=1)).to_have_text("2 rows, 1 of them to put right")
    expect(lead.page.get_by_text("Row 3, Charity number: “A12”")).to_be_visible()
    assert not listed(afresh)

    lead.press("Put in 1 row")
    expect(lead.page.get_by_text("Put in.")).to_be_visible()
    assert listed(afresh)

    lead.follow("Undo this list")
    lead.press("Undo it")
    expect(lead.page.get_by_role("heading", level=1)).to_contain_text("undone")
    assert not listed(afresh)


def test_what_was_said_elsewhere_is_told_to_everybody_and_becomes_an_ask(
    afresh: Site, keys: Callable[[str | None], Keys]
) -> None:
    lead, joe, somebody = keys("lead"), keys("harbour_approver"), keys(None)
    day = words.day(timezone.localdate() - timedelta(days=1))
    lead.page.goto("members/networks/")
    lead.follow(COALITION)
    network = lead.page.url
    lead.follow("Enter a meeting")
    lead.write(day, into="On which day does it meet, or did it?")
    lead.press("Enter it")

    joe.page.goto("")
    joe.follow(f"Tell the members what was said in {COALITION}")
    joe.write(day, into="When was the meeting?")
    joe.write("They want to know who is open on Sundays.", into="What was said?")
    joe.write("A list of Sunday openings.", into="What was asked of us?")
    joe.choose("Everyone", among="Who may read this?")
    joe.press("Send it to the members")
    expect(joe.page.get_by_text("The members can read it now.")).to_be_visible()

    somebody.page.goto("members/networks/told/")
    expect(somebody.page.get_by_text("They want to know who is open on Sundays.")).to_be_visible()
    expect(somebody.page.get_by_text("Joe Tanner")).to_have_count(0)
    lead.page.goto(network)
    lead.follow("Ask members for this")
    expect(lead.page.get_by_label("Anything they need to know?")).to_have_value(
        "A list of Sunday openings."
    )


def test_a_place_is_taken_and_given_back(afresh: Site, keys: Callable[[str | None], Keys]) -> None:
    beatriz = keys("heron_approver")
    beatriz.page.goto("members/learning/")
    beatriz.follow(TRAINING)
    beatriz.press("Ask for a place")
    expect(beatriz.page.get_by_text("Has a place, Heron House")).to_be_visible()

    beatriz.press("Give it back")

    expect(beatriz.page.get_by_text("Given back. Thank you for telling us.")).to_be_visible()
    rows = LearningBooking.objects.filter(representative__organisation__slug="heron-house")
    assert afresh.inside(lambda: list(rows.values_list("state", flat=True))) == ["cancelled"]


def test_those_with_room_are_asked_for_time(
    afresh: Site, keys: Callable[[str | None], Keys]
) -> None:
    lead = keys("lead")
    lead.page.goto("asks/new/")
    lead.write("Two people for the reading group", into="What do you want?")
    lead.select("Read something", into="What kind of thing is it?")
    lead.write(words.day(timezone.localdate() + timedelta(days=25)), into="By which day?")
    lead.write("2", into="How many organisations do you want?")
    lead.write("1 hour", into="How long does it take one organisation?")
    lead.press("See who has room")
    expect(lead.page.get_by_role("heading", level=1)).to_have_text("Room for all 2 you want")

    lead.press("Send to those ticked")

    expect(lead.page.get_by_text("Each of them has a letter with a yes and a no.")).to_be_visible()
    asked = AskResponse.objects.filter(ask__title="Two people for the reading group")
    assert afresh.inside(lambda: sorted(asked.values_list("state", "override_because"))) == [
        ("pending", ""),
        ("pending", ""),
    ]


def test_a_membership_ends_and_its_people_are_told(
    afresh: Site, keys: Callable[[str | None], Keys]
) -> None:
    lead = keys("lead")
    lead.page.goto("members/saltwater-shed/")
    lead.follow("End its membership")
    day = timezone.localdate() + timedelta(days=3)
    lead.write(words.day(day), into="On which day is it no longer a member?")
    lead.choose("It chose to leave", among="Why?")
    lead.press("End the membership")

    expect(lead.page.get_by_text("Everybody who acts for it is told.")).to_be_visible()
    expect(lead.page.get_by_text(f"Member until {words.day(day)}")).to_be_visible()
    period = MembershipPeriod.objects.filter(organisation__slug="saltwater-shed")
    assert afresh.inside(lambda: period.get().ended_on) == day
