"""Many pages in one window, each written into it: what loads once is a checker as heavy as axe.

Somebody who sees what somebody else has seen adds nothing, so a page is looked at for each kind of
person who may see it and finds something of another make there: other parts, not other words.
"""

from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

from tests.browser.looking import too_wide, width_of
from tests.browser.visits import DESK, PHONE

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
LEAFING = Path(__file__).with_suffix(".js").read_text()
SCHEMES = ("light", "dark")


class Leafing:
    """A window, and the makes of page that have been through it."""

    def __init__(self, window: Page) -> None:
        self.window = window
        self.known: set[str] = set()
        window.goto("/account/login/")  # for the policy and the address that every page has
        window.evaluate(f"{AXE};null")
        window.evaluate(LEAFING)

    def is_new(self, html: str) -> bool:
        """Whether the page, or what stands around it, is of a make not seen before."""
        made: list[str] = self.window.evaluate("(html) => leafing.shapes(html)", html)
        new = set(made) - self.known
        self.known |= new
        return bool(new)

    def faults(self, html: str) -> list[str]:
        """At both widths, light and dark."""
        self._size(PHONE)
        self.window.evaluate("(html) => leafing.show(html)", html)
        found = [*self._sideways(PHONE)]
        self.window.evaluate("leafing.thin()")
        for width in (PHONE, DESK):
            self._size(width)
            found += [f"{width}: {rule}" for rule in self.window.evaluate("leafing.rules(false)")]
            for scheme in SCHEMES:
                found += self._colours(width, scheme)
        return [*found, *self._sideways(DESK)]

    def _size(self, width: int) -> None:
        self.window.set_viewport_size({"width": width, "height": 900})

    def _colours(self, width: int, scheme: str) -> list[str]:
        self.window.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of two words
        place = f"{width} {scheme}"
        broken = self.window.evaluate("(place) => leafing.colours(place)", place)
        return [f"{place}: {rule}" for rule in broken]

    def _sideways(self, width: int) -> list[str]:
        wide = width_of(self.window)
        if wide <= width:
            return []
        return [f"{width}: scrolls sideways to {wide}: {too_wide(self.window)}"]
