"""Tables as files that a spreadsheet opens as text, whatever people typed."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: str) -> str:
    """A cell that begins like a formula is led by an apostrophe, so that nothing is reckoned."""
    return f"'{cell}" if cell.startswith(BEGINS_A_FORMULA) else cell


def csv_file(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """With a byte-order mark: without one, some spreadsheets garble every accent."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")
