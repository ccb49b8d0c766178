"""The watch over every other test here: it notices what it is there to notice."""

import pytest
from playwright.sync_api import Browser, Error

from alliance.queries import installation
from tests.browser.site import Site
from tests.browser.visits import Visits


@pytest.fixture
def watched(chromium: Browser, site: Site) -> Visits:
    return Visits(chromium, site)


def complaint(watched: Visits) -> str:
    watched.close()
    with pytest.raises(AssertionError) as said:
        watched.complain()
    return str(said.value)


def test_a_request_to_another_host_is_noticed_and_never_leaves(watched: Visits) -> None:
    page = watched.begin()
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://elsewhere.example/")

    assert "another host: http://elsewhere.example/" in complaint(watched)


def test_a_breach_of_the_policy_is_noticed(watched: Visits) -> None:
    page = watched.begin()
    page.goto("/account/login/")
    page.evaluate("document.body.setAttribute('style', 'color: red')")

    assert "Content Security Policy" in complaint(watched)


def test_an_error_in_a_script_is_noticed(watched: Visits) -> None:
    page = watched.begin()
    page.goto("/account/login/")
    page.evaluate("setTimeout(() => { throw new Error('broken') })")
    page.wait_for_timeout(50)

    assert "broken" in complaint(watched)


def test_a_fault_in_a_view_is_noticed(
    watched: Visits, monkeypatch: pytest.MonkeyPatch, site: Site
) -> None:
    def break_down(*_things: object, **_words: object) -> None:
        raise ZeroDivisionError("a fault")

    monkeypatch.setattr(installation, "alliances_for", break_down)
    page = watched.begin()
    answer = page.goto("/")

    assert answer is not None
    assert answer.status == 500
    assert "a fault" in complaint(watched)
    assert site.faults == []
