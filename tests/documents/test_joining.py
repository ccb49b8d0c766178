"""Documents put together are one document to a screen reader, and lead to each other."""

import io

import pikepdf
import pytest

from alliance.documents.accessible import render
from alliance.documents.joining import join
from alliance.documents.labels import page_labels
from tests.documents.reading import bookmarks, broken_rules, text_of

PAGE = """<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>{title}</title>
<link rel="stylesheet" href="css/document.css"></head>
<body data-alliance="North" data-title="{title}"><main>{said}</main></body></html>"""
FRONT = """<h1>The pack</h1><nav class="contents"><h2>Contents</h2><ol>
<li data-first="7-1"><a href="elsewhere:paper-7">Seven</a></li>
<li data-first="8-1"><a href="elsewhere:paper-8">Eight</a></li></ol></nav>
<h2>Agenda</h2><p>Two.</p>"""
PART = """<section class="paper" id="label-{n}" data-label="{n}"><h2 id="paper-{n}">Paper {n}</h2>
<p>Back to <a href="#paper-{n}">the top</a> or <a href="https://a.example/">away</a>.</p>
<h3>Who</h3><table><thead><tr><th scope="col">Who</th></tr></thead>
<tbody><tr><td>All</td></tr></tbody></table><p>{words}</p></section>"""


def a_part(n: int) -> bytes:
    return render(PAGE.format(title="The pack", said=PART.format(n=n, words="Word. " * 700)))


@pytest.fixture(scope="module")
def front() -> bytes:
    return render(PAGE.format(title="The pack", said=FRONT))


@pytest.fixture(scope="module")
def parts() -> list[bytes]:
    return [a_part(7), a_part(8)]


@pytest.fixture(scope="module")
def whole(front: bytes, parts: list[bytes]) -> bytes:
    return join(front, parts)


def test_the_whole_keeps_every_rule_that_its_parts_keep(whole: bytes) -> None:
    assert broken_rules(whole) == []


def test_pages_labels_bookmarks_and_words_follow_each_other(
    whole: bytes, front: bytes, parts: list[bytes]
) -> None:
    assert page_labels(whole) == [label for one in (front, *parts) for label in page_labels(one)]
    assert page_labels(whole)[2:] == ["7-1", "7-2", "8-1", "8-2"]
    assert bookmarks(whole) == [
        *("The pack", "Contents", "Agenda"),
        *("Paper 7", "Who", "Paper 8", "Who"),
    ]
    assert text_of(whole) == " ".join(map(text_of, (front, *parts)))


def test_links_lead_to_the_page_that_they_name(whole: bytes) -> None:
    with pikepdf.open(io.BytesIO(whole)) as opened:
        names = list(opened.Root.Names.Dests.Names)
        page_of = {str(n): d[0].objgen for n, d in zip(names[::2], names[1::2], strict=True)}
        pages = {page.objgen: str(page.label) for page in opened.pages}
        found = [
            (pages[page.objgen], pages[page_of[str(link.Dest)]])
            for page in opened.pages
            for link in page.get("/Annots", [])
            if "/Dest" in link
        ]

        assert found == [("1", "7-1"), ("1", "8-1"), ("7-1", "7-1"), ("8-1", "8-1")]
        assert list(page_of) == sorted(page_of, key=str.encode)


def test_what_is_marked_on_a_page_stands_in_the_tree_with_that_page(whole: bytes) -> None:
    with pikepdf.open(io.BytesIO(whole)) as opened:
        numbers = list(opened.Root.StructTreeRoot.ParentTree.Nums)
        tree = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))

        assert len(tree) == len(numbers) / 2  # no number is given twice
        for page in opened.pages:
            for element in tree[int(page.StructParents)]:
                assert element.Pg.objgen == page.objgen
            for link in page.get("/Annots", []):
                assert str(tree[int(link.StructParent)].S) == "/Link"


def test_the_same_parts_give_the_same_bytes(whole: bytes, front: bytes, parts: list[bytes]) -> None:
    assert join(front, parts) == whole
    assert join(front, []) == front
