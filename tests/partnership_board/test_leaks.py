"""Nothing of a restricted item reaches anybody outside its audience, on any surface.

Every word of the item begins with `Qwx`. The battery asks each surface for each person, plain and
as a fragment, and looks for any such word in the whole answer.
"""

import io
import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pikepdf
import pytest
from django.core.files.storage import default_storage

from alliance.documents import pages
from alliance.documents.labels import page_labels
from alliance.models import Document, Message, User
from alliance.queries.documents import path_of
from partnership_board import printing
from partnership_board.actions import calendars, items, packs, restrictions
from partnership_board.actions.items import ItemFacts
from partnership_board.actions.papers import PaperText
from partnership_board.actions.restrictions import Terms
from partnership_board.models import AgendaItem, AgendaProposal, MinuteEntry, PackCopy, Paper
from partnership_board.queries.diary import token_of
from tests.documents.reading import bookmarks, broken_rules, text_of
from tests.factories import partnership_board as rows
from tests.people import an_account

MARK = re.compile(
    "Qwx(?:title|summary|ask|heading|body|decision|minute|proposal|reason|lead)", re.IGNORECASE
)
SECRET = PaperText(
    summary="Qwxsummary of it.",
    asks=["Qwxask the board."],
    body_md="## Qwxheading\n\nQwxbody " + "and more " * 30,
)
OPEN = PaperText("A plain summary.", asks=["Agree."], body_md="Open to all. " * 20)
CHALLENGE = "Write to the lead; the chair answers within ten days."
FOR_PEOPLE = (
    *("board/", "board/meetings/", "board/meetings/?format=csv", "board/meetings/{next}/"),
    *("board/meetings/{past}/", "board/meetings/{next}/items/2/", "board/meetings/{past}/items/1/"),
    *("board/meetings/{next}/pack/read/", "board/meetings/{past}/minutes/"),
    *("board/decisions/", "board/decisions/?format=csv", "board/decisions/?q=wxdecision"),
    *("board/proposals/", "board/proposals/?format=csv", "board/proposals/{proposal}/"),
    *("board/agenda-group/", "board/power/", "board/meetings/year/", ""),
    *("search/?q=wxtitle", "search/?q=wxdecision", "board/meetings/{next}/calendar/"),
)
AS_FRAGMENTS = (
    *("board/meetings/{next}/items/2/", "board/meetings/{next}/pack/read/", "search/?q=wxtitle"),
    *("board/decisions/", "board/proposals/", "board/meetings/{next}/"),
)


@dataclass
class World:
    """A restricted item behind the board and one before it, and everybody who might look."""

    client: Any
    north: Any
    people: dict[str, User]
    numbers: dict[str, int]
    cases: int = 0
    leaks: list[str] = field(default_factory=list)

    def look(self, name: str, where: str, said: str) -> None:
        self.cases += 1
        found = sorted(set(MARK.findall(said)))
        if found:
            self.leaks.append(f"{name}, {where}: {found}")

    def visit(self, path: str, **words: Any) -> str:
        answer = self.client.get(self.north.url(path.format(**self.numbers)), **words)
        assert answer.status_code in {200, 403, 404}, (path, answer.status_code)
        whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
        headers = " ".join(str(value) for value in answer.headers.values())
        return f"{headers} {whole.decode('utf-8', 'replace')}"

    def search_everything(self, name: str) -> None:
        person = self.people[name]
        self.client.force_login(person)
        for path in FOR_PEOPLE:
            self.look(name, path, self.visit(path))
        for path in AS_FRAGMENTS:
            self.look(name, f"{path} (part)", self.visit(path, HTTP_HX_REQUEST="true"))
        for document in Document.objects.all():
            self.look(name, document.name, self.visit(f"files/{document.public_id}/"))
        for letter in Message.objects.filter(kind="mail", to=person.email):
            self.look(name, letter.subject, f"{letter.subject}{letter.body}{letter.body_html}")
        feed = calendars.make_address(by=person, now=rows.at(rows.OPENED))
        self.look(name, "feed", self.visit(f"board/calendar/{token_of(feed)}/board.ics"))


@pytest.fixture
def people(lead, chair, board_member, nhs_member, deputy, expert, agenda_member, observer, hold):
    return {
        "lead": lead,
        "chair": chair,
        "board member": board_member,
        "NHS member": nhs_member,
        "deputy": deputy,
        "expert": expert,
        "agenda group": agenda_member,
        "observer": observer,
        "coproduction lead": hold("Cora Lane", "coproduction_lead"),
    }


@pytest.fixture
def on_agenda(meeting, people, board, chair, lead, now):
    """Two items, the second secret, from a proposal of its own; the chair leads the meeting."""
    proposal = rows.a_proposal(board, lead, now, title="Qwxproposal", why_now="Qwxreason")
    AgendaProposal.objects.filter(pk=proposal.pk).update(state="accepted")
    proposal.refresh_from_db()
    meeting.chair = chair
    meeting.save()
    items.add(meeting, ItemFacts("Small grants", "decide", 20), text=OPEN, by=lead, now=now)
    facts = ItemFacts("Qwxtitle", "decide", 20, lead=an_account("Qwxlead Person"))
    items.add(meeting, facts, proposal=proposal, text=SECRET, by=lead, now=now)
    return meeting


@pytest.fixture
def behind(board, lead, now):
    """A meeting that was held, with a secret item, a decision on it and minutes."""
    past = rows.a_meeting(board, now - timedelta(days=30), state="ended")
    item = rows.an_item(past, title="Qwxtitle before", state="heard")
    rows.a_decision(item, lead, now - timedelta(days=1), text="Qwxdecision")
    minutes = rows.minutes_of(past, "Everybody was welcome.", "Qwxminute")
    MinuteEntry.objects.filter(minute_set=minutes, seq=2).update(item=item)
    return item


def terms(now, to_whom, *sides):
    day = now.date() + timedelta(days=90)
    return Terms("commercial", to_whom, day, CHALLENGE, list(sides))


def secret_of(meeting):
    return AgendaItem.objects.get(meeting=meeting, number="2")


def send(meeting, lead, now):
    build = packs.publish(meeting, by=lead, now=now)
    packs.send(build, now=now)
    build.refresh_from_db()
    assert build.is_sent, build.problem
    return build


@pytest.fixture
def on_paper(monkeypatch):
    """What would be printed, as the HTML that it is made of: a hundred times faster."""
    monkeypatch.setattr(
        printing.pages,
        "make",
        lambda template, context, accent: pages.write(template, context).encode(),
    )
    monkeypatch.setattr(printing, "pages_of", lambda pdf: 1)


@pytest.fixture
def world(client, north, people, on_agenda, behind):
    numbers = {
        "next": on_agenda.pk,
        "past": behind.meeting_id,
        "proposal": AgendaProposal.objects.get().pk,
    }
    return World(client, north, people, numbers)


INSIDE = {
    "seats": {"lead", "chair", "board member", "NHS member", "deputy", "expert"},
    "sides": {"lead", "chair", "NHS member", "deputy"},
    "chair": {"lead", "chair"},
}


@pytest.mark.parametrize("to_whom", INSIDE)
def test_no_word_of_it_reaches_anybody_outside(
    world, on_agenda, behind, lead, now, on_paper, to_whom
):
    sides = ["NHS"] if to_whom == "sides" else []
    behind.meeting.chair = on_agenda.chair
    behind.meeting.save()
    restrictions.restrict_item(behind, terms(now, to_whom, *sides), by=lead, now=now)
    restrictions.restrict_item(secret_of(on_agenda), terms(now, to_whom, *sides), by=lead, now=now)

    send(on_agenda, lead, now)
    outside = sorted(world.people.keys() - INSIDE[to_whom])
    if to_whom == "chair":
        outside = ["board member", "expert"]  # the others stand outside in the other two
    for name in outside:
        world.search_everything(name)

    assert world.leaks == []
    assert world.cases >= len(outside) * 28
    for name in sorted(INSIDE[to_whom]):
        world.client.force_login(world.people[name])
        for path in ("items/2/", "pack/read/", ""):
            said = world.visit(f"board/meetings/{{next}}/{path}")
            assert "Qwxtitle" in said, (name, path)
        copy = PackCopy.objects.get(person=world.people[name])
        assert "Qwxbody" in world.visit(f"files/{copy.document.public_id}/"), name


def test_what_is_restricted_after_the_pack_went_out_is_closed_at_once(
    world, on_agenda, behind, lead, now, on_paper
):
    build = send(on_agenda, lead, now)
    restrictions.restrict_item(behind, terms(now, "chair"), by=lead, now=now)
    restrictions.restrict_item(secret_of(on_agenda), terms(now, "sides", "NHS"), by=lead, now=now)
    Message.objects.all().update(subject="", body="", body_html="")  # sent before, and gone

    for name in ("board member", "expert"):
        world.search_everything(name)

    assert world.leaks == []
    world.client.force_login(world.people["board member"])
    gone = world.client.get(world.north.url(f"files/{build.document.public_id}/"))
    assert gone.status_code == 404
    again = send(on_agenda, lead, now)
    copy = PackCopy.objects.get(build=again, person=world.people["board member"])
    assert "Open to all." in world.visit(f"files/{copy.document.public_id}/")


def test_of_a_restricted_paper_the_item_stays_open(world, on_agenda, lead, now, on_paper):
    AgendaProposal.objects.update(title="Plain", why_now="Plain")
    AgendaItem.objects.filter(title="Qwxtitle").update(title="Plain", lead=None)
    AgendaItem.objects.filter(title="Qwxtitle before").update(title="Plain")
    paper = Paper.objects.get(item=secret_of(on_agenda))
    restrictions.restrict_paper(paper, terms(now, "sides", "NHS"), by=lead, now=now)

    send(on_agenda, lead, now)
    world.client.force_login(world.people["expert"])
    seen = {
        path: world.visit(f"board/meetings/{{next}}/{path}") for path in ("items/2/", "pack/read/")
    }

    for said in seen.values():
        assert "Plain" in said
        assert MARK.findall(said) == []
        assert "Restricted: commercial" in said or "Looked at again" in said
    copy = PackCopy.objects.get(person=world.people["expert"])
    printed = world.visit(f"files/{copy.document.public_id}/")
    assert not re.findall(r"Qwx(?:summary|ask|body|heading)", printed)
    world.client.force_login(world.people["NHS member"])
    assert "Qwxbody" in world.visit("board/meetings/{next}/items/2/")


def test_people_with_the_same_key_have_one_file_and_others_another(
    world, on_agenda, lead, now, on_paper
):
    restrictions.restrict_item(secret_of(on_agenda), terms(now, "sides", "NHS"), by=lead, now=now)

    send(on_agenda, lead, now)

    keys = dict(PackCopy.objects.values_list("person__name", "audience_key"))
    whole = {name for name, key in keys.items() if key == "everything"}
    assert whole == {"Helen Castellane", "Tom Ellery", "Dorothy Achebe", lead.name}
    assert len(set(keys.values())) == 2
    files = set(PackCopy.objects.values_list("audience_key", "document"))
    assert len(files) == 2


# ---- two PDFs, as they are printed ---------------------------------------------------------------
def file_of(name):
    with default_storage.open(path_of(PackCopy.objects.get(person__name=name).document)) as stored:
        return stored.read()


def everything_in(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        said = [str(opened.docinfo), str(opened.open_metadata()), *opened.attachments]
        streams = [
            each.read_bytes().decode("latin-1")
            for each in opened.objects
            if isinstance(each, pikepdf.Stream)
        ]
        names = [str(each) for each in opened.objects if not isinstance(each, pikepdf.Stream)]
    return " ".join([*said, *streams, *names])


def test_the_file_of_those_outside_has_the_same_labels_and_none_of_the_words(
    world, on_agenda, behind, lead, now
):
    for item in (behind, secret_of(on_agenda)):
        restrictions.restrict_item(item, terms(now, "sides", "NHS"), by=lead, now=now)
    send(on_agenda, lead, now)
    whole, stub = (file_of(name) for name in ("Helen Castellane", "Rosa Lindqvist"))

    assert "Qwxbody" in text_of(whole)
    assert MARK.findall(text_of(stub) + str(bookmarks(stub)) + everything_in(stub)) == []
    assert "1-1" in page_labels(stub)
    assert "2-1" in page_labels(stub)
    assert [label for label in page_labels(whole) if label.startswith("1-")] == [
        label for label in page_labels(stub) if label.startswith("1-")
    ]
    assert "Restricted: commercial. Looked at again on" in text_of(stub).replace("\n", " ")
    assert broken_rules(stub) == []
