"""The pack in the form that each person reads: large print for those who asked, and only them."""

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from alliance.actions import preferences
from alliance.documents.labels import page_labels
from alliance.models import Document, Event, Message
from alliance.queries.documents import path_of
from partnership_board import printing
from partnership_board.actions import items, packs
from partnership_board.actions.items import ItemFacts
from partnership_board.actions.papers import PaperText
from partnership_board.models import PackBuild, PackCopy
from tests.documents.reading import bookmarks, broken_rules, text_of
from tests.factories import partnership_board as rows

GRANTS = PaperText("A plain summary.", asks=["Agree to open the round."], body_md="Because.")
VOICES = PaperText("What people told us.", body_md="A long telling of it. " * 300)


def wish(person, *needs):
    preferences.prefer(person, needs=needs, note="", pace="as_it_happens", stopped=[], by=person)


@pytest.fixture
def full(meeting, board_member, nhs_member, expert, lead, now):
    """Three people to write to, and three items, two of them with a paper."""
    items.add(meeting, ItemFacts("Welcome", "note", 5, "opening"), by=lead, now=now)
    items.add(meeting, ItemFacts("Small grants", "decide", 20), text=GRANTS, by=lead, now=now)
    items.add(meeting, ItemFacts("Voices", "listen", 20), text=VOICES, by=lead, now=now)
    before = rows.a_meeting(meeting.board, rows.at(now.date().replace(day=1)), state="ended")
    rows.minutes_of(before, "It was agreed.")
    return meeting


@pytest.fixture
def wishing(expert):
    wish(expert, "large_print", "bsl")
    return expert


def publish(meeting, by, now):
    build = packs.publish(meeting, by=by, now=now)
    packs.send(build, now=now)
    build.refresh_from_db()
    return build


def copy_of(person):
    return PackCopy.objects.get(person=person)


def bytes_of(document):
    with default_storage.open(path_of(document)) as stored:
        return stored.read()


def letter_to(person):
    return Message.objects.get(kind="mail", to=person.email)


def made():
    return Document.objects.filter(purpose=packs.PURPOSE)


# ---- who gets which ------------------------------------------------------------------------------
def test_who_wants_large_print_gets_it_and_nobody_else(
    full, wishing, board_member, nhs_member, lead, now
):
    build = publish(full, lead, now)

    large = copy_of(wishing)
    assert large.format == "large_print"
    assert large.document != build.document
    assert made().count() == 2
    for person in (board_member, nhs_member, lead):
        copy = copy_of(person)
        assert (copy.format, copy.document) == ("pdf", build.document)
    assert large.document.name.endswith(", papers, build 1, large print.pdf")
    assert build.document.name.endswith(", papers, build 1.pdf")


def test_while_nobody_wants_it_one_document_is_made(full, expert, lead, now, monkeypatch):
    wish(expert, "easy_read", "bsl")
    printed, make = [], printing.pages.make
    monkeypatch.setattr(
        printing.pages, "make", lambda *a, **words: printed.append(a) or make(*a, **words)
    )

    build = publish(full, lead, now)

    assert len(printed) == 1
    assert made().get() == build.document
    assert set(PackCopy.objects.values_list("format", "document")) == {("pdf", build.document_id)}
    assert "large print" not in letter_to(expert).body


def test_whoever_asks_for_the_pack_gets_their_own_form_too(full, expert, lead, now):
    wish(lead, "large_print")

    build = publish(full, lead, now)

    own = copy_of(lead)
    assert (own.format, own.message) == ("large_print", None)
    assert own.document != build.document
    assert copy_of(expert).document == build.document


def test_the_letter_says_so_where_it_is_so(full, wishing, board_member, lead, now):
    publish(full, lead, now)

    letter = letter_to(wishing)
    assert "Your copy is in large print." in letter.body
    assert "<strong>in large print</strong>" in letter.body_html
    other = letter_to(board_member)
    assert "large print" not in other.body + other.body_html


def test_the_event_names_each_document(full, wishing, lead, now):
    build = publish(full, lead, now)

    data = Event.objects.get(kind="board.pack_sent").data
    assert data["documents"] == {
        "pdf": build.document_id,
        "large_print": copy_of(wishing).document_id,
    }


# ---- the document --------------------------------------------------------------------------------
def parts_of(pdf):
    """The parts of a file in order: "" for the pages before the first paper, then its items."""
    return list(dict.fromkeys(label.rpartition("-")[0] for label in page_labels(pdf)))


def test_large_print_keeps_every_rule_and_says_the_same_under_the_same_labels(
    full, wishing, lead, now
):
    build = publish(full, lead, now)

    ordinary, large = bytes_of(build.document), bytes_of(copy_of(wishing).document)
    assert broken_rules(large) == []
    assert broken_rules(ordinary) == []
    assert parts_of(large) == parts_of(ordinary) == ["", "2", "3", "F"]  # and an annex
    assert set(page_labels(ordinary)) < set(page_labels(large))  # it has each label, and more pages
    assert bookmarks(large) == bookmarks(ordinary)
    assert build.pages == len(page_labels(ordinary)) < len(page_labels(large))
    for words in ("Agree to open the round.", "It was agreed."):
        assert words in text_of(large)
        assert words in text_of(ordinary)
    assert "in large print" in text_of(large)
    assert "in large print" not in text_of(ordinary)


# ---- done again, killed, changed meanwhile -------------------------------------------------------
def test_a_job_that_runs_twice_makes_nothing_more(full, wishing, lead, now):
    build = packs.publish(full, by=lead, now=now)

    packs.send(build, now=now)
    packs.send(PackBuild.objects.get(pk=build.pk), now=now)

    assert made().count() == 2
    assert PackCopy.objects.count() == 4  # three members and the lead
    assert Message.objects.filter(kind="mail").count() == 3


def test_of_two_attempts_at_once_the_second_keeps_nothing(full, wishing, lead, now):
    build = packs.publish(full, by=lead, now=now)
    late = PackBuild.objects.get(pk=build.pk)  # read before the first had ended

    packs.send(build, now=now)
    assert late.is_building
    packs.send(late, now=now)

    assert made().count() == 2
    assert Event.objects.filter(kind="board.pack_sent").count() == 1


def test_a_job_killed_between_two_copies_leaves_nothing_and_is_done_again(
    full, wishing, lead, now, monkeypatch
):
    build = packs.publish(full, by=lead, now=now)
    create = PackCopy.objects.create
    given = []

    def create_two(**words):
        if len(given) == 2:
            raise SystemExit
        given.append(create(**words))
        return given[-1]

    monkeypatch.setattr(PackCopy.objects, "create", create_two)
    with pytest.raises(SystemExit):
        packs.send(build, now=now)
    monkeypatch.undo()

    assert len(given) == 2
    assert not made().exists()
    assert not PackCopy.objects.exists()
    packs.send(PackBuild.objects.get(pk=build.pk), now=now)
    assert made().count() == 2
    assert Message.objects.filter(kind="mail").count() == 3


@pytest.mark.parametrize(("before", "after"), [((), ("large_print",)), (("large_print",), ())])
def test_a_wish_changed_while_the_pack_is_made_leaves_no_document_without_a_reader(
    full, expert, lead, now, monkeypatch, before, after
):
    wish(expert, *before)
    pack_files = printing.pack_files

    def slowly(*args, **words):
        done = pack_files(*args, **words)
        wish(expert, *after)
        return done

    monkeypatch.setattr(printing, "pack_files", slowly)

    build = publish(full, lead, now)

    copy = copy_of(expert)
    assert (copy.format, copy.document) == ("pdf", build.document)
    assert made().count() == 1
    assert "large print" not in letter_to(expert).body


# ---- the pages -----------------------------------------------------------------------------------
def address_of(document):
    return reverse("alliance:document", kwargs={"public_id": document.public_id})


def test_the_reader_is_offered_their_own_copy(
    client, full, wishing, board_member, lead, now, north
):
    build = publish(full, lead, now)
    large = copy_of(wishing).document
    page = north.url(f"board/meetings/{full.pk}/pack/read/")

    client.force_login(wishing)
    shown = client.get(page).content.decode()
    assert "All papers in large print" in shown
    assert address_of(large) in shown
    assert address_of(build.document) not in shown
    client.force_login(board_member)
    shown = client.get(page).content.decode()
    assert "All papers as one PDF" in shown
    assert address_of(build.document) in shown
    assert address_of(large) not in shown


def test_each_document_opens_for_those_who_were_given_it(
    client, full, wishing, board_member, lead, now, north
):
    build = publish(full, lead, now)
    large = copy_of(wishing).document

    for person, document, status in (
        (wishing, large, 200),
        (wishing, build.document, 404),
        (board_member, large, 404),
        (board_member, build.document, 200),
        (lead, large, 404),
    ):
        client.force_login(person)
        assert client.get(address_of(document)).status_code == status


def test_the_pack_page_counts_the_forms_and_names_nobody_for_them(
    client, full, wishing, lead, now, north
):
    page = north.url(f"board/meetings/{full.pk}/pack/")
    client.force_login(lead)
    counted = "2 in ordinary print and 1 in large print"
    assert f"one link to the papers: {counted}." in client.get(page).content.decode()

    publish(full, lead, now)
    wish(wishing)

    shown = client.get(page).content.decode()
    assert f"· {counted}" in shown  # what was sent
    assert "one link to the papers: 3 in ordinary print." in shown  # what would be


def test_the_pack_page_leads_each_to_their_own_copy(client, full, lead, now, north):
    wish(lead, "large_print")
    build = publish(full, lead, now)
    client.force_login(lead)

    shown = client.get(north.url(f"board/meetings/{full.pk}/pack/")).content.decode()

    assert address_of(copy_of(lead).document) in shown
    assert address_of(build.document) not in shown
    assert "Large print, " in shown
