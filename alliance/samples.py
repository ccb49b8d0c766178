"""A real row for an address, so that its Route can be tried: the first of its model."""

from collections.abc import Callable
from typing import Any

from alliance.tenancy.models import TenantModel

POST, BOTH = "POST", "GET POST"
Arguments = dict[str, Any] | None  # Any: what an address takes


def first(model: type[TenantModel]) -> Any:  # Any: a row of any model
    return model._default_manager.order_by("pk").first()


def number_of(model: type[TenantModel]) -> Callable[[], Arguments]:
    def arguments() -> Arguments:
        row = first(model)
        return None if row is None else {"pk": row.pk}

    return arguments


def a_token_of_nobody() -> Arguments:
    """No token is kept, so none can be had from a row."""
    return {"token": "x" * 43}
