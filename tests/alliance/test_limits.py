"""How often somebody may try."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory

from alliance import limits
from alliance.cache import SteadyCache
from alliance.models import User
from tests.people import Place, an_account

NOW = datetime(2027, 3, 1, 9, 0, 20, tzinfo=UTC)
THREE = limits.Limit("test", 3, 60)


@pytest.fixture(autouse=True)
def nobody_has_tried_yet() -> None:
    cache.clear()


def test_the_fourth_of_three_must_wait() -> None:
    for _ in range(3):
        limits.count(THREE, "10.0.0.1", now=NOW)

    with pytest.raises(limits.TooMany) as wait:
        limits.count(THREE, "10.0.0.1", now=NOW)

    assert wait.value.seconds == 40
    limits.count(THREE, "10.0.0.2", now=NOW)
    limits.count(THREE, "10.0.0.1", now=NOW + timedelta(seconds=40))


def test_no_address_is_kept() -> None:
    limits.count(THREE, "10.0.0.1", now=NOW)

    keys = cache._cache.get_client(None).keys("*")
    assert keys
    assert not [key for key in keys if b"10.0.0.1" in key]


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch, settings: object) -> list[float]:
    """The cache is away; gives the seconds that were slept."""
    slept: list[float] = []
    gone = SteadyCache("redis://127.0.0.1:1/0", {"OPTIONS": {"socket_connect_timeout": 0.1}})
    monkeypatch.setattr("alliance.limits.cache", gone)
    monkeypatch.setattr("alliance.limits.time.sleep", slept.append)
    return slept


def test_without_the_cache_a_try_is_slowed_and_not_refused(away: list[float]) -> None:
    for _ in range(5):
        limits.count(THREE, "10.0.0.1", now=NOW)

    assert away == [2.0] * 5


def test_a_cache_that_is_away_has_nothing_and_breaks_nothing() -> None:
    gone = SteadyCache("redis://127.0.0.1:1/0", {"OPTIONS": {"socket_connect_timeout": 0.1}})

    gone.set("a", 1)

    assert (gone.get("a"), gone.get("a", 7), gone.get_many(["a"])) == (None, 7, {})
    assert (gone.add("a", 1), gone.delete("a")) == (True, False)
    with pytest.raises(ValueError, match="away"):
        gone.incr("a")


def test_guessing_links_ends_after_twenty(client: Client, north: Place) -> None:
    statuses = [client.get(north.url(f"join/{'x' * 42}{n}/")).status_code for n in range(10)]
    statuses += [client.get(north.url(f"join/{'y' * 42}{n}/")).status_code for n in range(10)]
    late = client.get(north.url("join/z/"))

    assert set(statuses) == {410}
    assert late.status_code == 429
    assert re.search(rb"Try again in [\d,]+ seconds", late.content)
    assert 0 < int(late.headers["Retry-After"]) <= 3600


def test_seventeen_people_behind_one_address_still_sign_in(db: None) -> None:
    people = [an_account(f"Person {number}") for number in range(17)]
    for user in people:
        user.set_password("a boat upon the quiet canal")
        user.save()

    answers = [
        Client().post(
            "/account/login/", {"login": user.email, "password": "a boat upon the quiet canal"}
        )
        for user in people
    ]

    assert {answer.status_code for answer in answers} == {302}


def test_the_thirty_first_sign_in_of_a_minute_waits(client: Client, db: None) -> None:
    words = {"login": "n@new.example", "password": "not this one at all"}

    statuses = [
        client.post("/account/login/", words | {"login": f"n{number}@new.example"}).status_code
        for number in range(31)
    ]

    assert statuses[-1] == 429


def test_a_sixth_wrong_password_for_one_account_waits(client: Client, db: None) -> None:
    user = an_account("Beth Ode")
    user.set_password("a boat upon the quiet canal")
    user.save()
    for _ in range(5):
        client.post("/account/login/", {"login": user.email, "password": "wrong wrong wrong"})

    right = client.post(
        "/account/login/", {"login": user.email, "password": "a boat upon the quiet canal"}
    )

    assert right.status_code in {200, 422, 429}
    assert client.get("/account/").status_code == 302


def test_guessing_the_second_step_waits_after_ten(client: Client, lead: User) -> None:
    lead.set_password("a boat upon the quiet canal")
    lead.save()
    client.post("/account/login/", {"login": lead.email, "password": "a boat upon the quiet canal"})

    statuses = [
        client.post("/account/2fa/authenticate/", {"code": "000001"}).status_code for _ in range(12)
    ]

    assert statuses[-1] == 429


def test_the_address_counts_past_as_many_proxies_as_we_trust(settings: object) -> None:
    request = RequestFactory().get(
        "/", headers={"X-Forwarded-For": "6.6.6.6, 10.1.1.1"}, REMOTE_ADDR="127.0.0.1"
    )

    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0  # type: ignore[attr-defined]
    direct = limits.address_of(request)
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1  # type: ignore[attr-defined]
    behind = limits.address_of(request)

    assert (direct, behind) == ("127.0.0.1", "10.1.1.1")


def test_exports_are_counted_per_person(client: Client, lead: User, north: Place) -> None:
    client.force_login(lead)

    statuses = [client.get(north.url("happened/what-happened.csv")).status_code for _ in range(21)]

    assert statuses == [200] * 20 + [429]
