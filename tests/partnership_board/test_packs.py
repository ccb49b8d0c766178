"""A pack is made once, sent once to each person, and read only by those it was given to."""

import re
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage

from alliance import registries
from alliance.actions import roles, tenants
from alliance.documents.labels import page_labels
from alliance.errors import Refused
from alliance.models import AllianceSettings, Event, Message
from alliance.queries.documents import path_of
from alliance.relay import run_job, waiting_jobs
from partnership_board import printing
from partnership_board.actions import items, packs, seats
from partnership_board.actions.items import ItemFacts
from partnership_board.actions.papers import PaperText
from partnership_board.models import Meeting, PackBuild, PackCopy, ReadMark, SeatTerm
from partnership_board.queries import packs as queries
from tests.documents.reading import bookmarks, broken_rules, text_of
from tests.factories import partnership_board as rows

PAPER = PaperText(
    summary="A plain summary.",
    asks=["Agree to open the round."],
    body_md="## Why\n\nBecause *small* groups ask.\n\n| Who | Sum |\n| --- | --- |\n| A | 1 |\n",
)


TITLES = [
    "Agenda",
    "Welcome",
    "Minutes of the last meeting",
    "Who sits on this board",
    "Small grants",
    "Voices",
]


@pytest.fixture
def full(meeting, board_member, nhs_member, lead, now):
    """A meeting with two members to write to and three items, two of them with a paper."""
    items.add(meeting, ItemFacts("Welcome", "note", 5, "opening"), by=lead, now=now)
    items.add(meeting, ItemFacts("Small grants", "decide", 20), text=PAPER, by=lead, now=now)
    text = PaperText("What people told us.", body_md="word " * 1000)
    items.add(meeting, ItemFacts("Voices", "listen", 20), text=text, by=lead, now=now)
    return meeting


def publish(meeting, by, now, **words):
    build = packs.publish(meeting, by=by, now=now, **words)
    packs.send(build, now=now)
    build.refresh_from_db()
    return build


def letters():
    return Message.objects.filter(kind="mail").order_by("to")


def pdf_of(build):
    with default_storage.open(path_of(build.document)) as stored:
        return stored.read()


# ---- asking and sending --------------------------------------------------------------------------
def test_asking_for_a_pack_writes_what_is_in_it_and_a_job(full, lead, now):
    build = packs.publish(full, by=lead, now=now)

    assert build.is_building
    assert [entry["title"] for entry in build.manifest["items"]] == [
        "Welcome",
        "Small grants",
        "Voices",
    ]
    (job,) = Message.objects.filter(kind="job")
    assert (job.task, job.ids) == ("partnership_board.build_pack", {"build": build.pk})
    assert not letters().exists()


def test_the_job_makes_the_pack_and_sends_each_letter_once(full, lead, now, north):
    build = packs.publish(full, by=lead, now=now)
    ((pk, _),) = waiting_jobs(now=now)

    assert run_job(pk, now=now)
    build.refresh_from_db()

    full.refresh_from_db()
    assert (build.state, full.state) == ("sent", "published")
    assert [letter.to for letter in letters()] == [
        "helen.castellane@people.example",
        "yusuf.karim@people.example",
    ]
    assert PackCopy.objects.filter(message__isnull=False).count() == 2


def test_a_job_that_runs_twice_sends_once(full, lead, now):
    build = packs.publish(full, by=lead, now=now)
    asked_again = PackBuild.objects.get(pk=build.pk)

    packs.send(build, now=now)
    packs.send(asked_again, now=now)

    assert letters().count() == 2
    assert PackCopy.objects.count() == 3  # and the lead's own


def test_a_job_killed_before_its_end_sends_nothing_and_is_done_again(full, lead, now, monkeypatch):
    build = packs.publish(full, by=lead, now=now)

    def create(**_words):
        raise SystemExit

    monkeypatch.setattr(PackCopy.objects, "create", create)

    with pytest.raises(SystemExit):
        packs.send(build, now=now)
    monkeypatch.undo()

    build.refresh_from_db()
    assert build.is_building
    assert not letters().exists()
    packs.send(build, now=now)
    assert letters().count() == 2


def test_everybody_gets_one_letter_whatever_they_hold(full, lead, now, sit, agenda_group, board):
    twice = sit("Ada Two", board)
    sit("Ada Two", board, "NHS", user=twice)

    publish(full, lead, now)

    assert letters().filter(to=twice.email).count() == 1


def test_a_deputy_gets_a_copy_too(full, lead, deputy, now):
    publish(full, lead, now)

    copy = PackCopy.objects.get(person=deputy)
    assert copy.message.to == deputy.email


def test_a_letter_has_one_link_says_how_long_and_by_when(full, lead, now):
    publish(full, lead, now)

    letter = letters().first()
    body = letter.body.rpartition("--")[0]
    links = re.findall(r"https?://\S+", body)
    assert len(links) == 1
    assert links[0].endswith(f"/a/north/board/meetings/{full.pk}/pack/read/")
    assert "6 minutes to read" in letter.subject
    assert "about 6 minutes" in letter.body
    assert "2. Small grants (to decide)" in letter.body
    assert len(set(re.findall(r'href="([^"]+/board/[^"]+)"', letter.body_html))) == 1


def test_the_same_pack_is_not_sent_again(full, lead, now):
    publish(full, lead, now)

    with pytest.raises(Refused) as refusal:
        packs.publish(full, by=lead, now=now)

    assert str(refusal.value) == ("Nothing has changed since build 1, so there is nothing to send.")
    assert PackBuild.objects.count() == 1


def test_a_changed_paper_makes_build_2(full, lead, now):
    first = publish(full, lead, now)
    item = full_item(full, "Small grants")
    text = PaperText("Another summary.", asks=["Agree."])
    items.edit(item, ItemFacts("Small grants", "decide", 20), text=text, by=lead, now=now)

    second = publish(full, lead, now)

    assert (first.n, second.n) == (1, 2)
    assert letters().count() == 4
    assert "Another summary." in text_of(pdf_of(second))


def full_item(meeting, title):
    return rows.AgendaItem.objects.get(meeting=meeting, title=title)


def test_two_packs_are_not_made_at_once(full, lead, now):
    packs.publish(full, by=lead, now=now)

    with pytest.raises(Refused, match="Build 1 is being made at this moment"):
        packs.publish(full, by=lead, now=now)


def test_a_pack_needs_an_agenda_a_board_and_a_meeting_to_come(board, meeting, lead, now):
    with pytest.raises(Refused, match="Nobody holds a seat"):
        packs.publish(meeting, by=lead, now=now)
    rows.a_term(rows.a_seat(board), lead)
    with pytest.raises(Refused, match="nothing on the agenda yet"):
        packs.publish(meeting, by=lead, now=now)
    meeting.state = "planned"
    meeting.save()
    with pytest.raises(Refused, match="No pack can go out now: this meeting is “planned”"):
        packs.publish(meeting, by=lead, now=now)


def test_a_paper_that_cannot_be_printed_stops_the_pack_and_says_so(full, lead, now):
    item = full_item(full, "Small grants")
    text = PaperText("A sign no font has: \U0001f9ff\U000e0041.", asks=["Agree."])
    items.edit(item, ItemFacts("Small grants", "decide", 20), text=text, by=lead, now=now)

    build = publish(full, lead, now)

    assert build.has_failed
    assert build.problem
    assert not letters().exists()
    full.refresh_from_db()
    assert full.state == "agenda_open"


# ---- the document --------------------------------------------------------------------------------
def test_the_document_is_tagged_and_its_bookmarks_and_labels_are_those_of_its_items(
    full, lead, now
):
    minuted = rows.a_meeting(full.board, rows.at(now.date() - timedelta(days=30)), state="ended")
    rows.minutes_of(minuted, "It was agreed.")

    build = publish(full, lead, now)

    pdf = pdf_of(build)
    assert broken_rules(pdf) == []
    assert [title for title in bookmarks(pdf) if title in TITLES] == TITLES
    labels = page_labels(pdf)
    assert {"2-1", "3-1", "3-2"} <= set(labels)
    assert labels.index("2-1") < labels.index("3-1")
    assert len(labels) == build.pages
    text = text_of(pdf)
    assert "Agree to open the round." in text
    assert "It was agreed." in text


def test_what_other_apps_add_has_pages_of_its_own(full, lead, now, monkeypatch):
    section = registries.PackSection(
        "Who has room", 10, "documents/_facts.html", lambda _pk, _on: {"facts": [("3", "rooms")]}
    )
    empty = registries.PackSection("Nothing", 5, "documents/_facts.html", lambda _pk, _on: None)
    monkeypatch.setattr(registries, "pack_sections", [section, empty])

    build = packs.publish(full, by=lead, now=now)
    pdf = printing.pack_files(build, on=now.date(), forms=["pdf"])["pdf"]

    assert "B-1" in page_labels(pdf)  # the letter stays its own when the part before it is empty
    assert "Who has room" in text_of(pdf)
    assert "Nothing" not in str(bookmarks(pdf))


def test_a_pack_is_printed_from_what_was_settled_not_from_what_changed_since(full, lead, now):
    build = packs.publish(full, by=lead, now=now)
    item = full_item(full, "Small grants")
    text = PaperText("Changed since.", asks=["Agree."])
    items.edit(item, ItemFacts("Another title", "decide", 20), text=text, by=lead, now=now)

    said = text_of(printing.pack_files(build, on=now.date(), forms=["pdf"])["pdf"])

    assert "A plain summary." in said
    assert "Changed since." not in said
    assert "Another title" not in said


# ---- who may read it -----------------------------------------------------------------------------
def test_only_those_with_a_copy_get_the_file(client, full, lead, board_member, sit, now, north):
    build = publish(full, lead, now)
    late = sit("Newly Seated", full.board)
    address = north.url(f"files/{build.document.public_id}/")

    for person, status in ((board_member, 200), (lead, 200), (late, 404)):
        client.force_login(person)
        assert client.get(address).status_code == status


def test_a_seat_lost_between_build_and_click_is_a_404(
    client, full, lead, board_member, now, north, today
):
    build = publish(full, lead, now)
    term = SeatTerm.objects.get(holder=board_member)
    seats.end_term(term, ended_on=today, reason="resigned", by=lead, on=today)
    client.force_login(board_member)

    assert client.get(north.url(f"files/{build.document.public_id}/")).status_code == 404
    assert client.get(north.url(f"board/meetings/{full.pk}/pack/read/")).status_code == 404


def test_who_lost_the_right_to_read_packs_but_stays_gets_no_file(
    client, full, lead, board_member, now, north, today
):
    build = publish(full, lead, now)
    term = SeatTerm.objects.get(holder=board_member)
    seats.end_term(term, ended_on=today, reason="resigned", by=lead, on=today)
    roles.grant(board_member, "observer", started_on=today, by=lead, on=today)
    client.force_login(board_member)

    assert client.get(north.url(f"files/{build.document.public_id}/")).status_code == 404
    assert client.get(north.url(f"board/meetings/{full.pk}/pack/read/")).status_code == 403


def test_a_stranger_finds_nothing_of_it(client, full, lead, stranger, now, north, south):
    build = publish(full, lead, now)
    client.force_login(stranger)

    for place in (north, south):
        for path in (f"files/{build.document.public_id}/", f"board/meetings/{full.pk}/"):
            assert client.get(place.url(path)).status_code == 404


# ---- reading it ----------------------------------------------------------------------------------
def test_reading_marks_what_was_read_and_what_is_left(client, full, lead, board_member, now, north):
    build = publish(full, lead, now)
    address = north.url(f"board/meetings/{full.pk}/pack/read/")
    client.force_login(board_member)
    page = client.get(address)
    assert "You have about 6 minutes left to read" in page.content.decode()

    version = next(e["version"] for e in build.manifest["items"] if e["title"] == "Voices")
    answer = client.post(address, {"version": version, "next": "3"})

    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("/pack/read/#item-3")
    assert ReadMark.objects.get().version_id == version
    assert not Event.objects.filter(by=board_member).exists()  # nobody else's business
    assert "You have about 1 minute left to read" in client.get(address).content.decode()


def test_a_paper_that_is_not_in_the_pack_cannot_be_marked(
    client, full, lead, board_member, now, north
):
    publish(full, lead, now)
    client.force_login(board_member)

    answer = client.post(north.url(f"board/meetings/{full.pk}/pack/read/"), {"version": "999999"})

    assert answer.status_code == 422
    assert not ReadMark.objects.exists()


# ---- reminders -----------------------------------------------------------------------------------
def test_a_reminder_goes_once_some_working_days_before(full, lead, now):
    publish(full, lead, now)
    assert AllianceSettings.objects.get().reminder_days == 5
    before = letters().count()

    assert packs.remind(now=now + timedelta(days=1)) == 0
    day = full.starts_at - timedelta(days=3)
    assert packs.remind(now=day) == 2
    assert packs.remind(now=day) == 0
    assert packs.remind(now=day + timedelta(days=1)) == 0

    assert letters().count() == before + 2
    letter = letters().filter(key__startswith="reminder").first()
    assert "to read before" in letter.subject


def test_the_reminder_is_as_early_as_the_alliance_wants(full, lead, now):
    publish(full, lead, now)
    settled = AllianceSettings.objects.get()
    day = full.starts_at - timedelta(days=21)
    assert packs.remind(now=day) == 0

    tenants.change_settings(settled, changes={"reminder_days": 20}, by=lead)

    assert packs.remind(now=day) == 2


def test_nobody_is_reminded_on_the_day_the_pack_went_out(full, lead):
    late = full.starts_at - timedelta(days=2)
    Meeting.objects.filter(pk=full.pk).update(state="agenda_open")
    publish(full, lead, late)

    assert packs.remind(now=late) == 0
    assert packs.remind(now=late + timedelta(days=1)) == 2


def test_nobody_is_reminded_of_a_meeting_that_was_cancelled_or_has_begun(full, lead, now):
    publish(full, lead, now)

    assert packs.remind(now=full.starts_at) == 0
    Meeting.objects.filter(pk=full.pk).update(state="cancelled", why_cancelled="Flood.")
    assert packs.remind(now=full.starts_at - timedelta(days=2)) == 0


def test_the_daily_job_reminds(full, lead, now):
    publish(full, lead, now)

    registries.daily_jobs["board.remind"].run(full.starts_at - timedelta(days=2))

    assert letters().filter(key__startswith="reminder").count() == 2
    registries.daily_jobs["board.bring_back"].run(now)


def test_who_is_written_to_is_shown_side_by_side(full, board, now):
    rows.a_constituency(board, "EBE", "Experts by experience", 9)

    found = queries.sides(board, on=now.date())

    assert sorted((side.label, len(side.recipients)) for side in found) == [
        ("Experts by experience", 0),
        ("NHS", 1),
        ("VCSE", 1),
    ]
