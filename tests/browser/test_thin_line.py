"""The main job from end to end, on a phone: from a member list to papers that a board can read."""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
from django.db.models import QuerySet
from django.utils import timezone
from playwright.sync_api import Page, expect

from alliance import mailbox, registries, relay
from alliance.documents.labels import page_labels
from partnership_board.models import (
    AgendaItem,
    Board,
    Meeting,
    PaperVersion,
    Restriction,
    SeatPause,
    SeatTerm,
)
from tests.browser.site import Site, email_of
from tests.documents.reading import bookmarks, broken_rules, text_of

NAMED = (
    "Evening call-backs: telling people when",  # born from what somebody told the alliance
    "The £1.8 million share of the pilot bid",
    "The £100,000 from East London NHS Foundation Trust",
)
NEW = "A quiet room at every meeting"
PLACE = "Shadwell Rooms, ground floor"
LINK = re.compile(r"https?://\S+")


@dataclass(frozen=True)
class Coming:
    """The meeting that the pack is for."""

    address: str
    pk: int
    starts_at: datetime


def the_coming_meeting() -> Coming:
    board = Board.objects.get(kind=Board.Kind.PARTNERSHIP_BOARD)
    meeting = Meeting.objects.coming(now=timezone.now()).filter(board=board).earliest("starts_at")
    return Coming(meeting.get_absolute_url(), meeting.pk, meeting.starts_at)


def titles_of(pk: int) -> list[str]:
    return list(in_order(AgendaItem.objects.on_agenda().filter(meeting=pk)).values())


def papers_of(pk: int) -> dict[str, str]:
    """Title of each item that has a paper, by its number."""
    rows = AgendaItem.objects.on_agenda().filter(meeting=pk)
    written = PaperVersion.objects.filter(paper__item__meeting=pk).values("paper__item")
    return in_order(rows.filter(pk__in=written))


def in_order(items: QuerySet[AgendaItem]) -> dict[str, str]:
    """By number, the titles as those with a vote read them, restricted ones too."""
    kept = dict(
        Restriction.objects.filter(lifted_at=None, item__in=items).values_list("item", "kept_title")
    )
    found = sorted(items, key=lambda item: int(item.number))
    return {item.number: kept.get(item.pk, item.title) for item in found}


def seats_of(pk: int) -> dict[str, set[str]]:
    """By side of the board: where letters go. Who has stepped back gets none."""
    found: dict[str, set[str]] = {}
    board, today = Meeting.objects.get(pk=pk).board_id, timezone.localdate()
    away = SeatPause.objects.current(on=today).values("seat_term")
    terms = SeatTerm.objects.current(on=today).filter(seat__board=board).exclude(pk__in=away)
    for term in terms.select_related("seat__constituency", "holder"):
        found.setdefault(term.seat.constituency.label, set()).add(term.holder.email)
    return found


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_the_main_job_from_members_to_papers_on_a_phone(
    scripts: bool, afresh: Site, visit: Callable[..., Page], tmp_path: Path
) -> None:
    site, meeting = afresh, afresh.inside(the_coming_meeting)
    lead = visit(scripts=scripts)
    sign_in_as(lead, "Amina Rahman")
    see_the_members(lead)
    edit_the_meeting(lead, meeting)
    add_an_item(lead)
    send_the_pack(lead)
    letters = every_side_got_one_letter(site, meeting)

    member = visit(scripts=scripts)
    open_the_letter(member, letters[email_of("nhs_member")])
    pdf = read_the_pack(member, site.inside(lambda: titles_of(meeting.pk)), tmp_path)
    for title in site.inside(lambda: titles_of(meeting.pk)):
        assert title in text_of(pdf)
    the_document_is_for_everybody(pdf, site.inside(lambda: papers_of(meeting.pk)))

    say_new_hours(visit("harbour_editor", scripts=scripts))
    see_new_hours(lead)
    see_the_money(lead)
    a_reminder_follows(site, meeting)


def sign_in_as(page: Page, name: str) -> None:
    page.goto("/account/login/")
    shown = page.locator("details", has=page.get_by_text("Tower Hamlets Community")).first
    if shown.get_attribute("open") is None:
        shown.locator("summary").click()
    shown.get_by_role("button", name=name).click()
    page.wait_for_url("**/a/tower-hamlets/")


def area(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Areas").get_by_role("link", name=name).click()


def see_the_members(page: Page) -> None:
    area(page, "Members")

    expect(page.get_by_role("heading", level=1)).to_have_text("17 organisations")
    expect(page.locator("table.rows tbody tr")).to_have_count(17)


def edit_the_meeting(page: Page, meeting: Coming) -> None:
    area(page, "Board")
    page.get_by_role("link", name="All meetings").click()
    page.locator(f"table a[href='{meeting.address}']").click()
    page.get_by_role("link", name="Edit the meeting").click()
    page.get_by_label("Where?").fill(PLACE)
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("Saved. The deadlines follow from the day.")).to_be_visible()
    expect(page.locator(".lead")).to_contain_text(PLACE)


def add_an_item(page: Page) -> None:
    agenda = page.locator("section", has=page.locator("#agenda"))
    for title in NAMED:
        expect(agenda.get_by_role("link", name=title)).to_be_visible()
    page.get_by_role("link", name="Add an item").click()
    page.get_by_label("What is the item called?").fill(NEW)
    page.get_by_label("To decide").check()
    page.get_by_label("What is it about, in plain English?").fill(
        "Some of us need to step out for a moment. A room next door would make that easy."
    )
    page.get_by_label("What is the board asked to do?").fill("Agree to book a second room.")
    page.get_by_role("button", name="Put it on the agenda").click()

    expect(page.get_by_text("The item is on the agenda.")).to_be_visible()
    expect(agenda.get_by_role("link", name=NEW)).to_be_visible()


def send_the_pack(page: Page) -> None:
    page.get_by_role("link", name="Build and send the pack").click()
    page.get_by_role("button", name="Build and send").click(timeout=60_000)

    expect(page.get_by_role("heading", name="Build 1 was sent")).to_be_visible()


def every_side_got_one_letter(site: Site, meeting: Coming) -> dict[str, mailbox.Kept]:
    """To everybody on the board one letter with one link; gives the letters by address."""
    sides = site.inside(lambda: seats_of(meeting.pk))
    sent = [letter for letter in site.letters() if letter.subject.startswith("Papers for")]
    people = {email for emails in sides.values() for email in emails}

    assert len(sides) == 6
    assert all(sides.values())
    assert sorted(letter.to for letter in sent if letter.to in people) == sorted(people)
    assert len({letter.to for letter in sent}) == len(sent)
    for letter in sent:
        assert len(links_of(letter)) == 1
    return {letter.to: letter for letter in sent}


def links_of(letter: mailbox.Kept) -> list[str]:
    """In what it says; below the line it only says who writes."""
    said, _, _sender = letter.text.partition("\n--\n")
    return LINK.findall(said)


def open_the_letter(page: Page, letter: mailbox.Kept) -> None:
    page.goto(f"/demo/mailbox/{letter.name}/")
    [link] = links_of(letter)
    expect(page.locator("main")).to_contain_text(link)
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    sign_in_as(page, "Helen Castellane")
    page.goto(link)

    expect(page.get_by_role("heading", level=1)).to_contain_text("Papers for")


def read_the_pack(page: Page, titles: list[str], folder: Path) -> bytes:
    for title in titles:
        expect(page.get_by_role("heading", level=2, name=title)).to_be_visible()
    page.get_by_role("button", name="Mark as read").first.click()
    expect(page.get_by_text("Read", exact=True).first).to_be_visible()
    with page.expect_download() as arriving:
        page.get_by_role("link", name="All papers as one PDF").click()
    file = folder / "pack.pdf"
    arriving.value.save_as(file)
    return file.read_bytes()


def the_document_is_for_everybody(pdf: bytes, papers: dict[str, str]) -> None:
    said, marks = text_of(pdf), bookmarks(pdf)
    for fact in (PLACE, "£1.8 million", "£100,000"):
        assert fact in said
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert opened.Root.MarkInfo.Marked
        assert len(opened.Root.StructTreeRoot.K) > 0
        assert str(opened.Root.Lang) == "en-GB"
    # The minutes of the last meeting stand before, with items of their own.
    after = marks[marks.index("Who sits on this board") :]
    assert [mark for mark in after if mark in papers.values()] == list(papers.values())
    first_pages = [label for label in page_labels(pdf) if label.endswith("-1")]
    assert first_pages[: len(papers)] == [f"{number}-1" for number in papers]
    assert broken_rules(pdf) == []


def say_new_hours(page: Page) -> None:
    page.goto("members/harbour-lane/capacity/")
    page.get_by_label(re.compile("How many hours can you give")).first.fill("7.5")
    page.get_by_label(re.compile("How many of them are paid for")).first.fill("")
    page.get_by_role("button", name="Yes, this is right").click()

    expect(page.get_by_text("Saved. Thank you.")).to_be_visible()


def see_new_hours(page: Page) -> None:
    area(page, "Members")
    row = page.locator("tbody tr", has=page.get_by_role("link", name="Harbour Lane"))

    expect(row).to_contain_text("7½ h")


def see_the_money(page: Page) -> None:
    area(page, "Funding")
    main = page.locator("main")

    expect(main).to_contain_text("nearly £5 million")
    expect(main).to_contain_text("£1.8 million (stated) of nearly £5 million")
    expect(main).to_contain_text("£100,000 over three years from 1 July 2024 (stated)")
    expect(main).to_contain_text("bid")


def a_reminder_follows(site: Site, meeting: Coming) -> None:
    """The day before, and once."""
    slot = meeting.starts_at - timedelta(days=1)

    def nine_o_clock() -> None:
        registries.daily_jobs["board.remind"].run(slot)
        relay.deliver_due(now=slot)

    for _twice in range(2):
        site.inside(nine_o_clock)
    reminders = [each for each in site.letters() if each.subject.startswith("The board meets")]
    people = {
        email for emails in site.inside(lambda: seats_of(meeting.pk)).values() for email in emails
    }

    assert sorted(each.to for each in reminders if each.to in people) == sorted(people)
    assert len({each.to for each in reminders}) == len(reminders)
