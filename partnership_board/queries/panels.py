"""What the apps above show beside a thing of the board."""

from collections.abc import Iterable
from typing import Any, Protocol

from django.template.loader import render_to_string

from alliance.models import User


class Panel(Protocol):
    """As in `partnership_board.registries`."""

    @property
    def template(self) -> str: ...

    @property
    def context(self) -> Any: ...  # Any: takes thing and reader, gives a context or None


def panels_of(registry: Iterable[Panel], thing: object, reader: User) -> list[str]:
    """Each as HTML, made of its own context alone; those with nothing to show are left out."""
    found = ((panel.template, panel.context(thing, reader)) for panel in registry)
    return [render_to_string(template, context) for template, context in found if context]
