"""A browser, the site it visits, and what it must never do there."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.site import Site, collect_static, the_site
from tests.browser.visits import Visits, open_browser
from tests.database import once_a_run

CHROMIUM = shutil.which("chromium")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def static() -> Path:
    """Collected and compressed once a run."""
    folder = Path(os.environ["DATA_DIR"]) / "static"
    with once_a_run("static") as is_ours:
        if is_ours:
            collect_static(folder)
    return folder


@pytest.fixture(scope="module")
def site(
    demo_template: str, django_db_blocker: Any, static: Path, worker_id: str
) -> Iterator[Site]:
    with django_db_blocker.unblock(), the_site(f"site_{worker_id}", static) as site:
        yield site


@pytest.fixture
def afresh(site: Site) -> Site:
    """The site as on the demonstration's first day."""
    site.begin_again()
    return site


@pytest.fixture(scope="module")
def chromium(site: Site) -> Iterator[Browser]:
    """For a module at a time: its loop would keep other tests of this process from the database."""
    if CHROMIUM is None and os.environ.get("CI"):
        pytest.fail("chromium is not installed, and here it can be.")
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright, open_browser(playwright, CHROMIUM) as browser:
        yield browser


@pytest.fixture(scope="module")
def tabs(chromium: Browser, site: Site) -> Iterator[Visits]:
    """One tab for each person, for tests that only look."""
    visits = Visits(chromium, site)
    yield visits
    visits.close()


@pytest.fixture
def tab(tabs: Visits) -> Iterator[Callable[[str | None], Page]]:
    """`tab("lead")` is the tab of somebody, as the last test left it."""
    tabs.forget_problems()
    yield tabs.tab_of
    tabs.complain()


@pytest.fixture
def visits(chromium: Browser, site: Site) -> Iterator[Visits]:
    visits = Visits(chromium, site)
    visits.forget_problems()
    yield visits
    visits.close()
    visits.complain()


@pytest.fixture
def visit(visits: Visits) -> Callable[..., Page]:
    """`visit("lead", width=320)` opens a new tab, with an empty cache, of somebody signed in."""
    return visits.begin
