"""Make a backup now, or the key that backups are sealed to: `manage.py back_up [--to DIR]`."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from alliance.errors import Refused
from alliance.keeping import backups, receipts, rounds, sealing, vaults
from alliance.models import Upkeep

NEW_KEY = """\
The public half. Set it where the keeper runs:
BACKUP_RECIPIENT={public}

The private half. It is shown this once and kept nowhere. Store it away from this machine, in two
places; without it no backup can be opened:
{private}"""


class Command(BaseCommand):
    help = "Back up the database and the files, sealed to BACKUP_RECIPIENT."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", help="the folder (usually BACKUP_DIR)")
        parser.add_argument("--new-key", action="store_true", help="print a new pair of keys")

    # Any: Django's own protocol for commands.
    def handle(self, *args: Any, **options: Any) -> None:
        if options["new_key"]:
            pair = sealing.new_key_pair()
            self.stdout.write(NEW_KEY.format(public=pair.public, private=pair.private))
            return
        try:
            made = self.back_up(options["to"])
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        counts = f"{made.rows} rows, {len(made.manifest.files)} files"
        self.stdout.write(f"{made.path}: {counts}, sealed")

    def back_up(self, elsewhere: str | None) -> backups.Backup:
        """Only one in the usual place stands in for tonight's."""
        now = timezone.now()
        usual = Path(settings.BACKUP_DIR) if settings.BACKUP_DIR else None
        folder = Path(elsewhere) if elsewhere else rounds.backup_folder()
        made = backups.back_up(folder, now=now)
        vaults.back_up(folder, now=now)
        receipts.carry(folder)
        if usual is not None and folder.resolve() == usual.resolve():
            rounds.record(Upkeep.Kind.BACK_UP, now=now, said=rounds.in_words(made))
        return made
