"""The register of interests as a spreadsheet opens it: what the page shows, and no more."""

from collections.abc import Iterable, Iterator
from datetime import date

from partnership_board.queries.interests import Member
from partnership_board.queries.sheets import sheet

HEADS = ("Who", "Side", "Seat", "Kind", "Interest", "With", "Since", "Until", "Confirmed")


def of_register(members: Iterable[Member], *, on: date) -> bytes:
    return sheet(HEADS, (row for member in members for row in _rows(member)))


def _rows(member: Member) -> Iterator[tuple[object, ...]]:
    who = (member.shown_as, "; ".join(member.sides), "; ".join(member.seats))
    confirmed = member.confirmed_on.isoformat() if member.confirmed_on else "not yet"
    if not member.entries:
        yield (*who, "", "Not confirmed yet", "", "", "", confirmed)
    for each in member.entries:
        organisation = each.organisation if each.is_public and each.organisation else ""
        until = each.to_on.isoformat() if each.to_on else ""
        kind, since = each.get_category_display(), each.from_on.isoformat()
        yield (*who, kind, each.shown_as, organisation, since, until, confirmed)
