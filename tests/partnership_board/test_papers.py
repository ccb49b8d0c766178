"""A paper says what its purpose asks for, comes in time or is marked, and keeps each version."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, transaction

from alliance import access
from alliance.actions import documents
from alliance.errors import Refused
from partnership_board import covers, enclosed, printing
from partnership_board.actions import decisions, packs, papers
from partnership_board.actions.papers import PaperText
from partnership_board.covers import CoverSheet
from partnership_board.differences import counts, in_words
from partnership_board.models import (
    Enclosure,
    LateWaiver,
    Meeting,
    PaperNote,
    PaperParty,
    PaperVersion,
)
from partnership_board.queries import manifests
from partnership_board.queries import papers as queries
from tests import hostile_files
from tests.documents.reading import broken_rules, text_of
from tests.factories import members as member_rows
from tests.factories import partnership_board as rows

WHOLE = CoverSheet(
    key_points="Small groups need small sums.",
    considered_before="The steering group, 3 March: go on.",
    priorities=["Be heard"],
    equality="It reaches groups led by Bengali and Somali women.",
    lived_experience="Four people set the questions; two were taken out.",
    money="one_off",
    money_pence=10_000_000,
    money_source="the health board",
    vcse_pence=10_000_000,
    stage="options",
    risks="Too few apply.",
    workforce="None.",
    legal="None.",
    next_steps="The round opens in May.",
)
TEXT = PaperText("A plain summary.", ["Agree to open the round."], "Because.", WHOLE)


def person(user, today):
    access.carry_rights(user, on=today)
    return user


@pytest.fixture
def item(meeting, board_member, nhs_member):
    return rows.an_item(meeting, purpose="decide", lead=board_member)


@pytest.fixture
def late(meeting):
    """A moment after the day for papers."""
    return rows.at(meeting.papers_by_on + timedelta(days=1))


# ---- what a cover sheet needs --------------------------------------------------------------------
def test_what_is_missing_depends_on_what_the_paper_is_for():
    nothing = CoverSheet()

    assert list(covers.missing("listen", asks=[], cover=nothing)) == []
    assert list(covers.missing("note", asks=[], cover=nothing)) == ["key_points"]
    assert len(covers.missing("discuss", asks=[], cover=nothing)) == 3
    assert len(covers.missing("decide", asks=[], cover=nothing)) == 11
    assert "asks" not in covers.missing("assure", asks=[], cover=nothing)
    assert covers.missing("decide", asks=["Agree."], cover=WHOLE) == {}
    unsourced = CoverSheet(**{**vars(WHOLE), "money_source": ""})
    assert list(covers.missing("decide", asks=["Agree."], cover=unsourced)) == ["money_source"]


def test_the_same_answer_is_known_by_its_words_not_by_its_commas():
    assert covers.fingerprint("It helps ALL groups, always.") == covers.fingerprint(
        " it helps all\ngroups always "
    )
    assert covers.fingerprint("It helps some groups.") != covers.fingerprint("It helps all groups.")
    assert covers.fingerprint(" . ") == ""


def test_an_author_is_told_what_is_missing(item, board_member, now, today):
    author = person(board_member, today)

    with pytest.raises(Refused, match="A paper of this kind also says the key points"):
        papers.send_in(item, PaperText("Short.", ["Agree."]), by=author, now=now)
    wordy = CoverSheet(**{**vars(WHOLE), "key_points": "word " * 151})
    with pytest.raises(Refused, match="Shorten the key points by 1 word"):
        papers.send_in(item, PaperText("Short.", ["Agree."], "", wordy), by=author, now=now)
    assert papers.send_in(item, TEXT, by=author, now=now).n == 1


def test_only_its_author_writes_a_paper(item, nhs_member, lead, now, today):
    with pytest.raises(Refused, match="Only who proposed the item"):
        papers.send_in(item, TEXT, by=person(nhs_member, today), now=now)
    assert papers.send_in(item, TEXT, by=person(lead, today), now=now).n == 1


def test_what_was_said_comes_back_whole_and_twice_is_refused(item, lead, now, north):
    organisation = member_rows.an_organisation("Gainers")
    version = papers.receive(item, TEXT, by=lead, now=now, parties=[organisation])

    assert papers.text_of(version) == TEXT
    assert queries.parties_of(version) == {organisation.pk}
    with pytest.raises(Refused, match="Nothing has changed since version 1"):
        papers.receive(item, TEXT, by=lead, now=now, parties=[organisation])
    assert papers.receive(item, TEXT, by=lead, now=now).n == 2
    labels = [answer.label for answer in queries.covers_of([version])[version.pk]]
    assert labels == [
        "Key points",
        "Looked at before by",
        "Priorities it serves",
        "Equality and anti-racism",
        "Shaped by lived experience",
        "Money",
        "Reached the board",
        "Risks",
        "Staff and volunteers",
        "Law",
        "Stand to gain or lose",
        "What happens next",
    ]


def test_a_sum_nobody_knows_is_not_recorded(item, lead, now):
    unknown = CoverSheet(money="recurring", money_source="the council")
    version = papers.receive(item, PaperText("S.", ["A."], "", unknown), by=lead, now=now)

    assert queries.money_in_words(version) == (
        "not recorded, each year; from the council; of it for the voluntary sector: not recorded"
    )


def test_the_same_words_twice_are_marked_with_where_they_stood(meeting, lead, now):
    organisation = member_rows.an_organisation("Sayers")
    other = member_rows.an_organisation("Others")
    items = [
        rows.an_item(meeting, number=n, lead_organisation=who)
        for n, who in ((1, organisation), (2, organisation), (3, other))
    ]
    sent = [
        papers.receive(each, TEXT, by=lead, now=now + timedelta(minutes=n))
        for n, each in enumerate(items)
    ]

    echoes = queries.echoes_of(sent)

    assert echoes[sent[0].pk] == {}
    assert echoes[sent[1].pk]["equality"].startswith("Same wording as item 1, ")
    assert echoes[sent[2].pk] == {}


# ---- late papers ---------------------------------------------------------------------------------
def test_on_a_late_paper_the_board_decides_only_if_the_chair_says_why(
    meeting, item, chair, board_member, lead, late, today
):
    version = papers.receive(item, TEXT, by=lead, now=late)
    assert not queries.may_decide(item)
    entry = manifests.manifest_of(meeting)["items"][0]
    assert (entry["purpose"], entry["was_for"]) == ("To discuss", "To decide")

    why = "The health board told us the sum on Monday."
    for somebody in (board_member, lead):
        with pytest.raises(Refused, match="Only the chair"):
            papers.waive(version, reason=why, by=somebody, now=late)
    with pytest.raises(Refused, match="say why in a sentence"):
        papers.waive(version, reason="Late.", by=chair, now=late)
    papers.waive(version, reason=why, by=chair, now=late)
    with pytest.raises(Refused, match="allowed this already"):
        papers.waive(version, reason=why, by=chair, now=late)

    assert queries.may_decide(item)
    entry = manifests.manifest_of(meeting)["items"][0]
    assert (entry["purpose"], entry["waived"]) == ("To decide", why)


def test_a_decision_on_a_late_paper_is_not_written_down_without_leave(
    meeting, item, chair, lead, late
):
    version = papers.receive(item, TEXT, by=lead, now=late)
    words = {"text": "Agreed.", "by": lead, "now": meeting.ends_at}

    for kind in ("approve", "in_principle", "endorse", "reject"):
        with pytest.raises(Refused, match="may discuss it but not decide"):
            decisions.record(item, kind=kind, **words)
    assert decisions.record(item, kind="note", **words).sequence == 1

    papers.waive(version, reason="The sum was told us on Monday.", by=chair, now=late)
    assert decisions.record(item, kind="approve", **words).sequence == 2


def test_there_is_nothing_to_allow_for_a_paper_in_time(item, chair, lead, now):
    version = papers.receive(item, TEXT, by=lead, now=now)

    with pytest.raises(Refused, match="nothing is to be allowed"):
        papers.waive(version, reason="It would have been nice to.", by=chair, now=now)


def as_printed(build, *, on):
    told = printing.pack_context(build, on=on) | printing.in_form("pdf")
    return "".join(printing.part_texts(told))


def test_both_are_printed(meeting, item, chair, lead, late):
    version = papers.receive(item, TEXT, by=lead, now=late)
    build = packs.publish(meeting, by=lead, now=late)
    said = as_printed(build, on=late.date())
    assert "may discuss it but not decide" in said
    assert "to discuss" in said
    build.state = "failed"
    build.save()

    why = "The health board told us the sum on Monday."
    papers.waive(version, reason=why, by=chair, now=late)
    build = packs.publish(meeting, by=lead, now=late)
    said = as_printed(build, on=late.date())
    assert why in said
    assert "not decide" not in said


# ---- files beside it -----------------------------------------------------------------------------
def upload(name="figures.pdf"):
    return SimpleUploadedFile(name, hostile_files.pdf())


@pytest.fixture
def enclosure(item, lead, now, today):
    papers.receive(item, TEXT, by=lead, now=now)
    told = {"title": "Figures", "summary": "Three years of grants, by ward."}
    found = papers.enclose(item, upload(), by=person(lead, today), now=now, **told)
    documents.examine(found.document)
    found.document.refresh_from_db()
    assert found.document.state == "ready"
    return found


def test_a_file_travels_inside_the_pack_and_its_summary_is_printed(meeting, enclosure, lead, now):
    build = packs.publish(meeting, by=lead, now=now)

    pdf = printing.pack_files(build, on=now.date(), forms=["pdf"])["pdf"]

    assert "Three years of grants, by ward." in text_of(pdf).replace("\n", " ")
    assert broken_rules(pdf) == []
    files = enclosed.files_in(printing.pack_context(build, on=now.date())["rows"])
    ((name, summary, _kind, content),) = files
    assert name.endswith("figures.pdf")
    assert (summary, content[:5]) == (enclosure.summary, b"%PDF-")


def test_a_file_needs_a_summary_and_an_author_and_can_be_taken_out(
    meeting, item, enclosure, lead, nhs_member, now, today
):
    told = {"title": "Figures", "now": now}
    with pytest.raises(Refused, match="Say in a sentence what is in the file"):
        papers.enclose(item, upload(), summary="Figures.", by=person(lead, today), **told)
    with pytest.raises(Refused, match="Only who proposed the item"):
        papers.enclose(item, upload(), summary="x" * 30, by=person(nhs_member, today), **told)
    with pytest.raises(Refused, match="Only who proposed the item"):
        papers.take_out(enclosure, by=nhs_member, now=now)
    papers.take_out(enclosure, by=lead, now=now)
    with pytest.raises(Refused, match="taken out already"):
        papers.take_out(enclosure, by=lead, now=now)
    assert queries.enclosed_in(meeting) == {}
    Meeting.objects.filter(pk=meeting.pk).update(state="closed")
    item.meeting.refresh_from_db()
    enclosure.paper.item.meeting.refresh_from_db()
    for attempt in (
        lambda: papers.enclose(item, upload(), summary="x" * 30, by=lead, **told),
        lambda: papers.take_out(enclosure, by=lead, now=now),
    ):
        with pytest.raises(Refused, match="This meeting is over"):
            attempt()


# ---- the pages -----------------------------------------------------------------------------------
FORM = {
    **{name: value for name, value in vars(WHOLE).items() if isinstance(value, str)},
    "summary": "A plain summary.",
    "asks": "- Agree to open the round.",
    "body_md": "Because.",
    "money_pence": "100,000",
    "vcse_pence": "100,000",
}


def test_the_author_writes_the_paper_on_a_page(client, north, item, board_member, nhs_member):
    address = north.url(f"board/meetings/{item.meeting_id}/items/1/paper/edit/")
    client.force_login(board_member)
    assert "Still missing" in client.get(address).content.decode()
    assert client.post(address, {}).status_code == 422
    assert client.post(address, FORM | {"money": "not_about"}).status_code == 422

    assert client.post(address, FORM).status_code == 302

    version = PaperVersion.objects.get()
    assert (version.money_pence, version.asks) == (10_000_000, ["Agree to open the round."])
    assert "Still missing" not in client.get(address).content.decode()
    client.force_login(nhs_member)
    assert "You cannot write this paper" in client.get(address).content.decode()
    assert client.post(address, FORM).status_code == 422


def test_each_version_is_shown_with_what_it_changed(client, north, item, lead, now, meeting):
    papers.receive(item, PaperText("One.", ["Agree."], "We ask for ten."), by=lead, now=now)
    papers.receive(item, PaperText("One.", ["Agree."], "We ask for twelve."), by=lead, now=now)
    client.force_login(lead)
    address = north.url(f"board/meetings/{meeting.pk}/items/1/paper/versions/")

    page = client.get(address).content.decode()

    assert "removed: </span>ten." in page
    assert "added: </span>twelve." in page
    assert "ten." in client.get(f"{address}?n=1").content.decode()


def test_papers_that_are_not_out_are_not_found(client, north, item, lead, nhs_member, now):
    papers.receive(item, TEXT, by=lead, now=now)
    client.force_login(nhs_member)

    address = north.url(f"board/meetings/{item.meeting_id}/items/1/paper/versions/")
    assert client.get(address).status_code == 404


def test_a_file_is_added_and_taken_out_on_pages(client, north, item, board_member, lead, now):
    papers.receive(item, TEXT, by=lead, now=now)
    client.force_login(board_member)
    address = north.url(f"board/meetings/{item.meeting_id}/items/1/paper/files/")
    assert client.get(address).status_code == 200
    sent = {"title": "Figures", "summary": "Three years of grants, by ward.", "file": upload()}
    assert client.post(address, sent).status_code == 302
    found = Enclosure.objects.get()
    documents.examine(found.document)
    found.document.refresh_from_db()

    file = north.url(f"files/{found.document.public_id}/")
    assert client.get(file).status_code == 200
    gone = north.url(f"board/papers/files/{found.pk}/remove/")
    assert client.post(gone).status_code == 302
    assert client.post(gone).status_code == 302  # refused in words
    found.refresh_from_db()
    assert found.removed_at is not None


def test_the_chair_lets_the_board_decide_on_a_page(client, north, item, chair, lead, late):
    papers.receive(item, TEXT, by=lead, now=late)
    client.force_login(chair)
    address = north.url(f"board/meetings/{item.meeting_id}/items/1/paper/late/")
    assert client.get(address).status_code == 200

    sent = {"reason": "The health board told us the sum on Monday."}
    assert client.post(address, sent).status_code == 302
    assert LateWaiver.objects.get().granted_by == chair
    client.force_login(lead)
    assert "Only the chair" in client.get(address).content.decode()
    assert sent["reason"] in client.get(item.get_absolute_url()).content.decode()


# ---- what the database refuses -------------------------------------------------------------------
@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"money_pence": 5}, "paper_sum_is_about_money"),
        (
            {"money": "one_off", "money_pence": 5, "vcse_pence": 6},
            "vcse_share_is_part_of_the_sum",
        ),
    ],
)
def test_the_database_refuses_sums_that_cannot_be(item, lead, now, fields, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        rows.a_paper(item, lead, now, **fields)


def test_the_database_keeps_waivers_parties_and_summaries(item, lead, now):
    version = rows.a_paper(item, lead, now)
    party = PaperParty.objects.create(
        version=version, organisation=member_rows.an_organisation("Gainers")
    )
    with pytest.raises(IntegrityError, match="paper_party_once"), transaction.atomic():
        PaperParty.objects.create(version=version, organisation=party.organisation)
    told = {"version": version, "granted_by": lead, "granted_at": now}
    with pytest.raises(IntegrityError, match="late_waiver_has_a_reason"), transaction.atomic():
        LateWaiver.objects.create(reason="Short.", **told)
    waiver = LateWaiver.objects.create(reason="It came late for a reason.", **told)
    with pytest.raises(IntegrityError, match="one_waiver_a_version"), transaction.atomic():
        LateWaiver.objects.create(reason="It came late for a reason.", **told)
    kept = {"paper_party_append_only": party, "late_waiver_append_only": waiver}
    for row in kept.values():  # a trigger's refusal does not name its constraint
        with pytest.raises(DatabaseError), transaction.atomic():
            row.delete()
    with pytest.raises(IntegrityError, match="enclosure_has_a_summary"), transaction.atomic():
        Enclosure.objects.create(
            paper=version.paper,
            document=documents.keep(
                b"x", name="x", media_type="text/plain", purpose="paper", now=now
            ),
            title="A file",
            summary="Short.",
            added_by=lead,
            added_at=now,
        )
    with pytest.raises(IntegrityError, match="note_says_something"), transaction.atomic():
        PaperNote.objects.create(
            person=lead,
            paper=version.paper,
            version=version,
            paragraph=1,
            quote="One",
            body="",
            written_at=now,
        )


# ---- differences ---------------------------------------------------------------------------------
def test_differences_are_told_word_by_word_with_some_words_around():
    long = "before " * 40
    pieces = in_words(f"{long}we ask for ten pounds", f"{long}we ask for twelve pounds")

    assert [(each.kind, each.words) for each in pieces if each.kind != "same"] == [
        ("skipped", ""),
        ("removed", "ten"),
        ("added", "twelve"),
    ]
    assert counts(pieces) == (1, 1)
    assert in_words("the same", "the  same") == []
