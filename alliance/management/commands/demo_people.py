"""Who one can be in the demonstration: `manage.py demo_people [--json]`."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from alliance import access
from alliance.demo_people import PASSWORD, PEOPLE, TOTP_SECRET, DemoPerson
from alliance.models import Alliance, User
from alliance.tenancy.context import use


class Command(BaseCommand):
    help = "List the people of the demonstration."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="for programs")

    # Any: Django's own protocol for commands.
    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is not a demonstration. Set DEMO=1 on your own machine.")
        if options["json"]:
            self.stdout.write(json.dumps([self.full(person) for person in PEOPLE], indent=2))
            return
        for person in PEOPLE:
            self.stdout.write(f"  {person.email:36} {person.alliance:27} {person.words}")

    def full(self, person: DemoPerson) -> dict[str, Any]:  # Any: as JSON has them
        user = User.objects.get(email=person.email)
        with use(Alliance.objects.get(slug=person.alliance).pk):
            rights = access.carry_rights(user, on=timezone.localdate())
        return {
            "email": person.email,
            "password": PASSWORD,
            "totp_secret": TOTP_SECRET if rights.needs_second_factor else None,
            "alliance": person.alliance,
            "roles": sorted(rights.roles),
            "name": person.name,
        }
