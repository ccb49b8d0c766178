"""What a first view asks for, in the browser's own figures: pages uncompressed, files not."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

KILOBYTE = 1024
MOST_REQUESTS, MOST, MOST_SCRIPT = 6, 100 * KILOBYTE, 30 * KILOBYTE


@dataclass
class Figures:
    """What came over the wire, by request."""

    kinds: dict[str, str] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    octets: dict[str, int] = field(default_factory=dict)
    is_shown: bool = False

    def shown(self, event: dict[str, Any]) -> None:
        self.is_shown = True

    def asked(self, event: dict[str, Any]) -> None:
        """What a script fetches once the page stands is not part of the first view."""
        address, kind = event["request"]["url"], event.get("type", "Other")
        if not address.startswith("data:") and not (self.is_shown and kind == "Fetch"):
            self.kinds[event["requestId"]] = kind
            self.addresses[event["requestId"]] = address.rpartition("/")[2] or "page"

    def arrived(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self.kinds:
            self.octets[event["requestId"]] = int(event["encodedDataLength"])

    def of(self, kind: str) -> int:
        return sum(octets for each, octets in self.octets.items() if self.kinds[each] == kind)

    @property
    def together(self) -> int:
        return sum(self.octets.values())

    def too_much(self) -> Iterator[str]:
        """What passes the limits, and signs that nothing was weighed."""
        asked = " ".join(f"{self.addresses[each]} {n}" for each, n in self.octets.items())
        if len(self.kinds) > MOST_REQUESTS:
            yield f"{len(self.kinds)} requests: {asked}"
        if self.together > MOST:
            yield f"{self.together} octets: {asked}"
        if not 0 < self.of("Script") <= MOST_SCRIPT:
            yield f"{self.of('Script')} octets of scripts: {asked}"
        if not (self.of("Document") and self.of("Stylesheet") and self.of("Font")):
            yield f"no page, no style or no font: {asked}"


@contextmanager
def weighed(page: Page) -> Iterator[Figures]:
    """With an empty cache."""
    figures = Figures()
    wire = page.context.new_cdp_session(page)
    wire.on("Network.requestWillBeSent", figures.asked)
    wire.on("Network.loadingFinished", figures.arrived)
    wire.on("Page.loadEventFired", figures.shown)
    wire.send("Page.enable")
    wire.send("Network.enable")
    wire.send("Network.clearBrowserCache")
    yield figures
    page.evaluate("document.fonts.ready.then(() => null)")
    wire.detach()
