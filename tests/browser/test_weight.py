"""How much a first view asks for, in the browser's own figures; pages uncompressed, files not."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.doors import OUTSIDE, PAGES, Door, doors_of
from tests.browser.site import Site

KILOBYTE = 1024


@dataclass
class Figures:
    """What came over the wire, by kind."""

    kinds: dict[str, str] = field(default_factory=dict)  # request: kind
    octets: dict[str, int] = field(default_factory=dict)

    def asked(self, event: dict[str, Any]) -> None:
        if not event["request"]["url"].startswith("data:"):
            self.kinds[event["requestId"]] = event.get("type", "Other")

    def arrived(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self.kinds:
            self.octets[event["requestId"]] = int(event["encodedDataLength"])

    def of(self, kind: str) -> int:
        return sum(octets for each, octets in self.octets.items() if self.kinds[each] == kind)

    @property
    def together(self) -> int:
        return sum(self.octets.values())


@pytest.fixture(scope="module")
def doors(site: Site) -> dict[str, Door]:
    inside = doors_of(site)
    outside = {name: Door(address, person) for name, (address, person) in OUTSIDE.items()}
    return inside | outside


# The gallery shows every part there is on one page, and in a demonstration only.
LIGHT = sorted({*PAGES, *OUTSIDE} - {"alliance:gallery"})


@pytest.mark.parametrize("name", LIGHT)
def test_a_first_view_is_light(name: str, doors: dict[str, Door], tab: Callable[..., Page]) -> None:
    page, figures = tab(doors[name].email), Figures()
    wire = page.context.new_cdp_session(page)
    wire.on("Network.requestWillBeSent", figures.asked)
    wire.on("Network.loadingFinished", figures.arrived)
    wire.send("Network.enable")
    wire.send("Network.clearBrowserCache")
    page.goto(doors[name].address)
    page.evaluate("document.fonts.ready.then(() => null)")
    wire.detach()

    assert len(figures.kinds) <= 6
    assert figures.together <= 100 * KILOBYTE
    assert 0 < figures.of("Script") <= 30 * KILOBYTE
    assert figures.of("Font") > 0


def test_the_style_sheet_is_small_before_compression() -> None:
    assert Path("static/css/alliance.css").stat().st_size <= 40 * KILOBYTE
