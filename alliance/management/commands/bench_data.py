"""Many alliances to measure with: `manage.py bench_data --alliances 1000 --organisations 17`."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError
from django.utils import timezone

from alliance.bench import fill_all


class Command(BaseCommand):
    help = "Fill the database with made-up alliances, the same for the same seed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--alliances", type=int, default=10)
        parser.add_argument("--organisations", type=int, default=17)
        parser.add_argument("--seed", type=int, default=1)

    # Any: Django's own protocol for commands.
    def handle(self, *args: Any, **options: Any) -> None:
        wanted, members = options["alliances"], options["organisations"]
        if not 1 <= wanted <= 100_000 or not 1 <= members <= 5_000:
            raise CommandError("Between 1 and 100000 alliances of 1 to 5000 organisations, please.")
        began = time.monotonic()
        made = fill_all(
            wanted, members, seed=options["seed"], on=timezone.localdate(), now=timezone.now()
        )
        try:
            for count, _ in enumerate(made, 1):
                if count % 100 == 0:
                    self.stdout.write(f"{count} alliances, {time.monotonic() - began:.0f} s")
        except IntegrityError:
            raise CommandError("This seed has been used here. Choose another --seed.") from None
        self.stdout.write(f"{wanted} alliances in {time.monotonic() - began:.1f} s")
