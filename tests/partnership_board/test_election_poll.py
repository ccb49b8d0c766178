"""Voting and the close: envelopes while the poll is open, a stripped box afterwards."""

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from alliance import audit
from alliance.audit import Actor
from alliance.errors import Refused
from alliance.models import Event, Message, Upkeep
from members.actions import representatives
from partnership_board import sealing
from partnership_board.actions import ballot_box, election_clock, rolls, voting
from partnership_board.models import (
    Declaration,
    ElectionLogLine,
    Envelope,
    RollEntry,
    SealedBallot,
)
from partnership_board.queries import elections as queries
from partnership_board.queries import turnout
from tests.factories.elections import KEEP_KEYS, POLL_KEYS, an_election, cast
from tests.factories.members import a_representative, an_organisation
from tests.people import an_account, with_second_factor
from tests.people_elections import lately

pytestmark = pytest.mark.django_db


@pytest.fixture
def poll(board, now):
    return an_election(board, now, roll=4, candidates=4)


def opened(election):
    """What two officers would find in the box."""
    place = queries.poll_place(election)
    found = []
    for ballot in SealedBallot.objects.filter(election=election):
        peeled = sealing.peel(bytes(ballot.sealed), POLL_KEYS[0], place=place)
        found.append(sealing.open_peeled(peeled, POLL_KEYS[2], place=place))
    return sorted(found)


def test_a_vote_is_one_envelope_and_letters_that_nobody_lists(poll, now):
    events = Event.objects.count()

    cast(poll, 0, [2, 1], now)

    assert Envelope.objects.count() == 1
    assert not RollEntry.objects.filter(has_voted=True).exists()
    assert Event.objects.count() == events
    letter = Message.objects.get(key__startswith="ballot letter ")
    assert letter.is_secret
    assert "[" not in letter.body


def test_voting_again_replaces_the_envelope(poll, now):
    first = cast(poll, 0, [2, 1], now)
    before = bytes(Envelope.objects.get().sealed)

    second = cast(poll, 0, [2, 1], now)

    assert bytes(Envelope.objects.get().sealed) != before
    assert Envelope.objects.get().receipt == second.code != first.code


def test_the_close_strips_and_two_keys_open_what_was_cast(poll, now):
    cast(poll, 0, [2, 1], now)
    cast(poll, 1, [], now)
    cast(poll, 0, [4, 3, 2, 1], now)

    ballot_box.close_poll(poll, now=poll.closes_at)
    poll.refresh_from_db()

    assert poll.state == "closed"
    assert Envelope.objects.count() == 0
    assert opened(poll) == [(), (4, 3, 2, 1)]
    voted = [entry.has_voted for entry in queries.roll(poll)]
    assert voted == [True, True, False, False]
    assert Upkeep.objects.filter(kind="vacuum_ballots", done_at=None).exists()
    text = ElectionLogLine.objects.filter(election=poll).latest("seq").public_text
    assert "2 of 4 voted" in text
    assert poll.box_sha256 in text
    assert len(poll.receipts) == 2 == len(set(poll.receipts))


def test_backups_made_meanwhile_are_listed(poll, now):
    """They hold sealed envelopes, so the log says on which days they were made."""
    cast(poll, 0, [1], now)
    cast(poll, 1, [1], now)
    audit.record(by=Actor.SYSTEM, kind="alliance.back_up", subject=poll)

    ballot_box.close_poll(poll, now=poll.closes_at)

    texts = [line.public_text for line in ElectionLogLine.objects.filter(election=poll)]
    assert any(text.startswith("Backups made while the poll was open") for text in texts)


def test_the_box_hash_is_of_sorted_hashes():
    blobs = [b"envelope-0", b"envelope-1", b"envelope-2"]

    found = ballot_box.box_sha256(sealing.blob_sha256s(blobs))

    assert found.startswith("2d7ac7483691")


def test_a_receipt_finds_its_envelope_for_whoever_has_the_proof(poll, now):
    kept = cast(poll, 0, [1], now)
    cast(poll, 1, [1], now)
    ballot_box.close_poll(poll, now=poll.closes_at)

    blobs = [bytes(ballot.sealed) for ballot in SealedBallot.objects.all()]
    nonce = bytes.fromhex(kept.proof)

    assert [sealing.receipt(nonce, blob) for blob in blobs].count(kept.code) == 1


def test_receipts_can_be_left_out(board, now):
    poll = an_election(board, now, receipts=False)

    assert cast(poll, 0, [1], now).code == ""


@pytest.mark.parametrize(
    ("ranking", "said"),
    [([1, 1], "two places"), ([9], "does not stand"), ([1, 2, 3], "at most 2 people")],
)
def test_what_is_no_ranking_is_refused(board, now, ranking, said):
    poll = an_election(board, now, max_preferences=2)

    with pytest.raises(Refused, match=said):
        cast(poll, 0, ranking, now)


def test_reopen_nominations_has_the_last_number(board, now):
    poll = an_election(board, now, candidates=2, ron=True)

    cast(poll, 0, [3, 1], now)

    people = queries.candidates_as_agreed(poll)["candidates"]
    assert people[-1] == {"number": 3, "name": "Re-open nominations", "is_ron": True}


def test_after_the_close_no_vote_is_taken(poll, now):
    cast(poll, 0, [1], now)

    with pytest.raises(Refused, match="Voting closed on"):
        cast(poll, 1, [1], poll.closes_at)
    cast(poll, 1, [1], now)
    ballot_box.close_poll(poll, now=poll.closes_at)
    with pytest.raises(Refused, match="Voting closed on"):
        cast(poll, 2, [1], now)


def test_before_the_poll_no_vote_is_taken(board, now):
    poll = an_election(board, now, state="ready")

    with pytest.raises(Refused, match="The poll opens on"):
        cast(poll, 0, [1], now)


def test_only_those_who_act_for_it_cast(poll, now):
    entry, _ = poll.on_roll[0]
    _, (other,) = poll.on_roll[1]

    with pytest.raises(Refused, match="do not vote for this organisation"):
        voting.cast(poll, entry, ranking=[1], by=other, now=now)


def test_the_returning_officer_does_not_vote(poll, now):
    officer = queries.officers(poll)[0]
    entry, _ = poll.on_roll[0]
    a_representative(officer.user, entry.organisation)

    with pytest.raises(Refused, match="returning officer: you cannot vote"):
        voting.cast(poll, entry, ranking=[1], by=officer.user, now=now)


def test_an_organisation_that_is_not_entitled_does_not_vote(board, now):
    poll = an_election(board, now, state="ready")
    entry, people = poll.on_roll[0]
    RollEntry.objects.filter(pk=entry.pk).update(is_entitled=False, reason="Left.")
    ballot_box.open_poll(poll, now=poll.opens_at)

    with pytest.raises(Refused, match="do not vote for this organisation"):
        voting.cast(poll, entry, ranking=[1], by=people[0], now=poll.opens_at)


def test_all_who_act_for_the_organisation_are_told(board, now):
    poll = an_election(board, now, reps=3)

    cast(poll, 0, [1], now)

    told = Message.objects.filter(key__startswith="ballot letter ").values_list("to", flat=True)
    assert set(told) == {person.email for person in poll.on_roll[0][1]}


# ---- the clock -----------------------------------------------------------------------------------


def test_the_poll_opens_by_the_clock_and_everybody_on_the_roll_hears(board, now):
    poll = an_election(board, now, state="ready")

    assert election_clock.tick(now=now) == 0
    assert election_clock.tick(now=poll.opens_at) == 1
    assert election_clock.tick(now=poll.opens_at) == 0

    poll.refresh_from_db()
    assert poll.state == "open"
    assert Message.objects.filter(key__startswith=f"election {poll.pk} poll").count() == 3


def test_too_few_votes_extend_once_and_then_destroy(poll, now):
    cast(poll, 0, [1], now)

    assert election_clock.tick(now=poll.closes_at) == 1
    poll.refresh_from_db()
    assert poll.state == "open"
    assert poll.extended_to > poll.closes_at
    assert Envelope.objects.count() == 1

    assert election_clock.tick(now=poll.closes_at) == 0
    assert election_clock.tick(now=poll.extended_to) == 1
    poll.refresh_from_db()
    assert poll.state == "inquorate"
    assert Envelope.objects.count() == SealedBallot.objects.count() == 0
    assert Declaration.objects.get(election=poll).stage == "inquorate"
    text = ElectionLogLine.objects.filter(election=poll).latest("seq").public_text
    assert text == (
        "The box cannot be opened: 1 of 4 voted and 2 were needed."
        " The envelopes have been destroyed unopened."
    )


def test_the_extension_can_bring_the_votes(poll, now):
    cast(poll, 0, [1], now)
    ballot_box.close_poll(poll, now=poll.closes_at)
    cast(poll, 1, [1], poll.closes_at + timedelta(hours=1))
    poll.refresh_from_db()

    ballot_box.close_poll(poll, now=poll.extended_to)

    poll.refresh_from_db()
    assert poll.state == "closed"
    assert SealedBallot.objects.count() == 2


def test_without_extension_days_too_few_votes_end_it(board, now):
    poll = an_election(board, now, extension_days=0)

    ballot_box.close_poll(poll, now=poll.closes_at)

    poll.refresh_from_db()
    assert poll.state == "inquorate"


@pytest.mark.parametrize("what", ["open_poll", "close_poll"])
def test_the_clock_is_never_early(board, now, what):
    poll = an_election(board, now, state="ready" if what == "open_poll" else "open")

    with pytest.raises(Refused, match="too early"):
        getattr(ballot_box, what)(poll, now=now)


def test_once_it_is_over_no_letter_tells_who_voted(poll, now):
    cast(poll, 0, [1], now)
    cast(poll, 1, [1], now)
    Message.objects.filter(to=poll.on_roll[0][1][0].email).update(sent_at=now)

    ballot_box.close_poll(poll, now=poll.closes_at)
    left = Message.objects.filter(key__startswith="ballot letter ")
    assert left.count() == 1  # still on its way
    left.update(sent_at=now)
    election_clock.forget_letters()

    assert not left.exists()


def test_reminders_go_to_those_who_have_not_voted(poll):
    morning = poll.closes_at.replace(hour=9)
    cast(poll, 0, [1], poll.opens_at)
    Message.objects.all().delete()

    days = [morning - timedelta(days=back) for back in range(9, -1, -1)]
    for day in days:
        election_clock.remind(now=day)

    told = list(Message.objects.values_list("to", flat=True))
    assert poll.on_roll[0][1][0].email not in told
    assert {told.count(people[0].email) for _, people in poll.on_roll[1:]} <= {2, 3}
    assert set(Message.objects.values_list("is_secret", flat=True)) == {True}


# ---- turnout -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "voted", "names"), [("nobody", None, 0), ("number", 1, 0), ("roll", 1, 1)]
)
def test_turnout_is_seen_as_the_rule_says(board, now, who, voted, names):
    poll = an_election(board, now, turnout_visibility=who)
    cast(poll, 0, [1], now)

    found = turnout.seen(poll)

    assert (found.entitled, found.needed, found.voted, len(found.names)) == (3, 2, voted, names)


def test_after_the_close_the_number_is_known_and_names_only_by_rule(board, now):
    poll = an_election(board, now)
    cast(poll, 0, [1], now)
    cast(poll, 1, [1], now)
    ballot_box.close_poll(poll, now=poll.closes_at)
    poll.refresh_from_db()

    found = turnout.seen(poll)

    assert (found.voted, found.names) == (2, ())


# ---- what the database itself refuses ------------------------------------------------------------


def refuses(change):
    with pytest.raises(DatabaseError), transaction.atomic():
        change()
    return True


def test_the_roll_does_not_change_once_the_poll_is_open(poll, now):
    entry, _ = poll.on_roll[0]
    rows = RollEntry.objects.filter(pk=entry.pk)

    with pytest.raises(Refused, match="The poll is open, so the roll can no longer change"):
        rolls.correct(
            entry, is_entitled=False, reason="Late.", by=queries.officers(poll)[0].user, now=now
        )
    assert refuses(lambda: rows.update(is_entitled=False, reason="Late."))
    assert refuses(rows.delete)
    assert refuses(lambda: RollEntry.objects.create(election=poll, organisation=entry.organisation))
    assert rows.update(has_voted=False) == 1


def test_the_roll_does_not_change_after_the_close_either(poll, now):
    cast(poll, 0, [1], now)
    cast(poll, 1, [1], now)
    ballot_box.close_poll(poll, now=poll.closes_at)

    assert refuses(lambda: RollEntry.objects.update(has_voted=True))


def test_an_envelope_of_another_length_is_refused(poll, now):
    """ "envelope_has_its_length", "sealed_ballot_has_its_length" """
    entry, _ = poll.on_roll[0]

    assert refuses(lambda: Envelope.objects.create(roll_entry=entry, sealed=b"x" * 1307))
    assert refuses(
        lambda: SealedBallot.objects.create(id=uuid.uuid4(), election=poll, sealed=b"x" * 9)
    )


# ---- the officers' own ---------------------------------------------------------------------------


def test_two_officers_abandon_and_everything_cast_is_destroyed(poll, now):
    cast(poll, 0, [1], now)
    conducting, watching, _ = (officer.user for officer in queries.officers(poll))

    assert not ballot_box.abandon(poll, why="A fire.", by=watching, now=now)
    with pytest.raises(Refused, match="agreed already"):
        ballot_box.abandon(poll, why="A fire.", by=watching, now=now)
    assert ballot_box.abandon(poll, why="A fire.", by=conducting, now=now)

    poll.refresh_from_db()
    assert (poll.state, poll.ended_why) == ("abandoned", "A fire.")
    assert Envelope.objects.count() == 0


def test_different_reasons_are_no_agreement(poll, now):
    conducting, watching, deputy = (officer.user for officer in queries.officers(poll))

    assert not ballot_box.abandon(poll, why="A fire.", by=conducting, now=now)
    assert not ballot_box.abandon(poll, why="A flood.", by=watching, now=now)
    assert not ballot_box.abandon(poll, why="A flood.", by=deputy, now=now)
    assert ballot_box.abandon(poll, why="A flood.", by=conducting, now=now)


def test_nobody_else_abandons(poll, now, lead):
    with pytest.raises(Refused, match="Only the officers"):
        ballot_box.abandon(poll, why="I want to.", by=lead, now=now)


# ---- through the pages ---------------------------------------------------------------------------


def url(poll, name):
    return reverse(f"partnership_board:{name}", kwargs={"pk": poll.pk})


@pytest.fixture
def voter(poll, today):
    """Acts for the first on the roll, with rights."""
    person = an_account("Vera Voter")
    entry, _ = poll.on_roll[0]
    representatives.add_representative(
        entry.organisation, user=person, role="editor", started_on=poll.roll_on,
        by=Actor.SYSTEM, on=today,
    )  # fmt: skip
    return person


def test_three_pages_from_ballot_to_receipt(poll, voter, django_assert_max_num_queries):
    browser = lately(voter)
    browser.get(url(poll, "receipt"))  # the frame is remembered from now on
    with django_assert_max_num_queries(8):
        shown = browser.get(url(poll, "vote"))
    ranked = {"ranking-2": "1", "ranking-4": "2"}

    with django_assert_max_num_queries(8):
        checked = browser.post(url(poll, "vote_check"), ranked)
    done = browser.post(url(poll, "vote_done"), ranked | {"cast": "yes"})

    assert shown.status_code == checked.status_code == done.status_code == 200
    assert checked.content.index(b"Candidate B") < checked.content.index(b"Candidate D")
    assert Envelope.objects.get().receipt.encode() in done.content
    assert "no-store" in done.headers["Cache-Control"]
    assert "ranking" not in str(dict(browser.session))


def test_the_order_is_the_organisations_own_and_stays(poll, voter):
    browser = lately(voter)

    def order(answer):
        return [answer.content.index(f"Candidate {letter}".encode()) for letter in "ABCD"]

    first = order(browser.get(url(poll, "vote")))
    again = order(browser.post(url(poll, "vote_check"), {"ranking-1": "1", "ranking-2": "1"}))
    papers = {
        tuple(one["number"] for one in queries.in_their_order(poll, entry, people))
        for entry, _ in poll.on_roll
        for people in [queries.candidates_as_agreed(poll)["candidates"]]
    }

    assert sorted(range(4), key=first.__getitem__) == sorted(range(4), key=again.__getitem__)
    assert len(papers) > 1


def test_an_error_keeps_the_ranking_and_says_which_place(poll, voter):
    answer = lately(voter).post(url(poll, "vote_check"), {"ranking-1": "2", "ranking-3": "2"})

    assert answer.status_code == 422
    assert b"Two candidates are marked 2nd. Change one." in answer.content
    assert answer.content.count(b'<option value="2" selected>') == 2


def test_a_blank_ballot_is_asked_about_and_counts(poll, voter):
    browser = lately(voter)

    asked = browser.post(url(poll, "vote_check"), {})
    done = browser.post(url(poll, "vote_done"), {"cast": "yes"})

    assert b"You have marked nobody" in asked.content
    assert b"Cast a blank vote" in asked.content
    assert done.status_code == 200
    assert Envelope.objects.count() == 1


def test_going_back_to_change_keeps_the_order(poll, voter):
    answer = lately(voter).post(url(poll, "vote"), {"ranking-3": "1"})

    assert answer.status_code == 200
    assert answer.content.count(b'<option value="1" selected>') == 1
    assert Envelope.objects.count() == 0


@pytest.mark.parametrize("name", ["vote", "vote_check", "vote_done"])
def test_a_sign_in_of_sixteen_minutes_ago_is_not_enough(poll, voter, name):
    browser = lately(voter, ago=16 * 60)

    answer = browser.post(url(poll, name), {"ranking-1": "1", "cast": "yes"})

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/account/reauthenticate/?next=")
    assert "ranking" not in answer.headers["Location"]
    assert Envelope.objects.count() == 0


def test_a_vote_after_the_close_says_so(poll, voter):
    type(poll).objects.filter(pk=poll.pk).update(closes_at=poll.opens_at + timedelta(hours=1))

    answer = lately(voter).post(url(poll, "vote_done"), {"ranking-1": "1", "cast": "yes"})

    assert answer.status_code == 409
    assert b"Voting closed on" in answer.content


def test_whoever_acts_for_nobody_on_the_roll_is_told(poll, today):
    person = an_account("Shirin Begum")
    representatives.add_representative(
        an_organisation(), user=person, role="editor", started_on=poll.roll_on,
        by=Actor.SYSTEM, on=today,
    )  # fmt: skip

    answer = lately(person).get(url(poll, "vote"))

    assert answer.status_code == 409
    assert b"nobody you act for is on its roll" in answer.content


def test_who_acts_for_two_chooses_one(poll, voter):
    entry, _ = poll.on_roll[1]
    a_representative(voter, entry.organisation)
    browser = lately(voter)

    asked = browser.get(url(poll, "vote"))
    chosen = browser.get(url(poll, "vote"), {"entry": entry.pk})

    assert b"For whom do you vote?" in asked.content
    assert str(entry.organisation).encode() in chosen.content


def test_the_booth_leaves_no_line_in_the_log(poll, voter, caplog):
    browser = lately(voter)
    with caplog.at_level("INFO"):
        browser.get(url(poll, "vote"))
        browser.post(url(poll, "vote_check"), {"ranking-1": "1", "ranking-2": "1"})
        browser.post(url(poll, "vote_done"), {"ranking-1": "1", "cast": "yes"})

    noted = ("alliance.requests", "django.request")
    assert [record for record in caplog.records if record.name in noted] == []


def test_a_receipt_is_looked_up_by_anybody(poll, now, client):
    kept = cast(poll, 0, [1], now)
    cast(poll, 1, [1], now)
    before = client.get(url(poll, "receipt"), {"code": kept.code})
    ballot_box.close_poll(poll, now=poll.closes_at)

    found = client.get(url(poll, "receipt"), {"code": kept.code.lower()})
    other = client.get(url(poll, "receipt"), {"code": "AAAABBBBCCCC"})

    assert b"is not on the list" in before.content
    assert b"This code is on the list" in found.content
    assert b"is not on the list" in other.content


def test_the_sheet_is_shown_once_and_read_by_a_camera(board, now):
    poll = an_election(board, now, state="roll_frozen")
    queries.officers(poll)[0].__class__.objects.update(confirmed_at=None)
    officer = with_second_factor(queries.officers(poll)[0].user)
    browser = lately(officer)

    made = browser.post(url(poll, "keys"))
    again = browser.get(url(poll, "keys"))

    assert made.content.count(b'<code class="letters">') == 2
    assert made.content.count(b'src="data:image/svg+xml;base64,') == 2
    assert "no-store" in made.headers["Cache-Control"]
    assert b'<code class="letters">' not in again.content


def test_the_keep_keys_are_others_than_the_poll_keys(poll):
    assert set(queries.poll_place(poll).holders).isdisjoint(queries.keep_place(poll).holders)
    assert len(KEEP_KEYS) == len(queries.keep_place(poll).holders)
