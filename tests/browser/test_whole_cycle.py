"""From a proposal to the minutes approved at the next meeting: what a board is for, in browsers.

Only the days between are skipped behind the scenes; everything else is pressed and read.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from alliance import outbox
from partnership_board.models import AgendaItem, Board, Decision, Meeting, MinuteSet
from tests.browser import journeys
from tests.browser.hands import Pointer
from tests.browser.rooms import is_here, name_of, press, room, see, take_step
from tests.browser.site import Site
from tests.browser.visits import DESK, PHONE

TITLE = "Evening opening at two surgeries"
AGREED = "Open two surgeries until eight on Tuesdays."
HERE = ("chair", "vcse_member", "council_member", "gp_member", "deputy", "commissioner", "expert")
MINUTES = "Minutes of the last meeting"
SAM = "Sam Whitlock"

Hand = Callable[[str], Pointer]


@pytest.fixture
def hand(visit: Callable[..., Page]) -> Hand:
    return lambda person: Pointer(visit(person, width=DESK))


def the_next_two() -> tuple[int, int]:
    """Of the board, with nothing on their agendas but their minutes."""
    board = Board.objects.get(kind=Board.Kind.PARTNERSHIP_BOARD)
    coming = Meeting.objects.coming(now=timezone.now()).filter(board=board).order_by("starts_at")
    first, second = coming[:2]
    others = AgendaItem.objects.filter(meeting__in=[first, second]).exclude(title=MINUTES)
    others.update(state="removed", number="")
    return first.pk, second.pk


def its_day_has_come(meeting: int) -> None:
    """It should have begun twenty minutes ago; what was before it is that much longer ago."""
    row = Meeting.objects.get(pk=meeting)
    passed = row.starts_at - (timezone.now() - timedelta(minutes=20))
    for each in Meeting.objects.filter(board=row.board_id, starts_at__lte=row.starts_at):
        each.starts_at -= passed
        each.ends_at -= passed
        each.save(update_fields=["starts_at", "ends_at"])


def propose_and_place(hand: Hand) -> None:
    member = hand("vcse_member")
    member.page.goto("board/proposals/new/")
    member.write(TITLE, into="What should the board talk about?")
    member.write("People who work cannot come by day.", into="Why, and why now?")
    member.choose("To decide", among="What do you want from the board?")
    member.press("Send to the agenda group")
    journeys.accept(hand("agenda_member"), TITLE)
    lead = hand("lead")
    lead.page.goto("board/proposals/?state=accepted")
    lead.follow(TITLE)
    lead.follow("Put it on the next agenda")
    lead.press("Put it on the agenda")
    expect(lead.page.get_by_role("link", name=TITLE)).to_be_visible()


def send_the_pack(site: Site, hand: Hand, meeting: int) -> None:
    """Asked for in the browser, and made by a worker afterwards."""
    lead = hand("lead")
    for step in ("agenda_closed", "papers_closed"):
        take_step(lead.page, meeting, step)
    lead.page.goto(f"board/meetings/{meeting}/pack/")
    lead.press("Build and send")
    expect(lead.page.get_by_role("heading", name="Build 1 is being made")).to_be_visible()
    site.inside(journeys.done_by_a_worker)
    expect(lead.page.get_by_role("heading", name="Build 1 was sent")).to_be_visible()
    reader = hand("gp_member")
    reader.page.goto(f"board/meetings/{meeting}/pack/read/")
    see(reader.page, TITLE)


def stand_back(site: Site, hand: Hand, chair: Page, meeting: int) -> None:
    """The only expert there has an interest: her side would be empty, until another comes."""
    rosa, name = hand("expert"), site.inside(lambda: name_of("expert"))
    room(rosa.page, meeting)
    rosa.follow("Declare an interest")
    rosa.choose("I, or somebody I am bound to, could gain or lose by it", among="How does this")
    rosa.write("I work at one of the surgeries.", into="What is the connection?")
    rosa.press("Declare")
    see(rosa.page, "Declared. The chair says what follows from it.")
    room(chair, meeting)
    chair.get_by_role("link", name="What it does to the vote").click()
    see(chair, "A side would have no vote")
    see(chair, "experts by experience 0 of 1")
    room(chair, meeting)
    see(chair, name)
    chair.get_by_role("link", name="Rule on it").click()
    chair.get_by_label("Leaves for the item", exact=True).check()
    press(chair, "Rule")
    see(chair, "Ruled. The person hears of it by mail.")


def meet(site: Site, hand: Hand, meeting: int) -> None:
    site.inside(lambda: its_day_has_come(meeting))
    site.inside(lambda: is_here(meeting, HERE))
    chair = room(hand("chair").page, meeting)
    press(chair, "Open the meeting")
    number = site.inside(lambda: AgendaItem.objects.get(title=TITLE).number)
    for each in ("1", number):
        press(chair, f"Begin {each}")
        expect(chair.get_by_role("heading", name=f"Now: {each}.")).to_be_visible()
    stand_back(site, hand, chair, meeting)
    see(chair, "needs one more expert by experience")
    row = chair.locator("tr").filter(has_text=site.inside(lambda: name_of("expert")))
    row.get_by_label("Why").select_option("recused")
    row.get_by_role("button", name="Gone").click()
    chair.locator("tr").filter(has_text=SAM).get_by_role("button", name="Here").click()
    see(chair, "Quorate.")
    decide(hand, chair)
    room(chair, meeting)
    chair.get_by_label("What was said?").fill("Staff asked for a lift home after eight.")
    press(chair, "Keep the note")
    expect(chair.get_by_role("link", name="Make an action of it")).to_be_visible()
    chair.get_by_role("link", name="Tell whoever proposed it").click()
    press(chair, "Send it")
    room(chair, meeting)
    press(chair, "End the meeting")
    see(chair, "Who came")


def decide(hand: Hand, chair: Page) -> None:
    chair.get_by_role("link", name="Put a question").click()
    chair.get_by_label("What is the board to decide?").fill(AGREED)
    chair.get_by_label("By agreement", exact=True).check()
    press(chair, "Put it to the board")
    member = hand("vcse_member")
    member.page.goto("")
    member.follow("The board asks where you stand")
    member.page.get_by_label("Support it", exact=True).check()
    member.press("Send my answer")
    see(member.page, "Your answer is kept.")
    chair.get_by_role("link", name="Count and decide").click()
    press(chair, "Write the decision into the register")
    see(chair, "Agreed, with the support of 1 seat.")


def minute(hand: Hand, meeting: int) -> None:
    """Drafted from the record, checked by the chair, sent round, corrected."""
    page, lead = f"board/meetings/{meeting}/minutes/", hand("lead")
    lead.page.goto(page)
    see(lead.page, "Staff asked for a lift home after eight.")
    see(lead.page, AGREED)
    lead.follow("Give them to the chair")
    lead.press("Give them to the chair")
    chair = hand("chair")
    chair.page.goto(page)
    chair.follow("Send them round")
    chair.press("Send them round")
    member = hand("gp_member")
    member.page.goto(page)
    member.page.get_by_text("Staff asked for a lift").locator(
        "xpath=ancestor::div[@id]"
    ).get_by_role("link", name="Correct").click()
    member.write("Staff asked for a safe way home after eight.", into="How should it read?")
    member.press("Offer it")
    lead.page.goto(page)
    lead.follow("Answer this correction")
    lead.choose("Accept it", among="What becomes of it?")
    lead.press("Answer it")
    see(lead.page, "Answered, and told.")


def approve(site: Site, hand: Hand, meeting: int, following: int) -> None:
    """As a decision of the next meeting."""
    lead = hand("lead")
    for step in ("agenda_closed", "papers_closed"):
        take_step(lead.page, following, step)
    lead.page.goto(f"board/meetings/{meeting}/minutes/")
    lead.follow("Put them to a meeting")
    there = site.inside(lambda: str(Meeting.objects.get(pk=following)))
    lead.select(there, into="To which meeting?")
    lead.press("Put them to it")
    site.inside(lambda: its_day_has_come(following))
    site.inside(lambda: is_here(following, HERE))
    chair = room(hand("chair").page, following)
    see(chair, "Quorate.")
    press(chair, "Open the meeting")
    chair.get_by_role("button", name="Begin").first.click()
    expect(chair.get_by_role("heading", name=MINUTES)).to_be_visible()
    lead.page.goto(f"board/meetings/{meeting}/minutes/")
    lead.follow("The board has approved them")
    lead.press("They are approved")
    see(lead.page, "Approved with corrections")


def read_in_public(anybody: Page, meeting: int) -> None:
    """Nobody signs in, and the expert is not named."""
    anybody.goto(f"board/open/minutes/{meeting}/")
    see(anybody, "Staff asked for a safe way home after eight.")
    see(anybody, AGREED)
    expect(anybody.locator("main")).not_to_contain_text("Lindqvist")


def test_from_a_proposal_to_the_minutes_of_the_next_meeting(
    afresh: Site, hand: Hand, visit: Callable[..., Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "wake", lambda _alliance: None)  # no worker is there by itself
    meeting, following = afresh.inside(the_next_two)

    propose_and_place(hand)
    send_the_pack(afresh, hand, meeting)
    meet(afresh, hand, meeting)
    minute(hand, meeting)
    approve(afresh, hand, meeting, following)
    lead = hand("lead").page
    take_step(lead, meeting, "closed")
    read_in_public(visit(None, width=PHONE), meeting)

    minutes = afresh.inside(lambda: MinuteSet.objects.get(meeting=meeting, part="public"))
    decision = afresh.inside(lambda: Decision.objects.get(pk=minutes.approved_by_id))
    assert (minutes.state, decision.kind) == ("approved_with_corrections", "approve")
