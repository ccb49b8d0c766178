"""Each language on the pages that people meet first: right, complete, and honest about drafts."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from alliance import languages
from alliance.actions import languages as actions
from alliance.errors import Refused
from alliance.models import User
from tests.people import Place

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
import make_messages  # a tool, not a package

FRONT = {"bn": "স্বাগতম", "so": "Soo dhowow", "ar": "مرحبًا"}
SIGN_IN = {"bn": "সাইন ইন", "so": "Gal", "ar": "تسجيل الدخول"}
DRAFT = "This translation is a draft. A human translator has yet to read it."


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    with translation.override("en-gb"):
        yield


def in_language(client: Client, code: str, address: str) -> str:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = code
    return client.get(address).content.decode()


# ---- catalogues ----------------------------------------------------------------------------------
@pytest.mark.parametrize("locale", ["en_GB", "bn", "so", "ar"])
def test_every_public_string_is_translated_and_compiled(locale: str) -> None:
    assert list(make_messages.faults(locale)) == []


def test_the_tool_sees_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(make_messages, "LOCALE", tmp_path)

    assert "so: not translated: Sign in" in list(make_messages.faults("so"))


def test_the_tool_reads_what_it_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(make_messages, "LOCALE", tmp_path)
    entry = make_messages.Entry(['One "quoted"\nline', "Many\\"], {"templates/base.html"})
    file = make_messages.file_of("so")
    file.parent.mkdir(parents=True)

    file.write_text(make_messages.written("so", {("one", "many"): entry}))

    assert make_messages.read("so")["one", "many"].said == entry.said


@pytest.mark.parametrize("code", [code for code, _ in settings.LANGUAGES])
def test_catalogues_say_what_the_pages_say_of_drafts(code: str) -> None:
    catalogue = make_messages.file_of(translation.to_locale(code)).read_text()

    assert ("X-Status: draft, awaiting a human" in catalogue) == (code in languages.DRAFTS)


def test_djangos_own_words_are_in_our_voice() -> None:
    with translation.override("en-gb"):
        assert translation.gettext("This field is required.") == "Please fill this in."


# ---- pages ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(("code", "direction"), [("bn", ""), ("so", ""), ("ar", ' dir="rtl"')])
def test_the_front_page_in_each_language(
    client: Client, north: Place, code: str, direction: str
) -> None:
    page = in_language(client, code, north.url(""))

    assert f'<html lang="{code}"{direction}>' in page
    assert f"<title>{FRONT[code]} · North Alliance</title>" in page
    assert '<main id="main" tabindex="-1">' in page
    assert page.count(DRAFT) == 1
    with translation.override(code):
        assert translation.gettext(DRAFT) in page
        assert translation.gettext("If you need help now") in page


@pytest.mark.parametrize("code", ["bn", "so", "ar"])
def test_the_sign_in_page_in_each_language(client: Client, db: None, code: str) -> None:
    page = in_language(client, code, "/account/login/")

    assert f"<h1><bdi>{SIGN_IN[code]}</bdi></h1>" in page


@pytest.mark.parametrize("code", ["bn", "so", "ar"])
def test_a_page_that_is_not_there_in_each_language(client: Client, north: Place, code: str) -> None:
    page = in_language(client, code, north.url("nothing/"))

    with translation.override(code):
        assert translation.gettext("There is no such page here") in page


@pytest.mark.parametrize(
    ("code", "field"), [("bn", "অনুগ্রহ করে এটি পূরণ করুন।"), ("ar", "يرجى ملء هذا.")]
)
def test_what_a_form_asks_is_translated(client: Client, db: None, code: str, field: str) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = code

    assert field in client.post("/account/login/", {}).content.decode()


def test_english_pages_have_no_note(client: Client, north: Place) -> None:
    page = in_language(client, "en-gb", north.url(""))

    assert '<html lang="en-gb">' in page
    assert DRAFT not in page


def test_a_page_not_yet_translated_says_so_and_is_marked_as_english(
    client: Client, lead: User, north: Place
) -> None:
    actions.choose(lead, "ar")
    client.force_login(lead)

    page = client.get(north.url("people/")).content.decode()

    assert '<html lang="ar" dir="rtl">' in page
    assert '<main id="main" tabindex="-1" lang="en-gb" dir="ltr">' in page
    assert "<title>1 person with a role · North Alliance</title>" in page
    with translation.override("ar"):
        assert translation.gettext("This page is in English only so far.") in page
        assert f">{translation.gettext('Members')}</a>" in page


# ---- the choice ----------------------------------------------------------------------------------
def test_somebody_signed_out_chooses_and_comes_back(client: Client, north: Place) -> None:
    here = north.url("?x=1")

    answer = client.post(north.url("language/"), {"language": "so", "next": here})

    assert (answer.status_code, answer.headers["Location"]) == (302, here)
    assert '<html lang="so">' in client.get(here).content.decode()


def test_outside_the_alliances_it_works_as_well(client: Client, db: None) -> None:
    client.post("/language/", {"language": "bn", "next": "/"})

    assert '<html lang="bn">' in client.get("/").content.decode()


def test_a_persons_choice_is_kept_and_comes_with_them(
    client: Client, observer: User, north: Place
) -> None:
    client.force_login(observer)
    client.post(north.url("language/"), {"language": "ar", "next": north.url("")})

    observer.refresh_from_db()
    elsewhere = Client()
    elsewhere.force_login(observer)

    assert observer.language == "ar"
    assert '<html lang="ar" dir="rtl">' in elsewhere.get("/").content.decode()


def test_a_saved_language_applies_after_signing_in(
    client: Client, observer: User, north: Place
) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "so"
    actions.choose(observer, "bn")

    client.force_login(observer)

    assert '<html lang="bn">' in client.get(north.url("")).content.decode()


def test_unknown_languages_and_addresses_elsewhere_change_nothing(
    client: Client, observer: User, north: Place
) -> None:
    client.force_login(observer)
    wrong = {"language": "xx", "next": "https://elsewhere.example/"}

    answer = client.post(north.url("language/"), wrong)

    observer.refresh_from_db()
    assert (answer.headers["Location"], observer.language) == ("/", "en-gb")
    assert settings.LANGUAGE_COOKIE_NAME not in answer.cookies
    with pytest.raises(Refused):
        actions.choose(observer, "xx")


@pytest.mark.parametrize("away", ["//elsewhere.example/", "/\\elsewhere.example", "javascript:1"])
def test_nobody_is_sent_elsewhere(client: Client, db: None, away: str) -> None:
    answer = client.post("/language/", {"language": "so", "next": away})

    assert answer.headers["Location"] == "/"


def test_every_language_is_offered_by_its_own_name(client: Client, north: Place) -> None:
    page = client.get(north.url("")).content.decode()

    assert '<span class="unseen">العربية</span></button>' in page
    assert 'lang="ar" dir="rtl"><svg viewBox="0 0 254 135" aria-hidden="true"><path d="m' in page
    assert 'lang="en-gb" dir="ltr" aria-current="true">English</button>' in page
    assert page.count('class="button-link" name="language"') == len(settings.LANGUAGES)
