"""Pages in Bengali, Somali and Arabic: as light, clear and whole as in English."""

from collections.abc import Callable

import pytest
from django.conf import settings
from playwright.sync_api import Page

from alliance.actions import languages
from alliance.models import User
from tests.browser.leafing import Leafing
from tests.browser.looking import cut_off, too_wide, width_of
from tests.browser.site import Site, email_of
from tests.browser.visits import DESK, PHONE, Visits
from tests.browser.weighing import weighed

RECORDS = "coproduction_lead"
# Address, and who looks.
TRANSLATED = {
    "the front page": ("", None),
    "sign in": ("/account/login/", None),
    "a code by mail": ("/account/login/code/", None),
    "the start page": ("/", None),
    "a closed invitation": (f"join/{'x' * 43}/", None),
    "no such page": ("nowhere/", None),
    "recording what somebody says": ("lived-experience/capture/", RECORDS),
}
ENGLISH_INSIDE = {"members": ("members/", RECORDS), "today": ("", RECORDS)}
# Somali has the letters of English, so two of its pages are enough; what is from the right is not.
LOOKED_AT = {
    "bn": [*TRANSLATED],
    "so": ["the front page", "recording what somebody says"],
    "ar": [*TRANSLATED, *ENGLISH_INSIDE],
}


@pytest.fixture(scope="module")
def window(tabs: Visits) -> Leafing:
    return Leafing(tabs.begin())


@pytest.fixture
def reader(site: Site, tab: Callable[..., Page]) -> Callable[[str, str | None], Page]:
    """Somebody's tab, in a language."""

    def opened(code: str, person: str | None) -> Page:
        page = tab(person)
        if person is None:
            cookie = {"name": settings.LANGUAGE_COOKIE_NAME, "value": code, "url": site.home}
            page.context.add_cookies([cookie])  # type: ignore[list-item]  # a dict is what it takes
        else:
            email = email_of(person)
            site.backstage(lambda: languages.choose(User.objects.get(email=email), code))
        return page

    return opened


# The demonstration's whole list of people is on it.
HEAVY = {"sign in"}


@pytest.mark.parametrize(
    ("code", "name"), [(code, name) for code, names in LOOKED_AT.items() for name in names]
)
def test_a_page_is_light_clear_and_whole(
    name: str, code: str, reader: Callable[..., Page], window: Leafing
) -> None:
    address, person = (TRANSLATED | ENGLISH_INSIDE)[name]
    page = reader(code, person)
    with weighed(page) as figures:
        page.goto(address)

    assert page.locator("html").get_attribute("lang") == code
    assert page.locator("html").get_attribute("dir") == ("rtl" if code == "ar" else None)
    assert name in HEAVY or list(figures.too_much()) == []
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": 900})
        assert (width_of(page), too_wide(page)) == (width, [])
    assert cut_off(page) == []
    assert window.faults(page.content()) == []


def test_an_arabic_page_begins_at_the_right(reader: Callable[..., Page]) -> None:
    page = reader("ar", None)
    page.set_viewport_size({"width": DESK, "height": 900})
    page.goto("")
    name, sign_in = (page.locator(each).bounding_box() for each in (".name", ".masthead .button"))

    assert name is not None
    assert sign_in is not None
    assert name["x"] > DESK / 2 > sign_in["x"]


@pytest.mark.parametrize("code", ["bn", "ar"])
def test_a_machine_without_the_letters_gets_them_once(
    code: str, reader: Callable[..., Page]
) -> None:
    """This one has none; the names of languages at the foot are drawn, so English asks for none."""
    asked: dict[str, list[str]] = {"en-gb": [], code: []}
    for language, found in asked.items():
        page = reader(language, None)
        with weighed(page) as figures:
            page.goto("")
        found += [each for each in figures.addresses.values() if each.startswith("noto")]

    assert asked["en-gb"] == []
    assert len(asked[code]) == 1
