"""Who may see and who may do, for a person's own card and for how long things are kept."""

from typing import Any

from alliance.registries import PUBLIC, Route, routes
from coproduction.models import AccessRequest, RetentionHold, RetentionRule

KEEP = "capture_insights"


def register() -> None:
    for name in ("own_card", "own_card_change", "own_card_stop"):
        routes.add(f"coproduction:{name}", Route(see=PUBLIC, do=PUBLIC, methods="GET POST"))
    for name in ("retention", "requests"):
        routes.add(f"coproduction:{name}", Route(see=KEEP, do=KEEP, methods="GET POST"))
    for name, model, methods in (
        ("retention_confirm", RetentionRule, "GET POST"),
        ("retention_lift", RetentionHold, "POST"),
        ("request", AccessRequest, "GET POST"),
        ("request_copy", AccessRequest, "POST"),
    ):
        routes.add(f"coproduction:{name}", _of(model, methods))


def _of(model: Any, methods: str) -> Route:  # Any: one of three models
    def arguments() -> dict[str, Any] | None:  # Any: an address's arguments
        row = model.objects.order_by("pk").first()
        return {"pk": row.pk} if row else None

    return Route(
        see=KEEP,
        do=KEEP,
        methods=methods,
        arguments=arguments,
        of=lambda: model.objects.order_by("pk").first(),
    )
