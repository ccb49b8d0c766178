"""A column of a list: what it is called, how its cells are read, and how they are written."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

REFERENCE = "reference"


def as_text(value: object) -> str:
    """A value as it stands in a cell, so that it reads back as the same value."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return "; ".join(str(one) for one in value)
    return str(value)


@dataclass(frozen=True)
class Column:
    """`also` are other headings people give it; `allowed` says which words it takes."""

    key: str
    heading: str
    read: Callable[[str], object]
    also: tuple[str, ...] = ()
    is_required: bool = False
    is_day: bool = False
    example: str = ""
    allowed: tuple[str, ...] = ()
    hint: str = ""
    written: Callable[[object], str] = as_text
    is_usual: bool = True  # stands in the template


@dataclass(frozen=True)
class Layout:
    """What a kind of list holds; `name` is the column by which a row is spoken of."""

    kind: str
    columns: tuple[Column, ...]
    name: str

    def of(self, heading: str) -> Column | None:
        """The column of this heading, whatever its capitals, marks and spaces."""
        return self._known().get(plain(heading))

    def is_heading(self, text: str) -> bool:
        return plain(text) in self._known()

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)

    @property
    def required(self) -> list[Column]:
        return [column for column in self.columns if column.is_required]

    @property
    def usual(self) -> list[Column]:
        return [column for column in self.columns if column.is_usual]

    def _known(self) -> dict[str, Column]:
        return {
            plain(heading): column
            for column in self.columns
            for heading in (column.heading, column.key, *column.also)
        }


def plain(heading: str) -> str:
    apart = unicodedata.normalize("NFKD", heading).casefold()
    return " ".join(re.sub(r"[^a-z0-9]+", " ", apart).split())
