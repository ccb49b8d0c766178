"""Who may not read, score or decide on which proposal, and whether a lawful panel remains."""

from funding.conflicts.grounds import Bid, Competing, Effect, Finding, Ground, Sitter, findings
from funding.conflicts.lawful import (
    Gap,
    Panel,
    Place,
    Rule,
    Shortage,
    assign,
    missing,
    smallest_addition,
)

__all__ = [
    "Bid",
    "Competing",
    "Effect",
    "Finding",
    "Gap",
    "Ground",
    "Panel",
    "Place",
    "Rule",
    "Shortage",
    "Sitter",
    "assign",
    "findings",
    "missing",
    "smallest_addition",
]
