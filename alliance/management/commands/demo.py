"""Open the demonstration's alliances and fill them: `manage.py demo`. Safe to repeat."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from alliance.demo import tell_all


class Command(BaseCommand):
    help = "Make the demonstration, unless it is there already. Everybody in it is made up."

    # Any: Django's own protocol for commands.
    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is not a demonstration. Set DEMO=1 on your own machine.")
        if "owner" not in settings.DATABASES:
            raise CommandError("DATABASE_OWNER_URL is missing: alliances are the owner's to open.")
        told = tell_all(on=timezone.localdate(), now=timezone.now())
        for name in told:
            self.stdout.write(f"Made {name}")
        if not told:
            self.stdout.write("The demonstration is there already.")
