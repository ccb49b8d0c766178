"""What may come in from outside: a short list of kinds, each really what its name says.

The ending of the name, the first bytes and a real reading must agree. PDFs come back inert,
pictures redrawn, text as UTF-8; office files come back as they are or not at all.
"""

import csv
import io
import re
import unicodedata
from dataclasses import dataclass

from alliance.documents import office, pictures
from alliance.documents.limits import LONGEST_NAME, MOST_BYTES
from alliance.documents.sanitise import sanitise
from alliance.errors import Refused

PDF, CSV, TEXT = "application/pdf", "text/csv", "text/plain"
PNG, JPEG = "image/png", "image/jpeg"
ENDINGS = {
    ".pdf": PDF,
    ".docx": office.DOCX,
    ".xlsx": office.XLSX,
    ".csv": CSV,
    ".txt": TEXT,
    ".png": PNG,
    ".jpg": JPEG,
    ".jpeg": JPEG,
}
EVERYTHING = frozenset(ENDINGS.values())
CALLED = {
    PDF: "PDF",
    office.DOCX: "Word (.docx)",
    office.XLSX: "Excel (.xlsx)",
    CSV: "CSV",
    PNG: "PNG",
    JPEG: "JPEG",
    TEXT: "plain text (.txt)",
}
FIRST_BYTES = {
    PDF: b"%PDF-",
    office.DOCX: b"PK\x03\x04",
    office.XLSX: b"PK\x03\x04",
    PNG: b"\x89PNG\r\n\x1a\n",
    JPEG: b"\xff\xd8\xff",
}
BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
NOT_IN_NAMES = re.compile(r'[<>:"|?*]')
CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
CALLS_A_PROGRAM = re.compile(r"\s*[=+\-@].*\|.*!", re.DOTALL)
LONGEST_LINE = 1_000_000


@dataclass(frozen=True)
class Checked:
    """A file that may be kept: what it was found to be, its name for people, what to store."""

    media_type: str
    name: str
    content: bytes


def examine(name: str, content: bytes, *, allowed: frozenset[str] = EVERYTHING) -> Checked:
    """The file, made harmless. Raises Refused with a sentence for the person who sent it.

    `allowed` are media types out of `EVERYTHING`.
    """
    clean = clean_name(name)
    media_type = ENDINGS.get(ending(clean), "")
    if media_type not in allowed:
        raise Refused(f"We cannot take this kind of file. Send {kinds(allowed)}.")
    if not content:
        raise Refused("This file is empty.")
    if len(content) > MOST_BYTES:
        raise Refused("This file is too large. The most is 50 MB.")
    if not content.startswith(FIRST_BYTES.get(media_type, b"")):
        raise Refused(f"This file is named {ending(clean)} but is something else inside.")
    return Checked(media_type, clean, harmless(content, media_type))


def harmless(content: bytes, media_type: str) -> bytes:
    if media_type == PDF:
        return sanitise(content)
    if media_type in pictures.FORMATS:
        return pictures.redraw(content, media_type)
    if media_type in office.MAIN_PARTS:
        office.check(content, media_type)
        return content
    return as_text(content, media_type)


def as_text(content: bytes, media_type: str) -> bytes:
    """The same words in UTF-8: what is neither UTF-8, UTF-16 nor Windows text is refused."""
    text = decoded(content)
    if CONTROL.search(text):
        raise Refused("This file is not plain text inside.")
    if text.lstrip().lower().startswith(("<!doctype", "<html", "<script", "<svg", "<?xml", "%!ps")):
        raise Refused("This file is a web page or program inside, not plain text.")
    if max(map(len, text.splitlines()), default=0) > LONGEST_LINE:
        raise Refused("This file has a line of more than a million letters.")
    if media_type == CSV:
        read_rows(text)
    return text.encode()


def decoded(content: bytes) -> str:
    marks = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
    encoding = next((name for mark, name in marks.items() if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        raise Refused("This file is not plain text inside.") from None


def read_rows(text: str) -> None:
    """Every row can be read; spreadsheets export with commas, semicolons or tabs."""
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True))
    except csv.Error:
        raise Refused("This CSV file cannot be read as rows. Please export it again.") from None
    if not any(rows):
        raise Refused("This CSV file has no rows.")
    if any(CALLS_A_PROGRAM.match(cell) for row in rows for cell in row):
        raise Refused("A cell in this CSV file would start a program. Please remove it.")


def clean_name(name: str) -> str:
    """A name to show to people: no folders, no control or direction marks, at most 120 letters.

    The ending is kept, in lower case. A name of which nothing is left is "file".
    """
    flat = unicodedata.normalize("NFC", BIDI.sub("", name).replace("\\", "/")).rpartition("/")[2]
    shown = "".join(" " if unicodedata.category(c) in ("Zl", "Zp", "Cc") else c for c in flat)
    kept = "".join(c for c in shown if unicodedata.category(c) not in ("Cf", "Cs", "Co", "Cn"))
    tidy = " ".join(NOT_IN_NAMES.sub("", kept).split()).strip(". ")
    stem, dot, last = tidy.rpartition(".")
    if not dot:
        return tidy[:LONGEST_NAME].strip(". ") or "file"
    last = last.lower()[:10]
    stem = stem[: LONGEST_NAME - len(last) - 1].strip(". ")
    return f"{stem or 'file'}.{last}"


def ending(name: str) -> str:
    dot, last = name.rpartition(".")[1:]
    return f"{dot}{last}".lower() if dot else ""


def kinds(allowed: frozenset[str]) -> str:
    """ "PDF, PNG or JPEG", in the order in which we list them."""
    *most, latest = [said for media_type, said in CALLED.items() if media_type in allowed]
    return f"{', '.join(most)} or {latest}" if most else latest
