"""What the ballot's tables are made of, as a written list; and many hands at once."""

import threading
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.admin import site
from django.db import connection, connections

from alliance.errors import Refused
from alliance.models import Message
from alliance.tenancy.context import use
from partnership_board.actions import ballot_box, voting
from partnership_board.models import Envelope, OpenedBallot, RollEntry, SealedBallot
from tests.factories.elections import an_election

BALLOTS = (Envelope, SealedBallot, OpenedBallot)
COLUMNS = """
    SELECT column_name, udt_name, is_nullable, column_default
      FROM information_schema.columns WHERE table_name = %s ORDER BY column_name
"""
TRIGGERS = "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal"
CONSTRAINTS = """
    SELECT contype::text, pg_get_constraintdef(oid) FROM pg_constraint
     WHERE conrelid = %s::regclass AND contype <> 'n' ORDER BY 1, 2
"""
KEY = "FOREIGN KEY (alliance_id, {0}_id) REFERENCES partnership_board_{1}(alliance_id, {2})"
# Everything there is: no time, no default, no number in a row, no user, no history.
WANTED = {
    "envelope": (
        {"alliance_id": "int8", "roll_entry_id": "int8", "sealed": "bytea", "receipt": "varchar"},
        KEY.format("roll_entry", "rollentry", "id"),
    ),
    "sealedballot": (
        {"alliance_id": "int8", "id": "uuid", "election_id": "int8", "sealed": "bytea",
         "peeled": "bytea"},
        KEY.format("election", "election", "id"),
    ),
    "openedballot": (
        {"alliance_id": "int8", "id": "uuid", "election_id": "int8", "ranking": "_int2"},
        KEY.format("election", "election", "id"),
    ),
}  # fmt: skip


def ask(query, *told):
    with connection.cursor() as cursor:
        cursor.execute(query, told)
        return cursor.fetchall()


@pytest.mark.django_db
@pytest.mark.parametrize("name", WANTED)
def test_a_ballot_table_is_as_written(name):
    table, (columns, key) = f"partnership_board_{name}", WANTED[name]

    found = ask(COLUMNS, table)

    assert {column: kind for column, kind, *_ in found} == columns
    assert [default for *_, default in found if default is not None] == []
    assert ask(TRIGGERS, table) == []
    constraints = ask(CONSTRAINTS, table)
    keys = [text for kind, text in constraints if kind == "f" and "alliance_id, " in text]
    assert len(keys) == 1
    assert keys[0].startswith(key)
    checks = [text for kind, text in constraints if kind == "c"]
    assert all("octet_length(sealed)" in text for text in checks)
    assert len(checks) == ("sealed" in columns)


@pytest.mark.django_db
def test_the_roll_holds_no_time():
    kinds = {kind for _, kind, *_ in ask(COLUMNS, "partnership_board_rollentry")}

    assert kinds <= {"int8", "bool", "varchar"}
    assert ask("SHOW track_commit_timestamp") == [("off",)]


def test_no_history_and_no_admin_reads_a_ballot():
    names = {model.__name__.lower() for model in apps.get_models()}

    for model in (*BALLOTS, RollEntry):
        assert f"{model.__name__.lower()}tenantevent" not in names
        assert not site.is_registered(model)


# ---- many hands at once --------------------------------------------------------------------------


def at_once(works):
    """Each in a thread and a connection of its own; what each was told."""
    told = [None] * len(works)

    def run(index, work):
        try:
            told[index] = work() or "cast"
        except Refused as refusal:
            told[index] = str(refusal)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


@pytest.mark.django_db(transaction=True)
def test_fifty_cast_while_the_poll_closes(board, now, north):
    """Each is either in the box or told that voting has closed; roll and box agree."""
    poll = an_election(board, now, roll=50, candidates=3, quorum_percent=0)

    def casting(index):
        entry, people = poll.on_roll[index]
        at = poll.closes_at - timedelta(seconds=1)
        return lambda: inside(lambda: voting.cast(poll, entry, ranking=[1], by=people[0], now=at))

    def inside(work):
        with use(north.id):
            work()

    def closing():
        with use(north.id):
            ballot_box.close_poll(poll, now=poll.closes_at)

    works = [casting(index) for index in range(50)]
    works.insert(20, closing)
    told = at_once(works)

    del told[20]
    poll.refresh_from_db()
    assert poll.state == "closed"
    cast = told.count("cast")
    assert all(words == "cast" or words.startswith("Voting closed on") for words in told)
    assert SealedBallot.objects.count() == cast
    assert RollEntry.objects.filter(has_voted=True).count() == cast
    assert Envelope.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_of_one_organisation_at_once_make_one_envelope_a_hundred_times(board, now, north):
    """Each is told each time, and what the box holds in the end is one of the last two."""
    times = 100
    poll = an_election(board, now, roll=2, candidates=3, reps=2)
    entry, people = poll.on_roll[0]
    together = threading.Barrier(2, timeout=60)
    codes = {person.pk: [] for person in people}

    def casting(person):
        def work():
            with use(north.id):
                for _ in range(times):
                    together.wait()
                    receipt = voting.cast(poll, entry, ranking=[1], by=person, now=now)
                    codes[person.pk].append(receipt.code)

        return work

    told = at_once([casting(person) for person in people])

    assert told == ["cast", "cast"]
    assert Envelope.objects.get().receipt in {each[-1] for each in codes.values()}
    assert len({code for each in codes.values() for code in each}) == 2 * times
    letters = Message.objects.filter(key__startswith="ballot letter ")
    assert letters.count() == 2 * times * len(people)


@pytest.mark.django_db(transaction=True)
def test_two_clocks_close_a_poll_once(board, now, north):
    poll = an_election(board, now, roll=2, quorum_percent=0)

    def closing():
        with use(north.id):
            ballot_box.close_poll(poll, now=poll.closes_at)

    told = at_once([closing, closing])

    assert sorted(told) == ["It is too early.", "cast"]
