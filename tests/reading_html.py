"""Reads a page as a browser would, for rules that hold for every page."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urldefrag, urljoin

Attributes = list[tuple[str, str | None]]


@dataclass
class Page:
    """What the rules ask about."""

    lang: str = ""
    title: str = ""
    headings: list[int] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)  # style or script outside a file of ours
    links: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page, self.is_title, self.in_drawing = Page(), False, 0

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        named = dict(attrs)
        if tag == "html":
            self.page.lang = named.get("lang") or ""
        if tag == "svg":
            self.in_drawing += 1
        self.is_title = tag == "title" and not self.in_drawing
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.page.headings.append(int(tag[1]))
        self.page.ids += [named["id"] or ""] if "id" in named else []
        self.page.inline += list(inline_of(tag, named))
        self.page.links += [v for name, v in attrs if name in {"href", "src", "hx-get"} and v]

    def handle_endtag(self, tag: str) -> None:
        self.is_title = False
        self.in_drawing -= tag == "svg"

    def handle_data(self, data: str) -> None:
        if self.is_title:
            self.page.title += data


def inline_of(tag: str, named: dict[str, Any]) -> Iterator[str]:
    if tag == "style" or (tag == "script" and "src" not in named):
        yield f"<{tag}>"
    for name, value in named.items():
        if name == "style" or name.startswith(("on", "hx-on")):
            yield f"<{tag} {name}>"
        elif name in {"href", "src"} and (value or "").strip().lower().startswith("javascript:"):
            yield f"<{tag} {name}={value}>"


def read(html: str) -> Page:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader.page


def faults_of(page: Page) -> Iterator[str]:
    """What no page of ours may be."""
    if not page.lang:
        yield "no language"
    if not page.title.strip():
        yield "no title"
    if page.headings.count(1) != 1:
        yield f"{page.headings.count(1)} headings of the first level"
    for before, after in zip([0, *page.headings], page.headings, strict=False):
        if after > before + 1:
            yield f"a heading of level {after} after one of level {before}"
    yield from (f"inline: {each}" for each in page.inline)
    for twice in sorted({each for each in page.ids if page.ids.count(each) > 1}):
        yield f"two things are #{twice}"
    for link in page.links:
        if link.startswith("#") and link[1:] not in page.ids:
            yield f"{link} leads nowhere on the page"


def addresses_of(page: Page, at: str) -> set[str]:
    """Where its links lead within this site, without the part after #."""
    ours = {urldefrag(urljoin(at, link)).url for link in page.links if not link.startswith("#")}
    return {url for url in ours if url.startswith("/")}
