"""A paper that stayed the same is not printed again, and none of its pages is called otherwise."""

import io
from datetime import timedelta

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from alliance import registries
from alliance.documents.labels import page_labels
from alliance.models import Document
from alliance.queries.documents import path_of
from partnership_board import printing
from partnership_board.actions import items, pack_parts, packs, papers, restrictions
from partnership_board.actions.items import ItemFacts
from partnership_board.actions.papers import PaperText
from partnership_board.actions.restrictions import Terms
from partnership_board.models import AgendaItem, PackBuild, PackCopy, PackPart
from tests.documents.reading import broken_rules, text_of

LONG = "A sentence that fills the page with others like it. " * 60
TITLES = ("Grants", "Voices", "Money")


@pytest.fixture
def printed(monkeypatch):
    """The titles of what is printed anew, in order."""
    found, anew = [], printing.print_anew

    def noted(html, accent):
        found.extend(title for title in TITLES if f">{title}</h2>" in html)
        found.extend(["stub"] * ('class="stub"' in html))
        return anew(html, accent)

    monkeypatch.setattr(printing, "print_anew", noted)
    return found


@pytest.fixture
def out(meeting, board_member, lead, now, printed, monkeypatch):
    """Three papers that went out; what others add to a pack is another test's."""
    monkeypatch.setattr(registries, "pack_sections", [])
    for title in TITLES:
        text = PaperText(f"About {title}.", ["Agree."], LONG)
        items.add(meeting, ItemFacts(title, "decide", 20), text=text, by=lead, now=now)
    send(meeting, lead, now)
    assert printed == list(TITLES)
    printed.clear()
    return meeting


def send(meeting, lead, now):
    build = packs.publish(meeting, by=lead, now=now)
    packs.send(build, now=now)
    build.refresh_from_db()
    assert build.is_sent, build.problem
    return build


def bytes_of(document):
    with default_storage.open(path_of(document)) as stored:
        return stored.read()


def pages_of(pdf):
    """Each page's content under its label."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return {str(page.label): page.Contents.read_bytes() for page in opened.pages}


def change(meeting, title, lead, now):
    item = AgendaItem.objects.get(meeting=meeting, title=title)
    papers.receive(item, PaperText(f"About {title}.", ["Agree."], LONG * 2), by=lead, now=now)


def test_after_one_change_one_paper_is_printed_and_all_other_pages_stay(out, printed, lead, now):
    before = pages_of(bytes_of(PackBuild.objects.get().document))
    change(out, "Voices", lead, now)

    second = send(out, lead, now)

    assert printed == ["Voices"]
    pdf = bytes_of(second.document)
    after = pages_of(pdf)
    stayed = [label for label in before if label.startswith(("1-", "3-"))]
    assert len(stayed) >= 4
    assert [label for label in after if label.startswith(("1-", "3-"))] == stayed
    assert {label: after[label] for label in stayed} == {label: before[label] for label in stayed}
    assert len([label for label in after if label.startswith("2-")]) > 2
    assert broken_rules(pdf) == []
    for label in after:
        assert label in text_of(pdf)


def test_for_another_audience_only_the_stub_is_printed(out, printed, nhs_member, lead, now):
    day = now.date() + timedelta(days=30)
    terms = Terms("legal", "sides", day, "Write to the lead; the chair answers.", ["NHS"])
    item = AgendaItem.objects.get(meeting=out, title="Money")
    restrictions.restrict_item(item, terms, by=lead, now=now)

    build = send(out, lead, now)

    assert sorted(printed) == ["Money", "stub", "stub"]  # its paper says that it is restricted
    keys = {
        copy.audience_key: bytes_of(copy.document) for copy in PackCopy.objects.filter(build=build)
    }
    assert len(keys) == 2
    whole, closed = (keys[key] for key in ("everything", *(set(keys) - {"everything"})))
    assert pages_of(whole)["1-1"] == pages_of(closed)["1-1"]
    assert [label for label in page_labels(closed) if label.startswith("3-")] == ["3-1"]
    assert LONG[:40] in text_of(whole)


def test_a_change_of_style_prints_everything_anew(out, printed, lead, now, monkeypatch):
    change(out, "Voices", lead, now)
    monkeypatch.setattr(printing, "_styles", lambda: "another edition")

    send(out, lead, now)

    assert printed == list(TITLES)


def test_parts_are_for_nobody_to_read(client, north, out, lead):
    client.force_login(lead)
    parts = Document.objects.filter(purpose=pack_parts.PURPOSE)
    assert parts.count() == 3

    for part in parts:
        assert client.get(north.url(f"files/{part.public_id}/")).status_code == 404


def test_old_parts_are_thrown_away_and_printed_again_when_they_are_wanted(
    out, printed, lead, now, django_capture_on_commit_callbacks
):
    first = PackPart.objects.first().document
    kept = path_of(first)
    job = registries.daily_jobs["board.forget_parts"]
    job.run(now + timedelta(days=pack_parts.DAYS_KEPT))
    assert PackPart.objects.count() == 3
    with django_capture_on_commit_callbacks(execute=True):
        job.run(now + timedelta(days=pack_parts.DAYS_KEPT + 1))
    assert not PackPart.objects.exists()
    assert not default_storage.exists(kept)

    change(out, "Voices", lead, now)
    send(out, lead, now)
    assert printed == list(TITLES)


def test_of_two_that_print_the_same_at_once_one_keeps_it(north, now):
    for _twice in range(2):
        pack_parts._keep(b"%PDF-1.7", "a" * 64, now=now)

    part = PackPart.objects.get()
    assert Document.objects.filter(purpose=pack_parts.PURPOSE).get() == part.document
    with pytest.raises(IntegrityError, match="pack_part_once"), transaction.atomic():
        PackPart.objects.create(fingerprint="a" * 64, document=part.document, made_at=now)
