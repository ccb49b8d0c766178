"""Check that everybody's rights follow from their offices: `manage.py verify_rights [--repair]`."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from alliance import access
from alliance.models import Alliance, User
from alliance.queries import rights
from alliance.tenancy.context import use


class Command(BaseCommand):
    help = "List rights that offices do not explain, or that are missing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="make rights follow offices")

    # Any: Django's own protocol for commands.
    def handle(self, *args: Any, **options: Any) -> None:
        wrong = 0
        for alliance in Alliance.objects.order_by("slug"):
            with use(alliance.pk):
                wrong += self.check_one(alliance, repair=options["repair"])
        self.stdout.write(f"{wrong} differences")
        if wrong and not options["repair"]:
            sys.exit(1)

    def check_one(self, alliance: Alliance, *, repair: bool) -> int:
        today, found = timezone.localdate(), 0
        for user in User.objects.filter(pk__in=rights.people_here()).order_by("pk"):
            differing = access.differences(user, on=today)
            found += len(differing)
            for one in sorted(differing, key=str):
                self.stdout.write(f"{alliance.slug}: person {user.pk}: {one.permission}")
            if differing and repair:
                access.rebuild(user, on=today)
        return found
