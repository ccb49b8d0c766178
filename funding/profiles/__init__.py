"""A sum over time: whole pence that always add up, by years and quarters."""

from funding.profiles.periods import (
    Period,
    financial_years,
    quarters,
    stream_years,
    weights,
    years,
)
from funding.profiles.split import split

__all__ = ["Period", "financial_years", "quarters", "split", "stream_years", "weights", "years"]
