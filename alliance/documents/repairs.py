"""What WeasyPrint gets wrong for people who listen to a document or copy from it, put right.

1. Page numbers, running heads and the dots that lead to a page number are read out as content;
   they are decoration ("artifacts").
2. Text in Indic scripts looks right and copies wrong, because a glyph stands for several letters in
   turn but only its first meaning is kept. The same mark says which language a passage is in.
3. Header cells do not say whether they head a row or a column.

The first two replace private functions, so the version is pinned and checked here. The third works
on the finished file. Without any one of them a test fails.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any, NamedTuple  # WeasyPrint has no types: its boxes and streams are Any

import pydyf
import weasyprint
from pikepdf import Array, Dictionary, Name, Object
from weasyprint import draw, pdf
from weasyprint.formatting_structure import boxes
from weasyprint.pdf import fonts, tags
from weasyprint.pdf.stream import Stream

WRITTEN_FOR = "70.0"
INDIC = re.compile("[\u0900-\u0dff]")  # Devanagari to Sinhala; not Arabic, which it would reverse
ZERO_WIDTH_SPACE = "\u200b"


class Replaced(NamedTuple):
    """A function of WeasyPrint's, where it lived and what it was."""

    owner: Any
    name: str
    original: Any


replaced: list[Replaced] = []
one_at_a_time = Lock()


def install() -> None:
    """Put the repairs in place, once in the life of this program."""
    if weasyprint.__version__ != WRITTEN_FOR:
        raise RuntimeError(f"These repairs were written for WeasyPrint {WRITTEN_FOR}; check each.")
    with one_at_a_time:
        if replaced:
            return
        replace(draw, "draw_stacking_context", furniture_is_decoration)
        replace(draw, "draw_inline_level", leaders_are_decoration)
        replace(tags, "_build_box_tree", furniture_is_not_in_the_tree)
        replace(Stream, "marked", marked_with_its_letters)
        replace(fonts, "build_fonts_dictionary", no_glyph_means_nothing)
        replace(pdf, "build_fonts_dictionary", lambda original: fonts.build_fonts_dictionary)


def replace(owner: Any, name: str, better: Callable[[Any], Any]) -> None:
    original = getattr(owner, name)
    replaced.append(Replaced(owner, name, original))
    setattr(owner, name, better(original))


def is_decoration(box: Any) -> bool:
    return isinstance(box, boxes.MarginBox) or bool(getattr(box, "is_leader", False))


def furniture_is_decoration(draw_context: Callable[..., None]) -> Callable[..., None]:
    def drawn(stream: Any, context: Any) -> None:
        with unread(stream, context.box):
            draw_context(stream, context)

    return drawn


def leaders_are_decoration(draw_inline: Callable[..., None]) -> Callable[..., None]:
    def drawn(stream: Any, page: Any, box: Any, *rest: Any) -> None:
        with unread(stream, box):
            draw_inline(stream, page, box, *rest)

    return drawn


@contextmanager
def unread(stream: Any, box: Any) -> Iterator[None]:
    """Draw decoration as an artifact, and keep its text out of the list of things to tag."""
    if stream._tags is None or not is_decoration(box):
        yield
        return
    with stream.artifact():
        kept, stream._tags = stream._tags, None
        try:
            yield
        finally:
            stream._tags = kept


def furniture_is_not_in_the_tree(
    build: Callable[..., Iterator[Any]],
) -> Callable[..., Iterator[Any]]:
    def built(box: Any, *rest: Any) -> Iterator[Any]:
        if not is_decoration(box):
            yield from build(box, *rest)

    return built


def marked_with_its_letters(_original: object) -> Callable[..., Any]:
    """Mark content for the tree; where glyphs are not letters, say what the letters are."""

    @contextmanager
    def marked(stream: Any, box: Any, tag: str) -> Iterator[None]:
        if stream._tags is None:
            yield
            return
        number = len(stream._tags)
        stream._tags[box] = {"tag": tag, "mcid": number}
        pydyf.Stream.begin_marked_content(stream, tag, words_of(box, number))
        try:
            yield
        finally:
            pydyf.Stream.end_marked_content(stream)

    return marked


def words_of(box: Any, number: int) -> pydyf.Dictionary:
    properties = pydyf.Dictionary({"MCID": number})
    if box.style["lang"]:
        properties["Lang"] = pydyf.String(box.style["lang"])
    letters = getattr(box, "text", None)
    if letters and INDIC.search(letters):
        properties["ActualText"] = pydyf.String(letters)
    return properties


def no_glyph_means_nothing(build: Callable[..., Any]) -> Callable[..., Any]:
    """A glyph mapped to an empty text makes the font's table malformed."""

    def built(document: Any, by_name: dict[Any, Any], *rest: Any, **options: Any) -> Any:
        for font in by_name.values():
            for glyph, letters in font.to_unicode.items():
                font.to_unicode[glyph] = letters or ZERO_WIDTH_SPACE
        return build(document, by_name, *rest, **options)

    return built


def say_what_they_head(root: Object) -> None:
    """Give each header cell in the tree its scope."""
    for cell, heads_a_column in header_cells(root):
        if "/A" not in cell:
            cell.A = Dictionary(O=Name.Table)
        cell.A.Scope = Name.Column if heads_a_column else Name.Row


def header_cells(root: Object) -> Iterator[tuple[Object, bool]]:
    """Each TH, and whether it stands in the head of its table or in a row of headers only."""
    waiting = [(root, False)]
    while waiting:
        element, in_head = waiting.pop()
        children = [kid for kid in kids(element) if "/S" in kid]
        kind = element.get("/S")
        if kind == Name.TH:
            yield element, in_head
        headers_only = kind == Name.TR and all(kid.S == Name.TH for kid in children)
        below = in_head or kind == Name.THead or headers_only
        waiting += [(kid, below) for kid in children]


def elements(root: Object) -> Iterator[Object]:
    """Every structure element below this one, in no particular order."""
    waiting = kids(root)
    while waiting:
        element = waiting.pop()
        if "/S" in element:
            yield element
            waiting += kids(element)


def kids(element: Object) -> list[Object]:
    found: Object | list[Object] = element.get("/K", [])
    several = found if isinstance(found, Array | list) else [found]
    return [kid for kid in several if isinstance(kid, Dictionary)]
