"""Wiring of the tenant core."""

from django.apps import AppConfig


class AllianceConfig(AppConfig):
    name = "alliance"

    def ready(self) -> None:
        from alliance import checks, core_registrations
        from alliance.celery import app
        from alliance.tenancy import checks as tenancy_checks  # noqa: F401 -- registers
        from alliance.tenancy import rendering

        rendering.install()
        core_registrations.register()
        checks.register()
        app.autodiscover_tasks(force=True)  # web processes and tests must know every name
