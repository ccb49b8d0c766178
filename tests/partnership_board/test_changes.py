"""The next build says what changed, and every page that stayed keeps its label."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage

from alliance.documents.labels import page_labels
from alliance.errors import Refused
from alliance.models import Message
from alliance.queries.documents import path_of
from partnership_board.actions import items, moves, packs, papers, restrictions
from partnership_board.actions.items import ItemFacts
from partnership_board.actions.papers import PaperText
from partnership_board.actions.restrictions import Terms
from partnership_board.models import AgendaItem, Meeting, PackBuild
from partnership_board.queries import changes, manifests
from tests.documents.reading import broken_rules, text_of
from tests.factories import partnership_board as rows

LONG = "One paragraph of many words that stays as it is. " * 120


@pytest.fixture
def out(meeting, board_member, nhs_member, lead, now):
    """A pack of three papers that went out, with a closed agenda."""
    for title in ("Grants", "Voices", "Money"):
        text = PaperText(f"About {title}.", ["Agree."], f"{LONG} We ask for ten.")
        items.add(meeting, ItemFacts(title, "decide", 20), text=text, by=lead, now=now)
    send(meeting, lead, now)
    meeting.refresh_from_db()
    return meeting


def send(meeting, lead, now, **words):
    build = packs.publish(meeting, by=lead, now=now, **words)
    packs.send(build, now=now)
    build.refresh_from_db()
    assert build.is_sent, build.problem
    return build


def pdf_of(build):
    with default_storage.open(path_of(build.document)) as stored:
        return stored.read()


def add_urgent(meeting, lead, now):
    Meeting.objects.filter(pk=meeting.pk).update(state="papers_closed")
    meeting.refresh_from_db()
    facts = ItemFacts("A late matter", "discuss", 10)
    item = moves.add_urgent(
        meeting, facts, reason="The landlord gave notice this week.", by=lead, now=now
    )
    papers.receive(item, PaperText("About the lease.", body_md="Short."), by=lead, now=now)
    return item


def named(found):
    return [(each.kind, each.number) for each in found]


def test_a_late_item_changes_no_label_of_another(out, lead, now):
    first = PackBuild.objects.get()
    before = page_labels(pdf_of(first))
    item = add_urgent(out, lead, now)
    assert item.number == "3A"

    second = send(out, lead, now)

    pdf = pdf_of(second)
    after = page_labels(pdf)
    papers_before = [label for label in before if "-" in label]
    assert [label for label in after if "-" in label and not label.startswith("3A")] == (
        papers_before
    )
    assert "3A-1" in after
    assert broken_rules(pdf) == []
    said = text_of(pdf).replace("\n", " ")
    assert "What changed since build 1" in said
    for label in papers_before:
        assert label in said
    entries = manifests.entries_for(second.manifest)
    assert named(changes.since(first, entries)) == [("added", "3A")]


def test_a_supplement_carries_the_new_agenda_and_only_what_changed(out, lead, now):
    papers.receive(
        AgendaItem.objects.get(meeting=out, title="Voices"),
        PaperText("About Voices.", ["Agree."], f"{LONG} We ask for twelve."),
        by=lead,
        now=now,
    )

    build = send(out, lead, now, kind="supplement")

    pdf = pdf_of(build)
    parts = {label.rpartition("-")[0] for label in page_labels(pdf)}
    assert parts == {"", "2"}
    said = text_of(pdf).replace("\n", " ")
    assert "[removed: ten.] [added: twelve.]" in said
    assert "1. Grants" in said
    assert "Who sits on this board" not in said
    letter = Message.objects.filter(kind="mail").order_by("-pk").first()
    assert "What changed since build 1:" in letter.body
    assert "2. Voices: paper replaced" in letter.body
    assert "only what changed" in letter.body_html


def test_a_supplement_needs_a_pack_that_went_out(meeting, board_member, lead, now):
    rows.an_item(meeting)
    with pytest.raises(Refused, match="Send the whole pack first"):
        packs.publish(meeting, by=lead, now=now, kind="supplement")


def test_added_removed_replaced_moved_restricted_and_opened_are_told_apart(out, lead, now):
    first = PackBuild.objects.get()
    grants, voices, money = AgendaItem.objects.filter(meeting=out).order_by("position")
    voices.title, voices.minutes = "Many voices", 25
    voices.save()
    AgendaItem.objects.filter(pk=grants.pk).update(position=9)
    day = now.date() + timedelta(days=30)
    terms = Terms("legal", "chair", day, "Write to the lead of the alliance.")
    restriction = restrictions.restrict_item(money, terms, by=lead, now=now)

    def found(build):
        entries = manifests.entries_for(manifests.manifest_of(out))
        return named(changes.since(build, entries))

    assert found(first) == [("said", "2"), ("restricted", "3"), ("moved", "1")]
    second = send(out, lead, now)
    restrictions.lift(restriction, by=lead, now=now)
    AgendaItem.objects.filter(pk=voices.pk).update(state="deferred")
    assert found(second) == [("opened", "3"), ("removed", "2")]


def test_what_stayed_the_same_makes_no_build_and_sends_nothing(out, lead, now):
    letters = Message.objects.filter(kind="mail").count()

    with pytest.raises(Refused, match="Nothing has changed since build 1"):
        packs.publish(out, by=lead, now=now, kind="supplement")

    assert PackBuild.objects.count() == 1
    assert Message.objects.filter(kind="mail").count() == letters


def test_the_lead_sees_what_the_button_will_tell(client, north, out, lead, board_member, now):
    client.force_login(lead)
    address = north.url(f"board/meetings/{out.pk}/pack/")
    page = client.get(address).content.decode()
    assert "Nothing has changed since build 1, so there is nothing to send." in page
    assert '<form method="post" novalidate' not in page

    text = PaperText("About Voices.", ["Agree."], f"{LONG} We ask for twelve.")
    voices = AgendaItem.objects.get(meeting=out, title="Voices")
    papers.receive(voices, text, by=lead, now=now)
    page = client.get(address).content.decode()
    assert "The next build tells readers that this changed:" in page
    assert "Paper replaced" in page
    assert "Send the changes" in page
    assert client.post(address, {"kind": "supplement"}).status_code == 302
    packs.send(PackBuild.objects.get(n=2), now=now)

    client.force_login(board_member)
    read = client.get(north.url(f"board/meetings/{out.pk}/pack/read/")).content.decode()
    assert "What changed since build 1" in read
    assert "added: </span>twelve." in read
