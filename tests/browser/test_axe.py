"""Every page as every kind of person, by machine: two widths, light and dark."""

from collections.abc import Iterator

import pytest
from django.template.loader import render_to_string

from tests.browser.doors import OUTSIDE, PAGES
from tests.browser.leafing import Leafing
from tests.browser.readers import Readers, Rendered
from tests.browser.site import Site, email_of
from tests.browser.visits import Visits

BUSY = {
    "busy": "errors/503.html",
    "fault": "errors/500.html",
    "too many": "errors/429.html",
    "open too long": "errors/csrf.html",
    "gone": "errors/410.html",
}


@pytest.fixture(scope="module")
def readers(site: Site) -> Readers:
    return Readers(site)


@pytest.fixture(scope="module")
def window(tabs: Visits) -> Leafing:
    return Leafing(tabs.begin())


@pytest.fixture
def leafing(window: Leafing, tabs: Visits) -> Iterator[Leafing]:
    tabs.forget_problems()
    yield window
    tabs.complain()


def faults_of(pages: list[Rendered], leafing: Leafing) -> list[str]:
    """As the first person in any case; as others where they see something of another make."""
    found = []
    for n, page in enumerate(pages):
        if leafing.is_new(page.html) or n == 0:
            found += [f"{page.who}: {fault}" for fault in leafing.faults(page.html)]
    return found


@pytest.mark.parametrize("name", PAGES)
def test_no_page_breaks_a_rule_whoever_looks(name: str, readers: Readers, leafing: Leafing) -> None:
    pages = readers.pages(name)

    assert pages, "nobody may see it"
    assert faults_of(pages, leafing) == []


@pytest.mark.parametrize("name", OUTSIDE)
def test_no_page_of_the_installation_does(name: str, readers: Readers, leafing: Leafing) -> None:
    address, person = OUTSIDE[name]
    page = readers.page_at(address, email_of(person) if person else None)

    assert faults_of([page], leafing) == []


@pytest.mark.parametrize("name", BUSY)
def test_no_page_of_refusal_does(name: str, leafing: Leafing, site: Site) -> None:
    body = site.backstage(lambda: render_to_string(BUSY[name]))

    assert faults_of([Rendered("anybody", body)], leafing) == []
