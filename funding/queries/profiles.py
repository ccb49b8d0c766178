"""A stream over time: the agreed profile, and other views worked out by the same rule."""

from collections.abc import Callable
from dataclasses import dataclass

from funding.amounts import Qualifier
from funding.models import FundingStream, ProfilePeriod
from funding.profiles import Period, financial_years, quarters, split, stream_years, weights


@dataclass(frozen=True)
class Cut:
    label: str
    cut: Callable[[Period], list[Period]]


CUTS = {
    "years": Cut("By year of the stream", stream_years),
    "financial": Cut("By financial year", financial_years),
    "quarters": Cut("By quarter", quarters),
}
PLAIN = (Qualifier.EXACT, Qualifier.STATED)


@dataclass(frozen=True)
class Part:
    """A period and its share, in pence."""

    period: Period
    pence: int


def whole_of(stream: FundingStream) -> Period | None:
    if stream.starts_on is None or stream.ends_on is None:
        return None
    return Period(stream.starts_on, stream.ends_on)


def view(stream: FundingStream, by_what: str) -> list[Part]:
    """Worked out, not agreed; empty where the dates or a plain figure are missing."""
    whole = whole_of(stream)
    if whole is None or stream.total_pence is None or stream.qualifier not in PLAIN:
        return []
    periods = CUTS[by_what].cut(whole)
    shares = split(stream.total_pence, weights(periods))
    return [Part(period, pence) for period, pence in zip(periods, shares, strict=True)]


def agreed(stream: FundingStream) -> list[Part]:
    """The latest agreed profile."""
    rows = list(ProfilePeriod.objects.filter(stream=stream).order_by("version", "starts_on"))
    latest = [row for row in rows if row.version == rows[-1].version]
    return [Part(Period(row.starts_on, row.ends_on), row.pence) for row in latest]
