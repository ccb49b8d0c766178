"""Open an alliance: `manage.py open_alliance tower-hamlets "Tower Hamlets Alliance"`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from alliance.actions.tenants import open_alliance
from alliance.errors import Refused


class Command(BaseCommand):
    help = "Open an alliance. Needs DATABASE_OWNER_URL: the list of alliances is the owner's."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="short name in addresses; never changes")
        parser.add_argument("name", help="full name")
        parser.add_argument("--priority", action="append", default=[], help="may be repeated")

    # Any: Django's own protocol for commands.
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            alliance = open_alliance(
                slug=options["slug"],
                name=options["name"],
                on=timezone.localdate(),
                priorities=options["priority"],
            )
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{alliance.name} is open at /a/{alliance.slug}/")
