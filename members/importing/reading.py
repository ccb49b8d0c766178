"""Read each row of a sheet by a layout, and name every fault: row, heading, what to do."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from alliance.errors import Refused
from alliance.typed import Unreadable
from alliance.words import listed
from members.importing.cells import day
from members.importing.columns import Column, Layout
from members.importing.files import LOOKED_AT_FOR_HEADINGS, MOST_ROWS, Line, Sheet

ENOUGH_HEADINGS = 2
UNWORKED = "this is a formula without its result. Paste the value instead."
MISSING = "this is empty, and every row needs it."
Values = dict[str, object]


@dataclass(frozen=True)
class Problem:
    """A fault as its row, its column's heading, and what to put right."""

    row: int
    heading: str
    words: str

    def __str__(self) -> str:
        where = f"Row {self.row}, {self.heading}" if self.heading else f"Row {self.row}"
        return f"{where}: {self.words}"


@dataclass(frozen=True)
class ReadRow:
    """What one row says. An empty cell is not in `values`: it says nothing."""

    number: int
    values: Values
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Reading:
    """Everything a sheet says; `heading_row` is its number, `unknown` are columns we do not ask."""

    heading_row: int
    rows: list[ReadRow]
    unknown: list[str]


def read(sheet: Sheet, layout: Layout) -> Reading:
    """Raises Refused where no row can be read because of the headings."""
    heads = _headings(sheet, layout)
    data = [line for line in sheet.lines if line.number > heads.number]
    if not data:
        raise Refused("There is no row below the headings.")
    if len(data) > MOST_ROWS:
        raise Refused("This file has more than 1,000 rows. Send it in parts.")
    places = _places(heads, layout, data)
    known = set(places.values())
    unknown = [cell for n, cell in enumerate(heads.cells) if cell and n not in known]
    read_one = partial(_row, layout=layout, places=places, sheet=sheet)
    return Reading(heads.number, [read_one(line) for line in data], unknown)


def _headings(sheet: Sheet, layout: Layout) -> Line:
    """The first row with at least two of our headings; titles may stand above it."""
    for line in sheet.lines[:LOOKED_AT_FOR_HEADINGS]:
        if sum(map(layout.is_heading, line.cells)) >= ENOUGH_HEADINGS:
            return line
    wanted = listed([column.heading for column in layout.required])
    raise Refused(f"We found no row of headings. Call the columns as our template does: {wanted}.")


def _places(heads: Line, layout: Layout, data: list[Line]) -> dict[str, int]:
    """Where each column stands. Refused: twice the same, one without a name, one missing."""
    found = [(layout.of(cell), n) for n, cell in enumerate(heads.cells) if cell]
    counts = Counter(column.key for column, _ in found if column)
    for column, _ in found:
        if column and counts[column.key] > 1:
            raise Refused(
                f"Row {heads.number}: several columns are called {column.heading}. Keep one."
            )
    _refuse_nameless(heads, data)
    places = {column.key: n for column, n in found if column}
    missing = [column.heading for column in layout.required if column.key not in places]
    if missing:
        raise Refused(f"Row {heads.number}: there is no column called {listed(missing)}.")
    return places


def _refuse_nameless(heads: Line, data: list[Line]) -> None:
    filled = {n for line in data for n, cell in enumerate(line.cells) if cell}
    named = {n for n, cell in enumerate(heads.cells) if cell}
    nameless = sorted(filled - named)
    if nameless:
        letters = listed([letter(n) for n in nameless])
        raise Refused(
            f"Row {heads.number}: column {letters} has no heading. If headings are merged, take"
            " them apart and give each column its own."
        )


def letter(place: int) -> str:
    """A, B, ... Z, AA: as a spreadsheet names a column."""
    most, least = divmod(place, 26)
    return (letter(most - 1) if most else "") + chr(ord("A") + least)


def _row(line: Line, *, layout: Layout, places: Mapping[str, int], sheet: Sheet) -> ReadRow:
    values: Values = {}
    problems: list[Problem] = []
    typed = {key: line.cells[n] if n < len(line.cells) else "" for key, n in places.items()}
    for key, cell in typed.items():
        column = layout.column(key)
        try:
            refuse_unsaid(column, cell, is_unworked=places[key] in line.unworked)
            if cell:
                values[key] = _read(column, cell, sheet)
        except Unreadable as wrong:
            problems.append(Problem(line.number, column.heading, str(wrong)))
    problems += [
        Problem(line.number, layout.column(key).heading, words)
        for key, words in _crosswise(layout.kind, values)
    ]
    if _is_example(layout, typed):
        problems = [Problem(line.number, "", "this is the template's example. Take it out.")]
    return ReadRow(line.number, values, problems)


def refuse_unsaid(column: Column, cell: str, *, is_unworked: bool) -> None:
    if is_unworked:
        raise Unreadable(UNWORKED)
    if column.is_required and not cell:
        raise Unreadable(MISSING)


def _read(column: Column, cell: str, sheet: Sheet) -> object:
    if column.is_day:
        return day(cell, counts_from_1904=sheet.counts_from_1904)
    return column.read(cell)


def _is_example(layout: Layout, typed: Mapping[str, str]) -> bool:
    return all(typed.get(column.key, "") == column.example for column in layout.required)


def _crosswise(kind: str, values: Values) -> list[tuple[str, str]]:
    """Faults that only two cells together have."""
    return [
        (upper, words.format(values[lower], values[upper]))
        for of_kind, lower, upper, words in TOGETHER
        if kind == of_kind and _is_above(values.get(lower), values.get(upper))
    ]


TOGETHER = (
    ("services", "minimum_age", "maximum_age", "the oldest age, {1}, is below the youngest, {0}."),
    ("capacity", "available", "maximum", "{0} places free cannot be out of {1}."),
)


def _is_above(lower: object, upper: object) -> bool:
    return isinstance(lower, int) and isinstance(upper, int) and lower > upper
