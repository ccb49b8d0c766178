"""What stands beside the item that a meeting hears: its interests, who chairs it, notes of it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from alliance.models import User
from partnership_board.models import AgendaItem, LiveEntry, Meeting
from partnership_board.models import DeclarationRuling as Ruled
from partnership_board.queries import declarations, interest_cards, live, presence, recusals
from partnership_board.queries.declarations import Declared, Ruler


@dataclass(frozen=True)
class Beside:
    """For one reader."""

    ruler: Ruler  # who chairs this item, and rules on what is declared against it
    is_back: bool  # whether this reader stands back from it
    may_hand_over: bool
    interests: dict[str, Any] | None = None  # Any: a template's context
    to_rule: list[Declared] = field(default_factory=list)  # by this reader
    notes: list[LiveEntry] = field(default_factory=list)  # for whoever keeps the record

    @property
    def is_handed_over(self) -> bool:
        return self.ruler.ruled_as != Ruled.RuledAs.CHAIR


def beside(item: AgendaItem, meeting: Meeting, user: User, *, on: date, keeps: bool) -> Beside:
    """Of an item that this reader may read."""
    item.meeting = meeting
    ruler = declarations.ruler_of(item, on=on)
    said = declarations.of_items([item.pk]).get(item.pk, []) if ruler.person == user else []
    return Beside(
        ruler,
        user.pk in recusals.out_of_the_room(item),
        ruler.is_to_be_chosen and presence.keeps_record(user, meeting, on=on),
        interest_cards.beside_item(item, user),
        [each for each in said if each.is_waiting and each.declaration.person_id != user.pk],
        [n for n in live.notes_of(meeting) if n.words.get("item") == item.pk] if keeps else [],
    )
