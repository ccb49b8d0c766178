"""Every page as it comes: light, no wider than its window, whole in large text and own colours."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.doors import FILES, OUTSIDE, PAGES, Door, doors_of
from tests.browser.looking import (
    borderless_buttons,
    cut_off,
    keeping_their_colours,
    too_wide,
    width_of,
)
from tests.browser.site import Site
from tests.browser.visits import DESK, PHONE
from tests.browser.weighing import KILOBYTE, weighed

# The gallery shows every part there is on one page, and in a demonstration only; a meeting as it
# goes has a script of its own, which keeps what is typed while the room's connection is gone.
HEAVY = {"alliance:gallery", "partnership_board:live"}


@pytest.fixture(scope="module")
def doors(site: Site) -> dict[str, Door]:
    inside = doors_of(site)
    outside = {name: Door(address, person) for name, (address, person) in OUTSIDE.items()}
    return inside | outside


@pytest.mark.parametrize("name", sorted({*PAGES, *OUTSIDE}))
def test_a_page_is_light_and_whole(
    name: str, doors: dict[str, Door], tab: Callable[..., Page]
) -> None:
    assert name in doors, "the demonstration has no row to try it on"
    page = tab(doors[name].email)
    with weighed(page) as figures:
        page.goto(doors[name].address)

    assert name in HEAVY or list(figures.too_much()) == []
    assert list(what_is_lost(page)) == []


def what_is_lost(page: Page) -> Iterator[str]:
    """At two widths, in the reader's own colours, in text of twice the size."""
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": 900})
        if width_of(page) > width:
            yield f"scrolls sideways at {width}: {too_wide(page)}"
    page.emulate_media(forced_colors="active")
    yield from (f"a button without an edge: {button}" for button in borderless_buttons(page))
    yield from (f"keeps its colours: {tag}" for tag in keeping_their_colours(page) - {"PROGRESS"})
    page.emulate_media(forced_colors="none")
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    if width_of(page) > DESK:
        yield f"scrolls sideways in large text: {too_wide(page)}"
    yield from (f"cut off in large text: {element}" for element in cut_off(page))


@pytest.mark.parametrize("name", sorted(FILES))
def test_what_is_no_page_is_a_file(
    name: str, doors: dict[str, Door], tab: Callable[..., Page]
) -> None:
    page = tab(doors[name].email)
    answer = page.request.get(doors[name].address)

    assert answer.ok
    assert "text/html" not in answer.headers["content-type"]


def test_forced_colours_are_really_forced(tab: Callable[..., Page]) -> None:
    page = tab(None)
    page.emulate_media(forced_colors="active")

    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    page.emulate_media(forced_colors="none")


def test_the_style_sheet_is_small_before_compression() -> None:
    assert Path("static/css/alliance.css").stat().st_size <= 40 * KILOBYTE
