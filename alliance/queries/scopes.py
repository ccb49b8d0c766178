"""The names of what an office reaches. The core knows the tables of scopes, not their models."""

from collections.abc import Iterable

from django.apps import apps

from alliance.access import SCOPE_MODELS
from alliance.roles import Scope


def names_of(ids: Iterable[int]) -> dict[int, str]:
    """Names of organisations by number."""
    wanted = set(ids)
    if not wanted:
        return {}
    rows = apps.get_model(*SCOPE_MODELS[Scope.ORGANISATION])._default_manager.filter(pk__in=wanted)
    return {row.pk: str(row) for row in rows}


def organisations() -> list[tuple[str, str]]:
    """Every organisation of the alliance, as choices."""
    rows = apps.get_model(*SCOPE_MODELS[Scope.ORGANISATION])._default_manager.all()
    return sorted(((str(row.pk), str(row)) for row in rows), key=lambda choice: choice[1].lower())
