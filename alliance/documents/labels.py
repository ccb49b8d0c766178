"""Page labels that belong to the paper, so that a late paper moves nobody else's pages.

Page 3 of the paper for item 7 is `7-3`, in the foot of the page and in the PDF reader alike.
"""

import io
import re
from collections.abc import Iterable, Iterator
from itertools import count

import pikepdf
from pikepdf import Array, Dictionary, Name, String

ANCHOR = "label-"
NUMBERED = re.compile(r"(.*?)(0|[1-9][0-9]*)")


def labels_from_anchors(pages: Iterable[Iterable[str]]) -> list[str]:
    """One label a page, from the anchors found on each page.

    A page on which an anchor `label-7` stands, and each after it until the next such anchor, is
    `7-1`, `7-2` ...; pages before the first anchor are `1`, `2` ... Where a page has several, the
    last in the alphabet wins: begin each labelled part on a new page.
    """
    labels: list[str] = []
    seen: set[str] = set()
    prefix, numbers = "", count(1)
    for anchors in pages:
        here = {name.removeprefix(ANCHOR) for name in anchors if name.startswith(ANCHOR)}
        found = sorted(here - seen)  # a part that runs on is found on each of its pages
        seen |= here
        if found:
            prefix, numbers = f"{found[-1]}-", count(1)
        labels.append(f"{prefix}{next(numbers)}")
    return labels


def set_page_labels(pdf: bytes, labels: list[str]) -> bytes:
    """The same file, tags and all, one label for each page. ValueError if the counts differ."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        set_labels(document, labels)
        out = io.BytesIO()
        document.save(out, deterministic_id=True)
        return out.getvalue()


def set_labels(document: pikepdf.Pdf, labels: list[str]) -> None:
    """The same in a file that is open."""
    if len(labels) != len(document.pages):
        raise ValueError(f"{len(labels)} labels for {len(document.pages)} pages")
    numbers = Array()
    for page, entry in runs(labels):
        numbers.append(page)
        numbers.append(entry)
    document.Root.PageLabels = Dictionary(Nums=numbers)


def page_labels(pdf: bytes) -> list[str]:
    """The labels that a PDF reader shows."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [str(page.label) for page in document.pages]


def runs(labels: list[str]) -> Iterator[tuple[int, Dictionary]]:
    """Where the labels stop counting on by one, a new entry begins: (first page, entry)."""
    expected = None
    for page, label in enumerate(labels):
        match = NUMBERED.fullmatch(label)
        prefix, number = (match[1], int(match[2])) if match else (label, None)
        if number is None:
            yield page, Dictionary(P=String(label))
            expected = None
            continue
        if (prefix, number) != expected:
            yield page, Dictionary(S=Name.D, P=String(prefix), St=max(number, 1))
        expected = (prefix, number + 1)
