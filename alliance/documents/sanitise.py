"""Make a PDF from outside safe to hand on: it may show pages and link, and nothing else.

What may stay is listed, not what must go: of actions, only a link to a web or mail address and a
jump within the document. Everything that runs, opens, fetches, submits, plays or carries a file is
cut out. The result is read again and must be clean. Text, tags, bookmarks and links survive.
"""

import io
import zlib
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Object, Stream

from alliance.documents.limits import (
    MOST_BYTES,
    MOST_PAGES,
    MOST_PIXELS,
    MOST_TIMES,
    MOST_UNPACKED,
)
from alliance.errors import Refused

KNOWN_ACTIONS = {
    *("/GoTo", "/GoToR", "/GoToE", "/GoToDp", "/GoTo3DView", "/Launch", "/Thread", "/URI"),
    *("/Sound", "/Movie", "/Hide", "/Named", "/SubmitForm", "/ResetForm", "/ImportData"),
    *("/JavaScript", "/SetOCGState", "/Rendition", "/Trans", "/RichMediaExecute"),
}
ACTION_KEYS = {"/A", "/PA"}
SAFE_LINKS = ("https://", "http://", "mailto:")
UNSAFE_KEYS = {
    *("/OpenAction", "/AA", "/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/AF", "/XFA"),
    *("/RichMedia", "/RichMediaContent", "/Renditions", "/3DD", "/Collection"),
}
UNSAFE_ANNOTATIONS = {"/FileAttachment", "/Sound", "/Movie", "/Screen", "/RichMedia", "/3D"}
FROM_ANOTHER_FILE = ("/F", "/FFilter", "/Ref")  # of a stream: its content, or a page, lies outside
PACKED = {"/FlateDecode", "/LZWDecode", "/RunLengthDecode", "/Fl", "/LZW", "/RL"}
BLOCK = 2**20
DEEPEST = 60


def sanitise(pdf: bytes) -> bytes:
    """The same document, inert. Raises Refused."""
    if len(pdf) > MOST_BYTES:
        raise Refused("This PDF is too large. The most is 50 MB.")
    with opened(pdf) as document:
        if len(document.pages) > MOST_PAGES:
            raise Refused(f"This PDF has more than {MOST_PAGES:,} pages. Please split it.")
        refuse_bombs(document)
        for holder, key in list(unsafe_parts(document)):
            if key in holder:
                del holder[key]
        for page in document.pages:
            page_without_unsafe_annotations(page)
        out = io.BytesIO()
        document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    with opened(out.getvalue()) as again:
        if next(unsafe_parts(again), None):
            raise Refused("This PDF contains something that cannot be made safe.")
    return out.getvalue()


def opened(pdf: bytes) -> pikepdf.Pdf:
    """RuntimeError and the like are how a broken page tree shows itself."""
    try:
        document = pikepdf.open(io.BytesIO(pdf))
        pages = len(document.pages)
    except pikepdf.PasswordError:
        raise Refused("This PDF is locked with a password. Please send it unlocked.") from None
    except (pikepdf.PdfError, RuntimeError, AttributeError, TypeError, ValueError):
        raise Refused("This file is damaged, or is not a PDF.") from None
    if not pages:
        raise Refused("This PDF has no pages.")
    return document


def refuse_bombs(document: pikepdf.Pdf) -> None:
    """What is packed inside may not unpack without measure, nor be packed twice over."""
    left = MOST_UNPACKED
    for thing in document.objects:
        if not isinstance(thing, Stream):
            continue
        if str(thing.stream_dict.get("/Subtype")) == "/Image":
            refuse_huge_picture(thing)
            continue
        packed = [name for name in filters(thing) if name in PACKED]
        if len(packed) > 1:
            raise Refused("This PDF is packed in too many layers to be checked.")
        left -= unpacked(thing, left) if packed else len(thing.read_raw_bytes())
        if left < 0:
            raise Refused("This PDF is larger than 200 MB once unpacked. Please split it.")


def filters(stream: Stream) -> list[str]:
    found: object = stream.stream_dict.get("/Filter", Array())
    return [str(name) for name in found] if isinstance(found, Array) else [str(found)]


def unpacked(stream: Stream, most: int) -> int:
    """How long the stream is once unpacked, without keeping more than a block of it."""
    if filters(stream) != ["/FlateDecode"]:
        return len(stream.read_raw_bytes()) * MOST_TIMES
    length, flate, packed = 0, zlib.decompressobj(), bytes(stream.read_raw_bytes())
    try:
        while packed and length <= most and not flate.eof:
            length += len(flate.decompress(packed, BLOCK))
            packed = flate.unconsumed_tail
    except zlib.error:
        return length  # readers show such a page as far as it goes; it grows no further
    return length


def refuse_huge_picture(picture: Stream) -> None:
    if len([name for name in filters(picture) if name in PACKED]) > 1:
        raise Refused("This PDF is packed in too many layers to be checked.")
    width, height = picture.stream_dict.get("/Width", 0), picture.stream_dict.get("/Height", 0)
    if int(width) * int(height) > MOST_PIXELS:
        raise Refused("A picture in this PDF is too large to be opened safely.")


def unsafe_parts(document: pikepdf.Pdf) -> Iterator[tuple[Object, str]]:
    """Every dictionary entry that must go, as (dictionary, key)."""
    yield from within(document.trailer, 0)
    for thing in document.objects:
        yield from within(thing, 0)


def within(thing: Object, depth: int) -> Iterator[tuple[Object, str]]:
    """In this object and in those written inside it; other objects are visited by themselves."""
    if depth > DEEPEST:
        raise Refused("This PDF is nested too deeply to be checked.")
    if isinstance(thing, Stream):
        thing = thing.stream_dict
        yield from ((thing, key) for key in FROM_ANOTHER_FILE if key in thing)
    if isinstance(thing, Dictionary):
        for key, value in thing.items():
            if key in UNSAFE_KEYS or is_unsafe_action(key, value):
                yield thing, key
            elif not value_is_elsewhere(value):
                yield from within(value, depth + 1)
    elif isinstance(thing, Array):
        for value in thing:
            if not value_is_elsewhere(value):
                yield from within(value, depth + 1)


def value_is_elsewhere(value: object) -> bool:
    return not isinstance(value, Dictionary | Array) or bool(value.is_indirect)


def is_unsafe_action(key: str, value: object) -> bool:
    """Also where one action leads to others, which could hide anything."""
    if not isinstance(value, Dictionary):
        return False
    kind = str(value.get("/S"))
    if kind not in KNOWN_ACTIONS:
        return key in ACTION_KEYS and "/S" in value and "/O" not in value
    if kind == "/URI":
        return "/Next" in value or not str(value.get("/URI", "")).lower().startswith(SAFE_LINKS)
    return "/Next" in value or kind != "/GoTo"


def page_without_unsafe_annotations(page: pikepdf.Page) -> None:
    if "/Annots" in page:
        page.Annots = Array(
            [note for note in page.Annots if str(note.get("/Subtype")) not in UNSAFE_ANNOTATIONS]
        )
