"""A meeting as it goes, in browsers: from opening to closing, and with the connection cut."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from partnership_board.actions import items, meetings
from partnership_board.actions.items import ItemFacts
from partnership_board.models import AgendaItem, Board, Decision, LiveEntry, Meeting, PresenceSpan
from tests.browser.journeys import person
from tests.browser.rooms import is_here, name_of, press, room, see, take_step
from tests.browser.site import Site
from tests.browser.visits import DESK, Visits

GRANTS = "Small grants, who gets what"
HERE = ("chair", "vcse_member", "council_member", "gp_member", "deputy", "commissioner", "expert")
SAM = "Sam Whitlock"


def begun() -> int:
    """A meeting that should have begun twenty minutes ago, with one item of its own."""
    board, lead = Board.objects.get(kind="partnership_board"), person("lead")
    at = timezone.now() - timedelta(minutes=20)
    words = {"by": lead, "now": at - timedelta(days=45)}
    meeting = meetings.plan(
        board, starts_at=at, ends_at=at + timedelta(hours=2), place="The hall", **words
    )
    AgendaItem.objects.filter(meeting=meeting).update(state="removed", number="")
    items.add(meeting, ItemFacts(GRANTS, "decide", 30), **words)
    for state in ("agenda_closed", "papers_closed"):
        meetings.step(meeting, to=state, **words)
    return meeting.pk


@pytest.fixture
def meeting(afresh: Site) -> int:
    return afresh.inside(begun)


def test_a_meeting_from_opening_to_closing_with_a_side_that_recusal_empties(
    afresh: Site, visit: Callable[..., Page], meeting: int
) -> None:
    afresh.inside(lambda: is_here(meeting, HERE))
    chair = room(visit("chair"), meeting)
    see(chair, "Quorate.")
    press(chair, "Open the meeting")
    press(chair, "Begin 1")

    # The only expert by experience there stands back: enough people, but not of every side.
    expert = afresh.inside(lambda: name_of("expert"))
    row = chair.locator("tr").filter(has_text=expert)
    row.get_by_label("Why").select_option("recused")
    row.get_by_role("button", name="Gone").click()
    see(chair, "needs one more expert by experience")
    chair.locator("tr").filter(has_text=SAM).get_by_role("button", name="Here").click()
    see(chair, "Quorate.")

    # Deciding: put by the chair, answered in three taps on a phone, counted.
    chair.get_by_role("link", name="Put a question").click()
    chair.get_by_label("What is the board to decide?").fill("Give £500 to each of ten groups.")
    chair.get_by_label("By agreement", exact=True).check()
    press(chair, "Put it to the board")
    phone = visit("vcse_member")
    phone.goto("")
    phone.get_by_role("link", name="The board asks where you stand").first.click()
    phone.get_by_label("Support it", exact=True).check()
    press(phone, "Send my answer")
    see(phone, "Your answer is kept.")
    chair.get_by_role("link", name="Count and decide").click()
    press(chair, "Write the decision into the register")
    see(chair, "Agreed, with the support of 1 seat.")
    see(chair, "Stood back")

    # Closing.
    room(chair, meeting)
    press(chair, "This item is over")
    see(chair, "Written down.")
    press(chair, "End the meeting")
    see(chair, "Who came")
    lead = visit("lead", width=DESK)
    for step in ("minutes_open", "closed"):
        take_step(lead, meeting, step)
    state = afresh.inside(lambda: Meeting.objects.get(pk=meeting).state)
    decided = afresh.inside(lambda: Decision.objects.get(item__meeting=meeting))
    assert (state, decided.kind, decided.is_recommendation) == ("closed", "approve", False)


def test_nothing_entered_is_lost_when_the_connection_is_cut(
    afresh: Site, visit: Callable[..., Page], visits: Visits, meeting: int
) -> None:
    council = afresh.inside(lambda: name_of("council_member"))
    gp = afresh.inside(lambda: name_of("gp_member"))
    chair = room(visit("chair"), meeting)
    expect(chair.locator("#waiting")).to_be_hidden()
    chair.context.set_offline(True)
    for who in (council, gp):
        chair.locator("tr").filter(has_text=who).get_by_role("button", name="Here").click()
    see(chair, "The connection is cut.")
    expect(chair.locator("#waiting li")).to_have_count(2)

    # Meanwhile somebody else writes down the opposite of one of them.
    other = room(visit("lead", width=DESK), meeting)
    row = other.locator("tr").filter(has_text=council)
    row.get_by_role("button", name="Apologies").click()
    see(other, "Written down.")
    assert afresh.inside(LiveEntry.objects.filter(meeting=meeting).count) == 1

    # The connection is back, and the page is loaded anew in the middle of it.
    chair.context.set_offline(False)
    chair.reload()
    expect(chair.locator("#waiting li")).to_have_count(0)
    see(chair, "Two entries contradict each other")
    visits.problems[:] = [p for p in visits.problems if "INTERNET_DISCONNECTED" not in p]
    assert afresh.inside(lambda: there(meeting)) == [gp]

    chair_name = afresh.inside(lambda: name_of("chair"))
    press(chair, f"As {chair_name} wrote it")
    see(chair, "Chosen. The other entry stays on record.")
    assert afresh.inside(lambda: there(meeting)) == sorted([council, gp])


def there(meeting: int) -> list[str]:
    spans = PresenceSpan.objects.filter(attendance__meeting=meeting, to_at=None)
    return sorted(spans.values_list("attendance__person__name", flat=True))
