"""What somebody allows: worked out from every consent at each reading, never kept as a flag."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext_noop as _


class Scope(StrEnum):
    KEEP = "keep"
    USE = "use"
    BOARD = "board"
    PUBLIC = "public"
    QUOTE = "quote"
    AUDIO = "audio"
    ABOUT_ME = "about_me"
    CONTACT = "contact"


QUESTIONS = {
    Scope.KEEP: _("May we keep what you told us?"),
    Scope.USE: _("May we turn it into a point, without your name, for the alliance's own work?"),
    Scope.BOARD: _(
        "May the Partnership Board, with the NHS and the council in the room, see that point?"
    ),
    Scope.PUBLIC: _("May we publish that point?"),
    Scope.QUOTE: _("May we use your own words?"),
    Scope.AUDIO: _("May we use your recording?"),
    Scope.ABOUT_ME: _("May we count you in figures, such as age or area?"),
    Scope.CONTACT: _("May we come back to you?"),
}
Scopes = frozenset[Scope]
NOTHING: Scopes = frozenset()


@dataclass(frozen=True)
class Consent:
    """One record of consent. `contribution` None: for everything the person told us.

    `scopes` is empty where consent was taken back. It holds until `valid_until`.
    `order` tells apart records of one moment: the higher is the later.
    """

    contribution: int | None
    scopes: Scopes
    at: datetime
    valid_until: datetime
    order: int = 0


def effective(consents: Iterable[Consent], *, contribution: int, at: datetime) -> Scopes:
    """What one contributor's consents allow of one contribution at a moment.

    The latest consent for everything and the latest for this contribution must both allow it;
    where there was only ever one kind, that one alone.
    """
    known = [consent for consent in consents if consent.at <= at]
    levels = (
        [c for c in known if c.contribution is None],
        [c for c in known if c.contribution == contribution],
    )
    allowed = [_allowed(level, at=at) for level in levels if level]
    return frozenset.intersection(*allowed) if allowed else NOTHING


def _allowed(level: list[Consent], *, at: datetime) -> Scopes:
    latest = max(level, key=lambda consent: (consent.at, consent.order))
    return latest.scopes if at < latest.valid_until else NOTHING


def of_all(scopes: Iterable[Scopes]) -> Scopes:
    """What everybody allows who is a source; nothing where there is no source."""
    every = list(scopes)
    return frozenset.intersection(*every) if every else NOTHING
