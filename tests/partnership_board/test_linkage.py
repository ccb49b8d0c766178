"""Whose ballot is whose? Every hidden column and every store is tried, as the database's owner.

Seven of seventeen vote through the pages, one of them twice and two at the same time. The same
attack on a strip written as a loop, with and without savepoints, names all seven: it can succeed.
"""

import logging
import random
import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from itertools import permutations

import pytest
from django.conf import settings
from django.db import connection, connections, transaction
from django.urls import reverse

from alliance import relay
from partnership_board import sealing
from partnership_board.actions import ballot_box
from partnership_board.models import Envelope, RollEntry, SealedBallot
from partnership_board.queries import elections as queries
from tests.database import server
from tests.factories.elections import POLL_KEYS, an_election
from tests.partnership_board import stores
from tests.people_elections import lately

pytestmark = pytest.mark.django_db(transaction=True)
CANDIDATES, ROLL, VOTED = 5, 17, 7
RANKINGS = random.Random(3).sample(list(permutations(range(1, CANDIDATES + 1))), VOTED)
# How many of seven a blind guess may name; seven random numbers with a fixed seed gave fewer.
CHANCE = 4


def fields(ranking):
    return {f"ranking-{number}": str(place) for place, number in enumerate(ranking, start=1)}


CODE, PROOF = (
    re.compile(rf'<code class="{name}">(\w+)</code>'.encode()) for name in ("receipt", "hash")
)


def post(browser, address, ranking):
    """Cast; gives the code and the proof key that the page shows once."""
    try:
        answer = browser.post(address, fields(ranking) | {"cast": "yes"})
        assert answer.status_code == 200
        return CODE.findall(answer.content)[0].decode(), PROOF.findall(answer.content)[0].decode()
    finally:
        connections.close_all()


@pytest.fixture
def poll(board, now, today, caplog):
    """Open, and everybody who votes has voted; `poll.truth` says how each entry voted."""
    caplog.set_level(logging.INFO)  # more than any installation writes
    caplog.set_level(logging.DEBUG, logger="alliance")
    found = an_election(board, now, roll=ROLL, candidates=CANDIDATES, quorum_percent=40)
    give_rights(found, today)
    address = reverse("partnership_board:vote_done", kwargs={"pk": found.pk})
    order = random.Random(5).sample(range(ROLL), VOTED)
    browsers = {index: lately(found.on_roll[index][1][0]) for index in order}
    first, *some, one, other = order
    found.shown = [post(browsers[first], address, RANKINGS[-1])]
    for index, ranking in zip(some, RANKINGS[1:], strict=False):
        found.shown.append(post(browsers[index], address, ranking))
    with ThreadPoolExecutor(2) as pool:
        late = [
            pool.submit(post, browsers[index], address, ranking)
            for index, ranking in ((one, RANKINGS[-2]), (other, RANKINGS[-1]))
        ]
        found.shown += [each.result() for each in late]
    found.shown.append(post(browsers[first], address, RANKINGS[0]))  # changed their mind
    found.truth = {
        found.on_roll[index][0].pk: ranking for index, ranking in zip(order, RANKINGS, strict=True)
    }
    found.cast_in = [found.on_roll[index][0].pk for index in [*order[1:], first]]
    return found


def give_rights(poll, today):
    from alliance import access

    for _, people in poll.on_roll:
        for person in people:
            access.rebuild(person, on=today)


def as_owner(query):
    with server(connection.settings_dict["NAME"]) as owner:
        return owner.execute(query).fetchall()


HIDDEN = "xmin::text::bigint, xmax::text::bigint, cmin::text::bigint, cmax::text::bigint"


def ballots(poll):
    """Of each ballot: how it ranked, and what its hidden columns say."""
    place = queries.poll_place(poll)
    found = []
    rows = as_owner(f"SELECT id, sealed, ctid::text, {HIDDEN} FROM partnership_board_sealedballot")
    for key, sealed, ctid, *hidden in rows:
        peeled = sealing.peel(bytes(sealed), POLL_KEYS[0], place=place)
        ranking = sealing.open_peeled(peeled, POLL_KEYS[1], place=place)
        place_in_table = tuple(int(n) for n in ctid.strip("()").split(","))
        found.append((ranking, {"id": key, "ctid": place_in_table} | named_columns(hidden)))
    return found


def voters(poll):
    """Of each entry that voted: its number, what its hidden columns say, and when its people were
    told."""
    rows = as_owner(
        f"SELECT id, ctid::text, {HIDDEN} FROM partnership_board_rollentry WHERE has_voted"
    )
    found = []
    for key, ctid, *hidden in rows:
        place_in_table = tuple(int(n) for n in ctid.strip("()").split(","))
        known = {"id": key, "ctid": place_in_table, "told": poll.cast_in.index(key)}
        found.append((key, known | named_columns(hidden)))
    return found


def named_columns(hidden):
    return dict(zip(("xmin", "xmax", "cmin", "cmax"), hidden, strict=True))


def named_by_join(poll, column, other):
    """How many authors an equal value names."""
    papers, people = ballots(poll), voters(poll)
    right = 0
    for ranking, paper in papers:
        same = [key for key, person in people if person[other] == paper[column]]
        if len(same) == 1 and sum(p[column] == paper[column] for _, p in papers) == 1:
            right += poll.truth[same[0]] == ranking
    return right


def named_by_rank(poll, column, other):
    """How many authors the same place in both orders names; without an order, none."""
    papers, people = ballots(poll), voters(poll)
    if len({paper[column] for _, paper in papers}) < len(papers):
        return 0
    if len({person[other] for _, person in people}) < len(people):
        return 0
    papers.sort(key=lambda one: one[1][column])
    people.sort(key=lambda one: one[1][other])
    there = zip(papers, people, strict=True)
    return sum(poll.truth[key] == ranking for (ranking, _), (key, _) in there)


def best(poll):
    """The most that any method names."""
    columns = ("xmin", "xmax", "cmin", "cmax", "ctid", "id")
    joins = [named_by_join(poll, one, other) for one in columns[:4] for other in columns[:4]]
    ranks = [named_by_rank(poll, one, other) for one in columns for other in (*columns, "told")]
    return max(joins), max(ranks)


def seeded(monkeypatch):
    """The same numbers each time, so that what chance names does not change."""
    chance = random.Random(11)
    made = lambda: uuid.UUID(int=chance.getrandbits(128), version=4)  # noqa: E731 -- short
    monkeypatch.setattr(ballot_box.uuid, "uuid4", made)


def close(poll):
    ballot_box.close_poll(poll, now=poll.closes_at)
    poll.refresh_from_db()
    assert poll.state == "closed"
    assert sorted(ranking for ranking, _ in ballots(poll)) == sorted(poll.truth.values())


def spellings(rankings):
    for ranking in rankings:
        for between in (",", ", ", " ", "-"):
            yield between.join(str(number) for number in ranking)


def said(caplog):
    records = [*caplog.get_records("setup"), *caplog.get_records("call")]
    return "\n".join(f"{record.getMessage()} {record.__dict__}" for record in records)


def places(caplog):
    """Every store outside the tables, as text."""
    return {
        "statistics": stores.statistics(),
        "key-value store": stores.remembered(),
        "sessions": stores.sessions(),
        "letters": "\n".join(stores.letters()),
        "log": said(caplog),
    }


def orders_to_seek(name, every_order):
    """The server's samples of columns spell small numbers in any order; there, those cast."""
    return spellings(RANKINGS) if name == "statistics" else every_order


def test_before_the_close_no_ranking_stands_anywhere(poll, caplog, now):
    relay.deliver_due(now=now)
    rows = {table: "\n".join(lines) for table, lines in stores.dump().items()}
    _plain, *orders = permutations(range(1, CANDIDATES + 1))  # row numbers are spelt 1,2,3 too
    every_order = list(spellings(orders))

    found = {
        name
        for name, text in {**rows, **places(caplog)}.items()
        if "ranking-" in text or any(spelt in text for spelt in orders_to_seek(name, every_order))
    }

    assert found == set()
    assert "partnership_board_envelope" in rows
    lengths = {len(bytes(sealed)) for sealed in Envelope.objects.values_list("sealed", flat=True)}
    assert lengths == {sealing.envelope_octets(CANDIDATES, 3)}


def test_no_letter_session_log_or_cache_holds_what_a_voter_was_shown(poll, caplog, now):
    """A code beside a name would lead to an envelope for whoever has the proof key as well."""
    relay.deliver_due(now=now)
    close(poll)
    marks = [mark for pair in poll.shown for mark in pair] + ballot_marks()

    found = {name for name, text in places(caplog).items() if any(mark in text for mark in marks)}

    assert found == set()
    told = stores.letters()
    assert sum("voted for" in letter for letter in told) > VOTED  # there is something to search
    assert "vote/done/" not in said(caplog)
    assert "celery-task-meta" not in stores.remembered()
    assert settings.CELERY_TASK_IGNORE_RESULT
    assert stores.sessions()


def ballot_marks():
    """What only a ballot has: its number, and how it looks sealed."""
    rows = as_owner("SELECT id, encode(sealed, 'hex') FROM partnership_board_sealedballot")
    return [mark for key, sealed in rows for mark in (str(key), sealed[:64])]


def test_in_a_backup_codes_and_ballots_stand_with_nobodys_name(poll):
    """Every row of every table: where does a mark of a ballot stand, and what beside it?"""
    close(poll)
    codes = {code for code, _ in poll.shown}
    proofs = [proof for _, proof in poll.shown]
    beside = {"a code": set(), "a ballot": set(), "a proof key": set()}
    ballot = ballot_marks()
    for table, lines in stores.dump().items():
        for line in lines:
            on_it = {code for code in codes if code in line}
            if on_it:
                beside["a code"].add(table)
                assert on_it == set(poll.receipts)  # all of them, in their own order, or none
            if any(mark in line for mark in ballot):
                beside["a ballot"].add(table)
            if any(proof in line for proof in proofs):
                beside["a proof key"].add(table)

    assert beside == {
        "a code": {"partnership_board_election", "partnership_board_electiontenantevent"},
        "a ballot": {"partnership_board_sealedballot"},
        "a proof key": set(),
    }
    assert len(poll.receipts) == VOTED


def test_after_the_close_nothing_names_an_author(poll, monkeypatch):
    seeded(monkeypatch)
    close(poll)

    by_join, by_rank = best(poll)

    assert by_join == 0
    assert by_rank <= CHANCE
    papers = ballots(poll)
    in_table = sorted(papers, key=lambda one: one[1]["ctid"])
    assert in_table == sorted(papers, key=lambda one: one[1]["id"])  # row order tells nothing more
    assert {key.version for _, paper in papers for key in [paper["id"]]} == {4}
    assert {len({paper[column] for _, paper in papers}) for column in ("xmin", "cmin", "xmax")} == {
        1
    }
    assert len({person["xmin"] for _, person in voters(poll)}) == 1
    assert Envelope.objects.count() == 0


def test_after_the_close_nothing_written_joins_an_organisation_to_a_ranking(poll, caplog):
    close(poll)
    rows = {table: "\n".join(lines) for table, lines in stores.dump().items()}

    holding = {
        name
        for name, text in {**rows, **places(caplog)}.items()
        if any(spelt in text for spelt in spellings(RANKINGS))
    }

    assert holding == set()
    assert as_owner("SHOW track_commit_timestamp") == [("off",)]
    assert as_owner("SELECT count(*) FROM partnership_board_rollentry WHERE NOT has_voted") == [
        (ROLL - VOTED,)
    ]


def one_by_one(poll, *, savepoints):
    """The wrong way: each ballot beside its voter's mark."""
    blobs, receipts = [], []
    envelopes = list(Envelope.objects.filter(roll_entry__election=poll))
    random.Random(1).shuffle(envelopes)
    for envelope in envelopes:
        with transaction.atomic(savepoint=savepoints):
            SealedBallot.objects.bulk_create(
                [SealedBallot(id=uuid.uuid4(), election=poll, sealed=envelope.sealed)]
            )
            RollEntry.objects.filter(pk=envelope.roll_entry_id).update(has_voted=True)
        blobs.append(bytes(envelope.sealed))
        receipts.append(envelope.receipt)
    ballot_box.empty_the_box(poll)
    return blobs, sorted(receipts)


@pytest.mark.parametrize(("savepoints", "way"), [(True, 0), (False, 1)])
def test_the_same_attack_names_everybody_after_a_loop(poll, monkeypatch, savepoints, way):
    monkeypatch.setattr(
        ballot_box, "strip", lambda election: one_by_one(election, savepoints=savepoints)
    )
    close(poll)

    assert best(poll)[way] == VOTED
