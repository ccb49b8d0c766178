"""Long lists: which column they are sorted by and which part is shown, both in the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, QueryDict

SORT = "sort"
PER_PAGE = 50

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Lap:
    """One link at the foot of a list; a gap has no number."""

    number: int | None
    query: str = ""
    is_current: bool = False


def ordering(
    request: HttpRequest, columns: Mapping[str, Sequence[str]], *, default: str
) -> list[str]:
    """What to give `order_by` for the column the person chose; anything else is the default."""
    chosen = request.GET.get(SORT, default)
    name = chosen.removeprefix("-")
    if name not in columns:
        chosen, name = default, default.removeprefix("-")
    fields = list(columns[name])
    return [_turned(field) for field in fields] if chosen.startswith("-") else fields


def _turned(field: str) -> str:
    return field.removeprefix("-") if field.startswith("-") else f"-{field}"


def sorted_by(chosen: Mapping[str, Any], name: str) -> str:  # Any: QueryDict's own type
    """`ascending`, `descending` or nothing, as `aria-sort` wants it."""
    return {name: "ascending", f"-{name}": "descending"}.get(chosen.get(SORT, ""), "")


def page_of(request: HttpRequest, rows: QuerySet[Row], *, per_page: int = PER_PAGE) -> Page[Row]:
    """The part of the list the person is on; a number that does not exist is the nearest one."""
    return Paginator(rows, per_page).get_page(request.GET.get("page"))


def laps(page: Page[Any], kept: QueryDict | None) -> list[Lap]:  # Any: a page of anything
    """The links at the foot: the first, the last and those near the one that is shown."""
    found: list[Lap] = []
    for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
        if not isinstance(number, int):
            found.append(Lap(None))
            continue
        found.append(Lap(number, page_query(kept, number), number == page.number))
    return found


def page_query(kept: QueryDict | None, number: int) -> str:
    """The same list, another part of it: filters and sorting stay."""
    query = QueryDict(mutable=True) if kept is None else kept.copy()
    query["page"] = str(number)
    return query.urlencode()
