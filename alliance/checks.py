"""System checks of the whole product: what must not be started is refused in one sentence."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks

LOOPBACK = {"127.0.0.1", "localhost", "[::1]", "::1", "testserver"}


def demo_is_not_public(
    app_configs: Sequence[AppConfig] | None = None,
    **kwargs: Any,  # Any: Django's own protocol for checks
) -> list[checks.CheckMessage]:
    """The demonstration lets anybody in, so it may answer on this machine alone."""
    public = set(settings.ALLOWED_HOSTS) - LOOPBACK
    if settings.DEMO and not settings.DEBUG and public:
        sentence = f"DEMO lets anybody in, and this site answers to {', '.join(sorted(public))}."
        return [checks.Error(sentence, hint="Unset DEMO.", id="alliance.E001")]
    return []


def register() -> None:
    checks.register(demo_is_not_public, checks.Tags.security)
