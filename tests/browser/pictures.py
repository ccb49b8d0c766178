"""What is photographed, and how: the gallery and key pages, two sizes, light and dark."""

import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connections
from django.test.utils import setup_test_environment
from fontTools.ttLib import TTFont
from playwright.sync_api import Page, sync_playwright

from tests.browser.journeys import coming, with_a_pack_out
from tests.browser.site import Site, collect_static, the_site
from tests.browser.visits import Visits, open_browser
from tests.database import make_schema
from tests.demo_database import make_template

FOLDER = Path("photos")
SIZES = {"phone": (390, 844), "desk": (1280, 900)}
COLOURS = ("light", "dark")


def shots(site: Site) -> dict[str, tuple[str | None, str]]:
    """Name: who looks, and at what."""
    meeting = coming(site).address
    return {
        "01-sign-in": (None, "/account/login/"),
        "02-front": (None, ""),
        "03-today-lead": ("lead", ""),
        "04-today-board-member": ("nhs_member", ""),
        "05-members": ("lead", "members/"),
        "06-organisation": ("lead", "members/harbour-lane/"),
        "07-capacity": ("harbour_editor", "members/harbour-lane/capacity/"),
        "08-board": ("lead", "board/"),
        "09-meeting": ("lead", meeting),
        "10-pack-to-read": ("nhs_member", f"{meeting}pack/read/"),
        "11-proposals": ("agenda_member", "board/proposals/"),
        "12-propose": ("vcse_member", "board/proposals/new/"),
        "13-insights": ("lead", "lived-experience/"),
        "14-capture": ("coproduction_lead", "lived-experience/capture/"),
        "15-funding": ("lead", "funding/"),
        "16-stream": ("preparer", "funding/1/"),
        "17-people": ("lead", "people/"),
        "18-settings": ("lead", "settings/"),
        "19-what-happened": ("lead", "happened/"),
        "20-account": ("lead", "/account/"),
        "21-letter": ("lead", letter_of(site)),
        "22-not-found": ("lead", "nowhere/"),
        "30-gallery": (None, "gallery/"),
    }


def letter_of(site: Site) -> str:
    sent = [letter for letter in site.letters() if letter.subject.startswith("Papers for")]
    return f"/demo/mailbox/{sent[0].name}/"


def lend_fonts(folder: Path) -> None:
    """What every phone has and a bare machine has not: fonts for the scripts of our languages."""
    fonts = folder / "home" / "fonts"
    fonts.mkdir(parents=True)
    for file in Path("static/fonts").glob("noto-*.woff2"):
        font = TTFont(file)
        font.flavor = None
        font.save(fonts / f"{file.stem}.ttf")
    os.environ["XDG_DATA_HOME"] = str(fonts.parent)


@contextmanager
def running() -> Iterator[tuple[Site, Visits]]:
    setup_test_environment(debug=False)
    make_schema()
    make_template()
    connections.close_all()
    program = shutil.which("chromium")
    if program is None:
        sys.exit("Chromium is not installed, so there is nothing to take pictures with.")
    with TemporaryDirectory() as static:
        collect_static(Path(static))
        lend_fonts(Path(static))
        with the_site("photographed", Path(static)) as site:
            with_a_pack_out(site)
            with sync_playwright() as playwright, open_browser(playwright, program) as browser:
                visits = Visits(browser, site)
                yield site, visits
                visits.close()


def take(page: Page, name: str, size: str) -> None:
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    for colours in COLOURS:
        page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]  # one of two words
        file = FOLDER / f"{name}-{size}-{colours}.png"
        page.screenshot(path=file, full_page=True)
        print(file)


def take_all(only: str) -> None:
    """Those whose name the pattern is found in."""
    wanted = re.compile(only)
    FOLDER.mkdir(exist_ok=True)
    with running() as (site, visits):
        for name, (person, address) in shots(site).items():
            if wanted.search(name):
                page = visits.tab_of(person)
                page.goto(address)
                for size in SIZES:
                    take(page, name, size)
    for problem in visits.problems:
        print(problem)
