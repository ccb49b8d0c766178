"""What people come to do, in steps that can be made by keyboard, by hand, and without scripts."""

from dataclasses import dataclass

from django.utils import timezone
from playwright.sync_api import expect

from alliance import relay
from alliance.models import User
from members.actions import services
from members.models import Organisation
from partnership_board.actions import packs
from partnership_board.models import AgendaProposal, Board, Meeting
from tests.browser.hands import Hand
from tests.browser.site import Site, email_of

SERVICE = "Tea on Sundays"
ASKED = "Interpreters at every first appointment"
NEW = "Evening opening at the surgeries"


@dataclass(frozen=True)
class Coming:
    """The meeting that the board prepares."""

    address: str
    pk: int


def the_coming_meeting() -> Meeting:
    board = Board.objects.get(kind=Board.Kind.PARTNERSHIP_BOARD)
    return Meeting.objects.coming(now=timezone.now()).filter(board=board).earliest("starts_at")


def coming(site: Site) -> Coming:
    return site.inside(lambda: Coming((found := the_coming_meeting()).get_absolute_url(), found.pk))


def with_a_pack_out(site: Site) -> Coming:
    """The coming meeting, with its papers sent."""
    site.inside(lambda: packs.publish(the_coming_meeting(), by=person("lead"), now=timezone.now()))
    return coming(site)


def done_by_a_worker() -> None:
    """Whatever waits for one."""
    now = timezone.now()
    for pk, _task in relay.waiting_jobs(now=now):
        relay.run_job(pk, now=now)


def with_a_new_service(site: Site) -> None:
    """Harbour Lane offers something whose room nobody has said yet."""
    words = {"name": SERVICE, "plain_summary": "A pot of tea.", "who_for": "Anybody"}

    def add() -> None:
        organisation = Organisation.objects.get(slug="harbour-lane")
        services.add_service(organisation, words=words, by=person("harbour_approver"))

    site.inside(add)


def person(key: str) -> User:
    return User.objects.get(email=email_of(key))


def proposals(site: Site, title: str) -> list[str]:
    """The state of each proposal of that title."""
    rows = AgendaProposal.objects.filter(title=title)
    return site.inside(lambda: [str(state) for state in rows.values_list("state", flat=True)])


def address_of(site: Site, title: str) -> str:
    """The page of a proposal."""
    return site.inside(lambda: AgendaProposal.objects.get(title=title).get_absolute_url())


def say_who_has_room(hand: Hand) -> None:
    """From Today, as somebody who acts for Harbour Lane."""
    hand.page.goto("")
    hand.follow("Say who has room at Harbour Lane")
    hand.choose("Open: people can come", among=SERVICE)
    hand.press("Yes, this is right")

    expect(hand.page.get_by_text("Saved. Thank you.")).to_be_visible()


def read_a_paper(hand: Hand) -> None:
    """From Today, as a member of the board: the first paper, and it is marked."""
    hand.page.goto("")
    hand.follow("Read the papers for")
    papers = hand.page.get_by_role("button", name="Mark as read")
    expect(papers.first).to_be_visible()
    there = papers.count()
    hand.press("Mark as read")

    expect(papers).to_have_count(there - 1)


def propose(hand: Hand) -> None:
    hand.page.goto("board/proposals/")
    hand.follow("Propose an item")
    hand.write(NEW, into="What should the board talk about?")
    hand.write("Two groups asked for it this month.", into="Why, and why now?")
    hand.choose("To discuss", among="What do you want from the board?")
    hand.press("Send to the agenda group")

    expect(hand.page.get_by_text("Sent to the agenda group.")).to_be_visible()


def accept(hand: Hand, title: str) -> None:
    """From Today, as the agenda group."""
    hand.page.goto("")
    hand.follow("for the agenda")
    hand.follow(title)
    hand.follow("Answer it")
    hand.choose("Accept it", among="What does the agenda group say?")
    hand.press("Publish the answer")

    expect(hand.page.get_by_text("The answer is published")).to_be_visible()


def place(hand: Hand, title: str, meeting: Coming) -> None:
    """As the alliance lead: what was accepted gets its place."""
    hand.page.goto("board/proposals/?state=accepted")
    hand.follow(title)
    hand.follow("Put it on the next agenda")
    hand.press("Put it on the agenda")

    expect(hand.page).to_have_url(f"{hand.page.url.split('/a/')[0]}{meeting.address}")
    expect(hand.page.get_by_role("link", name=title)).to_be_visible()


def decline(hand: Hand, title: str) -> None:
    """As the agenda group, with every side at the table, and with a reason."""
    hand.page.goto("board/agenda-group/")
    hand.follow(f"Decide: {title}")
    hand.choose("Decline it", among="What does the agenda group say?")
    hand.write("Two other groups have asked for the same already.", into="Why?")
    for voice in ("Expert by experience voice", "NHS voice"):
        hand.select("For this answer", into=voice)
    hand.press("Publish the answer")

    expect(hand.page.get_by_text("The answer is published")).to_be_visible()


def ask_to_look_again(hand: Hand, address: str) -> None:
    """As somebody with a seat on the board."""
    hand.page.goto(address)
    hand.follow("Support another look")
    hand.press("Support another look")

    expect(hand.page.get_by_text("Your seat asks for another look.")).to_be_visible()
