"""How long until the largest part of each page is painted, on a phone of the middle range.

`python -m tests.browser.paint` with services (see `make photos`) prints the slowest pages. It
measures a moment on this machine, so it is no test: on a busy machine it says little.
"""

import os
import statistics
import sys
from importlib import import_module

import django

# A fourth of this machine's speed, and the mobile network that a town has.
SLOWER, WAY_AND_BACK, A_SECOND = 4, 40, 10_000_000 / 8
LIMIT = 1000
LARGEST = """() => new Promise((done) => {
  new PerformanceObserver((list) => done(list.getEntries().at(-1).startTime))
    .observe({ type: "largest-contentful-paint", buffered: true });
  setTimeout(() => done(-1), 3000);
})"""


def main() -> int:
    pictures = import_module("tests.browser.pictures")
    doors = import_module("tests.browser.doors")
    with pictures.running() as (site, visits):
        found = {
            name: painted(visits.tab_of(door.email), door.address)
            for name, door in doors.doors_of(site).items()
            if name in doors.PAGES
        }
    for name in sorted(found, key=lambda name: -found[name])[:15]:
        print(f"{found[name]:7.0f} ms  {name}")
    print(f"{statistics.median(found.values()):7.0f} ms  half of {len(found)} pages are faster")
    return int(max(found.values()) > LIMIT)


def painted(page, address: str) -> float:  # type: ignore[no-untyped-def]  # Page: imported late
    wire = page.context.new_cdp_session(page)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    wire.send("Network.enable")
    wire.send("Network.clearBrowserCache")
    network = {"offline": False, "latency": WAY_AND_BACK, "uploadThroughput": A_SECOND}
    wire.send("Network.emulateNetworkConditions", network | {"downloadThroughput": A_SECOND})
    page.goto(address)
    largest: float = page.evaluate(LARGEST)
    wire.detach()
    return largest


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    django.setup()
    sys.exit(main())
