"""HTML to a PDF that a screen reader can follow (PDF/UA-1), the same bytes every time.

The HTML must do its part: a title, a language, one h1 first, no skipped level, words for pictures.
What WeasyPrint would only grumble about in a log is an error here.
"""

import io
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pikepdf
import weasyprint
from pikepdf import Object
from weasyprint.urls import FatalURLFetchingError

from alliance.documents.labels import ANCHOR, labels_from_anchors, set_page_labels
from alliance.documents.local_files import STATIC, OnlyStaticFiles
from alliance.documents.paint import paint_pictures
from alliance.documents.repairs import elements, install, say_what_they_head

LOG = logging.getLogger("weasyprint")
PRINT = 4  # annotation flag
FATAL = (
    *(".notdef glyph", "no required alt", "Missing required", "Failed to load", "cannot be loaded"),
    *("Failed to render", "Relative URI reference", "Unable to subset", "Error when"),
)


class Unreadable(Exception):  # what the document is, said like Refused
    """A character has no glyph in any font, a picture has no words, or a part is missing."""


def render(html: str, *, base_url: str | None = None, accent: str | None = None) -> bytes:
    """A tagged PDF, or Unreadable with what was wrong with the document.

    Addresses are relative to `base_url`, which is `static/` unless given. Anything outside it but
    `data:` is refused. `accent` is the alliance's colour as `#rrggbb`. Elements with an id
    `label-...` label the pages (see `labels`).
    """
    install()
    with complaints() as heard:
        try:
            source = weasyprint.HTML(
                string=html,
                base_url=base_url or f"{STATIC.as_uri()}/",
                url_fetcher=OnlyStaticFiles(),
            )
            document = source.render(stylesheets=paint_pictures(source.etree_element, accent))
            made = document.write_pdf(pdf_variant="pdf/ua-1")
        except FatalURLFetchingError as refusal:
            raise Unreadable(str(refusal)) from None
    if heard:
        raise Unreadable("; ".join(dict.fromkeys(heard)))
    anchors = [list(page.anchors) for page in document.pages]
    return labelled(finish(made), anchors)


def labelled(pdf: bytes, anchors: list[list[str]]) -> bytes:
    if not any(name.startswith(ANCHOR) for names in anchors for name in names):
        return pdf
    return set_page_labels(pdf, labels_from_anchors(anchors))


@contextmanager
def complaints() -> Iterator[list[str]]:
    """What WeasyPrint only logs in this thread, but a reader would stumble over."""
    heard: list[str] = []
    here = threading.get_ident()

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.thread == here and any(words in record.getMessage() for words in FATAL):
                heard.append(record.getMessage())

    listener = Listener()
    # Whatever the settings say, we hear it; nobody else need, as what matters becomes an exception.
    LOG.disabled, LOG.propagate = False, False
    LOG.setLevel(logging.WARNING)
    LOG.addHandler(listener)
    if not LOG.isEnabledFor(logging.WARNING):
        raise RuntimeError("WeasyPrint's warnings are switched off, so faults would go unheard.")
    try:
        yield heard
    finally:
        LOG.removeHandler(listener)


def finish(made: bytes) -> bytes:
    """Say what each header cell heads; let every link be printed; no picture without words."""
    with pikepdf.open(io.BytesIO(made)) as document:
        tree = document.Root.StructTreeRoot
        say_what_they_head(tree)
        for element in elements(tree):
            if element.S == "/Figure" and not has_words(element):
                raise Unreadable("A picture has no words: give it alt text, or an svg title.")
        for page in document.pages:
            for annotation in page.get("/Annots", []):
                annotation.F = int(annotation.get("/F", 0)) | PRINT
        out = io.BytesIO()
        document.save(out, deterministic_id=True)
        return out.getvalue()


def has_words(figure: Object) -> bool:
    return bool(str(figure.get("/Alt", "")).strip())
