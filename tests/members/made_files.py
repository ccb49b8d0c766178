"""Spreadsheet files as people and programs make them: good ones, odd ones and harmful ones."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

HEADS = ("Organisation", "Charity number", "Size", "Email", "Member since")


def csv_of(rows: Iterable[Sequence[str]], *, heads: Sequence[str] = HEADS, mark: str = ",") -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=mark)
    writer.writerow(heads)
    writer.writerows(rows)
    return out.getvalue()


def xlsx_of(rows: Iterable[Sequence[object]], *, heads: Sequence[str] = HEADS) -> Workbook:
    book = Workbook()
    book.active.append(list(heads))
    for row in rows:
        book.active.append(list(row))
    return book


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def counting_from_1904() -> bytes:
    book = xlsx_of([("Date Circle", "", "", "", date(2025, 5, 4))])
    book.epoch = CALENDAR_MAC_1904
    return saved(book)


def with_parts(content: bytes, **parts: bytes) -> bytes:
    """The same package with other parts in it, or some of them replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        named = {name.replace("__", "/"): body for name, body in parts.items()}
        for part in old.infolist():
            if part.filename not in named:
                new.writestr(part, old.read(part))
        for name, body in named.items():
            new.writestr(name, body, compress_type=zipfile.ZIP_DEFLATED)
    return out.getvalue()


def bomb() -> bytes:
    """Eighty megabytes of nothing in a small file."""
    return with_parts(saved(xlsx_of([])), **{"xl__media__x.bin": b"\0" * (80 * 2**20)})


def renamed_macros() -> bytes:
    """A workbook with macros whose name says that it has none."""
    with zipfile.ZipFile(io.BytesIO(saved(xlsx_of([])))) as packed:
        types = packed.read("[Content_Types].xml")
    kinds = types.replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    return with_parts(saved(xlsx_of([])), **{"[Content_Types].xml": kinds})
