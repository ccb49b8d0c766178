"""Open a file as rows of text, with the numbers that a spreadsheet shows, or say why not."""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.utils.exceptions import InvalidFileException

from alliance.documents import office, uploads
from alliance.errors import Refused

MOST_BYTES = 2 * 2**20
MOST_ROWS = 1_000
MOST_COLUMNS = 60
MOST_UNPACKED = 50 * 2**20
LOOKED_AT_FOR_HEADINGS = 10
EMPTY_ENOUGH = 2_000  # rows without a word: a spreadsheet's formatting, not its content
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old Excel files, and new ones under a password
HEADINGS_OVER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
IsHeading = Callable[[str], bool]


@dataclass(frozen=True)
class Line:
    """A row with something in it. `unworked` are columns with a formula and no result."""

    number: int
    cells: tuple[str, ...]
    unworked: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Sheet:
    """Rows by the numbers that a spreadsheet shows; `counts_from_1904` is how it counts days."""

    lines: list[Line] = field(default_factory=list)
    counts_from_1904: bool = False


@dataclass(frozen=True)
class Opened:
    """A file that may be kept, and what stands in it."""

    checked: uploads.Checked
    sheet: Sheet


def opened(name: str, content: bytes, *, is_heading: IsHeading) -> Opened:
    """The file's rows. Raises Refused with one sentence, and how to save it otherwise."""
    refuse_at_sight(name, content)
    ending = uploads.ending(uploads.clean_name(name))
    if ending == ".csv":
        text = decoded(content)
        checked = uploads.examine(name, text.encode(), allowed=frozenset({uploads.CSV}))
        return Opened(checked, Sheet(limited(csv_lines(text, is_heading=is_heading))))
    checked = uploads.examine(name, content, allowed=frozenset({office.XLSX}))
    return Opened(checked, workbook(content))


def refuse_at_sight(name: str, content: bytes) -> None:
    ending = uploads.ending(uploads.clean_name(name))
    if ending == ".xls":
        raise Refused("This is an old Excel file. Open it and save it as .xlsx, or as .csv.")
    if ending in (".xlsm", ".xlsb", ".xltx", ".xltm"):
        raise Refused("This workbook can run macros. Save it as .xlsx, or as .csv.")
    if ending not in (".csv", ".xlsx"):
        raise Refused("Send a .csv or .xlsx file.")
    if not content:
        raise Refused("This file is empty.")
    if len(content) > MOST_BYTES:
        raise Refused("This file is larger than 2 MB. Split it and send the parts one by one.")
    if content.startswith(OLE):
        raise Refused(
            "This file has a password, or is an old Excel file. Save it as .xlsx without one."
        )


# ---- text ----------------------------------------------------------------------------------------
def decoded(content: bytes) -> str:
    """UTF-8 or UTF-16, or Windows text; a list pasted together may have some lines of each."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return uploads.decoded(content)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        lines = content.removeprefix(b"\xef\xbb\xbf").split(b"\n")
        return "\n".join(_line(line) for line in lines)


def _line(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return uploads.decoded(line)


def csv_lines(text: str, *, is_heading: IsHeading) -> Iterator[Line]:
    """By comma, semicolon or tab: whichever finds most of our headings in the first rows."""
    delimiter = max(",;\t", key=lambda mark: _headings_found(text, mark, is_heading))
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), 1):
            unworked = frozenset(n for n, cell in enumerate(cells) if cell.startswith("="))
            yield Line(number, tuple(tidy(cell) for cell in cells), unworked)
    except csv.Error:
        raise Refused("This file cannot be read as rows. Please export it again.") from None


def _headings_found(text: str, delimiter: str, is_heading: IsHeading) -> int:
    rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    first = (row for _, row in zip(range(LOOKED_AT_FOR_HEADINGS), rows, strict=False))
    return max((sum(map(is_heading, row)) for row in first), default=0)


# ---- workbooks -----------------------------------------------------------------------------------
def workbook(content: bytes) -> Sheet:
    """The first sheet: values, and which of them are formulas that nobody has worked out."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
            raise Refused("This file unpacks to more than 50 MB, so we do not open it.")
    try:
        values = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        formulas = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        lines = limited(_rows(values.worksheets[0], formulas.worksheets[0]))
    except (InvalidFileException, KeyError, ValueError, IndexError, TypeError):
        raise Refused("This workbook is damaged. Please save it again.") from None
    return Sheet(lines, counts_from_1904=values.epoch == CALENDAR_MAC_1904)


def _rows(values: Any, formulas: Any) -> Iterator[Line]:  # Any: openpyxl has no types
    for sheet in (values, formulas):
        sheet.reset_dimensions()
    rows = zip(
        values.iter_rows(values_only=True), formulas.iter_rows(values_only=True), strict=True
    )
    for number, (shown, typed) in enumerate(rows, 1):
        unworked = frozenset(
            place
            for place, (value, formula) in enumerate(zip(shown, typed, strict=True))
            if value is None and formula is not None
        )
        yield Line(number, tuple(tidy(written(value)) for value in shown), unworked)


def written(value: object) -> str:
    """A cell's value as somebody would type it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


# ---- both ----------------------------------------------------------------------------------------
def tidy(cell: str) -> str:
    """Without the spaces and control marks around it; and without our own guard against formulas.

    Emoji, other scripts and zero-width joiners are people's names, and stay.
    """
    plain = HEADINGS_OVER.sub("", cell).replace("\xa0", " ").replace("\r\n", "\n").strip()
    return plain[1:] if plain.startswith(("'=", "'+", "'-", "'@")) else plain


def limited(lines: Iterable[Line]) -> list[Line]:
    """Rows with something in them, as many as we take; a sheet's empty rest is not read to its end.

    The rows above the first of data, headings among them, are not counted.
    """
    kept: list[Line] = []
    latest = 0
    for line in lines:
        if any(line.cells) or line.unworked:
            kept.append(line)
            latest = line.number
        elif line.number - latest > EMPTY_ENOUGH:
            break
        if len(kept) > MOST_ROWS + LOOKED_AT_FOR_HEADINGS:
            raise Refused("This file has more than 1,000 rows. Send it in parts.")
        if any(line.cells[MOST_COLUMNS:]):
            raise Refused("This file has more than 60 columns. Leave out those we do not ask for.")
    if not kept:
        raise Refused("This file has no rows.")
    return kept
