"""Check the chain of events of every alliance: `manage.py verify_events [--alliance SLUG]`."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from alliance.models import Alliance
from alliance.queries import chain
from alliance.tenancy.context import use


class Command(BaseCommand):
    help = "Name the first broken link of any alliance's record, if there is one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--alliance", help="only this one, by its short name")

    # Any: Django's own protocol for commands.
    def handle(self, *args: Any, **options: Any) -> None:
        alliances = Alliance.objects.order_by("slug")
        if options["alliance"]:
            alliances = alliances.filter(slug=options["alliance"])
        is_whole = True
        for alliance in alliances:
            with use(alliance.pk):
                found = chain.verify()
            self.stdout.write(f"{alliance.slug}: {in_words(found)}")
            is_whole = is_whole and found.is_whole
        if not is_whole:
            sys.exit(1)


def in_words(found: chain.Chain) -> str:
    if found.broken_at is not None:
        return f"broken at link {found.broken_at} of {found.length}"
    if found.unsealed is not None:
        return f"event {found.unsealed} has no seal"
    return f"{found.length} events, whole, head {found.head[:12]}"
