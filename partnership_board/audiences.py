"""Who reads a restricted thing, worked out from rules and places alone.

What is withheld from somebody is their audience key: people with the same key get the same pack.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field

EVERYTHING = "everything"  # the key of somebody from whom nothing is withheld


@dataclass(frozen=True)
class Place:
    """A seat that somebody holds or deputises for."""

    board: int
    side: str
    votes: bool


@dataclass(frozen=True)
class Reader:
    """Somebody who looks. A keeper sets restrictions, so nothing is kept from them."""

    person: int
    is_keeper: bool = False
    places: frozenset[Place] = frozenset()


@dataclass(frozen=True)
class Rule:
    """An open restriction, as far as it decides who reads."""

    board: int
    to_whom: str  # "seats", "voting", "sides" or "chair"
    item: int | None = None
    paper: int | None = None
    sides: frozenset[str] = frozenset()
    chair: int | None = None
    lead: int | None = None

    def is_open_to(self, reader: Reader) -> bool:
        if reader.is_keeper or reader.person in {self.chair, self.lead}:
            return True
        here = [place for place in reader.places if place.board == self.board]
        if self.to_whom == "seats":
            return bool(here)
        if self.to_whom == "voting":
            return any(place.votes for place in here)
        if self.to_whom == "sides":
            return any(place.side in self.sides for place in here)
        return False  # for the chair, and for words that nobody knows


@dataclass(frozen=True)
class Withheld:
    """The items and papers of which somebody sees only a stub."""

    items: frozenset[int] = field(default=frozenset())
    papers: frozenset[int] = field(default=frozenset())

    @property
    def key(self) -> str:
        if not self.items and not self.papers:
            return EVERYTHING
        return hashlib.sha256(json.dumps(self.as_json).encode()).hexdigest()

    @property
    def as_json(self) -> dict[str, list[int]]:
        return {"items": sorted(self.items), "papers": sorted(self.papers)}

    def among(self, items: Iterable[int], papers: Iterable[int]) -> "Withheld":
        """As far as it concerns these things."""
        return Withheld(self.items & set(items), self.papers & set(papers))

    def also(self, papers: Iterable[int]) -> "Withheld":
        """And the papers of items for which this person leaves, as the chair has ruled."""
        return Withheld(self.items, self.papers | frozenset(papers))

    def is_within(self, other: "Withheld") -> bool:
        """Whether all of it is withheld there too."""
        return self.items <= other.items and self.papers <= other.papers


NOTHING = Withheld()


def from_json(said: dict[str, list[int]]) -> Withheld:
    return Withheld(frozenset(said.get("items", [])), frozenset(said.get("papers", [])))


def withheld(rules: Iterable[Rule], reader: Reader) -> Withheld:
    closed = [rule for rule in rules if not rule.is_open_to(reader)]
    return Withheld(
        frozenset(rule.item for rule in closed if rule.item is not None),
        frozenset(rule.paper for rule in closed if rule.paper is not None),
    )
