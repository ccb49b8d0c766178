"""Makes a backup, in one file that only the holder of the private key can open."""

import hashlib
import io
import os
import re
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, BinaryIO

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from django.conf import settings

from alliance.errors import Refused
from alliance.keeping import expiry, manifest
from alliance.keeping.databases import Database, owners_database
from alliance.keeping.manifest import Manifest
from alliance.keeping.sealing import CHUNK, SealingWriter, public_key

NAME = re.compile(r"alliance-(\d{8}T\d{6})Z\.sealed")
WRITTEN = "%Y%m%dT%H%M%S"
DUMP, FILES, CONTENTS = "database.dump", "files/", "manifest.json"


@dataclass(frozen=True)
class Backup:
    path: Path
    manifest: Manifest

    @property
    def rows(self) -> int:
        return sum(content.rows for content in self.manifest.tables.values())


def recipient() -> X25519PublicKey:
    if not settings.BACKUP_RECIPIENT:
        raise Refused(
            "BACKUP_RECIPIENT is not set, and backups are never written unsealed."
            " Make a key with: manage.py back_up --new-key"
        )
    return public_key(settings.BACKUP_RECIPIENT)


def files_folder() -> Path:
    return Path(settings.DATA_DIR) / "files"


def back_up(folder: Path, *, now: datetime, to: X25519PublicKey | None = None) -> Backup:
    """Database and files into a new file in `folder`, which appears there when it is whole."""
    key = to or recipient()
    database = owners_database()
    target = folder / f"alliance-{now.astimezone(UTC):{WRITTEN}}Z.sealed"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with appearing(target) as file:
        writer = SealingWriter(file, key)
        with tarfile.open(mode="w|", fileobj=writer, bufsize=CHUNK) as archive:  # type: ignore[call-overload]  # it asks for `write` alone
            promised = fill(archive, database, now=now)
        writer.close()
    return Backup(target, promised)


@contextmanager
def appearing(target: Path) -> Iterator[BinaryIO]:
    """A file for its owner alone, under its own name only when all of it is on the disk."""
    part = target.with_suffix(".part")
    for left_behind in target.parent.glob(f"{target.name.partition('-')[0]}-*.part"):
        left_behind.unlink()
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            raise Refused(f"There is a backup called {target.name} already.")
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)


def fill(archive: tarfile.TarFile, database: Database, *, now: datetime) -> Manifest:
    """The dump, then the files, then what there should be: files are hashed as they are copied."""
    # A file without a name, on the disk that holds the same things in the clear anyway.
    with tempfile.TemporaryFile(dir=settings.DATA_DIR) as dump:
        with manifest.still(database) as (connection, view):
            promised = manifest.describe(connection, now=now)
            words = ("--format=custom", "--exclude-schema=vault", "--lock-wait-timeout=60s")
            database.run("pg_dump", *words, f"--snapshot={view}", output=dump)
        add(archive, DUMP, dump, now=now)
    promised = replace(promised, files=add_files(archive, files_folder(), now=now))
    add(archive, CONTENTS, io.BytesIO(promised.as_json()), now=now)
    return promised


def add_files(archive: tarfile.TarFile, folder: Path, *, now: datetime) -> dict[str, str]:
    """The SHA-256 of each. One that goes while we look was deleted by somebody who might."""
    hashes = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_file():
            continue
        name = path.relative_to(folder).as_posix()
        try:
            file = path.open("rb")
        except FileNotFoundError:
            continue
        with file:
            hashes[name] = add(archive, FILES + name, file, now=now)
    return hashes


def add(archive: tarfile.TarFile, name: str, file: IO[bytes], *, now: datetime) -> str:
    """Copy all of `file`; its SHA-256."""
    member = tarfile.TarInfo(name)
    member.size = file.seek(0, io.SEEK_END)
    member.mode, member.mtime = 0o600, int(now.timestamp())
    file.seek(0)
    hashed = HashingReader(file)
    archive.addfile(member, hashed)  # type: ignore[arg-type]  # it asks for `read` alone
    return hashed.hash.hexdigest()


class HashingReader:
    """Hashes what is read through it."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.hash = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        content = self.file.read(size)
        self.hash.update(content)
        return content


def made(folder: Path) -> dict[datetime, Path]:
    """The backups in a folder, by the moment in their names. Other files are not looked at."""
    found = {path: NAME.fullmatch(path.name) for path in folder.glob("alliance-*.sealed")}
    return {
        datetime.strptime(match[1], WRITTEN).replace(tzinfo=UTC): path
        for path, match in found.items()
        if match is not None
    }


def expire(folder: Path, *, now: datetime) -> list[str]:
    """Remove what need not be kept any longer; the names of what went."""
    there = made(folder)
    kept = expiry.to_keep(there, now=now)
    gone = [path for moment, path in sorted(there.items()) if moment not in kept]
    for path in gone:
        path.unlink()
    return [path.name for path in gone]
