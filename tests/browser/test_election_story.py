"""One election from its draft to a countback, with everything that a small poll brings.

Seventeen organisations. One person has a keyboard alone, one a phone of 320 pixels without scripts;
two who act for one organisation vote at the same moment, one changes their mind, too few vote in
time, some post while the poll closes, the third seat falls to a lot, somebody objects, somebody
leaves. Nobody in it runs a script but the keyboard's.
"""

import time
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from alliance.demo_people import PASSWORD
from partnership_board.actions import election_clock
from partnership_board.counting.verify import verify
from partnership_board.models import (
    Election,
    Envelope,
    OpenedBallot,
    SealedBallot,
)
from tests.browser import elections as told
from tests.browser.elections import RECEIPT, Cycle, Speaker
from tests.browser.hands import Keys, Pointer
from tests.browser.journeys import person
from tests.browser.looking import cut_off, width_of
from tests.browser.site import Site, email_of
from tests.browser.visits import PHONE

TITLE = "Side table, first election"
RO, SCRUTINEER, DEPUTY = "returning_officer", "scrutineer", "deputy_scrutineer"
EMPLOYS = "eastgate-homes-and-care"  # the scrutineer
OFFICERS = {RO: "Returning officer", SCRUTINEER: "Scrutineer", DEPUTY: "Deputy scrutineer"}
# Whoever stands acts for one of these; the one that has two people puts forward its second.
HOMES = (
    "blue-bridge-youth",
    "brick-field-women",
    "cubitt-carers-together",
    "kitchen-table-bow",
    "lantern-street-listening",
)
KEYBOARD, PHONE_ALONE, TWO_VOICES = "harbour-lane", "lansbury-mothers-circle", "stepney-door"
# A and B are elected; C and D stay level to the last, and E has nobody.
VOTES = {
    "A": (
        *(KEYBOARD, PHONE_ALONE, "blue-bridge-youth"),
        *("mulberry-signing", "poplar-tide", "quiet-thread"),
    ),
    "B": (TWO_VOICES, "brick-field-women", "saltwater-shed", "somali-elders-tea", "heron-house"),
    "C": ("cubitt-carers-together", "eastgate-homes-and-care", "limehouse-recovery-works"),
    "D": ("kitchen-table-bow", "weavers-walking-group", "lantern-street-listening"),
}
EARLY = (KEYBOARD, PHONE_ALONE, TWO_VOICES, "cubitt-carers-together", "kitchen-table-bow")
READING_ORDER = """() => {
  const tops = [...document.querySelectorAll("ol.ranking label")]
    .map((label) => label.getBoundingClientRect().top);
  return tops.length > 1 && tops.every((top, at) => !at || top > tops[at - 1]);
}"""


class Story:
    """Who takes part, and the pages in front of them."""

    def __init__(self, site: Site, visit: Callable[..., Page]) -> None:
        self.site, self.visit = site, visit
        self.cycle = Cycle(site)
        self.people = self.cycle.speakers()
        self.candidates = dict(zip("ABCDE", map(self.stands, HOMES), strict=True))
        self.hands: dict[str, Pointer] = {}
        self.sheets: dict[str, tuple[str, str]] = {}
        self.receipts: dict[str, str] = {}

    def stands(self, home: str) -> Speaker:
        return self.people[home][-1]

    def hand(self, who: str) -> Pointer:
        """A phone without scripts; whoever holds it signed in a moment ago."""
        if who not in self.hands:
            email = who if "@" in who else email_of(who)
            page = self.visit(self.cycle.shown(email), width=PHONE, scripts=False)
            page.set_default_timeout(60_000)  # letters and the sheet are made while they wait here
            self.hands[who] = Pointer(page)
        return self.hands[who]

    def on(self, who: str, page: str, **numbers: int) -> Pointer:
        """At one of the election's pages."""
        hand = self.hand(who)
        hand.page.goto(f"{self.site.home}{self.cycle.address(page, **numbers)}")
        return hand

    def choice(self, slug: str) -> Speaker:
        letter = next(letter for letter, slugs in VOTES.items() if slug in slugs)
        return self.candidates[letter]


def test_an_election_from_its_draft_to_a_countback(
    afresh: Site, visit: Callable[..., Page]
) -> None:
    afresh.inside(told.free_seats)
    story = Story(afresh, visit)
    the_lead_drafts_and_freezes(story)
    people_stand(story)
    the_officers_check_and_fix_the_roll(story)
    each_makes_keys(story)
    some_vote_and_too_few(story)
    the_rest_vote_while_the_poll_closes(story)
    two_keys_open_and_a_lot_decides(story)
    two_declare_and_everybody_can_check(story)
    somebody_objects_and_it_is_certified(story)
    a_countback_fills_a_seat(story)


# ---- before the poll ----


def the_lead_drafts_and_freezes(story: Story) -> None:
    lead = story.hand("lead")
    lead.page.goto("board/elections/")
    lead.follow("Draft an election")
    lead.write(TITLE, into="What is the election called?")
    for title in told.SEATS:
        lead.page.get_by_label(title, exact=True).check()
    tomorrow = timezone.localdate() + timedelta(days=1)
    lead.write(f"{tomorrow:%d/%m/%Y}", into="On which day will everybody be told?")
    lead.press("Draft it")
    lead.press("Keep the rule")
    story.cycle.pk = story.site.inside(lambda: Election.objects.get(title=TITLE).pk)
    for who, role in OFFICERS.items():
        lead = story.on("lead", "election_officers")
        lead.choose(role, among="As what?")
        number = story.site.inside(lambda who=who: person(who).pk)
        lead.page.get_by_label("Who?").select_option(value=str(number))  # two share a name
        if who == SCRUTINEER:
            lead.select(story.people[EMPLOYS][0].organisation, into="Who employs them?")
        lead.press("Appoint")
        expect(lead.page.locator("aside.side")).to_contain_text(role)
    lead = story.on("lead", "election_freeze")
    lead.page.get_by_label("We have agreed this rule").check()
    lead.press("Freeze the rule")
    expect(
        lead.page.get_by_text("The rule is frozen, and everybody has been told.")
    ).to_be_visible()
    story.on("lead", "election_rule")
    expect(lead.page.get_by_text("was frozen on")).to_be_visible()


def people_stand(story: Story) -> None:
    """Four put themselves forward; the fifth is asked, and says yes by the link in a letter."""
    cycle = story.cycle
    cycle.wait_until("nominations_open_at")
    hand = story.on(story.candidates["A"].email, "nomination_new")
    stand(hand, story.candidates["A"])
    expect(hand.page.get_by_text("Sent. The returning officer looks at it.")).to_be_visible()
    for letter in "BCD":
        stand(story.on(story.candidates[letter].email, "nomination_new"), story.candidates[letter])
    asked = story.candidates["E"]
    stand(story.on(story.people[HOMES[-1]][0].email, "nomination_new"), asked)
    signed_out = Pointer(story.visit(width=PHONE, scripts=False))
    signed_out.page.goto(cycle.letter(asked.email, "Will you stand?"))
    signed_out.press("Yes, I stand")
    expect(signed_out.page.locator("main")).to_contain_text("Thank you")
    supporters = [story.people[slug][0] for slug in (*VOTES["B"], *VOTES["A"][3:])]
    for place, letter in enumerate("ABCDE"):
        number = cycle.nomination(story.candidates[letter].name)
        homes = story.candidates[letter].organisation
        free = [one for one in supporters if one.organisation != homes][place : place + 2]
        for one in free:
            hand = story.on(one.email, "nomination_support", nomination=number)
            hand.press("Support")
            expect(hand.page.get_by_text("Your organisation supports this")).to_be_visible()


def stand(hand: Pointer, person: Speaker) -> None:
    hand.select(f"{person.name}, {person.organisation}", into="Who stands?")
    hand.write(f"{person.name} knows the waiting rooms.", into="What do they say to members?")
    hand.press("Send it")


def the_officers_check_and_fix_the_roll(story: Story) -> None:
    cycle = story.cycle
    for letter in "ABCDE":
        number = cycle.nomination(story.candidates[letter].name)
        officer = story.on(RO, "nomination_check", nomination=number)
        officer.choose("It is in order: they stand", among="What do you find?")
        officer.press("Say so")
        expect(officer.page.get_by_text("Checked. They have been told.")).to_be_visible()
    cycle.wait_until("nominations_close_at")
    cycle.wait_until("withdraw_by_at")
    cycle.wait_until("roll_on")
    for who in (RO, SCRUTINEER):
        officer = story.on(who, "roll")
        expect(officer.page.get_by_role("heading", level=1)).to_have_text(
            "17 organisations may vote"
        )
        officer.press("I agree to this roll")
    expect(officer.page.get_by_text("The roll is fixed.")).to_be_visible()


def each_makes_keys(story: Story) -> None:
    """In their own session: the sheet is shown once and typed back."""
    for who in OFFICERS:
        officer = story.on(who, "keys")
        officer.press("Make my keys")
        poll, keep = officer.page.locator("code.letters").all_text_contents()
        story.sheets[who] = (poll, keep)
        officer.follow("It is printed: type it back")
        officer.write(poll.lower(), into="Your poll key")
        officer.write(keep, into="Your keep key")
        officer.press("Check my sheet")
        expect(officer.page.get_by_text("It reads well. Keep the sheet safe.")).to_be_visible()
    story.on(DEPUTY, "keys")
    expect(officer.page.locator("main")).not_to_contain_text(story.sheets[DEPUTY][0])
    assert story.cycle.state() == "ready"
    story.cycle.wait_until("opens_at")
    assert story.cycle.state() == "open"


# ---- the poll ----


def some_vote_and_too_few(story: Story) -> None:
    by_keyboard_alone(story)
    on_a_phone_without_scripts(story)
    two_of_one_organisation_at_once(story)
    for slug in EARLY[3:]:
        vote_unseen(story, slug)
    story.cycle.wait_until("closes_at")
    assert story.cycle.state() == "open"
    voter = story.hand(story.people["heron-house"][0].email)
    voter.page.goto(story.cycle.letter(story.people["heron-house"][0].email, "The poll goes on"))
    expect(voter.page.get_by_role("heading", level=1)).to_contain_text("The vote of")


def by_keyboard_alone(story: Story) -> None:
    """From the letter's link to the receipt; first for somebody else, then changed."""
    voter = story.people[KEYBOARD][0]
    keys = Keys(story.visit(width=1280))
    keys.page.goto(story.cycle.letter(voter.email, "The poll is open"))
    for _ in ("the form that sends a code", "the form with a password"):
        keys.write(voter.email, into="Email address")
    keys.write(PASSWORD, into="Password")
    keys.press("Sign in with a password")
    second, first = story.candidates["E"], story.choice(KEYBOARD)
    move_up(keys, second)
    keys.press("Check")
    expect(keys.page.locator("ol.numbered li")).to_have_text(
        [f"{second.name}, {second.organisation}"]
    )
    keys.press("Cast this vote")
    expect(keys.page.locator("code.receipt")).to_be_visible()
    before = keys.page.locator("code.receipt").inner_text()

    keys.page.goto(story.cycle.letter(voter.email, "The poll is open"))
    move_up(keys, first)
    assert keys.page.evaluate(READING_ORDER)
    keys.press("Check")
    expect(keys.page.locator("ol.numbered li")).to_have_text(
        [f"{first.name}, {first.organisation}"]
    )
    keys.press("Cast this vote")
    expect(keys.page.locator("code.receipt")).not_to_have_text(before)
    story.receipts[KEYBOARD] = keys.page.locator("code.receipt").inner_text()
    story.receipts["replaced"] = before


def move_up(keys: Keys, person: Speaker) -> None:
    keys.reach(lambda here: here.kind == "button" and here.name.startswith(f"Move {person.name}"))
    keys.page.keyboard.press("Enter")
    expect(keys.page.get_by_label(person.name).first).to_have_value("1")


def on_a_phone_without_scripts(story: Story) -> None:
    """Signed in long ago, so they first show who they are; a place given twice is told."""
    voter = story.people[PHONE_ALONE][0]
    story.site.cookies.pop(voter.email, None)
    hand = Pointer(story.visit(voter.email, width=PHONE, scripts=False))
    hand.page.goto(story.cycle.letter(voter.email, "The poll is open"))
    hand.page.get_by_role("textbox", name="Your password").fill(PASSWORD)
    hand.press("Go on")
    chosen, other = story.choice(PHONE_ALONE), story.candidates["B"]
    for each in (chosen, other):
        hand.select("Place 1", into=each.name)
    assert width_of(hand.page) == PHONE
    assert cut_off(hand.page) == []
    hand.press("Check")
    expect(hand.page.locator(".error-summary")).to_contain_text("Two candidates are marked 1st.")
    hand.select("No place", into=other.name)
    hand.press("Check")
    hand.press("Cast this vote")
    expect(hand.page.get_by_role("heading", level=1)).to_have_text("Your vote is in the box")
    story.receipts[PHONE_ALONE] = hand.page.locator("code.receipt").inner_text()


def two_of_one_organisation_at_once(story: Story) -> None:
    """Both are told that it is in the box; there is one envelope."""
    cycle = story.cycle
    address, ballot = cycle.address("vote_done"), cycle.ballot([story.choice(TWO_VOICES).name])
    browsers = [cycle.browser_of(one.email) for one in story.people[TWO_VOICES]]
    answers = cycle.at_once([lambda each=each: each.post(address, ballot) for each in browsers])
    codes = {RECEIPT.findall(answer.content.decode())[0] for answer in answers}
    entry = story.site.inside(lambda: told.entry_of(cycle.pk, TWO_VOICES))
    there = Envelope.objects.filter(roll_entry=entry).values_list("receipt", flat=True)
    [kept] = story.site.inside(lambda: list(there))
    assert len(codes) == 2
    assert kept in codes
    story.receipts[TWO_VOICES] = kept


def vote_unseen(story: Story, slug: str) -> None:
    """Through the same pages, without a browser."""
    ballot = story.cycle.ballot([story.choice(slug).name])
    answer = story.cycle.post(story.people[slug][0].email, "vote_done", ballot)
    story.receipts[slug] = RECEIPT.findall(answer.content.decode())[0]


def the_rest_vote_while_the_poll_closes(story: Story) -> None:
    """Whoever posts while it closes is in the box or is told that voting has closed."""
    cycle = story.cycle
    everybody = [slug for slugs in VOTES.values() for slug in slugs]
    assert len(everybody) == 17
    for slug in everybody:
        if slug not in EARLY:
            vote_unseen(story, slug)
    address, late = cycle.address("vote_done"), everybody[-4:]
    posting = [
        (cycle.browser_of(story.people[slug][0].email), cycle.ballot([story.choice(slug).name]))
        for slug in late
    ]
    moment = timezone.now() + timedelta(seconds=1.5)
    story.site.inside(lambda: told.closes_at(cycle.pk, moment))
    found = cycle.at_once(
        [
            lambda: close_by_the_clock(story),
            *(lambda one=one: post_until_closed(one[0], address, one[1]) for one in posting),
        ]
    )
    for slug, code in zip(late, found[1:], strict=True):
        story.receipts[slug] = code or story.receipts[slug]
    election = story.site.inside(lambda: Election.objects.get(pk=cycle.pk))
    assert election.state == "closed"
    replaced = story.receipts.pop("replaced")
    assert sorted(story.receipts.values()) == election.receipts
    assert replaced not in election.receipts


def post_until_closed(browser, address, ballot):
    """The last code that the page gave before it said that voting had closed."""
    code, until = "", time.monotonic() + 60
    while time.monotonic() < until:
        answer = browser.post(address, ballot)
        words = answer.content.decode()
        if not RECEIPT.findall(words):
            assert "Voting closed on" in words
            return code
        code = RECEIPT.findall(words)[0]
    raise AssertionError("the poll never closed")


def close_by_the_clock(story: Story) -> None:
    until = time.monotonic() + 60
    while story.cycle.state() == "open":
        assert time.monotonic() < until
        story.site.inside(lambda: election_clock.tick(now=timezone.now()))


# ---- the result ----


def two_keys_open_and_a_lot_decides(story: Story) -> None:
    use_key(story, DEPUTY, 1)
    expect(story.hand(DEPUTY).page.locator(".error-summary")).to_contain_text("sheet to keep")
    use_key(story, DEPUTY, 0)
    use_key(story, SCRUTINEER, 0)
    assert story.cycle.state() == "lot_due"
    watching = story.on(story.candidates["C"].email, "election_lot")
    expect(watching.page.locator("main")).to_contain_text("depends on a lot")
    expect(watching.page.get_by_label("Which digits")).to_have_count(0)
    story.site.inside(lambda: told.the_wait_for_the_lot_is_over(story.cycle.pk))
    drawing = story.on(SCRUTINEER, "election_lot")
    drawing.write("4 1 5 2 6 3", into="Which digits were drawn in public?")
    drawing.press("Draw")
    expect(drawing.page.get_by_text("Drawn.", exact=True)).to_be_visible()
    assert story.cycle.state() == "lot_due"  # nothing is public before two have declared it


def use_key(story: Story, who: str, which: int) -> None:
    officer = story.on(who, "election_open")
    officer.write(story.sheets[who][which], into="What stands on your sheet?")
    officer.press("Use my key")


def two_declare_and_everybody_can_check(story: Story) -> None:
    for who in (RO, SCRUTINEER):
        officer = story.on(who, "election_declare")
        officer.page.get_by_label("I have looked at this result").check()
        officer.press("Agree to declare")
    reader = Pointer(story.visit(width=PHONE, scripts=False))
    reader.page.goto(f"{story.site.home}{story.cycle.address('result')}")
    for letter in "AB":
        expect(reader.page.locator("main")).to_contain_text(story.candidates[letter].name)
    expect(reader.page.locator("main")).to_contain_text("415263")
    assert width_of(reader.page) == PHONE
    answer = reader.page.request.get(f"{story.site.home}{story.cycle.address('election_bundle')}")
    assert verify(answer.body()) is None
    reader.page.goto(f"{story.site.home}{story.cycle.address('receipt')}")
    reader.write(story.receipts[PHONE_ALONE].lower(), into="Your code")
    reader.press("Look up")
    expect(reader.page.get_by_text("This code is on the list")).to_be_visible()


def certify(story: Story) -> Pointer:
    officer = story.on(RO, "election_certify")
    officer.page.get_by_label("poll sheets have been destroyed").check()
    officer.press("Certify")
    return officer


def somebody_objects_and_it_is_certified(story: Story) -> None:
    objector = story.on(story.people["weavers-walking-group"][0].email, "objections")
    objector.follow("Object")
    objector.choose("The count", among="What is it about?")
    objector.write("We would like the lot explained.", into="What was not as it should be?")
    objector.press("Send the objection")
    expect(objector.page.get_by_text("Your objection has been received.")).to_be_visible()
    expect(certify(story).page.locator(".error-summary")).to_contain_text("Objections are open")
    story.cycle.wait_until("objections_close_at")
    expect(certify(story).page.locator(".error-summary")).to_contain_text("1 objection waits")
    officer = story.on(DEPUTY, "objections")
    officer.follow("Answer")
    officer.choose("Not upheld: it was as it should be", among="What do you find?")
    officer.write("The keys stand on the result sheet.", into="Why?")
    officer.press("Answer")
    expect(certify(story).page.get_by_text("Certified.", exact=True)).to_be_visible()
    seats = story.site.inside(lambda: told.holders(story.cycle.pk))
    first, second, third = (seats[title] for title in told.SEATS)
    assert (first, second) == (story.candidates["A"].name, story.candidates["B"].name)
    assert third in {story.candidates["C"].name, story.candidates["D"].name}
    assert story.site.inside(lambda: left_over(story.cycle.pk)) == 0


def left_over(pk: int) -> int:
    return sum(model.objects.filter(election=pk).count() for model in (SealedBallot, OpenedBallot))


def a_countback_fills_a_seat(story: Story) -> None:
    """The second elected leaves; whoever lost the lot follows, by the sheets that were kept."""
    parent, leaves = story.cycle.pk, story.candidates["B"].name
    before = story.site.inside(lambda: told.holders(parent))
    seat = story.site.inside(lambda: told.somebody_leaves(parent, leaves))
    lead = story.on("lead", "countback")
    lead.choose(leaves, among="Who has left their seat?")
    lead.press("Start the countback")
    expect(lead.page.get_by_text("Begun. The officers have been asked")).to_be_visible()
    story.cycle.pk = story.site.inside(lambda: Election.objects.get(parent=parent).pk)
    for who in (RO, DEPUTY):
        use_key(story, who, 1)
    for who in (RO, DEPUTY):
        officer = story.on(who, "election_declare")
        officer.page.get_by_label("I have looked at this result").check()
        officer.press("Agree to declare")
    story.cycle.wait_until("objections_close_at")
    expect(certify(story).page.get_by_text("Certified.", exact=True)).to_be_visible()
    level = {story.candidates["C"].name, story.candidates["D"].name}
    [follows] = level - set(before.values())
    assert story.site.inside(lambda: told.holders(parent)) == before | {seat: follows}
