"""Things that members do together, and what may be said of how many people they reached.

Each finished quarter is one table, published by the shared rule and never added to while it runs:
so no two of them differ by one session.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from alliance.disclosure import Dimension, Published, Table, TooFew, publish
from members import months
from members.models import Initiative, InitiativePartner, InitiativeSession

FEWEST = 7  # people: fewer than this in a place could be known
NO_PLACE = "Place not given"
CARERS, OTHERS, EVERYBODY = "Carers", "Others", "People"


@dataclass(frozen=True)
class Quarter:
    """What may be said of three months; None where too few people came."""

    name: str
    published: Published | None

    @property
    def lines(self) -> list[tuple[str, list[tuple[str, int | None]], int]]:
        """Place, its counts by column, and all of them together."""
        said = self.published
        if said is None:
            return []
        rows = zip(said.rows, said.cells, said.row_totals, strict=True)
        return [(place, list(zip(said.columns, cells, strict=True)), n) for place, cells, n in rows]


@dataclass(frozen=True)
class Reach:
    quarters: list[Quarter]

    @property
    def people(self) -> int | None:
        """Over the quarters of which something may be said; None if there is none."""
        said = [one.published.base for one in self.quarters if one.published is not None]
        return sum(said) if said else None


def with_leader(rows: QuerySet[Initiative]) -> QuerySet[Initiative]:
    return rows.select_related("lead_organisation", "priority")


def listed(*, on: date) -> tuple[list[Initiative], list[Initiative]]:
    """Those that run or will, then those that are over."""
    rows = list(with_leader(Initiative.objects.order_by("-starts_on", "title")))
    running = [row for row in rows if row.ends_on is None or row.ends_on >= on]
    return running, [row for row in rows if row not in running]


def partners_of(initiative: Initiative) -> list[InitiativePartner]:
    rows = InitiativePartner.objects.filter(initiative=initiative)
    return list(rows.select_related("organisation").order_by("organisation__sort_name"))


def sessions_of(initiative: Initiative) -> list[InitiativeSession]:
    """As they were counted: for those who keep it, and nobody else."""
    rows = InitiativeSession.objects.filter(initiative=initiative).select_related("area")
    return list(rows.order_by("-held_on", "pk"))


def reach(sessions: Iterable[InitiativeSession], *, on: date) -> Reach:
    """The quarter we are in is left out until it is over."""
    by_quarter: dict[date, list[InitiativeSession]] = defaultdict(list)
    for session in sessions:
        first = quarter_of(session.held_on)
        if first < quarter_of(on):
            by_quarter[first].append(session)
    return Reach([_quarter(first, by_quarter[first]) for first in sorted(by_quarter, reverse=True)])


def quarter_of(day: date) -> date:
    return date(day.year, 1 + 3 * ((day.month - 1) // 3), 1)


def _quarter(first: date, sessions: list[InitiativeSession]) -> Quarter:
    last = months.later(first, 2)
    try:
        return Quarter(f"{first:%B} to {months.name(last)}", publish(_table(sessions), FEWEST))
    except TooFew:
        return Quarter(f"{first:%B} to {months.name(last)}", None)


def _table(sessions: list[InitiativeSession]) -> Table:
    """By place, and by carers and others where carers were counted every time."""
    knows_carers = all(session.carers_count is not None for session in sessions)
    columns = (CARERS, OTHERS) if knows_carers else (EVERYBODY,)
    counts: dict[str, list[int]] = defaultdict(lambda: [0] * len(columns))
    for session in sessions:
        line = counts[session.area.name if session.area else NO_PLACE]
        carers = session.carers_count or 0
        found = (carers, session.people_count - carers) if knows_carers else (session.people_count,)
        for place, count in enumerate(found):
            line[place] += count
    places = tuple(sorted(counts))
    return Table(Dimension(places), Dimension(columns), tuple(tuple(counts[p]) for p in places))
