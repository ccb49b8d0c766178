"""The wrapped keys, copied apart from everything else and kept for 30 days at most.

So that a key that was destroyed is gone everywhere after 30 days, which is what people are told.
The newest of these copies fits every ordinary backup, however old.
"""

import re
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from django.conf import settings

from alliance.keeping import backups, restoring
from alliance.keeping.backups import WRITTEN
from alliance.keeping.databases import Database, owners_database
from alliance.keeping.sealing import CHUNK, SealingWriter, UnsealingReader

NAME = re.compile(r"vault-(\d{8}T\d{6})Z\.sealed")
KEPT = timedelta(days=30)


def back_up(folder: Path, *, now: datetime, to: X25519PublicKey | None = None) -> Path:
    """The keys as they are wrapped, and not the word that receipts were replayed."""
    key, database = to or backups.recipient(), owners_database()
    target = folder / f"vault-{now.astimezone(UTC):{WRITTEN}}Z.sealed"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryFile(dir=settings.DATA_DIR) as dump, backups.appearing(target) as file:
        words = ("--format=custom", "--schema=vault", "--exclude-table-data=vault.replay")
        database.run("pg_dump", *words, "--lock-wait-timeout=60s", output=dump)
        dump.seek(0)
        writer = SealingWriter(file, key)
        while chunk := dump.read(CHUNK):
            writer.write(chunk)
        writer.close()
    return target


def made(folder: Path) -> dict[datetime, Path]:
    found = {path: NAME.fullmatch(path.name) for path in folder.glob("vault-*.sealed")}
    return {
        datetime.strptime(match[1], WRITTEN).replace(tzinfo=UTC): path
        for path, match in found.items()
        if match is not None
    }


def newest(folder: Path) -> Path | None:
    there = made(folder)
    return there[max(there)] if there else None


def expire(folder: Path, *, now: datetime) -> list[str]:
    """Remove every one older than 30 days, were it the last; the names of what went."""
    gone = [path for moment, path in sorted(made(folder).items()) if now - moment > KEPT]
    for path in gone:
        path.unlink()
    return [path.name for path in gone]


def restore(path: Path, *, key: X25519PrivateKey, into: Database) -> None:
    """Into a database that was restored. The keys stay shut until receipts have been replayed."""
    with tempfile.TemporaryFile() as dump:
        with path.open("rb") as file:
            reader = UnsealingReader(file, key)
            while chunk := reader.read(CHUNK):
                dump.write(chunk)
        dump.seek(0)
        restoring.put_rows(dump, into)
