"""Wiring: what this app puts into the registries of the apps below it."""

from django.apps import AppConfig


class FundingConfig(AppConfig):
    name = "funding"

    def ready(self) -> None:
        from funding import registrations

        registrations.register()
