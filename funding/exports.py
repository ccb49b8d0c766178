"""Streams as a spreadsheet: figure, firmness and status never share a column."""

from collections.abc import Iterable

from alliance.spreadsheets import csv_file
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


def streams_csv(streams: Iterable[FundingStream]) -> bytes:
    """UTF-8 with a mark, so that spreadsheets read it right. An unknown sum is an empty cell."""
    return csv_file(HEADS, ([_cell(value) for value in _row(stream)] for stream in streams))


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


def _cell(value: object) -> str:
    return "" if value is None else str(value)
