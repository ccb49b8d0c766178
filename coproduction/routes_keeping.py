"""Who may see and who may do, for a person's own card and for how long things are kept."""

from alliance.registries import PUBLIC, Route, routes


def register() -> None:
    for name in ("own_card", "own_card_change", "own_card_stop"):
        routes.add(f"coproduction:{name}", Route(see=PUBLIC, do=PUBLIC, methods="GET POST"))
