"""One's own notes beside a paper: kept through every version, and nobody else's business."""

from datetime import timedelta

import pytest

from alliance import registries
from alliance.errors import Refused
from alliance.models import Event
from partnership_board.actions import items, notes, packs, papers, restrictions, seats
from partnership_board.actions.items import ItemFacts
from partnership_board.actions.papers import PaperText
from partnership_board.actions.restrictions import Terms
from partnership_board.models import AgendaItem, PackBuild, PaperNote, ReadMark, SeatTerm
from partnership_board.queries import packs as pack_queries
from tests.factories import partnership_board as rows

STAYS = "The round opens in May and closes six weeks later, on a Friday."
GOES = "Groups with an income under fifty thousand pounds may ask for it."
PAPER = PaperText("A plain summary.", ["Agree to open it."], f"## Why\n\n{STAYS}\n\n{GOES}\n")
STAYS_AT, GOES_AT = 4, 5


@pytest.fixture
def out(meeting, board_member, nhs_member, lead, now, monkeypatch):
    """Two papers that went out. What they look like in print is another test's."""
    printed = "partnership_board.printing.pack_files"
    monkeypatch.setattr(printed, lambda *a, forms, **told: dict.fromkeys(forms, b"%PDF-1.7"))
    monkeypatch.setattr("partnership_board.printing.pages_of", lambda pdf: 1)
    items.add(meeting, ItemFacts("Small grants", "decide", 20), text=PAPER, by=lead, now=now)
    items.add(meeting, ItemFacts("Voices", "listen", 20), text=PAPER, by=lead, now=now)
    send(meeting, lead, now)
    return meeting


def send(meeting, lead, now):
    build = packs.publish(meeting, by=lead, now=now)
    packs.send(build, now=now)
    assert PackBuild.objects.get(pk=build.pk).is_sent


def version_of(meeting, title="Small grants"):
    return pack_queries.latest_version(AgendaItem.objects.get(meeting=meeting, title=title))


def replace(meeting, text, lead, now):
    item = AgendaItem.objects.get(meeting=meeting, title="Small grants")
    papers.receive(
        item, PaperText("A plain summary.", ["Agree to open it."], text), by=lead, now=now
    )
    send(meeting, lead, now)


@pytest.fixture
def ask(client, north, out):
    """As somebody, the page of the first item: read or sent."""

    def asking(person, path="1/", **words):
        client.force_login(person)
        address = north.url(f"board/meetings/{out.pk}/pack/read/{path}")
        return client.post(address, words) if words else client.get(address)

    return asking


def said(answer):
    return answer.content.decode()


def write(ask, person, out, body="Ask why May.", paragraph=STAYS_AT, **words):
    version = version_of(out).pk
    return ask(person, version=version, do="save", **{f"words-{paragraph}": body}, **words)


# ---- writing -------------------------------------------------------------------------------------
def test_a_note_is_written_changed_and_taken_away(ask, out, board_member):
    answer = write(ask, board_member, out)
    assert answer.headers["Location"].endswith(f"/pack/read/1/#paragraph-{STAYS_AT}")
    note = PaperNote.objects.get()
    assert (note.quote, note.body, note.person) == (STAYS, "Ask why May.", board_member)
    assert "Ask why May." in said(ask(board_member))

    name = f"note-{note.pk}-{STAYS_AT}"
    version = note.version_id
    ask(board_member, version=version, do="save", **{name: "Ask why\r\nnot June."})
    assert PaperNote.objects.get().body == "Ask why\nnot June."
    emptied = ask(board_member, version=version, do="save", **{name: " "})
    assert emptied.status_code == 422
    assert notes.SAY_SOMETHING in said(emptied)
    ask(board_member, version=version, do=f"gone-{note.pk}", **{name: "Ask why\nnot June."})
    assert not PaperNote.objects.exists()
    assert not Event.objects.filter(by=board_member).exists()


def test_all_that_was_typed_on_the_page_is_kept_whatever_button_is_pressed(ask, out, board_member):
    words = {f"words-{GOES_AT}": "And who else?", "do": "read"}
    answer = ask(board_member, version=version_of(out).pk, **{f"words-{STAYS_AT}": "Why?"}, **words)

    assert answer.headers["Location"].endswith("/pack/read/2/")  # on to the next item
    assert sorted(PaperNote.objects.values_list("body", flat=True)) == ["And who else?", "Why?"]
    assert ReadMark.objects.get().state == "read"


def test_a_note_that_is_sent_twice_is_kept_once(ask, out, board_member):
    for _twice in range(2):
        assert write(ask, board_member, out).status_code == 302

    assert PaperNote.objects.count() == 1


def test_a_patients_number_goes_into_no_note(ask, out, board_member):
    answer = write(ask, board_member, out, body="About 943 476 5919.")

    assert answer.status_code == 422
    assert "NHS number" in said(answer)
    assert not PaperNote.objects.exists()


@pytest.mark.parametrize("paragraph", [3, 99])
def test_nothing_is_written_beside_a_heading_or_nowhere(ask, out, board_member, paragraph):
    assert write(ask, board_member, out, paragraph=paragraph).status_code == 422
    with pytest.raises(Refused, match="not in this paper"):
        notes.save_notes(
            version_of(out), new={paragraph: "x"}, changed={}, by=board_member, now=out.starts_at
        )


def test_a_change_to_a_note_taken_away_elsewhere_is_not_lost(ask, out, board_member):
    name = f"note-77-{STAYS_AT}"
    ask(board_member, version=version_of(out).pk, do="save", **{name: "Written on the train."})

    assert PaperNote.objects.get().body == "Written on the train."


def test_what_somebody_else_wrote_on_this_device_is_not_taken_in(ask, out, board_member):
    answer = write(ask, board_member, out, reader="somebody-else")

    assert answer.status_code == 422
    assert "Somebody else wrote this" in said(answer)
    assert not PaperNote.objects.exists()


# ---- a replaced paper ----------------------------------------------------------------------------
def test_a_note_stays_beside_its_paragraph_when_the_paper_is_replaced(
    ask, out, board_member, lead, now
):
    write(ask, board_member, out, paragraph=STAYS_AT, body="Beside the one that stays.")
    write(ask, board_member, out, paragraph=GOES_AT, body="Beside the one that goes.")

    replace(out, f"A new beginning.\n\n{STAYS.replace('May', 'June')}\n", lead, now)

    page = said(ask(board_member))
    assert "What changed since build 1" in page
    before, gone, after = page.partition("The paragraph is gone")
    assert gone
    assert "Beside the one that stays." in before
    assert "Beside the one that goes." in after
    assert GOES in after

    replace(out, f"{STAYS}\n\n{GOES}\n", lead, now)  # and finds its way back
    assert "The paragraph is gone" not in said(ask(board_member))


def test_what_was_written_beside_an_earlier_version_is_taken_in_later(
    ask, out, board_member, lead, now
):
    early = version_of(out)
    replace(out, f"Quite another text.\n\n{STAYS}", lead, now)

    words = {f"words-{GOES_AT}": "Written on the train.", "do": "read"}
    assert ask(board_member, version=early.pk, **words).status_code == 302

    note = PaperNote.objects.get()
    assert (note.version, note.quote) == (early, GOES)
    assert "The paragraph is gone" in said(ask(board_member))
    assert ReadMark.objects.get().version == version_of(out)  # opened: the new one is not read yet
    other = version_of(out, "Voices").pk
    assert ask(board_member, version=other, **words).status_code == 422


# ---- nobody else's -------------------------------------------------------------------------------
def test_nobody_else_finds_a_note_and_nobody_else_changes_it(
    ask, out, board_member, nhs_member, lead
):
    write(ask, board_member, out, body="Qwxnote")
    note = PaperNote.objects.get()

    for person in (nhs_member, lead):
        for path in ("1/", "", "notes/", "notes/?format=txt"):
            assert "Qwxnote" not in said(ask(person, path))
        name = f"note-{note.pk}-{STAYS_AT}"
        ask(person, version=note.version_id, do=f"gone-{note.pk}", **{name: "Mine now."})
    note.refresh_from_db()
    assert note.body == "Qwxnote"
    assert "Qwxnote" in said(ask(board_member, "notes/"))
    file = ask(board_member, "notes/?format=txt")
    assert said(file) == f"1. Small grants\n“{STAYS}”\nQwxnote\n"
    assert "attachment" in file.headers["Content-Disposition"]


def test_of_an_item_that_was_closed_to_somebody_their_notes_say_nothing(
    ask, out, board_member, lead, now
):
    write(ask, board_member, out, body="Qwxnote")
    terms = Terms("legal", "chair", now.date() + timedelta(days=30), "Write to the lead of it.")
    item, version = AgendaItem.objects.get(meeting=out, title="Small grants"), version_of(out)
    restriction = restrictions.restrict_item(item, terms, by=lead, now=now)

    page = ask(board_member)
    assert page.headers["Reading-Closed"] == "1"
    assert "Qwxnote" not in said(page) + said(ask(board_member, "notes/"))
    closed = ask(board_member, version=version.pk, do="save", **{f"words-{STAYS_AT}": "More."})
    assert closed.status_code == 422
    restrictions.lift(restriction, by=lead, now=now)
    assert "Qwxnote" in said(ask(board_member, "notes/"))


def test_a_note_is_among_what_is_found_and_deleted_of_a_person():
    subject = registries.subjects["board.paper_notes"]

    assert (subject.model, subject.fields) == ("partnership_board.PaperNote", ("person",))
    assert subject.on_erasure == "deleted"


def test_notes_die_a_month_after_the_term(ask, out, board_member, lead, today):
    write(ask, board_member, out)
    write(ask, lead, out, body="A lead has no seat, and keeps theirs.")
    term = SeatTerm.objects.get(holder=board_member)
    seats.end_term(term, ended_on=today, reason="resigned", by=lead, on=today)

    job = registries.daily_jobs["board.forget_notes"]
    job.run(rows.at(today + timedelta(days=29)))
    assert PaperNote.objects.count() == 2
    job.run(rows.at(today + timedelta(days=30)))
    assert PaperNote.objects.get().person == lead


# ---- reading -------------------------------------------------------------------------------------
def test_one_item_a_page_with_the_way_to_the_next(ask, out, board_member):
    first, second = said(ask(board_member)), said(ask(board_member, "2/"))

    assert "Item 1 of 2" in first
    assert 'rel="prev"' not in first
    assert 'rel="next"' in first
    assert 'rel="prev"' in second
    assert 'rel="next"' not in second
    assert ask(board_member, "9/").status_code == 404


def test_opening_a_paper_is_noted_and_never_takes_back_that_it_was_read(
    ask, out, board_member, now
):
    ask(board_member)
    assert ReadMark.objects.get().state == "opened"
    packs.mark_read(version_of(out), by=board_member, now=now)
    ask(board_member)

    assert ReadMark.objects.get().state == "read"


def test_an_old_mark_that_comes_late_takes_nothing_back(out, board_member, lead, now):
    early = version_of(out)
    replace(out, "Another text.", lead, now)
    packs.mark_read(version_of(out), by=board_member, now=now)
    packs.mark_read(early, by=board_member, now=now)

    assert ReadMark.objects.get().version == version_of(out)


@pytest.mark.parametrize("number", [1, 5])
def test_a_page_asks_the_same_number_of_questions_however_much_is_written(
    ask, client, out, board_member, number, django_assert_num_queries
):
    address = ask(board_member).wsgi_request.get_full_path()
    for place in range(number):
        write(ask, board_member, out, body=f"Note {place}")

    with django_assert_num_queries(QUERIES):
        client.get(address)


QUERIES = 16
