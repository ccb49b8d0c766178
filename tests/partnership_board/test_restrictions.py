"""What only some may read: four things are said to everybody, and the rest is kept apart."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from alliance import access
from alliance.errors import Refused
from alliance.models import Message
from partnership_board.actions import items, moves, papers, restrictions
from partnership_board.actions.items import ItemFacts
from partnership_board.actions.papers import PaperText
from partnership_board.actions.restrictions import Terms
from partnership_board.audiences import NOTHING, Place, Reader, Rule, Withheld, withheld
from partnership_board.models import AgendaItem, Paper, Restriction
from partnership_board.queries import duties
from partnership_board.queries import restrictions as queries
from tests.factories import partnership_board as rows

CHALLENGE = "Write to the lead; the chair answers within ten days."


@pytest.fixture
def item(meeting):
    return rows.an_item(meeting, title="A bid")


@pytest.fixture
def terms(today):
    return Terms("commercial", "seats", today + timedelta(days=60), CHALLENGE)


def changed(terms, **words):
    return Terms(**{**vars(terms), **words})


# ---- who reads -----------------------------------------------------------------------------------
def test_who_reads_follows_from_rules_and_places_alone():
    nhs, quiet = Place(1, "NHS", votes=True), Place(1, "EBE", votes=False)
    elsewhere = Place(2, "NHS", votes=True)
    rule = {"board": 1, "item": 9, "chair": 70, "lead": 71}

    def closed(to_whom, reader, **words):
        return withheld([Rule(to_whom=to_whom, **rule, **words)], reader) != NOTHING

    for to_whom in ("seats", "voting", "sides", "chair"):
        assert not closed(to_whom, Reader(5, is_keeper=True))
        assert not closed(to_whom, Reader(70))
        assert not closed(to_whom, Reader(71))
        assert closed(to_whom, Reader(5))
        assert closed(to_whom, Reader(5, places=frozenset({elsewhere})))
    assert not closed("seats", Reader(5, places=frozenset({quiet})))
    assert closed("voting", Reader(5, places=frozenset({quiet})))
    assert not closed("voting", Reader(5, places=frozenset({quiet, nhs})))
    assert not closed("sides", Reader(5, places=frozenset({nhs})), sides=frozenset({"NHS"}))
    assert closed("sides", Reader(5, places=frozenset({quiet})), sides=frozenset({"NHS"}))
    assert closed("chair", Reader(5, places=frozenset({nhs})))


def test_the_key_tells_only_what_is_withheld():
    assert NOTHING.key == "everything"
    assert Withheld(frozenset({1, 2})).key == Withheld(frozenset({2, 1})).key
    assert Withheld(frozenset({1})).key != Withheld(papers=frozenset({1})).key
    assert Withheld(frozenset({1, 2})).among([2, 3], []) == Withheld(frozenset({2}))
    assert Withheld(frozenset({1})).is_within(Withheld(frozenset({1, 2})))
    assert not Withheld(frozenset({3})).is_within(Withheld(frozenset({1, 2})))


# ---- restricting and opening ---------------------------------------------------------------------
def test_a_restricted_item_carries_a_stub_and_gets_its_words_back(item, terms, lead, chair, now):
    item.lead = chair
    item.save()

    restriction = restrictions.restrict_item(item, terms, by=lead, now=now)
    item.refresh_from_db()
    assert item.title.startswith("Restricted: commercial. Looked at again on ")
    assert item.lead is None
    assert restriction.kept_title == "A bid"

    restrictions.lift(restriction, by=lead, now=now + timedelta(hours=1))
    item.refresh_from_db()
    assert (item.title, item.lead) == ("A bid", chair)
    with pytest.raises(Refused, match="lifted already"):
        restrictions.lift(restriction, by=lead, now=now)


def test_the_ledger_counts_its_proposal_under_a_neutral_title(meeting, terms, board, lead, now):
    proposal = rows.a_proposal(board, lead, now, title="A bid", why_now="Soon.", state="placed")
    item = rows.an_item(meeting, title="A bid", proposal=proposal)

    restriction = restrictions.restrict_item(item, terms, by=lead, now=now)
    proposal.refresh_from_db()
    assert (proposal.title, proposal.kept_title) == ("A restricted matter", "A bid")

    restrictions.lift(restriction, by=lead, now=now)
    proposal.refresh_from_db()
    assert (proposal.title, proposal.why_now, proposal.is_sensitive) == ("A bid", "Soon.", False)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"why": ""}, "needs all four"),
        ({"how_to_challenge": "Write."}, "needs all four"),
        ({"review_on": rows.OPENED}, "Say a day to come"),
        ({"to_whom": "sides"}, "Choose the sides"),
        ({"to_whom": "sides", "sides": ["made up"]}, "Choose the sides"),
        ({"sides": ["VCSE"]}, "Choose the sides"),
    ],
)
def test_all_four_are_needed(item, terms, lead, now, words, said):
    with pytest.raises(Refused, match=said):
        restrictions.restrict_item(item, changed(terms, **words), by=lead, now=now)
    assert not Restriction.objects.exists()


def test_once_is_enough(item, terms, lead, now):
    paper = rows.a_paper(item, lead, now).paper
    restrictions.restrict_paper(paper, terms, by=lead, now=now)
    with pytest.raises(Refused, match="This paper is restricted already"):
        restrictions.restrict_paper(paper, terms, by=lead, now=now)
    restrictions.restrict_item(item, terms, by=lead, now=now)
    with pytest.raises(Refused, match="This item is restricted already"):
        restrictions.restrict_item(item, terms, by=lead, now=now)


def test_it_is_edited_where_its_words_are_kept_and_the_stub_stays(
    client, north, item, terms, lead, chair, now
):
    restrictions.restrict_item(item, terms, by=lead, now=now)
    item.refresh_from_db()
    stub = item.title
    client.force_login(lead)
    address = north.url(f"board/meetings/{item.meeting_id}/items/1/edit/")
    assert "A bid" in client.get(address).content.decode()

    sent = {"title": "A second bid", "purpose": "note", "minutes": "5", "section": "business"}
    assert client.post(address, sent | {"lead": chair.pk}).status_code == 302

    item.refresh_from_db()
    restriction = Restriction.objects.get()
    assert (item.title, item.lead, item.minutes) == (stub, None, 5)
    assert (restriction.kept_title, restriction.kept_lead) == ("A second bid", chair)
    restrictions.lift(restriction, by=lead, now=now)
    item.refresh_from_db()
    assert (item.title, item.lead) == ("A second bid", chair)


def test_it_stays_restricted_until_another_day_when_somebody_looked(
    client, north, item, terms, lead, now
):
    restriction = restrictions.restrict_item(item, terms, by=lead, now=now)
    later = terms.review_on + timedelta(days=30)
    client.force_login(lead)
    address = north.url(f"board/restrictions/{restriction.pk}/keep/")
    assert client.get(address).status_code == 200
    past = {"review_on": f"{now - timedelta(days=1):%-d %B %Y}"}
    assert client.post(address, past).status_code == 422

    assert client.post(address, {"review_on": f"{later:%-d %B %Y}"}).status_code == 302

    restriction.refresh_from_db()
    item.refresh_from_db()
    assert restriction.review_on == later
    assert item.title == restriction.stub
    restrictions.lift(restriction, by=lead, now=now)
    with pytest.raises(Refused, match="lifted already"):
        restrictions.keep(restriction, review_on=later, by=lead, now=now)


def test_the_lead_is_asked_to_look_again_on_the_day(item, terms, lead, now):
    restriction = restrictions.restrict_item(item, terms, by=lead, now=now)
    access.carry_rights(lead, on=terms.review_on)

    assert list(duties.cards(lead, now.date())) == []
    (card,) = duties.cards(lead, terms.review_on)

    assert "item 1" in card.title
    assert "A bid" not in f"{card.title} {card.words}"
    restrictions.lift(restriction, by=lead, now=now)
    assert list(duties.cards(lead, terms.review_on)) == []


def test_on_the_agenda_from_which_it_was_moved_it_is_a_stub_too(board, meeting, terms, lead, now):
    before = rows.a_meeting(board, rows.at(now.date() + timedelta(days=9)), state="agenda_closed")
    proposal = rows.a_proposal(board, lead, now, state="placed")
    words = {"title": "A bid", "proposal": proposal}
    was = rows.an_item(before, state="moved", **words)
    item = rows.an_item(meeting, **words)

    restriction = restrictions.restrict_item(item, terms, by=lead, now=now)
    was.refresh_from_db()
    assert was.title == restriction.stub

    restrictions.lift(restriction, by=lead, now=now)
    was.refresh_from_db()
    assert was.title == "A bid"
    assert not Restriction.objects.open().exists()


MORE_ROOM = {"kind": "moved_by_secretary", "reason": "There is more room on that agenda."}


@pytest.fixture
def other(board, now):
    return rows.a_meeting(board, rows.at(now.date() + timedelta(days=80)))


def said_to(person):
    letters = Message.objects.filter(kind="mail", to=person.email)
    return " ".join(f"{each.subject} {each.body} {each.body_html}" for each in letters)


def test_it_stays_restricted_on_the_agenda_to_which_it_moves(
    item, terms, lead, chair, board, board_member, other, now
):
    item.proposal = rows.a_proposal(board, board_member, now, title="A bid", state="placed")
    item.lead = chair
    item.save()
    restriction = restrictions.restrict_item(item, terms, by=lead, now=now)
    later = now + timedelta(days=3)

    moves.move_on(
        AgendaItem.objects.get(pk=item.pk), to_meeting=other, by=lead, now=later, **MORE_ROOM
    )

    there = AgendaItem.objects.get(meeting=other)
    carried = Restriction.objects.get(item=there)
    assert there.title == carried.stub == restriction.stub
    assert there.lead is None
    assert (carried.kept_title, carried.kept_lead, carried.hid_proposal) == ("A bid", chair, False)
    assert "A bid" not in said_to(board_member)

    restrictions.lift(carried, by=lead, now=later)
    assert not Restriction.objects.open().exists()
    titles = AgendaItem.objects.filter(proposal=item.proposal).values_list("title", flat=True)
    assert set(titles) == {"A bid"}
    item.proposal.refresh_from_db()
    assert item.proposal.title == "A bid"


def test_what_nobody_proposed_stays_restricted_too(item, terms, lead, other, now):
    rows.a_paper(item, lead, now)
    restrictions.restrict_item(item, terms, by=lead, now=now)

    moves.move_on(
        AgendaItem.objects.get(pk=item.pk), to_meeting=other, by=lead, now=now, **MORE_ROOM
    )

    there = AgendaItem.objects.get(meeting=other)
    assert there.title == queries.open_of(there).stub
    assert Paper.objects.filter(item=there).exists()


def test_a_restricted_paper_stays_restricted_behind_its_item(item, terms, lead, other, now):
    restrictions.restrict_paper(rows.a_paper(item, lead, now).paper, terms, by=lead, now=now)

    moves.move_on(item, to_meeting=other, by=lead, now=now, **MORE_ROOM)

    there = AgendaItem.objects.get(meeting=other)
    carried = Restriction.objects.get(paper__item=there)
    assert (there.title, queries.open_of(there)) == ("A bid", None)
    assert (carried.to_whom, carried.review_on, carried.why) == (
        "seats",
        terms.review_on,
        "commercial",
    )


def test_what_was_not_reached_is_restricted_where_it_is_placed_again(
    item, terms, lead, board, board_member, other, now
):
    item.proposal = rows.a_proposal(board, board_member, now, title="A bid", state="not_reached")
    item.state = "not_reached"
    item.save()
    restrictions.restrict_paper(rows.a_paper(item, lead, now).paper, terms, by=lead, now=now)
    restrictions.restrict_item(item, terms, by=lead, now=now)
    facts = ItemFacts("A bid", "decide", 15)

    there = items.add(other, facts, proposal=item.proposal, by=lead, now=now)
    papers.receive(there, PaperText("Of the bid.", asks=["Agree."]), by=lead, now=now)

    assert AgendaItem.objects.get(pk=there.pk).title == queries.open_of(there).stub
    assert Restriction.objects.filter(paper__item=there).count() == 1
    assert "A bid" not in said_to(board_member)


def test_it_does_not_move_to_a_board_that_has_none_of_its_sides(
    item, terms, lead, agenda_group, nhs_member, now
):
    elsewhere = rows.a_meeting(agenda_group, rows.at(now.date() + timedelta(days=80)))
    to_some = changed(terms, to_whom="sides", sides=["NHS"])
    restrictions.restrict_item(item, to_some, by=lead, now=now)

    with pytest.raises(Refused, match="sides that the other board does not have"):
        moves.move_on(
            AgendaItem.objects.get(pk=item.pk), to_meeting=elsewhere, by=lead, now=now, **MORE_ROOM
        )


def test_what_is_to_be_looked_at_again_is_found_on_its_day(item, terms, lead, now):
    restriction = restrictions.restrict_item(item, terms, by=lead, now=now)

    assert not queries.due_for_review(on=now.date()).exists()
    assert list(queries.due_for_review(on=terms.review_on)) == [restriction]
    assert restriction.is_due(on=terms.review_on)


# ---- the database refuses ------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("words", "name"),
    [
        ({"item": None}, "restriction_of_one_thing"),
        ({"how_to_challenge": "Write."}, "restriction_says_all_four"),
        ({"to_whom": "sides"}, "restriction_names_its_sides"),
        ({"lifted_at": rows.at(rows.OPENED)}, "restriction_lifted_by_somebody"),
    ],
)
def test_the_database_refuses_half_a_restriction(item, terms, lead, now, words, name):
    facts = {"item": item, "set_by": lead, "set_at": now, "kept_title": "A bid"} | vars(terms)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Restriction.objects.create(**facts | words)


def test_the_database_refuses_two_at_once(item, terms, lead, now):
    paper = rows.a_paper(item, lead, now).paper
    for thing, name in (
        ({"item": item}, "item_restricted_once"),
        ({"paper": paper}, "paper_restricted_once"),
    ):
        facts = thing | {"set_by": lead, "set_at": now} | vars(terms)
        Restriction.objects.create(**facts)
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Restriction.objects.create(**facts)


# ---- the pages -----------------------------------------------------------------------------------
def test_the_lead_restricts_an_item_on_its_page_and_opens_it_again(
    client, north, item, lead, expert, now, terms
):
    client.force_login(lead)
    address = north.url(f"board/meetings/{item.meeting_id}/items/1/restrict/")
    assert client.get(address).status_code == 200
    assert client.post(address, {}).status_code == 422

    day = terms.review_on
    sent = {
        "why": "commercial",
        "to_whom": "chair",
        "review_on": f"{day:%-d %B %Y}",
        "how_to_challenge": CHALLENGE,
    }
    assert client.post(address, sent).status_code == 302
    restriction = Restriction.objects.get()
    assert "A bid" in client.get(address).content.decode()

    client.force_login(expert)
    page = client.get(item.get_absolute_url()).content.decode()
    assert "Item 1 is restricted" in page
    assert CHALLENGE in page
    assert "A bid" not in page

    client.force_login(lead)
    lift = north.url(f"board/restrictions/{restriction.pk}/lift/")
    assert client.post(lift).status_code == 302
    assert client.post(lift).status_code == 302  # said again, refused in words
    client.force_login(expert)
    assert "A bid" in client.get(item.get_absolute_url()).content.decode()


def test_the_lead_restricts_only_the_paper(client, north, item, lead, now, terms):
    rows.a_paper(item, lead, now)
    client.force_login(lead)
    address = north.url(f"board/meetings/{item.meeting_id}/items/1/restrict/")
    sent = {
        "what": "paper",
        "why": "legal",
        "to_whom": "sides",
        "review_on": f"{terms.review_on:%-d %B %Y}",
        "how_to_challenge": CHALLENGE,
    }
    assert client.post(address, sent).status_code == 422  # no side was chosen
    rows.a_seat(item.meeting.board)

    assert client.post(address, sent | {"sides": ["VCSE"]}).status_code == 302

    restriction = Restriction.objects.get()
    assert restriction.item is None
    assert "Voluntary organisations" in client.get(address).content.decode()
