"""What the apps above may add to the line from a person's words to what became of them."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from alliance.registries import Registry


@dataclass(frozen=True)
class Step:
    """Something that one point led to. `sum_words` says how much money, where it is money."""

    insight: int
    kind: str
    title: str
    on: date
    relation: str = ""
    url: str = ""
    reason: str = ""
    sum_words: str = ""
    is_done: bool = True


@dataclass(frozen=True)
class LineageSource:
    """Of some points: what they led to, and which of them led to money. One query for each."""

    steps: Callable[[Collection[int]], list[Step]]
    linked: Callable[[Collection[int]], set[int]]


lineage_sources: Registry[LineageSource] = Registry()
