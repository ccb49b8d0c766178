"""What this app asks of the apps above it: what they show beside an item or a proposal."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from alliance.models import User
from alliance.registries import Registry
from partnership_board.models import AgendaItem, AgendaProposal


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


item_panels: Registry[ItemPanel] = Registry()
proposal_panels: Registry[ProposalPanel] = Registry()

# Organisations, by number, that would receive the money of each of these items, by item: whoever
# acts for one of them is asked if that is an interest. Nothing is declared for anybody.
WouldReceive = Callable[[Collection[int]], Mapping[int, Collection[int]]]
would_receive: Registry[WouldReceive] = Registry()
