"""What this app asks of the apps above it: what they show beside an item or a proposal."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from alliance.models import User
from alliance.registries import Registry
from partnership_board.models import AgendaItem, AgendaProposal

if TYPE_CHECKING:
    from partnership_board.models import Board, Meeting
    from partnership_board.queries.participation import Came
    from partnership_board.queries.power import Sides
    from partnership_board.queries.years import Year


@dataclass(frozen=True)
class ItemPanel:
    """A part beside an agenda item. `context` gives None where this reader is shown nothing."""

    template: str
    context: Callable[[AgendaItem, User], dict[str, Any] | None]  # Any: a template's context


@dataclass(frozen=True)
class ProposalPanel:
    """A part beside a proposal. `context` gives None where this reader is shown nothing."""

    template: str
    context: Callable[[AgendaProposal, User], dict[str, Any] | None]  # Any: a template's context


def nothing_else(*told: object) -> str:
    return ""


@dataclass(frozen=True)
class PowerMeasure:
    """Something counted by side for a board's year; it appears once there is enough to say.

    `found` gives, for each thing that is counted, the row of its side and its column. Where it is
    not counted by side, `rows` and their `head` say by what. `said` is a sentence below the table.
    """

    title: str
    columns: tuple[str, ...]
    definition: str
    found: "Callable[[Board, Year, Sides], Iterable[tuple[int, int]]]"
    rows: tuple[str, ...] = ()
    head: str = "Side"
    said: "Callable[[Board, Year, Sides], str]" = nothing_else


item_panels: Registry[ItemPanel] = Registry()
power_measures: Registry[PowerMeasure] = Registry()
proposal_panels: Registry[ProposalPanel] = Registry()

# Organisations, by number, that would receive the money of each of these items, by item: whoever
# acts for one of them is asked if that is an interest. Nothing is declared for anybody.
WouldReceive = Callable[[Collection[int]], Mapping[int, Collection[int]]]
would_receive: Registry[WouldReceive] = Registry()

# Told, in the same transaction, of everybody who came to a meeting, when somebody confirms it. It
# is said again after a correction, each time of everybody: what is made of it belongs to a meeting
# and a person, and is made once.
attendance_confirmed: "Registry[Callable[[Meeting, Sequence[Came], User, datetime], None]]" = (
    Registry()
)
