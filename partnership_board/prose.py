"""Markdown as people write it, as HTML that is safe on a screen and readable in a tagged PDF.

Headings always begin at the third level, because the page has the first and the item the second,
and never skip a level. Pictures and raw HTML are left out: neither has words for a screen reader.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

WORDS_A_MINUTE = 200
TOP, DEEPEST = 3, 4
WORD = re.compile(r"\w[\w'\u2019-]*")

READER = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
TAGS = {
    *("p", "h3", "h4", "ul", "ol", "li", "strong", "em", "blockquote", "br", "hr", "a", "code"),
    *("pre", "table", "thead", "tbody", "tr", "th", "td"),
}


class Prose(str):
    """Text in Markdown; put into a template it is HTML."""

    __slots__ = ()

    def __html__(self) -> str:
        return as_html(self)


def as_html(text: str) -> str:
    tokens = READER.parse(text)
    level_headings(tokens)
    return _clean(tokens)


def _clean(tokens: Sequence[Token]) -> str:
    for token in tokens:
        if token.type == "th_open":
            token.attrs = {"scope": "col"}
    return nh3.clean(
        READER.renderer.render(tokens, READER.options, {}),
        tags=TAGS,
        attributes={"a": {"href"}, "th": {"scope"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
        url_relative="deny",
    )


def level_headings(tokens: Iterable[Token]) -> None:
    """The author's highest level becomes the third, all below it the fourth."""
    headings = [t for t in tokens if t.type in {"heading_open", "heading_close"}]
    highest = min((int(t.tag[1]) for t in headings), default=0)
    has_begun = False
    for token in headings:
        level = TOP if int(token.tag[1]) == highest or not has_begun else DEEPEST
        token.tag = f"h{level}"
        has_begun = has_begun or token.type == "heading_close"


def words_in(*texts: str) -> int:
    return sum(len(WORD.findall(text)) for text in texts)


def reading_minutes(words: int) -> int:
    """Whole minutes, at least one where there is anything to read."""
    return -(-words // WORDS_A_MINUTE)


# ---- in blocks -----------------------------------------------------------------------------------
class Written(str):
    """HTML that was made and cleaned here; put into a template it is itself."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


class Block(NamedTuple):
    """A paragraph, heading, list, quotation or table: what stands for itself in a text."""

    html: Written
    words: str
    is_heading: bool


def blocks(text: str) -> list[Block]:
    """The same HTML as `as_html` makes, block by block."""
    tokens = READER.parse(text)
    level_headings(tokens)
    return [_block(part) for part in parts(tokens)]


def parts(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """What stands for itself, one after the other: from where it opens to where it closes."""
    part: list[Token] = []
    depth = 0
    for token in tokens:
        part.append(token)
        depth += token.nesting
        if depth == 0:
            yield part
            part = []


def _block(tokens: Sequence[Token]) -> Block:
    return Block(Written(_clean(tokens)), _words(tokens), tokens[0].type == "heading_open")


def _words(tokens: Iterable[Token]) -> str:
    """What is read aloud, with single spaces."""
    said = []
    for token in tokens:
        if token.type in {"code_block", "fence"}:
            said.append(token.content)
        inside = token.children or []
        said.append("".join(each.content or " " * each.type.endswith("break") for each in inside))
    return " ".join(" ".join(said).split())
