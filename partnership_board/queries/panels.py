"""What the apps above show beside a thing of the board."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from alliance.models import User


class Panel(Protocol):
    """As in `partnership_board.registries`."""

    @property
    def template(self) -> str: ...

    @property
    def context(
        self,
    ) -> Any: ...  # Any: takes the thing and its reader, gives a template's context or None


@dataclass(frozen=True)
class Shown:
    """A panel that has something to show."""

    template: str
    context: dict[str, Any]  # Any: a template's context


def panels_of(registry: Iterable[Panel], thing: object, reader: User) -> list[Shown]:
    found = ((panel.template, panel.context(thing, reader)) for panel in registry)
    return [Shown(template, context) for template, context in found if context is not None]
