"""What each body asked of members over time, and what was paid: from frozen statements alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from alliance import words
from alliance.figures.bars import Group, grouped_bars
from alliance.figures.quantities import Quantity
from alliance.figures.shapes import Figure
from members import months
from members.models import BurdenStatement
from members.queries import statements as queries

YEAR = 12
SHARE = 100


@dataclass(frozen=True)
class Burden:
    """What one body asked for, and what of the time given was paid."""

    name: str
    asks: int
    times_asked: int
    minutes_asked: int
    minutes_paid: int
    minutes_unpaid: int
    pence_paid: int
    overrides: int

    @property
    def minutes_given(self) -> int:
        return self.minutes_paid + self.minutes_unpaid

    @property
    def share_paid(self) -> int | None:
        """Of the time given, in whole per cent; None where none was given."""
        if not self.minutes_given:
            return None
        return (SHARE * self.minutes_paid + self.minutes_given // 2) // self.minutes_given


SUMMED = (
    "asks", "times_asked", "minutes_asked", "minutes_paid", "minutes_unpaid", "pence_paid",
    "overrides",
)  # fmt: skip


def burdens(statements: Iterable[BurdenStatement]) -> list[Burden]:
    """One a body, those who asked for most first."""
    found: dict[str, dict[str, int]] = {}
    for one in statements:
        sums = found.setdefault(queries.name_of(one), dict.fromkeys(SUMMED, 0))
        for name in SUMMED:
            sums[name] += getattr(one, name)
    rows = [Burden(name=name, **sums) for name, sums in found.items()]
    return sorted(rows, key=lambda row: (-row.minutes_asked, row.name))


def newest_versions(*, since: date, until: date) -> list[BurdenStatement]:
    """Of each body and month from `since` to the month before `until`. One query."""
    rows = BurdenStatement.objects.filter(month__gte=since, month__lt=until)
    newest = rows.order_by("month", "body", "network", "-version")
    return list(newest.distinct("month", "body", "network").select_related("network"))


def of_a_year(*, on: date) -> list[Burden]:
    """The twelve months before this one, as far as they are closed."""
    this = months.first_of(on)
    return burdens(newest_versions(since=months.later(this, -YEAR), until=this))


def drawn(rows: Sequence[Burden], *, width: float) -> Figure:
    """Paid and unpaid time given to each body."""
    groups = [
        Group(row.name, (_length(row.minutes_paid), _length(row.minutes_unpaid))) for row in rows
    ]
    return grouped_bars(
        "Time given, paid and unpaid",
        sentence_of(rows),
        groups,
        series=("Paid", "Unpaid"),
        head="Who asked",
        width=width,
    )


def sentence_of(rows: Iterable[Burden]) -> str:
    """Of 40 hours given, 31 hours were unpaid."""
    paid = unpaid = 0
    for row in rows:
        paid, unpaid = paid + row.minutes_paid, unpaid + row.minutes_unpaid
    if not paid + unpaid:
        return "No time has been given yet."
    return f"Of {words.minutes(paid + unpaid)} given, {words.minutes(unpaid)} were unpaid."


def _length(minutes: int) -> Quantity:
    return Quantity(minutes, words=words.hours(minutes))


# ---- in a board pack -----------------------------------------------------------------------------
WIDE, NARROW = 640, 400  # for ordinary and for large print


def in_pack(meeting: int, on: date) -> dict[str, object] | None:
    """The latest closed month, for every board pack alike; left out where none is closed."""
    latest = BurdenStatement.objects.filter(month__lt=months.first_of(on)).order_by("-month")
    month = latest.values_list("month", flat=True).first()
    if month is None:
        return None
    rows = burdens(queries.latest(month))
    return {
        "month": months.name(month),
        "rows": rows,
        "overrides": sum(row.overrides for row in rows),
        "picture": drawn(rows, width=WIDE),
        "larger": drawn(rows, width=NARROW),
    }
