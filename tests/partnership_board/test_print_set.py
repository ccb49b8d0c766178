"""The print set: a pack with the files beside its papers behind it, each page with its label."""

import io
from datetime import timedelta

import pikepdf
import pytest
from pikepdf import Name

from alliance import access
from alliance.actions import documents
from alliance.documents.labels import page_labels
from alliance.documents.office import DOCX
from alliance.documents.uploads import JPEG, PDF, PNG
from partnership_board import print_set
from partnership_board.actions import items, packs, papers, restrictions
from partnership_board.actions.items import ItemFacts
from partnership_board.actions.papers import PaperText
from partnership_board.actions.restrictions import Terms
from partnership_board.models import AgendaItem, PackBuild
from partnership_board.print_set import Sheets
from tests.documents.reading import broken_rules, text_of
from tests.hostile_files import docx, pdf, picture


def turned(degrees):
    def change(made):
        for page in made.pages:
            page.Rotate = degrees

    return change


def opened(content):
    return pikepdf.open(io.BytesIO(content))


# ---- the file itself -----------------------------------------------------------------------------
def test_files_stand_behind_the_pack_under_labels_of_their_own():
    pack = pdf(pages=2)
    files = [
        Sheets("7.1", "Budget", PDF, pdf(pages=3)),
        Sheets("7.2", "Map", PNG, picture("PNG", size=(300, 200))),
        Sheets("9.1", "Photo", JPEG, picture("JPEG", size=(200, 300))),
    ]

    made = print_set.with_files(pack, files)

    assert page_labels(made) == ["1", "2", "7.1-1", "7.1-2", "7.1-3", "7.2-1", "9.1-1"]
    with opened(made) as document:
        with document.open_outline() as outline:
            assert [mark.title for mark in outline.root] == ["7.1 Budget", "7.2 Map", "9.1 Photo"]
        with document.open_metadata() as told:
            assert told["dc:title"] == "For printing, not tagged"
        for page in list(document.pages)[5:]:  # pictures fill a sheet of paper and no more
            wide, high = (float(x) for x in list(page.mediabox)[2:])
            assert sorted((wide, high)) <= sorted(print_set.A4)
            assert max(wide / high, high / wide) == pytest.approx(1.5, rel=0.01)
    assert print_set.with_files(pack, files) == made


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_the_label_is_at_the_bottom_right_however_the_page_is_turned(degrees):
    file = Sheets("7.1", "Budget", PDF, pdf(turned(degrees)))

    made = print_set.with_files(pdf(), [file])

    said = text_of(made, sheet=2)
    assert "7.1-1" in said
    with opened(made) as document:
        page = document.pages[1]
        x0, y0, x1, y1 = (float(x) for x in page.mediabox)
        [move] = [
            [float(x) for x in step.operands]
            for step in pikepdf.parse_content_stream(page)
            if str(step.operator) == "cm"
        ]
    corner = {0: (x1, y0), 90: (x1, y1), 180: (x0, y1), 270: (x0, y0)}[degrees]
    assert abs(move[4] - corner[0]) < 60
    assert abs(move[5] - corner[1]) < 60


def test_what_cannot_be_printed_is_refused():
    with pytest.raises(ValueError, match="cannot be printed"):
        print_set.with_files(pdf(), [Sheets("7.1", "Budget", DOCX, docx())])


# ---- of a real pack ------------------------------------------------------------------------------
@pytest.fixture
def ready(meeting, board_member, nhs_member, lead, now):
    text = PaperText("A plain summary.", ["Agree."], "Because Qwxbody asks.")
    for title in ("Small grants", "Voices"):
        items.add(meeting, ItemFacts(title, "decide", 20), text=text, by=lead, now=now)
    for title, kind, content in (
        ("Old figures", PDF, pdf()),
        ("Budget", PDF, pdf(pages=2)),
        ("Letter", DOCX, docx()),
    ):
        enclose(
            AgendaItem.objects.get(meeting=meeting, number="1"), title, kind, content, lead, now
        )
    enclose(AgendaItem.objects.get(meeting=meeting, number="2"), "Voices", PDF, pdf(), lead, now)
    return meeting


def enclose(item, title, kind, content, by, now):
    made = documents.keep(content, name=f"{title}.file", media_type=kind, purpose="paper", now=now)
    said = {"title": title, "summary": "What is in it, in a sentence.", "by": by, "now": now}
    return papers.enclose_own(item, made, **said)


def send(meeting, by, now):
    build = packs.publish(meeting, by=by, now=now)
    packs.send(build, now=now)
    return PackBuild.objects.get(pk=build.pk)


def test_the_print_set_is_the_readers_copy_with_the_files_behind_it(
    client, north, ready, board_member, nhs_member, lead, now
):
    first = AgendaItem.objects.get(meeting=ready, number="1")
    access.carry_rights(lead, on=now.date())
    papers.take_out(papers.Enclosure.objects.get(title="Old figures"), by=lead, now=now)
    day = now.date() + timedelta(days=30)
    terms = Terms("legal", "sides", day, "Write to the lead; the chair answers.", ["NHS"])
    second = AgendaItem.objects.get(meeting=ready, number="2")
    restrictions.restrict_item(second, terms, by=lead, now=now)
    send(ready, lead, now)
    address = north.url(f"board/meetings/{ready.pk}/pack/read/printed/")

    labels = {}
    for person in (nhs_member, board_member):
        client.force_login(person)
        page = client.get(address).content.decode()
        made = client.get(address, {"format": "pdf"})
        assert made.headers["Content-Type"] == "application/pdf"
        assert "Open Letter.file and print it by itself." in page
        assert ("Voices" in page) == (person == nhs_member)
        labels[person] = page_labels(made.content)
        assert [x for x in labels[person] if x.startswith("1.")] == ["1.2-1", "1.2-2"]
        with opened(made.content) as document:
            assert Name.StructTreeRoot not in document.Root
            assert not document.attachments
    assert "2.1-1" in labels[nhs_member]
    assert "2.1-1" not in labels[board_member]
    assert first.number == "1"


def test_the_pack_itself_stays_tagged(ready, lead, now):
    build = send(ready, lead, now)

    assert broken_rules(packs.queries.content_of(packs.PackCopy.objects.first())) == []
    assert build.pages


def test_whoever_was_not_given_the_build_has_nothing_to_print(
    client, north, ready, board_member, sit, board, lead, now
):
    address = north.url(f"board/meetings/{ready.pk}/pack/read/printed/")
    client.force_login(board_member)
    assert client.get(address).status_code == 404
    send(ready, lead, now)
    late = sit("Late Comer", board)

    client.force_login(late)

    assert "You have no copy of this build" in client.get(address).content.decode()
    assert client.get(address, {"format": "pdf"}).status_code == 404


def test_the_page_of_papers_leads_there_where_there_are_files(
    client, north, ready, board_member, lead, now
):
    send(ready, lead, now)
    client.force_login(board_member)

    page = client.get(north.url(f"board/meetings/{ready.pk}/pack/read/")).content.decode()

    assert north.url(f"board/meetings/{ready.pk}/pack/read/printed/") in page
