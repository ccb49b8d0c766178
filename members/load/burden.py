"""What a body asked of members in a month: sums of whole minutes and pence, in which nobody stands.

By size only as far as each group has `k` organisations or more: bands are put together with their
neighbours until it has.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from alliance.disclosure import Dimension, Table, TooFew, publish

HOUR = 60


@dataclass(frozen=True)
class Entry:
    """One organisation asked for one thing."""

    ask: int
    organisation: int
    size: str
    minutes_asked: int
    is_accepted: bool = False
    actual_minutes: int | None = None
    pence_per_hour: int | None = None  # None: unpaid
    notice_days: int = 0
    notice_wished: int | None = None
    is_override: bool = False

    @property
    def given(self) -> int:
        """Minutes it really took: as reported, else as estimated; 0 without a yes."""
        if not self.is_accepted:
            return 0
        return self.minutes_asked if self.actual_minutes is None else self.actual_minutes


@dataclass(frozen=True)
class Group:
    """Organisations of one size, or of neighbouring sizes, at least `k` of them."""

    sizes: tuple[str, ...]
    organisations: int
    minutes_asked: int
    minutes_given: int


@dataclass(frozen=True)
class Figures:
    """A month of one body. Field names are those of the frozen statement."""

    asks: int
    organisations: int
    times_asked: int
    times_accepted: int
    minutes_asked: int
    minutes_accepted: int
    minutes_reported: int
    minutes_estimated: int
    minutes_paid: int
    pence_paid: int
    minutes_unpaid: int
    pence_unpaid: int | None
    wishes: int
    wishes_missed: int
    overrides: int


def reckon(entries: Sequence[Entry], *, hourly_pence: int | None) -> Figures:
    """`hourly_pence` is what unpaid time is valued at; None: it is not valued."""
    yes = [one for one in entries if one.is_accepted]
    wished = [one for one in entries if one.notice_wished is not None]
    unpaid = sum(one.given for one in yes if one.pence_per_hour is None)
    return Figures(
        asks=len({one.ask for one in entries}),
        organisations=len({one.organisation for one in entries}),
        times_asked=len(entries),
        times_accepted=len(yes),
        minutes_asked=sum(one.minutes_asked for one in entries),
        minutes_accepted=sum(one.minutes_asked for one in yes),
        minutes_reported=sum(one.given for one in yes if one.actual_minutes is not None),
        minutes_estimated=sum(one.given for one in yes if one.actual_minutes is None),
        minutes_paid=sum(one.given for one in yes if one.pence_per_hour is not None),
        pence_paid=_pence((one.pence_per_hour or 0) * one.given for one in yes),
        minutes_unpaid=unpaid,
        pence_unpaid=None if hourly_pence is None else _pence([hourly_pence * unpaid]),
        wishes=len(wished),
        wishes_missed=sum(1 for one in wished if one.notice_days < (one.notice_wished or 0)),
        overrides=sum(1 for one in entries if one.is_override),
    )


def _pence(pence_minutes: Iterable[int]) -> int:
    """Whole pence of pence an hour times minutes, halves rounded up."""
    return (sum(pence_minutes) + HOUR // 2) // HOUR


def by_size(entries: Sequence[Entry], sizes: Sequence[str], *, k: int) -> list[Group]:
    """`sizes` in their order; empty where too few were asked for any breakdown."""
    there = [size for size in sizes if any(one.size == size for one in entries)]
    yes = {one.organisation for one in entries if one.is_accepted}
    counts = []
    for size in there:
        asked = {one.organisation for one in entries if one.size == size}
        counts.append((len(asked & yes), len(asked - yes)))
    if len(there) < 2:
        return []
    rows = Dimension(tuple(there), is_ordered=True)
    table = Table(rows, Dimension(("Said yes", "Did not")), tuple(counts))
    try:
        safe = publish(table, k)
    except TooFew:
        return []
    found = [_group(entries, tuple(there[place] for place in group)) for group in safe.row_groups]
    return found if len(found) > 1 else []


def _group(entries: Sequence[Entry], sizes: tuple[str, ...]) -> Group:
    inside = [one for one in entries if one.size in sizes]
    return Group(
        sizes=sizes,
        organisations=len({one.organisation for one in inside}),
        minutes_asked=sum(one.minutes_asked for one in inside),
        minutes_given=sum(one.given for one in inside),
    )
