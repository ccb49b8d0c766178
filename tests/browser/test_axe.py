"""Every page, by machine: rules of accessibility at two widths, light and dark, and at 200 %."""

from collections.abc import Callable

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Page

from tests.browser.doors import FILES, OUTSIDE, PAGES, Door, doors_of
from tests.browser.looking import COLOURS, broken_rules, cut_off, too_wide, width_of
from tests.browser.site import Site
from tests.browser.visits import DESK, PHONE

TEN = [
    "alliance:today",
    "members:members",
    "members:profile",
    "members:capacity",
    "partnership_board:board",
    "partnership_board:meeting",
    "partnership_board:read",
    "coproduction:home",
    "funding:home",
    "alliance:people",
]
BUSY = {
    "busy": "errors/503.html",
    "fault": "errors/500.html",
    "too many": "errors/429.html",
    "open too long": "errors/csrf.html",
    "gone": "errors/410.html",
}


@pytest.fixture(scope="module")
def doors(site: Site) -> dict[str, Door]:
    return doors_of(site)


def look_at(page: Page) -> list[str]:
    """At both widths, in both colours, without asking for the page again."""
    found = []
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": 900})
        for colours, only in (("light", None), ("dark", COLOURS)):
            page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]  # one of two words
            found += [f"{width} {colours} {rule}" for rule in broken_rules(page, only=only)]
        if width_of(page) > width:
            found.append(f"{width}: scrolls sideways to {width_of(page)}: {too_wide(page)}")
    return found


@pytest.mark.parametrize("name", PAGES)
def test_no_page_breaks_a_rule_or_scrolls_sideways(
    name: str, doors: dict[str, Door], tab: Callable[..., Page]
) -> None:
    assert name in doors, "the demonstration has no row to try it on"
    page = tab(doors[name].email)
    answer = page.goto(doors[name].address)

    assert answer is not None
    assert answer.status in {200, 404, 410} if name == "alliance:join" else answer.status == 200
    assert look_at(page) == []


@pytest.mark.parametrize("name", OUTSIDE)
def test_no_page_of_the_installation_does(name: str, tab: Callable[..., Page]) -> None:
    address, person = OUTSIDE[name]
    page = tab(person)
    page.goto(address)

    assert look_at(page) == []


@pytest.mark.parametrize("name", BUSY)
def test_no_page_of_refusal_does(name: str, visit: Callable[..., Page], site: Site) -> None:
    body = site.backstage(lambda: render_to_string(BUSY[name]))
    page = visit()
    page.route(
        f"{site.home}/refused/",
        lambda route: route.fulfill(status=429, body=body, content_type="text/html"),
    )
    page.goto("/refused/")

    assert look_at(page) == []


@pytest.mark.parametrize("name", sorted(FILES))
def test_what_is_no_page_is_a_file(
    name: str, doors: dict[str, Door], tab: Callable[..., Page]
) -> None:
    page = tab(doors[name].email)
    answer = page.request.get(doors[name].address)

    assert answer.ok
    assert "text/html" not in answer.headers["content-type"]


@pytest.mark.parametrize("name", TEN)
def test_text_of_twice_the_size_is_all_there(
    name: str, doors: dict[str, Door], tab: Callable[..., Page]
) -> None:
    page = tab(doors[name].email)
    page.set_viewport_size({"width": DESK, "height": 900})
    page.goto(doors[name].address)
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")

    assert width_of(page) <= DESK
    assert cut_off(page) == []


@pytest.mark.parametrize("name", TEN)
def test_forced_colours_lose_nothing(
    name: str, doors: dict[str, Door], tab: Callable[..., Page]
) -> None:
    page = tab(doors[name].email)
    page.emulate_media(forced_colors="active", color_scheme="light")
    page.goto(doors[name].address)

    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    assert borderless_buttons(page) == []
    assert keeping_their_colours(page) <= {"PROGRESS"}
    page.emulate_media(forced_colors="none")


def keeping_their_colours(page: Page) -> set[str]:
    """Elements that do not take the colours their reader has chosen; drawings may, words not."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("body *:not(svg, svg *)")]
        .filter((one) => getComputedStyle(one).forcedColorAdjust === "none")
        .map((one) => one.tagName)"""
    )
    return set(found)


def borderless_buttons(page: Page) -> list[str]:
    """Without backgrounds, only an edge says that something can be pressed."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("button.button, a.button")]
        .filter((button) => button.checkVisibility())
        .filter((button) => parseFloat(getComputedStyle(button).borderTopWidth) < 1)
        .map((button) => button.textContent.trim())"""
    )
    return found
