"""How long a sign-in lasts, and that nothing typed is lost when it ends."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from alliance.models import Priority, User
from tests.people import Place

NINE = datetime(2027, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
def clock(lead: User) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NINE, tick=False) as traveller:
        yield traveller


def is_in(client: Client, north: Place) -> bool:
    return client.get(north.url("people/")).status_code == 200


def test_an_ordinary_sign_in_lasts_eight_quiet_hours(
    client: Client, observer: User, north: Place, clock: time_machine.Traveller
) -> None:
    client.force_login(observer)
    assert is_in(client, north)

    clock.shift(timedelta(hours=7, minutes=59))
    assert is_in(client, north)
    clock.shift(timedelta(hours=8))
    assert not is_in(client, north)


def test_a_role_that_looks_after_others_is_out_after_one_quiet_hour(
    client: Client, lead: User, north: Place, clock: time_machine.Traveller
) -> None:
    client.force_login(lead)
    assert is_in(client, north)

    clock.shift(timedelta(minutes=59))
    assert is_in(client, north)
    clock.shift(timedelta(minutes=60))
    assert not is_in(client, north)


def test_and_after_twelve_hours_even_when_busy(
    client: Client, lead: User, north: Place, clock: time_machine.Traveller
) -> None:
    client.force_login(lead)
    for _ in range(14):
        assert is_in(client, north)
        clock.shift(timedelta(minutes=50))

    clock.shift(timedelta(minutes=25))
    assert not is_in(client, north)


def test_the_hour_also_counts_on_account_pages(
    client: Client, lead: User, north: Place, clock: time_machine.Traveller
) -> None:
    client.force_login(lead)
    is_in(client, north)

    clock.shift(timedelta(minutes=61))

    assert client.get("/account/").status_code == 302


def test_pages_know_when_the_session_ends(
    client: Client, lead: User, observer: User, north: Place
) -> None:
    client.force_login(lead)
    assert client.get(north.url("people/")).context["session_seconds"] == 3600
    client.force_login(observer)
    assert client.get(north.url("people/")).context["session_seconds"] == 8 * 3600


def test_reading_is_noted_every_ten_minutes_at_most(
    client: Client, lead: User, north: Place, clock: time_machine.Traveller
) -> None:
    client.force_login(lead)
    client.get(north.url("people/"))
    seen = []
    for _ in range(4):
        clock.shift(timedelta(minutes=4))
        client.get(north.url("people/"))
        seen.append(UserSession.objects.get(user=lead).last_seen_at - NINE)

    minutes = [round(each.total_seconds() / 60) for each in seen]
    assert minutes == [0, 0, 12, 12]


def test_reading_a_page_writes_nothing(
    client: Client, lead: User, north: Place, django_assert_num_queries: object
) -> None:
    client.force_login(lead)
    client.get(north.url("people/roles/"))

    with django_assert_num_queries(4) as asked:  # type: ignore[operator]
        client.get(north.url("people/roles/"))

    said = " ".join(query["sql"] for query in asked.captured_queries)
    assert not [word for word in ("INSERT ", "UPDATE ", "DELETE ") if word in said]


def test_one_of_my_devices_is_signed_out_from_another(
    client: Client, observer: User, north: Place
) -> None:
    phone = type(client)()
    for browser in (client, phone):
        browser.force_login(observer)
        assert is_in(browser, north)
    key = phone.session.session_key

    page = client.get("/account/sessions/")
    other = UserSession.objects.get(session_key=key)
    client.post(f"/account/sessions/{other.pk}/end/")
    again = client.post(f"/account/sessions/{other.pk}/end/", follow=True)

    assert page.content.count(b'scope="row"') == 2
    assert is_in(client, north)
    assert not is_in(phone, north)
    assert b"signed out already" in again.content


def test_nobody_signs_out_somebody_elses_device(
    client: Client, lead: User, observer: User, north: Place
) -> None:
    phone = type(client)()
    phone.force_login(lead)
    is_in(phone, north)
    client.force_login(observer)

    client.post(f"/account/sessions/{UserSession.objects.get(user=lead).pk}/end/")

    assert is_in(phone, north)


def write_late(client: Client, lead: User, north: Place, clock: time_machine.Traveller) -> str:
    """The lead sends a new priority two hours after the last look."""
    client.force_login(lead)
    client.get(north.url("priorities/add/"))
    clock.shift(timedelta(hours=2))
    words = {"name": "Rest for leaders", "words": "Two lines\nof reasons"}
    answer = client.post(north.url("priorities/add/"), words)
    assert answer.status_code == 302
    assert Priority.objects.exists() is False
    return str(answer.headers["Location"])


def test_what_was_typed_comes_back_after_signing_in(
    client: Client, lead: User, north: Place, clock: time_machine.Traveller
) -> None:
    to = write_late(client, lead, north, clock)
    client.force_login(lead)

    page = client.get(north.url("priorities/add/"))
    sent = client.post(
        north.url("priorities/add/"), {"name": "Rest for leaders", "words": "Two lines"}
    )

    assert to == "/account/login/?next=/a/north/priorities/add/"
    assert b"Nothing has been sent yet." in page.content
    assert b"Two lines\nof reasons" in page.content
    assert b"csrfmiddlewaretoken" in page.content
    assert sent.status_code == 302
    assert Priority.objects.get().name == "Rest for leaders"
    assert b"Nothing has been sent yet." not in client.get(north.url("priorities/add/")).content


def test_it_does_not_come_back_to_somebody_else(
    client: Client,
    lead: User,
    coproduction_lead: User,
    north: Place,
    clock: time_machine.Traveller,
) -> None:
    write_late(client, lead, north, clock)
    client.force_login(coproduction_lead)

    assert b"Rest for leaders" not in client.get(north.url("priorities/add/")).content


def test_it_does_not_come_back_on_another_page_or_in_another_browser(
    client: Client, lead: User, north: Place, clock: time_machine.Traveller
) -> None:
    write_late(client, lead, north, clock)
    client.force_login(lead)
    other = type(client)()
    other.force_login(lead)

    assert b"Rest for leaders" not in client.get(north.url("people/invite/")).content
    assert b"Rest for leaders" not in other.get(north.url("priorities/add/")).content


def test_it_can_be_thrown_away(
    client: Client, lead: User, north: Place, clock: time_machine.Traveller
) -> None:
    write_late(client, lead, north, clock)
    client.force_login(lead)

    answer = client.post("/account/kept/forget/", {"next": north.url("priorities/add/")})

    assert answer.headers["Location"] == north.url("priorities/add/")
    assert b"Rest for leaders" not in client.get(north.url("priorities/add/")).content


def test_throwing_away_leads_nowhere_else(client: Client, observer: User) -> None:
    client.force_login(observer)

    answer = client.post("/account/kept/forget/", {"next": "https://elsewhere.example/"})

    assert answer.headers["Location"] == "/"


def test_files_are_never_kept(
    client: Client, lead: User, north: Place, clock: time_machine.Traveller
) -> None:
    client.force_login(lead)
    client.get(north.url("priorities/add/"))
    clock.shift(timedelta(hours=2))

    client.post(
        north.url("priorities/add/"),
        {"name": "With a file", "file": SimpleUploadedFile("a.txt", b"x")},
    )

    assert "kept" not in client.cookies


def test_what_is_kept_cannot_be_read_without_the_cookie(
    client: Client, lead: User, north: Place, clock: time_machine.Traveller
) -> None:
    from django.core.cache import cache

    write_late(client, lead, north, clock)
    token = client.cookies["kept"].value

    raw = cache._cache.get_client(None)
    keys = [key.decode() for key in raw.keys("*kept:*")]
    assert keys
    assert not [key for key in keys if token in key]
    assert not [key for key in keys if b"Rest for leaders" in raw.get(key)]


def test_a_change_of_factor_gives_a_new_key(client: Client, observer: User) -> None:
    client.force_login(observer)
    client.get("/account/")
    before = client.session.session_key

    client.post("/account/2fa/recovery-codes/generate/")

    assert client.session.session_key != before
    assert client.get("/account/").status_code == 200
