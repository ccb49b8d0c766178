"""Outside the alliances: where one begins, the demonstration's doors, and safe headers."""

from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives
from django.test import Client

from alliance import mailbox
from alliance.demo_people import PEOPLE
from alliance.models import Alliance, User
from alliance.queries.installation import demo_person
from tests.people import Place, an_account

pytestmark = pytest.mark.django_db


def test_the_start_page_lists_my_alliances_and_no_others(
    client: Client, lead: User, stranger: User, north: Place
) -> None:
    client.force_login(lead)

    page = client.get("/")

    assert [(p.display_name, p.titles) for p in page.context["found"]] == [
        ("North Alliance", "Alliance lead")
    ]
    assert b"South" not in page.content


def test_somebody_without_a_role_is_told_calmly(client: Client, leaver: User) -> None:
    client.force_login(leaver)

    assert b"You have no role in an alliance now" in client.get("/").content


def test_a_visitor_learns_what_this_is_and_of_no_alliance(client: Client, lead: User) -> None:
    text = client.get("/").content.decode()

    assert "Accounts begin with an invitation" in text
    assert "North Alliance" not in text


def test_an_alliance_nobody_knows_is_not_found(client: Client) -> None:
    answer = client.get("/a/nowhere/")

    assert answer.status_code == 404
    assert b"There is no such page here" in answer.content


@pytest.fixture
def demo(settings: object, tmp_path: Path, north: Place) -> User:
    settings.DEMO = True  # type: ignore[attr-defined]
    settings.MAILBOX = tmp_path  # type: ignore[attr-defined]
    person = PEOPLE[2]
    return an_account(person.name)


def test_one_click_signs_in_as_a_made_up_person(client: Client, demo: User) -> None:
    answer = client.post("/demo/sign-in/", {"email": demo.email, "slug": "nowhere"})

    assert answer.headers["Location"] == "/"
    assert client.get("/").context["person"].known_as == demo.name


def test_the_sign_in_page_lists_them_by_alliance(
    client: Client, demo: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = Alliance(slug=PEOPLE[0].alliance, name="Tower Hamlets")
    monkeypatch.setattr("alliance.queries.installation.open_alliances", lambda on: [here])

    text = client.get("/account/login/").content.decode()

    assert demo.name in text
    assert PEOPLE[2].words in text
    assert PEOPLE[3].name not in text


def test_nobody_real_is_signed_in_that_way(client: Client, demo: User, lead: User) -> None:
    admin = an_account("Pat Admin", is_platform_admin=True)
    for email in ("real@person.example", admin.email, ""):
        assert client.post("/demo/sign-in/", {"email": email}).status_code == 404
    assert demo_person("real@person.example") is None


@pytest.mark.parametrize(
    "extra",
    [
        {"REMOTE_ADDR": "203.0.113.5"},
        {"headers": {"X-Forwarded-For": "203.0.113.5"}},
        {"headers": {"Host": "alliance.example"}},
    ],
)
def test_from_anywhere_else_there_are_no_such_doors(
    client: Client, demo: User, settings: object, extra: dict[str, object]
) -> None:
    settings.ALLOWED_HOSTS = ["*"]  # type: ignore[attr-defined]

    assert client.post("/demo/sign-in/", {"email": demo.email}, **extra).status_code == 404
    assert client.get("/demo/mailbox/", **extra).status_code == 404
    assert demo.name.encode() not in client.get("/account/login/", **extra).content


def test_in_earnest_there_are_no_such_doors(client: Client, db: None) -> None:
    assert client.post("/demo/sign-in/", {"email": PEOPLE[0].email}).status_code == 404
    assert client.get("/demo/mailbox/").status_code == 404


def test_the_letters_are_read_and_filtered(client: Client, demo: User) -> None:
    for to in ("one@people.example", "two@people.example"):
        letter = EmailMultiAlternatives("Hello", "Go to http://127.0.0.1/x/ <b>", to=[to])
        mailbox.DemoMailbox().send_messages([letter])

    everything = client.get("/demo/mailbox/")
    some = client.get("/demo/mailbox/?to=one@people.example")
    name = some.context["page"].object_list[0].name
    one = client.get(f"/demo/mailbox/{name}/")

    assert len(everything.context["page"].object_list) == 2
    assert [kept.to for kept in some.context["page"]] == ["one@people.example"]
    assert b'<a href="http://127.0.0.1/x/"' in one.content
    assert b"&lt;b&gt;" in one.content
    missing = "/demo/mailbox/00000000-0000-0000-0000-000000000000/"
    assert client.get(missing).status_code == 404


HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/a/north/", 200),
        ("/a/nowhere/", 404),
        ("/a/north/x/", 404),
        ("/a/north/people/", 302),
        ("/account/login/", 200),
        ("/nothing/", 404),
        ("/robots.txt", 200),
    ],
)
def test_every_answer_has_safe_headers(
    client: Client, north: Place, path: str, status: int
) -> None:
    answer = client.get(path)

    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert "no-store" in answer.headers["Cache-Control"]
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_static_files_may_be_kept(client: Client, db: None) -> None:
    answer = client.get("/static/css/alliance.css")
    answer.close()

    assert answer.status_code == 200
    assert "public" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_log_line_names_nobody(
    client: Client, lead: User, north: Place, caplog: pytest.LogCaptureFixture
) -> None:
    client.force_login(lead)
    with caplog.at_level("INFO", logger="alliance.requests"):
        client.get(north.url(f"people/{lead.pk}/?q=secret"))

    line = caplog.messages[-1]
    assert '"route": "alliance:person"' in line
    assert "Amina" not in line
    assert "secret" not in line
