"""Destroy again what was destroyed, after a restore: `manage.py replay_receipts [--from DIR]`."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from alliance.errors import Refused
from alliance.keeping import receipts
from alliance.keeping.replaying import replay_all


class Command(BaseCommand):
    help = "Replay the receipts of destroyed keys. Until then the vault is shut."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--from", dest="folder", help="where destroyed-keys.txt is (usually BACKUP_DIR)"
        )

    # Any: Django's own protocol for commands.
    def handle(self, *args: Any, **options: Any) -> None:
        folder = options["folder"] or settings.BACKUP_DIR
        if not folder:
            raise CommandError("Say with --from where destroyed-keys.txt is.")
        try:
            carried = receipts.read(Path(folder))
            gone = replay_all(carried, now=timezone.now())
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{len(carried)} receipts were replayed; {gone} keys were destroyed.")
