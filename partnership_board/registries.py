"""What this app asks of the apps above it: what they show beside an item or a proposal."""

from collections.abc import Callable
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
