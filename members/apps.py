"""Wiring: what this app puts into the registries of the apps below it."""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "members"

    def ready(self) -> None:
        from members import registrations

        registrations.register()
