"""A pack as plain text, who will not see what of it, and how far the board has got with it."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from alliance.actions import preferences
from alliance.models import Message
from partnership_board import printing
from partnership_board.actions import items, packs, papers, restrictions
from partnership_board.actions.items import ItemFacts
from partnership_board.actions.papers import PaperText
from partnership_board.actions.restrictions import Terms
from partnership_board.models import AgendaItem, PackBuild, PackCopy, Paper
from partnership_board.queries import packs as packs_queries
from partnership_board.queries import reading_counts, withholding
from partnership_board.queries.manifests import manifest_of
from partnership_board.queries.packs import latest_version
from tests.documents.reading import broken_rules

BODY = "## Why\n\nBecause Qwxbody asks.\n\n| Who | Sum |\n| --- | --- |\n| Ada | 3 |\n"


@pytest.fixture
def ready(meeting, board_member, nhs_member, expert, chair, lead, now, monkeypatch):
    """Two items with papers, and a board of three sides. How they are printed is another test's."""
    printed = "partnership_board.printing.pack_files"
    monkeypatch.setattr(printed, lambda *a, forms, **told: dict.fromkeys(forms, b"%PDF-1.7"))
    monkeypatch.setattr("partnership_board.printing.pages_of", lambda pdf: 1)
    meeting.chair = chair
    meeting.save()
    text = PaperText("A plain summary.", ["Agree to *it*."], BODY)
    items.add(meeting, ItemFacts("Small grants", "decide", 20), text=text, by=lead, now=now)
    other = PaperText("Of voices.", [], "Said.")
    items.add(meeting, ItemFacts("Voices", "listen", 10), text=other, by=lead, now=now)
    return meeting


def close(meeting, lead, now, to_whom="sides", sides=("NHS",), paper=False):
    day = now.date() + timedelta(days=30)
    terms = Terms("legal", to_whom, day, "Write to the lead; the chair answers.", list(sides))
    item = AgendaItem.objects.get(meeting=meeting, number="1")
    if paper:
        return restrictions.restrict_paper(Paper.objects.get(item=item), terms, by=lead, now=now)
    return restrictions.restrict_item(item, terms, by=lead, now=now)


def send(meeting, lead, now):
    build = packs.publish(meeting, by=lead, now=now)
    packs.send(build, now=now)
    return PackBuild.objects.get(pk=build.pk)


# ---- plain text ----------------------------------------------------------------------------------
def test_the_pack_as_plain_text_says_what_is_printed_in_its_order(
    client, north, ready, board_member, lead, now
):
    address = north.url(f"board/meetings/{ready.pk}/pack/read/text/")
    client.force_login(board_member)
    assert client.get(address).status_code == 404
    send(ready, lead, now)

    answer = client.get(address)

    said = answer.content.decode()
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "attachment" in answer.headers["Content-Disposition"]
    places = [
        said.index(words)
        for words in (
            *("Agenda", "Item 1. Small grants", "In plain English: A plain summary."),
            *("1. Agree to *it*.", "Why", "Because Qwxbody asks.", "Who: Ada. Sum: 3."),
            *("Item 2. Voices", "Of voices."),
        )
    ]
    assert places == sorted(places)
    assert "<" not in said
    assert "&" not in said
    assert "\n\n\n" not in said


def test_plain_text_keeps_what_is_restricted(client, north, ready, board_member, lead, now):
    send(ready, lead, now)
    close(ready, lead, now)
    client.force_login(board_member)

    said = client.get(north.url(f"board/meetings/{ready.pk}/pack/read/text/")).content.decode()

    assert "Qwxbody" not in said
    assert "Small grants" not in said
    assert "Write to the lead; the chair answers." in said
    assert "Item 2. Voices" in said


def test_whoever_has_papers_read_to_them_is_told_where_the_plain_text_is(
    client, north, ready, expert, board_member, lead, now
):
    for person, need in ((expert, "audio"), (board_member, "by_post")):
        preferences.prefer(
            person, needs=[need], note="", pace="as_it_happens", stopped=[], by=person
        )
    send(ready, lead, now)

    letters = {letter.to: letter for letter in Message.objects.filter(kind="mail")}
    said = "in the order in which they are read aloud"
    assert said in letters[expert.email].body
    assert said in letters[expert.email].body_html
    assert said not in letters[board_member.email].body
    client.force_login(lead)
    page = client.get(north.url(f"board/meetings/{ready.pk}/pack/")).content.decode()
    assert "1 person asked for papers by post" in page


def wish(person, *needs):
    preferences.prefer(person, needs=needs, note="", pace="as_it_happens", stopped=[], by=person)


def test_whoever_wants_plain_text_has_it_as_a_copy_of_their_own(
    client, north, ready, expert, board_member, lead, now, monkeypatch
):
    monkeypatch.undo()  # printed as it is
    wish(expert, "plain_text")
    item = AgendaItem.objects.get(meeting=ready, number="1")
    text = PaperText("A plain summary.", ["Agree to *it*."], BODY, easy_read="# Money\n\nWe ask.")
    papers.receive(item, text, by=lead, now=now)
    send(ready, lead, now)

    plain = PackCopy.objects.get(person=expert, format="audio_script")
    printed = PackCopy.objects.printed().get(person=expert)
    assert (plain.message, plain.constituency) == (None, "")
    assert plain.document.name.endswith(", papers, build 1, plain text.txt")
    assert printed.format == "pdf"
    assert broken_rules(packs_queries.content_of(printed)) == []  # with its easy-read summary
    assert not PackCopy.objects.filter(format="audio_script").exclude(person=expert).exists()
    said = packs_queries.content_of(plain).decode()
    assert "Because Qwxbody asks." in said
    address = reverse("alliance:document", kwargs={"public_id": plain.document.public_id})
    for person, status in ((expert, 200), (board_member, 404), (lead, 404)):
        client.force_login(person)
        assert client.get(address).status_code == status


def test_the_copy_in_plain_text_stays_as_it_went_out(client, north, ready, expert, lead, now):
    wish(expert, "audio")
    build = send(ready, lead, now)
    plain = PackCopy.objects.get(person=expert, format="audio_script")
    address = north.url(f"board/meetings/{ready.pk}/pack/read/text/")
    client.force_login(expert)

    assert client.get(address).content == packs_queries.content_of(plain)  # the stored bytes

    close(ready, lead, now)
    said = client.get(address).content.decode()
    assert build.n == 1
    assert "Qwxbody" not in said
    assert "Item 1. " in said


# ---- easy read -----------------------------------------------------------------------------------
def test_an_easy_read_summary_is_in_every_form_and_the_pack_says_who_lacks_one(
    client, north, ready, expert, board_member, lead, now
):
    item = AgendaItem.objects.get(meeting=ready, number="1")
    text = PaperText("A plain summary.", ["Agree to *it*."], BODY, easy_read="We ask for *money*.")
    papers.receive(item, text, by=lead, now=now)
    wish(expert, "easy_read")
    build = send(ready, lead, now)

    said = printing.pack_script(build, on=now.date())
    assert "Easy read:\n\nWe ask for money." in said
    assert "These papers have no easy-read summary yet: 2." in said
    told = printing.pack_context(build, on=now.date())
    first, second = [html for html in printing.part_texts(told | {"large_print": False})][:2]
    assert "<p>We ask for <em>money</em>.</p>" in first
    assert "Easy read" not in second
    assert told["hard"] == "2"
    pages = {}
    for person in (expert, board_member):
        client.force_login(person)
        pages[person] = client.get(
            north.url(f"board/meetings/{ready.pk}/pack/read/1/")
        ).content.decode()
        assert "We ask for <em>money</em>." in pages[person]
    assert '<details class="more" open><summary>Easy read' in pages[expert]
    assert '<details class="more"><summary>Easy read' in pages[board_member]


def test_where_no_paper_has_one_nothing_is_said_of_easy_read(ready, lead, now):
    build = send(ready, lead, now)

    assert "easy-read" not in printing.pack_script(build, on=now.date())


# ---- who will not see what -----------------------------------------------------------------------
def told(meeting, now):
    return withholding.of(meeting, manifest_of(meeting), on=now.date())


def test_before_sending_the_lead_reads_who_will_not_see_what(client, north, ready, lead, now):
    close(ready, lead, now)
    client.force_login(lead)

    page = client.get(north.url(f"board/meetings/{ready.pk}/pack/")).content.decode()

    assert "There will be 2 different packs." in page
    assert "VCSE: 1 of 2" in page  # the chair reads it
    assert "EBE: 1 of 1" in page
    assert "NHS: " not in page
    for name in ("Yusuf", "Rosa"):
        assert name not in page[page.index("Who will not see what") : page.index("Build and send")]


def test_where_nothing_is_restricted_nobody_is_left_out(ready, now):
    found = told(ready, now)

    assert (found.kept, found.audiences) == ([], 1)


def test_a_restricted_paper_is_told_from_a_restricted_item(ready, lead, now):
    close(ready, lead, now, to_whom="chair", sides=(), paper=True)

    [kept] = told(ready, now).kept

    assert (kept.number, kept.is_paper, kept.left_out) == ("1", True, 3)
    assert [(side.label, side.left_out, side.all) for side in kept.sides] == [
        ("VCSE", 1, 2),
        ("NHS", 1, 1),
        ("EBE", 1, 1),
    ]


# ---- how far the board has got -------------------------------------------------------------------
@pytest.mark.parametrize(
    ("marks", "far"),
    [
        ({}, reading_counts.HAD),
        ({1: "opened"}, reading_counts.OPENED),
        ({1: "read"}, reading_counts.OPENED),
        ({1: "read", 2: "opened"}, reading_counts.OPENED),
        ({1: "read", 2: "read"}, reading_counts.READ),
    ],
)
def test_how_far_somebody_has_got(marks, far):
    assert reading_counts.how_far([1, 2], marks) == far


def test_a_pack_without_papers_has_been_had_and_no_more():
    assert reading_counts.how_far([], {}) == reading_counts.HAD


def test_small_sides_are_taken_together_so_that_nobody_can_be_worked_out():
    people = [("VCSE", "Read all")] * 12 + [("VCSE", "Opened")] * 8 + [("NHS", "Opened")] * 2

    shown = reading_counts.shown(people)

    assert shown is not None
    assert shown.rows == ("all",) or "NHS" not in shown.rows
    assert min(cell for line in shown.cells for cell in line if cell) >= reading_counts.LEAST
    assert reading_counts.shown([("NHS", "Opened")] * 2) is None
    assert reading_counts.shown([]) is None


def test_only_the_chair_sees_how_far_the_board_has_got(
    client, north, ready, chair, board_member, lead, board, sit, now
):
    members = [sit(f"Member {number}", board) for number in range(12)]
    send(ready, lead, now)
    version = latest_version(AgendaItem.objects.get(meeting=ready, number="1"))
    packs.mark_opened(version, by=board_member, now=now)
    address = north.url(f"board/meetings/{ready.pk}/pack/read/")
    for person, is_shown in ((chair, True), (board_member, False), (lead, False)):
        client.force_login(person)
        page = client.get(address).content.decode()
        assert ("How far the board has got" in page) == is_shown
        assert ("Too few people to say." in page) == is_shown

    for member in members[:7]:
        packs.mark_opened(version, by=member, now=now)
    client.force_login(chair)
    page = client.get(address).content.decode()
    shown = page[page.index("How far the board has got") :]
    assert re.search(r'data-label="Opened">8</td>', shown)
    assert "Member" not in shown
