"""Wiring: what this app puts into the registries of the apps below it."""

from django.apps import AppConfig


class CoproductionConfig(AppConfig):
    name = "coproduction"

    def ready(self) -> None:
        from coproduction import registrations

        registrations.register()
