"""Streams as a spreadsheet: figure, firmness and status never share a column."""

import csv
import io
from collections.abc import Iterable

from funding.models import FundingStream

HEADS = [
    "name",
    "part_of",
    "status",
    "total_pence",
    "qualifier",
    "in_words",
    "as_stated",
    "funder",
    "instrument",
    "starts_on",
    "ends_on",
    "source_title",
    "source_quote",
]
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def streams_csv(streams: Iterable[FundingStream]) -> bytes:
    """UTF-8 with a mark, so that spreadsheets read it right. An unknown sum is an empty cell."""
    written = io.StringIO()
    sheet = csv.writer(written)
    sheet.writerow(HEADS)
    for stream in streams:
        sheet.writerow([_cell(value) for value in _row(stream)])
    return written.getvalue().encode("utf-8-sig")


def _row(stream: FundingStream) -> list[object]:
    return [
        stream.name,
        stream.parent or "",
        stream.status,
        stream.total_pence,
        stream.qualifier,
        stream.amount_words,
        stream.as_stated,
        stream.said_by,
        stream.instrument,
        stream.starts_on,
        stream.ends_on,
        stream.source_title,
        stream.source_quote,
    ]


def _cell(value: object) -> object:
    """Text that a spreadsheet would take for a formula is kept as text."""
    if value is None:
        return ""
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else value
