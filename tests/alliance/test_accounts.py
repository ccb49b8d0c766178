"""Signing in and looking after one's own account, in our dress."""

import re
import statistics
import time
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from alliance.models import User
from tests.people import Place, an_account, with_second_factor

pytestmark = pytest.mark.django_db
PASSWORD = "a boat upon the quiet canal"

# What somebody may see without signing in, outside the alliances. A new one must be argued for.
OPEN = {
    "installation:start",
    "installation:language",
    "installation:healthz",
    "installation:robots",
    "installation:demo_sign_in",
    "installation:mailbox",
    "installation:letter",
    "account_login",
    "account_signup",
    "account_logout",
    "account_inactive",
    "account_email_verification_sent",
    "account_request_login_code",
    "account_confirm_login_code",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_authenticate",
    "mfa_trust",
    "mfa_login_webauthn",
}


@pytest.fixture(autouse=True)
def nobody_has_tried_yet() -> None:
    cache.clear()


@pytest.fixture
def beth() -> User:
    user = an_account("Beth Ode")
    user.set_password(PASSWORD)
    user.save()
    return user


def open_names(patterns: list[URLPattern | URLResolver], space: str = "") -> set[str]:
    found: set[str] = set()
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            found |= open_names(pattern.url_patterns, inner)
        elif not getattr(pattern.callback, "login_required", True):
            found.add(f"{space}{pattern.name}")
    return found


def test_these_pages_are_open_and_no_others() -> None:
    found = open_names(get_resolver("alliance.urls_installation").url_patterns)

    assert {name for name in found if not name.startswith("admin:")} == OPEN


def test_the_ways_to_sign_in_stand_in_their_order(client: Client) -> None:
    page = client.get("/account/login/").content.decode()

    places = [
        page.index(words) for words in ("Use my passkey", "Send me a code", "With a password")
    ]
    assert places == sorted(places)


@pytest.mark.parametrize("way", ["/account/signup/", "/account/2fa/webauthn/signup/"])
def test_nobody_signs_up(client: Client, way: str) -> None:
    answers = [client.get(way).status_code, client.post(way, {"email": "a@b.example"}).status_code]

    assert set(answers) <= {302, 404, 405}
    assert User.objects.exists() is False


def test_signing_up_is_answered_in_words(client: Client) -> None:
    page = client.get("/account/signup/")

    assert page.status_code == 404
    assert b"Accounts begin with an invitation" in page.content


def test_a_code_by_mail_signs_in(client: Client, beth: User) -> None:
    asked = client.post("/account/login/code/", {"email": beth.email})
    letter = mail.outbox[0]
    code = re.search(r"^\d{6}$", letter.body, re.MULTILINE)
    assert code is not None

    answer = client.post(asked.headers["Location"], {"code": code[0]})

    assert answer.headers["Location"] == "/"
    assert client.get("/").context["person"].known_as == "Beth Ode"
    assert letter.subject == "Your code to sign in"
    assert code[0] in letter.alternatives[0][0]


def test_a_password_signs_in_and_leads_back(client: Client, beth: User, north: Place) -> None:
    words = {"login": beth.email, "password": PASSWORD, "next": north.url("members/")}

    answer = client.post("/account/login/", words)

    assert answer.headers["Location"] == north.url("members/")


def test_a_second_step_is_asked_for(client: Client, lead: User) -> None:
    lead.set_password(PASSWORD)
    lead.save()
    answer = client.post("/account/login/", {"login": lead.email, "password": PASSWORD})

    page = client.get(answer.headers["Location"])
    wrong = client.post(answer.headers["Location"], {"code": "000001"})
    right = client.post(answer.headers["Location"], {"code": code_of_the_app()})

    assert answer.headers["Location"] == "/account/2fa/authenticate/"
    assert b"The second step" in page.content
    assert b"This code is not right" in wrong.content
    assert right.headers["Location"] == "/account/2fa/trust/"


def with_password(client: Client, user: User) -> str:
    return client.post("/account/login/", {"login": user.email, "password": PASSWORD}).headers[
        "Location"
    ]


def step(client: Client, answer: str) -> str:
    """The second step with the app, and what they say of the device."""
    cache.clear()  # a code is good once
    asked = client.post("/account/2fa/authenticate/", {"code": code_of_the_app()})
    assert b"Is this device yours alone?" in client.get(asked.headers["Location"]).content
    return client.post(asked.headers["Location"], {"action": answer}).headers["Location"]


@pytest.fixture
def ode(beth: User) -> User:
    return with_second_factor(beth)


@pytest.mark.parametrize(("answer", "asked_again"), [("trust", False), ("skip", True)])
def test_a_device_of_ones_own_is_not_asked_again(
    client: Client, ode: User, answer: str, asked_again: bool
) -> None:
    with_password(client, ode)
    step(client, answer)
    client.post("/account/logout/")

    assert (with_password(client, ode) == "/account/2fa/authenticate/") == asked_again


def test_after_a_fortnight_it_is(client: Client, ode: User) -> None:
    with_password(client, ode)
    step(client, "trust")
    client.post("/account/logout/")

    with time_machine.travel(timezone.now() + timedelta(days=14, minutes=1), tick=False):
        assert with_password(client, ode) == "/account/2fa/authenticate/"


def test_a_new_second_step_forgets_every_device(client: Client, ode: User) -> None:
    with_password(client, ode)
    step(client, "trust")
    client.post("/account/logout/")
    Authenticator.objects.all().delete()
    with_second_factor(ode)

    assert with_password(client, ode) == "/account/2fa/authenticate/"


def test_whoever_looks_after_other_people_is_asked_on_every_device(
    client: Client, lead: User, north: Place
) -> None:
    lead.set_password(PASSWORD)
    lead.save()
    with_password(client, lead)
    step(client, "trust")
    assert client.get(north.url("members/")).status_code == 200
    client.post("/account/logout/")

    assert with_password(client, lead) == "/"
    turned = client.get(north.url("members/"))
    asked = client.get(turned.headers["Location"])
    cache.clear()
    done = client.post(asked.request["PATH_INFO"], {"code": code_of_the_app()})

    assert turned.headers["Location"].startswith("/account/2fa/reauthenticate/?next=")
    assert b"even on a device you know" in asked.content
    assert done.status_code == 302
    assert client.get(north.url("members/")).status_code == 200


def ask_for_a_code(client: Client, email: str) -> tuple[str, str]:
    answer = client.post("/account/login/code/", {"email": email})
    page = client.get(answer.headers["Location"]).content.decode()
    return answer.headers["Location"], page.replace(email, "X")


def without_tokens(page: str) -> str:
    return re.sub(r'"X-CSRFToken": "[^"]*"|value="\w{64}"', "", page)


def test_an_unknown_address_reads_the_same(beth: User) -> None:
    known, unknown = (
        ask_for_a_code(Client(), email) for email in (beth.email, "nobody@new.example")
    )

    assert without_tokens(known[1]) == without_tokens(unknown[1])
    assert known[0] == unknown[0]
    assert len(mail.outbox) == 1


def test_an_unknown_address_takes_as_long(beth: User, settings: object) -> None:
    settings.ACCOUNT_RATE_LIMITS = False  # type: ignore[attr-defined]
    times: dict[str, list[float]] = {beth.email: [], "nobody@new.example": []}
    for _ in range(25):
        for email, taken in times.items():
            browser = Client()
            cache.clear()
            began = time.perf_counter()
            browser.post("/account/login/code/", {"email": email})
            taken.append(time.perf_counter() - began)

    known, unknown = (statistics.median(taken) for taken in times.values())
    assert 0.6 < unknown / known < 1.6


def test_a_wrong_password_reads_the_same_whoever_it_is(client: Client, beth: User) -> None:
    known, unknown = (
        client.post("/account/login/", {"login": email, "password": "not this one at all"})
        for email in (beth.email, "nobody@new.example")
    )

    sentence = b"The address or the password is not right."
    assert sentence in known.content
    assert sentence in unknown.content


def test_a_new_password_by_link(client: Client, beth: User) -> None:
    client.post("/account/password/reset/", {"email": beth.email})
    link = re.search(r"http://\S+(/account/password/reset/key/\S+)", mail.outbox[0].body)
    assert link is not None
    form = client.get(link[1]).headers["Location"]
    new = "seven herons over the marsh"

    weak = client.post(form, {"password1": "password1234", "password2": "password1234"})
    answer = client.post(form, {"password1": new, "password2": new})
    again = client.get(link[1])

    assert weak.status_code == 200
    assert b"so it is easy to guess" in weak.content
    assert answer.status_code == 302
    assert b"This link no longer works" in again.content
    assert mail.outbox[-1].subject == "Your password was changed"
    beth.refresh_from_db()
    assert beth.check_password(new)


def test_my_details_are_mine_to_change(client: Client, beth: User) -> None:
    client.force_login(beth)

    client.post(
        "/account/details/", {"name": "Elizabeth Ode", "known_as": "Beth", "language": "bn"}
    )

    beth.refresh_from_db()
    assert (beth.name, beth.known_as, beth.language) == ("Elizabeth Ode", "Beth", "bn")
    assert b"Elizabeth Ode" in client.get("/account/").content


PAGES = [
    "/account/",
    "/account/details/",
    "/account/email/",
    "/account/password/change/",
    "/account/2fa/",
    "/account/sessions/",
    "/account/logout/",
    "/account/reauthenticate/",
]
AFTER_PROVING = [
    "/account/2fa/totp/activate/",
    "/account/2fa/webauthn/",
    "/account/2fa/webauthn/add/",
]


def come_in(client: Client, user: User) -> None:
    """Sign in, and show again that it is you."""
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    if Authenticator.objects.filter(user=user).exists():
        client.post("/account/2fa/authenticate/", {"code": code_of_the_app()})
        client.post("/account/2fa/trust/", {"action": "skip"})
    client.post("/account/reauthenticate/", {"password": PASSWORD})


def code_of_the_app() -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value("JBSWY3DPEHPK3PXP", counter)))


@pytest.mark.parametrize("address", [*PAGES, *AFTER_PROVING])
def test_every_page_stands_in_our_frame(client: Client, beth: User, address: str) -> None:
    come_in(client, beth)

    answer = client.get(address)

    text = answer.content.decode()
    assert answer.status_code == 200
    assert text.count("<h1") == 1
    assert "Skip to the page" in text
    assert "<style" not in text
    assert " style=" not in text


@pytest.mark.parametrize(
    "address",
    [
        "/account/login/",
        "/account/login/code/",
        "/account/password/reset/",
        "/account/password/reset/done/",
        "/account/inactive/",
        "/account/password/reset/key/1-abc/",
        "/account/password/reset/key/done/",
    ],
)
def test_every_open_page_stands_in_our_frame(client: Client, db: None, address: str) -> None:
    text = client.get(address).content.decode()

    assert text.count("<h1") == 1
    assert "Skip to the page" in text


def test_recovery_codes_and_leaving_the_app(
    client: Client, lead: User, django_capture_on_commit_callbacks: object
) -> None:
    lead.set_password(PASSWORD)
    lead.save()
    come_in(client, lead)

    form = client.get("/account/2fa/recovery-codes/generate/")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        made = client.post("/account/2fa/recovery-codes/generate/")
    codes = client.get("/account/2fa/recovery-codes/")
    leaving = client.get("/account/2fa/totp/deactivate/")

    assert (form.status_code, made.status_code, leaving.status_code) == (200, 302, 200)
    assert codes.content.decode().count("<code") == 10
    assert mail.outbox[-1].subject == "New recovery codes were made for your account"


def test_a_second_address_is_proved_by_a_code(client: Client, beth: User) -> None:
    client.post("/account/login/", {"login": beth.email, "password": PASSWORD})
    client.post("/account/email/", {"email": "beth@home.example", "action_add": ""}, follow=True)
    code = re.search(r"^\d{6}$", mail.outbox[-1].body, re.MULTILINE)
    assert code is not None

    page = client.get("/account/confirm-email/")
    client.post("/account/confirm-email/", {"code": code[0]})

    assert b"We sent six figures to beth@home.example" in page.content
    assert EmailAddress.objects.get(email="beth@home.example").verified is True
    listed = client.get("/account/email/").content.decode()
    assert listed.count('type="radio"') == 2


def test_a_passkey_of_mine_can_be_renamed_and_removed(client: Client, beth: User) -> None:
    come_in(client, beth)
    key = Authenticator.objects.create(
        user=beth, type="webauthn", data={"name": "My phone", "credential": {}}
    )

    renaming = client.get(f"/account/2fa/webauthn/keys/{key.pk}/edit/")
    removing = client.get(f"/account/2fa/webauthn/keys/{key.pk}/remove/")

    assert b"Rename this passkey" in renaming.content
    assert b"Remove this passkey?" in removing.content


def test_no_template_of_ours_marks_text_as_safe_or_styles_in_place() -> None:
    for folder in ("account", "mfa", "usersessions", "alliance", "installation"):
        for template in Path("templates", folder).rglob("*.html"):
            text = template.read_text()
            if "mail" in text[:40]:
                continue
            assert "|safe" not in text, template
            assert " style=" not in text, template
            assert text.count("\n") <= 120, template
