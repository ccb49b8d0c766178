"""From scores to an order and a list of sums that fit: exact, and never a judge of ties."""

from funding.scoring.marks import (
    Apart,
    Mean,
    Sheet,
    apart,
    means,
    order,
    places,
    swapped,
    without,
)
from funding.scoring.spending import Ask, Spread, best_fit, in_order, share

__all__ = [
    "Apart",
    "Ask",
    "Mean",
    "Sheet",
    "Spread",
    "apart",
    "best_fit",
    "in_order",
    "means",
    "order",
    "places",
    "share",
    "swapped",
    "without",
]
