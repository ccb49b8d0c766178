"""Conflicts follow from what is recorded, before anybody opens a word of a proposal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Ground(StrEnum):
    """Why, as it stands in the record: the ground, never the story behind it."""

    BELONGS = "belongs"  # acts for, works for or governs the applicant or a named partner
    HELPED = "helped"  # helped to write it, or would be paid by it
    CLOSE = "close"  # family, a close friend, line management
    COMPETES = "competes"  # their own organisation bids in the same round
    FUNDER = "funder"  # is on the funder's staff
    TIGHTENED = "tightened"  # the chair of the panel asked them to stand back


class Effect(StrEnum):
    EXCLUDED = "excluded"  # title only: neither text, answers, scores nor discussion
    NOT_DECIDING = "not_deciding"  # scores, but never tips the scale


class Competing(StrEnum):
    """What a bid by a panel member's own organisation does to the other proposals."""

    OWN_ONLY = "own_only"
    ALL = "all"


@dataclass(frozen=True)
class Sitter:
    """Somebody on the panel, by number, and what binds them.

    `bodies`: organisations they belong to now or did in the last twelve months. `helped`, `close`
    and `tightened`: numbers of proposals. `loosened`: findings the chair set aside, as (proposal,
    ground); only FUNDER can be (an interest shared by all members is never found in one seat).
    """

    number: int
    bodies: frozenset[int] = frozenset()
    helped: frozenset[int] = frozenset()
    close: frozenset[int] = frozenset()
    tightened: frozenset[int] = frozenset()
    loosened: frozenset[tuple[int, Ground]] = field(default=frozenset())
    is_funder: bool = False


@dataclass(frozen=True)
class Bid:
    """A proposal, by number: the organisations that would receive, first the applicant."""

    number: int
    bodies: frozenset[int]


@dataclass(frozen=True, order=True)
class Finding:
    sitter: int
    bid: int
    ground: Ground
    effect: Effect


def findings(
    sitters: Iterable[Sitter], bids: Iterable[Bid], *, competing: Competing
) -> list[Finding]:
    """One finding for each sitter and bid at most: the first ground of `Ground` that holds.

    In the order of sitters, then bids. `competing` says whether a sitter whose own organisation
    bids stands back from that bid only or from every bid of the round.
    """
    bids = list(bids)
    return [
        found
        for sitter in sitters
        for bid in bids
        if (found := _finding(sitter, bid, bids, competing)) is not None
    ]


def _finding(sitter: Sitter, bid: Bid, bids: list[Bid], competing: Competing) -> Finding | None:
    bidders = {body for each in bids for body in each.bodies} if competing == "all" else set()
    holds: Mapping[Ground, bool] = {
        Ground.BELONGS: bool(sitter.bodies & bid.bodies),
        Ground.HELPED: bid.number in sitter.helped,
        Ground.CLOSE: bid.number in sitter.close,
        Ground.COMPETES: bool(sitter.bodies & bidders),
        Ground.TIGHTENED: bid.number in sitter.tightened,
        Ground.FUNDER: sitter.is_funder and (bid.number, Ground.FUNDER) not in sitter.loosened,
    }
    for ground, is_held in holds.items():
        if is_held:
            effect = Effect.NOT_DECIDING if ground is Ground.FUNDER else Effect.EXCLUDED
            return Finding(sitter.number, bid.number, ground, effect)
    return None
