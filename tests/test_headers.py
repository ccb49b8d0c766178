"""Every answer carries the headers that keep it safe, and every page is whole."""

import re
import runpy
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from alliance import limits, registries, settings
from alliance.demo_people import PEOPLE
from alliance.management.commands.routes import OUTSIDE, named_patterns
from alliance.models import Document, User
from alliance.queries import today
from tests.database import PrefixClient
from tests.matrix import OURS, a_browser, address_of, undone
from tests.people import Place
from tests.reading_html import addresses_of, faults_of, read

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src": {"'none'"},
    "script-src": {"'self'"},
    "style-src": {"'self'"},
    "img-src": {"'self'", "data:"},
    "font-src": {"'self'"},
    "connect-src": {"'self'"},
    "manifest-src": {"'self'"},
    "form-action": {"'self'"},
    "base-uri": {"'none'"},
    "frame-ancestors": {"'none'"},
    "object-src": {"'none'"},
}
OF_A_FILE: dict[str, set[str]] = {"default-src": {"'none'"}, "sandbox": set()}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Frame-Options": "DENY",
}
NOT_STORED = {"private", "no-store"}
# Open data may be kept, and is asked about each time: what is taken back is gone at once.
ASKED_ABOUT = {"public", "no-cache"}
# The alliance's colour and mark: the same for everybody, and no secret.
ANYBODYS = {"alliance:theme", "alliance:favicon"}
LOG_OUT = "/account/logout/"
WHO = ("lead", "coproduction_lead", "chair", "harbour_editor", "observer")
READ = [n for n in registries.routes.names() if "GET" in registries.routes[n].methods]


@dataclass(frozen=True)
class Answer:
    """What came back, read while its rows were still there."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def is_page(self) -> bool:
        """A redirect has no body, whatever type it names."""
        return bool(self.body) and self.headers.get("Content-Type", "").startswith("text/html")


@dataclass
class Browser:
    """Somebody's browser, which asks for each address once."""

    client: Client
    seen: dict[str, Answer]

    def get(self, address: str) -> Answer:
        if address not in self.seen:
            with undone():
                self.seen[address] = answer_of(self.client.get(address))
        return self.seen[address]


def answer_of(answer: Any) -> Answer:
    body = answer.getvalue() if answer.streaming else answer.content
    return Answer(answer.status_code, dict(answer.headers), body)


@pytest.fixture(autouse=True)
def nobody_tries_too_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "count", lambda *tried, **when: None)


@pytest.fixture(scope="module")
def browsers(places: dict[str, Place], django_db_blocker: Any) -> dict[str, Browser]:
    """By the person's key in the demonstration; nobody's under ""."""
    emails = {p.key: p.email for p in PEOPLE if p.alliance == OURS and p.key in WHO}
    with django_db_blocker.unblock():
        signed_in = {k: a_browser(User.objects.get(email=e)) for k, e in emails.items()}
    return {k: Browser(c, {}) for k, c in (signed_in | {"": a_browser(None)}).items()}


def policy_of(answer: Answer) -> dict[str, set[str]]:
    parts = (p.split() for p in answer.headers["Content-Security-Policy"].split(";") if p.strip())
    return {name: set(values) for name, *values in parts}


def header_faults(answer: Answer) -> Iterator[str]:
    if answer.headers.get("Referrer-Policy") not in {"same-origin", "no-referrer"}:
        yield "an address may go to other sites"
    for name, value in HEADERS.items():
        if answer.headers.get(name) != value:
            yield f"{name}: {answer.headers.get(name)}"
    is_file = "Content-Disposition" in answer.headers
    if policy_of(answer) != (OF_A_FILE if is_file else POLICY):
        yield f"policy: {policy_of(answer)}"


def cache_words(answer: Answer) -> set[str]:
    return {word.strip() for word in answer.headers.get("Cache-Control", "").split(",")}


def page_faults(answer: Answer) -> list[str]:
    return list(faults_of(read(answer.body.decode()))) if answer.is_page else []


# ---- inside an alliance --------------------------------------------------------------------------


@pytest.mark.parametrize("name", READ)
def test_every_address_answers_safely_and_whole(
    name: str, places: dict[str, Place], browsers: dict[str, Browser]
) -> None:
    found = address_of(name, places[OURS])
    assert found is not None
    for who in ("lead", "coproduction_lead", ""):
        answer = browsers[who].get(found[0])

        assert list(header_faults(answer)) == []
        assert page_faults(answer) == []
        if name.startswith("open_data:"):
            assert cache_words(answer) == ASKED_ABOUT
        elif name not in ANYBODYS:
            assert cache_words(answer) == NOT_STORED


def of_each_kind(urls: set[str], seen: Collection[str]) -> Iterator[str]:
    """Two links of a page to each kind of page, and rather such as were looked at already."""
    kinds: dict[str, list[str]] = {}
    for url in sorted(urls, key=lambda url: (url not in seen, url)):
        kinds.setdefault(re.sub(r"\d+|[0-9a-f-]{36}", "#", url.partition("?")[0]), []).append(url)
    for same in kinds.values():
        yield from same[:2]


@pytest.mark.parametrize("who", [*WHO, ""])
def test_every_link_on_a_page_opens_for_whoever_is_shown_it(
    who: str, places: dict[str, Place], browsers: dict[str, Browser]
) -> None:
    browser, broken = browsers[who], {}
    for name in READ:
        found = address_of(name, places[OURS])
        assert found is not None
        answer = browser.get(found[0])
        if answer.status == 200 and answer.is_page:
            links = addresses_of(read(answer.body.decode()), at=found[0]) - {LOG_OUT}
            for url in of_each_kind(links, browser.seen):
                status = browser.get(url).status
                if status >= 400:
                    broken[url] = (status, name)

    assert broken == {}


def test_a_file_can_do_nothing_and_is_not_stored(
    places: dict[str, Place], browsers: dict[str, Browser], within: Callable[[str], Any]
) -> None:
    with within(OURS):
        files = Document.objects.filter(state=Document.State.READY)
        urls = [reverse("alliance:document", args=[each.public_id]) for each in files]
    answers = [browsers[who].get(url) for who in WHO for url in urls]
    given = [answer for answer in answers if answer.status == 200]

    assert given
    for answer in given:
        assert policy_of(answer) == OF_A_FILE
        assert cache_words(answer) == NOT_STORED
        assert list(header_faults(answer)) == []


# ---- outside -------------------------------------------------------------------------------------


def outside() -> list[str]:
    """Addresses of the installation that take no arguments, and one that does not exist."""
    patterns = (pattern for _, pattern in named_patterns(OUTSIDE))
    plain = {p for p in patterns if not set("<(^$") & set(p) and not p.startswith("admin/")}
    return [*sorted(f"/{pattern}" for pattern in plain), "/there/is/nothing/here/"]


@pytest.mark.parametrize("address", outside())
def test_pages_of_the_installation_answer_safely(
    address: str, browsers: dict[str, Browser]
) -> None:
    for who in ("lead", ""):
        answer = browsers[who].get(address)

        assert answer.status < 500
        assert list(header_faults(answer)) == []
        assert page_faults(answer) == []
        assert cache_words(answer) >= NOT_STORED


def test_files_of_the_pages_themselves_answer_safely(browsers: dict[str, Browser]) -> None:
    for path in ("css/alliance.css", "js/alliance.js", "django_htmx/htmx-2.min.js"):
        answer = browsers[""].get(f"/static/{path}")

        assert answer.status == 200
        assert list(header_faults(answer)) == []


# ---- refusals ------------------------------------------------------------------------------------


def refusals(place: Place, browsers: dict[str, Browser]) -> Iterator[tuple[int, Any]]:
    lead, observer = browsers["lead"].client, browsers["observer"].client
    yield 404, lead.get(place.url("there/is/nothing/"))
    yield 404, lead.get("/a/no-such-alliance/")
    yield 403, observer.get(place.url("settings/"))
    yield 405, lead.delete(place.url("settings/"))
    careful = PrefixClient()
    careful.handler.enforce_csrf_checks = True
    yield 403, careful.post("/account/login/", {"login": "a@b.example"})


def test_refusals_answer_safely_and_whole(
    places: dict[str, Place], browsers: dict[str, Browser]
) -> None:
    for status, answer in refusals(places[OURS], browsers):
        refused = answer_of(answer)

        assert refused.status == status
        assert list(header_faults(refused)) == []
        assert page_faults(refused) == []
        assert cache_words(refused) == NOT_STORED


def broken(*asked: object, **how: object) -> Any:
    raise RuntimeError


def test_a_fault_of_ours_answers_safely_and_whole(
    places: dict[str, Place], browsers: dict[str, Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(today, "day_of", broken)
    monkeypatch.setattr(browsers["lead"].client, "raise_request_exception", False)
    answer = answer_of(browsers["lead"].client.get(places[OURS].url("")))

    assert answer.status == 500
    assert list(header_faults(answer)) == []
    assert page_faults(answer) == []


def too_many(*tried: object, **when: object) -> None:
    raise limits.TooMany(40)


def test_too_many_tries_are_refused_safely_and_whole(
    client: Client, places: dict[str, Place], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "count", too_many)
    answer = answer_of(client.post("/account/login/", {"login": "a@b.example", "password": "x"}))

    assert answer.status == 429
    assert answer.headers["Retry-After"] == "40"
    assert list(header_faults(answer)) == []
    assert page_faults(answer) == []


# ---- over https ----------------------------------------------------------------------------------


@pytest.fixture
def https(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """The settings as they come out for an address with https."""
    monkeypatch.setenv("BASE_URL", "https://alliance.example")
    monkeypatch.setenv("EMAIL_URL", "smtp://127.0.0.1:25")
    monkeypatch.delenv("DEMO", raising=False)
    found = runpy.run_path(str(Path(settings.__file__)))
    kinds = ("SESSION_COOKIE", "CSRF_COOKIE", "LANGUAGE_COOKIE", "SECURE_")
    with override_settings(**{k: v for k, v in found.items() if k.startswith(kinds)}):
        yield found


@pytest.mark.usefixtures("https")
def test_cookies_over_https_are_this_hosts_alone(places: dict[str, Place]) -> None:
    client = PrefixClient()
    client.get("/account/login/", secure=True)
    email = next(p.email for p in PEOPLE if p.key == "observer")
    signed_in = client.post("/demo/sign-in/", {"email": email}, secure=True)
    client.get(places[OURS].url(""), secure=True)

    assert signed_in.status_code == 302
    assert {"__Host-session", "__Host-csrf"} <= set(client.cookies)
    for cookie in client.cookies.values():
        assert cookie["secure"]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert cookie["path"] == "/"
        assert not cookie["domain"]


@pytest.mark.usefixtures("https")
def test_the_languages_cookie_is_as_careful(places: dict[str, Place]) -> None:
    client = PrefixClient()
    client.post("/language/", {"language": "bn"}, secure=True)

    assert [(c["secure"], c["httponly"], c["samesite"]) for c in client.cookies.values()] == [
        (True, True, "Lax")
    ]


@pytest.mark.usefixtures("https")
def test_https_is_asked_for_and_remembered(places: dict[str, Place]) -> None:
    client = PrefixClient()
    plain = client.get(places[OURS].url(""))
    answer = client.get(places[OURS].url(""), secure=True)

    assert plain.status_code == 301
    assert plain.headers["Location"].startswith("https://")
    assert "max-age=63072000; includeSubDomains" in answer.headers["Strict-Transport-Security"]


def test_without_https_cookies_have_plain_names_and_are_still_hidden(
    places: dict[str, Place],
) -> None:
    client = PrefixClient()
    client.get("/account/login/")

    assert [(n, c["httponly"], c["samesite"]) for n, c in client.cookies.items()] == [
        ("csrf", True, "Lax")
    ]
