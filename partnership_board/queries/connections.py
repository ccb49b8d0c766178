"""Who could have an interest in an item: from what organisations stand to gain or lose by it.

A connection is a question to somebody, never a declaration.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, F, OuterRef, Subquery, Value
from django.db.models.functions import Cast

from members.models import Organisation, Representative
from partnership_board import registries
from partnership_board.models import Interest, PaperParty, PaperVersion, SeatTerm

Row = tuple[int, int, str]  # a person, an organisation, how they are bound to it
ACTS, SITS, REGISTER = "acts for", "sits for", "register"
HOW = {
    ACTS: "acts for {}",
    SITS: "holds a seat for {}",
    REGISTER: "has {} in the register of interests",
}


@dataclass(frozen=True)
class Connection:
    """Somebody, and an organisation that stands to gain or lose, with how the two are bound."""

    person: int
    organisation: int
    name: str
    how: str

    @property
    def why(self) -> str:
        """Within a sentence: acts for Mind's Friends."""
        return HOW[self.how].format(self.name)


def connections(
    items: Collection[int], people: Collection[int], *, on: date, is_own: bool = False
) -> dict[int, list[Connection]]:
    """By item. Two queries, one more for names where an upper app adds organisations.

    An entry that is withheld from the register leads to nobody, but somebody asked about their own.
    """
    touched = _touched(items)
    wanted = {pk for found in touched.values() for pk in found}
    bound: dict[int, list[Row]] = {}
    for row in _bound(people, wanted, on=on, is_own=is_own) if wanted else []:
        bound.setdefault(row[1], []).append(row)
    return {item: list(_of_item(touched.get(item, {}), bound)) for item in items}


def _of_item(touched: dict[int, str], bound: dict[int, list[Row]]) -> Iterable[Connection]:
    seen: set[tuple[int, int]] = set()
    for organisation, name in touched.items():
        there = sorted(bound.get(organisation, []), key=lambda row: list(HOW).index(row[2]))
        for person, _, how in there:
            if (person, organisation) not in seen:
                seen.add((person, organisation))
                yield Connection(person, organisation, name, how)


def _touched(items: Collection[int]) -> dict[int, dict[int, str]]:
    """By item: organisations that its latest paper names, and those that upper apps know of."""
    latest = PaperVersion.objects.filter(paper=OuterRef("version__paper")).order_by("-n")
    parties = PaperParty.objects.filter(
        version__paper__item__in=items, version=Subquery(latest.values("pk")[:1])
    ).order_by("organisation__sort_name")
    found: dict[int, dict[int, str]] = {}
    for item, pk, name in parties.values_list(
        "version__paper__item", "organisation_id", "organisation__name"
    ):
        found.setdefault(item, {})[pk] = name
    more = [
        (i, pk)
        for source in registries.would_receive
        for i, pks in source(items).items()
        for pk in pks
    ]
    if more:
        names = dict(
            Organisation.objects.filter(pk__in=[pk for _, pk in more]).values_list("pk", "name")
        )
        for item, pk in more:
            found.setdefault(item, {}).setdefault(pk, names[pk])
    return found


def _bound(
    people: Collection[int], organisations: Collection[int], *, on: date, is_own: bool
) -> Iterable[Row]:
    """Employers and posts, seats held for an organisation, entries of the register: one query."""
    acting = Representative.objects.current(on=on).filter(
        user__in=people, organisation__in=organisations
    )
    sitting = SeatTerm.objects.current(on=on).filter(
        holder__in=people, organisation__in=organisations
    )
    entries = Interest.objects.current(on=on).filter(
        person__in=people, organisation__in=organisations
    )
    if not is_own:
        entries = entries.filter(is_public=True)
    rows: Any = _rows(acting, "user_id", ACTS).union(
        _rows(sitting, "holder_id", SITS), _rows(entries, "person_id", REGISTER)
    )
    told: Iterable[Row] = rows.order_by("who", "organisation_id", "how")
    return told


def _rows(rows: Any, person: str, how: str) -> Any:  # Any: rows of three models
    told = rows.annotate(who=F(person), how=Cast(Value(how), CharField())).order_by()
    return told.values_list("who", "organisation_id", "how")
