"""What may be asked of the open data, read from an address strictly.

A parameter that cannot be read is refused by name: an answer to another question than the one
asked would be worse.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime, time
from typing import Any, TypeVar
from uuid import UUID

MOST_PER_PAGE, USUAL_PER_PAGE = 100, 50
LONGEST_SEARCH = 200
LARGEST = 2**31 - 1
DAYS = {
    "monday": "MO",
    "tuesday": "TU",
    "wednesday": "WE",
    "thursday": "TH",
    "friday": "FR",
    "saturday": "SA",
    "sunday": "SU",
}
POSTCODE = re.compile(r"(GIR ?0AA|[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2})")
Read = TypeVar("Read")


class Malformed(ValueError):
    """`str()` says which parameter, and what it should be."""

    def __init__(self, name: str, wanted: str) -> None:
        super().__init__(f"{name} should be {wanted}.")
        self.name = name


@dataclass(frozen=True)
class Asked:
    """Everything that can be asked; what was not is None or its usual value."""

    search: str | None = None
    page: int = 1
    per_page: int | None = None
    taxonomy_id: UUID | None = None
    taxonomy_term_id: UUID | None = None
    organization_id: UUID | None = None
    minimum_age: int | None = None
    maximum_age: int | None = None
    start_time: time | None = None
    end_time: time | None = None
    day: str | None = None
    postcode: str | None = None
    proximity: int | None = None
    modified_after: datetime | None = None
    minimal: bool = False
    full: bool = False
    full_service: bool = False
    format: str = "json"

    @property
    def size(self) -> int:
        return self.per_page or USUAL_PER_PAGE


def read(query: Mapping[str, str], allowed: frozenset[str]) -> Asked:
    """`allowed` are the parameters of this list; others are passed over, as the standard asks."""
    found: dict[str, Any] = {}  # Any: one type a parameter
    for field in fields(Asked):
        if field.name in allowed and field.name in query:
            found[field.name] = _one(field.name, query[field.name])
    return Asked(**found)


def _one(name: str, text: str) -> object:
    reader, wanted = READERS[name]
    try:
        return reader(text.strip())
    except ValueError:
        raise Malformed(name, wanted) from None


def whole(lowest: int, highest: int = LARGEST) -> Callable[[str], int]:
    def reading(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,10}", text) or not lowest <= int(text) <= highest:
            raise ValueError
        return int(text)

    return reading


def clock(text: str) -> time:
    if not re.fullmatch(r"[0-9]{2}:[0-9]{2}(:[0-9]{2})?", text):
        raise ValueError
    return time.fromisoformat(text)


def moment(text: str) -> datetime:
    """A day means its first moment; without an offset, UTC is meant. A plus read as a space too."""
    at = datetime.fromisoformat(text.replace(" ", "+"))
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def weekday(text: str) -> str:
    day = DAYS.get(text.lower(), text.upper())
    if day not in DAYS.values():
        raise ValueError
    return day


def postcode(text: str) -> str:
    """Upper case, one space."""
    joined = re.sub(r"\s", "", text).upper()
    if not POSTCODE.fullmatch(joined):
        raise ValueError
    return f"{joined[:-3]} {joined[-3:]}"


def yes_or_no(text: str) -> bool:
    if text.lower() not in ("true", "false", ""):
        raise ValueError
    return text.lower() != "false"


def words(text: str) -> str:
    if len(text) > LONGEST_SEARCH or "\x00" in text:
        raise ValueError
    return text


def way(text: str) -> str:
    if text not in ("json", "ndjson"):
        raise ValueError
    return text


NUMBER = "a number like 039988c5-c689-5b28-ab63-dcfe91c2e194"
READERS: dict[str, tuple[Callable[[str], object], str]] = {
    "search": (words, f"at most {LONGEST_SEARCH} letters"),
    "page": (whole(1), "a whole number from 1 up"),
    "per_page": (whole(1, MOST_PER_PAGE), f"a whole number from 1 to {MOST_PER_PAGE}"),
    "taxonomy_id": (UUID, NUMBER),
    "taxonomy_term_id": (UUID, NUMBER),
    "organization_id": (UUID, NUMBER),
    "minimum_age": (whole(0, 150), "an age in whole years"),
    "maximum_age": (whole(0, 150), "an age in whole years"),
    "start_time": (clock, "a time such as 09:30"),
    "end_time": (clock, "a time such as 17:00"),
    "day": (weekday, "a day such as MO or Monday"),
    "postcode": (postcode, "a whole postcode such as E1 6AN"),
    "proximity": (whole(0), "a whole number of metres"),
    "modified_after": (moment, "a moment such as 2026-11-02T09:15:00Z"),
    "minimal": (yes_or_no, "true or false"),
    "full": (yes_or_no, "true or false"),
    "full_service": (yes_or_no, "true or false"),
    "format": (way, "json or ndjson"),
}
