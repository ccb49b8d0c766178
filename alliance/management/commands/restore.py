"""Open a backup into an empty database: `manage.py restore FILE --key KEYFILE --into URL`."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from alliance.errors import Refused
from alliance.keeping import backups, restoring, sealing, vaults
from alliance.keeping.databases import database_at
from alliance.keeping.restoring import Outcome

NEXT = "The keys of what people told us are there, and shut. Now run: manage.py replay_receipts"
NO_VAULT = "There is no copy of the keys of what people told us (vault-*.sealed): give --vault."


class Command(BaseCommand):
    help = "Restore a backup into an empty database, and compare it with what it promises."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the backup")
        parser.add_argument("--key", type=Path, required=True, help="file with the private key")
        parser.add_argument("--into", required=True, help="address of an empty database, as owner")
        parser.add_argument(
            "--vault", type=Path, help="the copy of the keys; else the newest beside the backup"
        )
        parser.add_argument("--files", type=Path, help="folder for the files (DATA_DIR/files)")

    # Any: Django's own protocol for commands.
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            key = sealing.private_key(options["key"].read_text())
            into = database_at(options["into"])
            outcome = restoring.restore(
                options["file"],
                key=key,
                into=into,
                files=options["files"] or backups.files_folder(),
            )
            vault = options["vault"] or vaults.newest(options["file"].parent)
            if vault is not None:
                vaults.restore(vault, key=key, into=into)
        except (OSError, UnicodeDecodeError) as problem:
            raise CommandError(f"This cannot be read or written: {problem}") from None
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.report(outcome)
        self.stdout.write(NEXT if vault else NO_VAULT)

    def report(self, outcome: Outcome) -> None:
        width = max(len(line.name) for line in outcome.lines)
        for line in outcome.lines:
            word = "same" if line.is_same else "DIFFERS"
            self.stdout.write(f"{line.name:{width}}  {line.promised:>20}  {line.found:>20}  {word}")
        if not outcome.is_whole:
            self.stderr.write("What was restored is not what was backed up.")
            sys.exit(1)
        self.stdout.write("Everything that was backed up is there.")
