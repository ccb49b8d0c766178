"""Whoever holds the whole database while a round is open still cannot tell who answered what."""

import logging
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection, connections
from django.utils import timezone

from alliance import relay
from alliance.keeping import rounds as keeper
from alliance.models import Upkeep
from members.actions import wellbeing
from members.models import Organisation, WellbeingTally, WellbeingToken
from tests.database import PrefixClient, server
from tests.factories.members import an_organisation
from tests.factories.wellbeing import (
    a_planned_round,
    all_the_same,
    at_night,
    close,
    code_in,
    people_who_act,
)

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

TABLES = "SELECT relname FROM pg_class WHERE relkind='r' AND relnamespace='public'::regnamespace"
OF_THE_ROUND = {"members_wellbeingtally", "members_wellbeingtoken"}


@pytest.fixture
def harbour(north) -> Organisation:
    return an_organisation("Harbour Lane")


@pytest.fixture
def people(act_for, harbour):
    return people_who_act(act_for, harbour, 8)


@pytest.fixture
def asked(people):
    """Open on the real day, with every letter delivered; gives the round and its codes."""
    today = timezone.localdate()
    planned = a_planned_round(opens_on=today)
    wellbeing.open_round(planned, now=at_night(today))
    planned.refresh_from_db()
    relay.deliver_due(now=timezone.now() + timezone.timedelta(days=1))
    return planned, [code_in(str(letter.body)) for letter in mail.outbox]


def everything() -> dict[str, list[tuple[str, str, str]]]:
    """Every row of every table, as the owner finds it: transaction, place and content."""
    with server(connections["owner"].settings_dict["NAME"]) as owner:
        owner.execute("SET row_security = off")
        tables = [row[0] for row in owner.execute(TABLES)]
        return {
            table: owner.execute(
                f'SELECT xmin::text, ctid::text, t::text FROM "{table}" t ORDER BY ctid'
            ).fetchall()
            for table in tables
        }


def signed_in(person) -> PrefixClient:
    browser = PrefixClient()
    browser.force_login(person)
    return browser


def send(north, browser, code, option, **extra):
    form = {"code": code, **{name: str(n) for name, n in all_the_same(option).items()}}
    return browser.post(north.url("wellbeing/answer/"), form, **extra)


def test_answering_changes_no_byte_of_any_other_table(north, people, asked, caplog):
    _round, made = asked
    browsers = [signed_in(person) for person in people[:4]]
    for browser in browsers:
        browser.get(north.url("wellbeing/"))  # as people do, just before
    before, keys = everything(), set(cache._cache.get_client(None).keys("*"))

    with caplog.at_level(logging.INFO, logger="alliance.requests"):
        caplog.clear()
        for browser, code, option in zip(browsers, made[::2], (1, 3, 5, 2), strict=True):
            answer = send(north, browser, code, option)
            assert (answer.status_code, answer.url) == (302, north.url("wellbeing/thanks/"))
            assert browser.get(answer.url).status_code == 200

    after = everything()
    assert {table for table in after if after[table] != before[table]} == OF_THE_ROUND
    assert set(cache._cache.get_client(None).keys("*")) == keys
    assert caplog.records == []


def test_no_join_of_what_is_there_names_anybody(north, people, asked):
    _round, made = asked
    for person, code, option in zip(people[:5], made, (1, 3, 5, 2, 2), strict=False):
        send(north, signed_in(person), code, option)

    found = everything()

    written = {number for number, _place, _row in found["members_wellbeingtally"]}
    assert len(written) == 1  # the latest answer is not even visible as a set of four
    opened = {number for number, _place, _row in found["members_wellbeingtoken"]}
    assert len(opened) == 1
    sharing = {t for t, rows in found.items() if any(number in written for number, *_ in rows)}
    assert sharing == {"members_wellbeingtally"}
    digests = list(WellbeingToken.objects.order_by("pk").values_list("token_hmac", flat=True))
    assert digests == sorted(digests)  # so their places say nothing about letters or people


def test_no_code_stands_anywhere_in_plain_words(north, asked):
    _round, made = asked
    dump = "\n".join(row for rows in everything().values() for *_, row in rows)

    assert [code for code in made if code in dump or code.replace("-", " ") in dump] == []


def test_after_closing_both_tables_are_empty_and_vacuumed(north, asked):
    over, made = asked
    for number, code in enumerate(made[:7]):
        send(north, PrefixClient(), code, 1 + number % 5)
    close(over)
    assert over.is_summarised

    keeper.do(Upkeep.Kind.VACUUM_TALLIES, now=timezone.now())

    with connection.cursor() as cursor:
        for table in sorted(OF_THE_ROUND):
            cursor.execute("SELECT pg_relation_size(%s::regclass)", [table])
            assert cursor.fetchone() == (0,)  # not even a dead row is left


def test_the_same_code_in_fifty_parallel_posts_adds_exactly_one(north, asked):
    _round, made = asked

    def post(number: int) -> int:
        try:
            address = f"10.0.{number}.1"
            return send(north, PrefixClient(), made[0], 4, REMOTE_ADDR=address).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as pool:
        answers = sorted(pool.map(post, range(50)))

    assert answers == [302] + [422] * 49
    assert sum(WellbeingTally.objects.values_list("count", flat=True)) == 4
    assert WellbeingToken.objects.count() == 7


def test_eight_codes_at_once_all_count(north, asked):
    _round, made = asked
    numbers = count(1)

    def post(code: str) -> int:
        try:
            return send(north, PrefixClient(), code, 1 + next(numbers) % 5).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(post, made)) == [302] * 8

    assert sum(WellbeingTally.objects.values_list("count", flat=True)) == 32
