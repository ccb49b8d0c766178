"""What looks at every page sees what is wrong, and takes nothing new for something known."""

import pytest
from playwright.sync_api import Page

from tests.browser.leafing import Leafing
from tests.browser.visits import Visits

PAGE = """<!doctype html><html lang="en"><head><title>A page</title>
<link rel="stylesheet" href="{css}"></head><body><header></header>
<main id="main"><h1>{title}</h1>{content}</main></body></html>"""
ROWS = "<table><caption>Rows</caption><tbody>{}</tbody></table>"
ROW = '<tr><th scope="row">One</th><td>{}</td></tr>'
UNNAMED = '<input name="x">'


@pytest.fixture(scope="module")
def leafing(tabs: Visits) -> Leafing:
    return Leafing(tabs.begin())


@pytest.fixture(scope="module")
def css(leafing: Leafing) -> str:
    found = leafing.window.evaluate("document.querySelector('link[rel=stylesheet]').href")
    return str(found)


def written(css: str, content: str, title: str = "Words") -> str:
    return PAGE.format(css=css, title=title, content=content)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (UNNAMED, "320: label:"),
        (f'<form class="search" role="search">{UNNAMED}</form>', "1280: label:"),
        (
            '<p><font color="#bbbbbb">Too faint in the light.</font></p>',
            "320 light: color-contrast",
        ),
        ('<p><b><font color="#404040">Too faint in the dark.</font></b></p>', "1280 dark: color-"),
        (
            f'<p>{"long" * 40}<span class="nowrap">{"wide " * 20}</span></p>',
            "320: scrolls sideways",
        ),
    ],
)
def test_what_is_wrong_is_seen(leafing: Leafing, css: str, content: str, fault: str) -> None:
    found = leafing.faults(written(css, content))

    assert any(each.startswith(fault) for each in found), found


def test_nothing_is_said_of_a_good_page(leafing: Leafing, css: str) -> None:
    assert leafing.faults(written(css, "<p>Good.</p>")) == []


def test_other_words_and_numbers_make_no_other_page(leafing: Leafing, css: str) -> None:
    rows = [ROW.format(f'<a href="/{n}/" id="row-{n}">{n}</a>') for n in range(5)]

    assert leafing.is_new(written(css, ROWS.format(rows[0])))
    assert not leafing.is_new(written(css, ROWS.format("".join(rows)), "Other words"))


@pytest.mark.parametrize(
    "cell",
    ['<b class="quiet">1</b>', '<input name="x" aria-label="x">', "<a></a>", "<b lang='bn'>1</b>"],
)
def test_other_parts_do(leafing: Leafing, css: str, cell: str) -> None:
    leafing.is_new(written(css, ROWS.format(ROW.format("1"))))

    assert leafing.is_new(written(css, ROWS.format(ROW.format("1") + ROW.format(cell))))


def test_what_stands_around_the_page_counts_as_well(leafing: Leafing, css: str) -> None:
    page = written(css, "<p>The same.</p>")
    leafing.is_new(page)

    assert leafing.is_new(page.replace("<header>", '<header><a href="/">Home</a>'))


def test_of_many_rows_alike_some_are_looked_at_and_of_others_each(
    leafing: Leafing, css: str
) -> None:
    rows = [ROW.format("1")] * 9 + [ROW.format(UNNAMED)]
    found = leafing.faults(written(css, ROWS.format("".join(rows))))

    assert any("label" in each for each in found)
    assert remaining(leafing.window) == 4


def remaining(window: Page) -> int:
    rows: int = window.evaluate("document.querySelectorAll('tr').length")
    return rows
