"""Files that go out: templates, marked copies and what is held, with no cell that reckons."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

from alliance.documents.office import XLSX
from alliance.documents.uploads import CSV
from alliance.spreadsheets import csv_file, harmless
from members.importing.columns import Column, Layout
from members.importing.files import Sheet
from members.importing.reading import letter

Rows = Sequence[Sequence[str]]
WHAT_TO_DO = "What to put right"
WIDEST = 48


@dataclass(frozen=True)
class Written:
    """A file to hand out."""

    content: bytes
    media_type: str


def written(
    ending: str, heads: Sequence[str], rows: Iterable[Sequence[str]], *, notes: Rows = ()
) -> Written:
    """As .csv or .xlsx; `notes` are rows of a second sheet, which only a workbook has."""
    if ending == "csv":
        return Written(csv_file(heads, rows), CSV)
    return Written(workbook(heads, rows, notes), XLSX)


def workbook(heads: Sequence[str], rows: Iterable[Sequence[str]], notes: Rows) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("List")
    for place, head in enumerate(heads):
        sheet.column_dimensions[letter(place)].width = min(max(len(head) + 4, 16), WIDEST)
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, head, is_head=True) for head in heads])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    if notes:
        beside = book.create_sheet("Allowed words")
        beside.column_dimensions["A"].width, beside.column_dimensions["B"].width = 28, 90
        for note in notes:
            beside.append([_cell(beside, value) for value in note])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: object, value: str, *, is_head: bool = False) -> WriteOnlyCell:
    """Text and nothing but text, whatever it begins with."""
    cell = WriteOnlyCell(sheet, harmless(value))
    cell.data_type = "s"
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    if is_head:
        cell.font = Font(bold=True)
    return cell


def template(layout: Layout, ending: str) -> Written:
    """Headings and one example row; in a workbook also the allowed words."""
    columns = layout.usual
    example = [column.example for column in columns]
    return written(
        ending, [column.heading for column in columns], [example], notes=allowed_words(columns)
    )


def allowed_words(columns: Sequence[Column]) -> list[list[str]]:
    rows = [["Column", "What it takes"]]
    for column in columns:
        said = [column.hint, ", ".join(column.allowed)]
        if column.is_required:
            said.insert(0, "Every row needs it.")
        if any(said):
            rows.append([column.heading, " ".join(words for words in said if words)])
    return rows


def held(layout: Layout, rows: Iterable[Mapping[str, object]], ending: str) -> Written:
    """What we hold, so that the same file read again finds nothing to change."""
    lines = list(rows)
    columns = [c for c in layout.columns if c.is_usual or any(line.get(c.key) for line in lines)]
    return written(
        ending,
        [column.heading for column in columns],
        [[_said(column, line) for column in columns] for line in lines],
        notes=allowed_words(columns),
    )


def _said(column: Column, line: Mapping[str, object]) -> str:
    value = line.get(column.key)
    return "" if value is None else column.written(value)


def marked(sheet: Sheet, *, heading_row: int, faults: Mapping[int, str], ending: str) -> Written:
    """The file as it came, with a last column that says what to put right in each row."""
    widest = max(len(line.cells) for line in sheet.lines)
    lines = {line.number: [*line.cells, *[""] * (widest - len(line.cells))] for line in sheet.lines}
    heads = [*lines[heading_row], WHAT_TO_DO]
    rows = [
        [*lines.get(number, [""] * widest), faults.get(number, "")]
        for number in range(heading_row + 1, max(lines) + 1)
    ]
    return written(ending, heads, rows)
