"""Two pages on paper: what they say is there, what can only be pressed is not."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.site import Site
from tests.documents.reading import text_of

# Who prints what, words that must be there, words that must not.
PRINTED = {
    "members": ("lead", "members/", ["Harbour Lane", "hours"], ["Add an organisation", "Sign out"]),
    "seats": ("lead", "board/seats/", ["Partnership Board"], ["Sign out", "Search"]),
}


@pytest.mark.parametrize("name", PRINTED)
def test_a_page_on_paper(name: str, site: Site, tab: Callable[..., Page]) -> None:
    person, address, there, not_there = PRINTED[name]
    page = tab(person)
    page.goto(address)
    heading = page.get_by_role("heading", level=1).inner_text()
    paper = page.pdf(format="A4", print_background=False)
    said = text_of(paper)

    assert " ".join(heading.split()) in said
    assert [words for words in there if words not in said] == []
    assert [words for words in not_there if words in said] == []
