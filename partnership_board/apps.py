"""Wiring: what this app puts into the registries of the apps below it."""

from django.apps import AppConfig


class PartnershipBoardConfig(AppConfig):
    name = "partnership_board"

    def ready(self) -> None:
        from partnership_board import registrations

        registrations.register()
