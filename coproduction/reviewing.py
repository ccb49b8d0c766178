"""Whether somebody stands too near to the owner of a promise to judge it.

Pure: facts about one person and one owner in, the first ground out. The grounds are those of the
rule that a promise on racism is judged by people not employed by, paid by or seated for whoever
made it.
"""

from dataclasses import dataclass
from enum import StrEnum


class Owner(StrEnum):
    ALLIANCE = "alliance"
    ORGANISATION = "organisation"
    OUTSIDE = "outside"  # a public body, a funder, a network


@dataclass(frozen=True)
class Nearness:
    """What is known of a person on a day, towards one owner.

    `acts_for` - represents the organisation now, or did within a year.
    `sits_for` - holds a seat on a board in its name.
    `declared` - the register names it among their interests.
    `holds_office` - an office of the alliance's own, other than reviewing or looking on.
    `sits_for_public_body` - holds a seat of a statutory side.
    """

    acts_for: bool = False
    sits_for: bool = False
    declared: bool = False
    holds_office: bool = False
    sits_for_public_body: bool = False


GROUNDS = {
    "acts_for": "You act for them, or did within the last year. Only others can judge this.",
    "sits_for": "You hold a seat in their name. Only others can judge this.",
    "declared": "The register of interests connects you with them. Only others can judge this.",
    "holds_office": "You hold an office of the alliance, which made this promise. Only others can"
    " judge it.",
    "sits_for_public_body": "You hold a seat of a public body. Only others can judge what public"
    " bodies promised.",
}
COUNTS = {
    Owner.ALLIANCE: ("holds_office",),
    Owner.ORGANISATION: ("acts_for", "sits_for", "declared"),
    Owner.OUTSIDE: ("sits_for_public_body",),
}


def ground(owner: Owner, known: Nearness) -> str:
    """Why this person may not judge this owner's promise, as a sentence; "" if they may."""
    return next((GROUNDS[name] for name in COUNTS[owner] if getattr(known, name)), "")
