"""The one rule by which figures about people are shown, so that they expose nobody. Pure Python.

`publish` is the door: a table of counts in, what may be shown out, or `TooFew`.
"""

from alliance.disclosure.attacks import attack
from alliance.disclosure.catalogue import Base, CatalogueTable, clashes, overlapping
from alliance.disclosure.presentation import percentages, rounded, shown
from alliance.disclosure.protection import CannotProtect, protect
from alliance.disclosure.publication import (
    ALGORITHM,
    Answer,
    NotSafeToPublish,
    Published,
    TooFew,
    publish,
    publish_linked,
)
from alliance.disclosure.tables import EVERYONE, REST, Dimension, Table

__all__ = [
    "ALGORITHM",
    "EVERYONE",
    "REST",
    "Answer",
    "Base",
    "CannotProtect",
    "CatalogueTable",
    "Dimension",
    "NotSafeToPublish",
    "Published",
    "Table",
    "TooFew",
    "attack",
    "clashes",
    "overlapping",
    "percentages",
    "protect",
    "publish",
    "publish_linked",
    "rounded",
    "shown",
]
