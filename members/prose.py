"""Longer texts that organisations write: paragraphs, lists, emphasis and links, and nothing else.

What else Markdown or HTML can do stands there as it was typed.
"""

import nh3
from markdown_it import MarkdownIt

READER = MarkdownIt("zero", {"breaks": True}).enable(
    ["list", "emphasis", "link", "newline", "escape"]
)
TAGS = {"p", "ul", "ol", "li", "strong", "em", "a", "br"}


class Prose(str):
    """A text with a little Markdown; put into a template it is HTML."""

    __slots__ = ()

    def __html__(self) -> str:
        return as_html(self)


def as_html(text: str) -> str:
    return nh3.clean(
        READER.render(text),
        tags=TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
        url_relative="deny",
    )
