"""Whose ballot is whose? Every hidden column and every store is tried, as the database's owner.

Seven of nine vote through the pages, one of them twice and two at the same time. The same attack
on a strip written as a loop, with and without savepoints, names all seven: so it can succeed.
"""

import random
import threading
import uuid
from itertools import permutations

import pytest
from django.core.cache import cache
from django.db import connection, connections, transaction
from django.urls import reverse

from partnership_board import sealing
from partnership_board.actions import ballot_box
from partnership_board.models import Envelope, RollEntry, SealedBallot
from partnership_board.queries import elections as queries
from tests.database import server
from tests.factories.elections import POLL_KEYS, an_election
from tests.people_elections import lately

pytestmark = pytest.mark.django_db(transaction=True)
CANDIDATES, ROLL, VOTED = 5, 9, 7
RANKINGS = random.Random(3).sample(list(permutations(range(1, CANDIDATES + 1))), VOTED)
# How many of seven a blind guess may name; seven random numbers with a fixed seed gave fewer.
CHANCE = 4


def fields(ranking):
    return {f"ranking-{number}": str(place) for place, number in enumerate(ranking, start=1)}


def post(browser, address, ranking):
    try:
        assert browser.post(address, fields(ranking) | {"cast": "yes"}).status_code == 200
    finally:
        connections.close_all()


@pytest.fixture
def poll(board, now, today):
    """Open, and everybody who votes has voted; `poll.truth` says how each entry voted."""
    found = an_election(board, now, roll=ROLL, candidates=CANDIDATES)
    give_rights(found, today)
    address = reverse("partnership_board:vote_done", kwargs={"pk": found.pk})
    order = random.Random(5).sample(range(ROLL), VOTED)
    browsers = {index: lately(found.on_roll[index][1][0]) for index in order}
    first, *some, one, other = order
    post(browsers[first], address, RANKINGS[-1])
    for index, ranking in zip(some, RANKINGS[1:], strict=False):
        post(browsers[index], address, ranking)
    together = [
        threading.Thread(target=post, args=(browsers[index], address, ranking))
        for index, ranking in ((one, RANKINGS[-2]), (other, RANKINGS[-1]))
    ]
    for thread in together:
        thread.start()
    for thread in together:
        thread.join()
    post(browsers[first], address, RANKINGS[0])  # changed their mind
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


def everything_written():
    """Every row of every table, as text."""
    tables = as_owner(
        "SELECT relname FROM pg_class WHERE relkind='r' AND relnamespace='public'::regnamespace"
    )
    return {
        name: "\n".join(row[0] for row in as_owner(f'SELECT t::text FROM "{name}" t'))
        for (name,) in tables
    }


def spellings(rankings):
    for ranking in rankings:
        for between in (",", ", ", " ", "-"):
            yield between.join(str(number) for number in ranking)


def test_before_the_close_no_ranking_stands_anywhere(poll, caplog, monkeypatch):
    told = everything_written()
    every_order = list(spellings(permutations(range(1, CANDIDATES + 1))))

    found = {
        name
        for name, text in told.items()
        if "ranking-" in text or any(spelt in text for spelt in every_order)
    }

    assert found == set()
    assert not any(spelt in caplog.text for spelt in every_order)
    remembered = " ".join(str(cache.get(key)) for key in cache_keys())
    assert "ranking" not in remembered
    lengths = {len(bytes(sealed)) for sealed in Envelope.objects.values_list("sealed", flat=True)}
    assert lengths == {sealing.envelope_octets(CANDIDATES, 3)}


def cache_keys():
    there = getattr(cache, "keys", None)
    return there("*") if there else []


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


def test_after_the_close_nothing_written_joins_an_organisation_to_a_ranking(poll):
    close(poll)
    told = everything_written()

    holding = {n for n, text in told.items() if any(s in text for s in spellings(RANKINGS))}
    receipts = told["partnership_board_election"]

    assert holding == set()
    assert all(code in receipts for code in poll.receipts)
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
