"""Opens a backup into an empty database, and says whether all of what it promised is there."""

import shutil
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from psycopg import sql

from alliance.errors import Refused
from alliance.keeping import backups, manifest, sealing
from alliance.keeping.backups import CONTENTS, DUMP, FILES, HashingReader
from alliance.keeping.databases import Database, Running, owners_database
from alliance.keeping.manifest import Content, Manifest
from alliance.queries.chain import Chain

NO_CONTENT = Content(0, "")


@dataclass(frozen=True)
class Line:
    """One thing that was promised, and whether it is there."""

    name: str
    promised: str
    found: str
    is_same: bool


@dataclass(frozen=True)
class Outcome:
    lines: list[Line]

    @property
    def is_whole(self) -> bool:
        return all(line.is_same for line in self.lines)


@contextmanager
def opened(path: Path, key: X25519PrivateKey) -> Iterator[tarfile.TarFile]:
    """Read from the beginning to the very end: what follows the archive is checked too."""
    try:
        file = path.open("rb")
    except OSError as problem:
        raise Refused(f"The backup cannot be read: {problem.strerror}.") from None
    with file, readable():
        reader = sealing.UnsealingReader(file, key)
        with tarfile.open(mode="r|", fileobj=reader, bufsize=sealing.CHUNK) as archive:  # type: ignore[call-overload]  # it asks for `read` alone
            yield archive
        while reader.read(sealing.CHUNK):
            pass


@contextmanager
def readable() -> Iterator[None]:
    try:
        yield
    except tarfile.TarError:
        raise Refused("This backup was sealed in a form that cannot be read.") from None


def read_manifest(path: Path, *, key: X25519PrivateKey) -> Manifest:
    """What the backup promises. All of the file is read, so that none of it is cut or altered."""
    found = None
    with opened(path, key) as archive:
        for member in archive:
            if member.name == CONTENTS:
                found = manifest.from_json(content_of(archive, member).read())
    if found is None:
        raise Refused("This backup has no list of contents.")
    return found


def content_of(archive: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    content = archive.extractfile(member)
    if content is None:
        raise Refused(f"{member.name} in this backup is not a file.")
    return content


def restore(path: Path, *, key: X25519PrivateKey, into: Database, files: Path) -> Outcome:
    """Nothing is written until the whole file has been read and found as it was written."""
    promised = read_manifest(path, key=key)
    must_be_empty(into, files)
    hashes: dict[str, str] = {}
    with opened(path, key) as archive:
        for member in archive:
            if member.name == DUMP:
                put_rows(content_of(archive, member), into)
            elif member.name.startswith(FILES):
                name = member.name.removeprefix(FILES)
                hashes[name] = put_file(content_of(archive, member), files, name)
    return compare(promised, into, hashes)


def must_be_empty(database: Database, files: Path) -> None:
    with database.connect() as connection:
        if connection.execute(manifest.TABLES).fetchone() is not None:
            raise Refused("There are tables in this database. Restore into an empty one.")
    if files.exists() and any(files.iterdir()):
        raise Refused(f"There are files in {files}. Restore into an empty folder.")


def put_rows(dump: IO[bytes], database: Database) -> None:
    """All of it or nothing, in one transaction."""
    words = ("--single-transaction", "--exit-on-error", "--no-owner")
    with Running(database, "pg_restore", *words, f"--dbname={name_of(database)}") as running:
        running.feed(dump)
        running.end()


def name_of(database: Database) -> str:
    """In quotation marks, so that no name is taken for something else."""
    name = database.login.get("dbname", "").replace("\\", "\\\\").replace("'", "\\'")
    return f"dbname='{name}'"


def put_file(content: IO[bytes], folder: Path, name: str) -> str:
    target = (folder / name).resolve()
    if not target.is_relative_to(folder.resolve()):
        raise Refused(f"This backup names a file outside of its folder: {name}")
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    hashed = HashingReader(content)
    with target.open("xb") as file:
        target.chmod(0o600)
        while chunk := hashed.read(sealing.CHUNK):
            file.write(chunk)
    return hashed.hash.hexdigest()


def compare(promised: Manifest, database: Database, hashes: dict[str, str]) -> Outcome:
    with manifest.still(database) as (connection, _):
        found, chains = manifest.contents(connection), manifest.chains(connection)
    return Outcome(
        [
            *(table_line(name, promised.tables, found) for name in both(promised.tables, found)),
            *(chain_line(name, promised.chains, chains) for name in both(promised.chains, chains)),
            file_line(promised.files, hashes),
        ]
    )


def both(promised: Iterable[str], found: Iterable[str]) -> list[str]:
    return sorted({*promised, *found})


def table_line(name: str, promised: dict[str, Content], found: dict[str, Content]) -> Line:
    there, here = promised.get(name, NO_CONTENT), found.get(name, NO_CONTENT)
    return Line(name, f"{there.rows} rows", f"{here.rows} rows", there == here)


def chain_line(name: str, promised: dict[str, str], found: dict[str, Chain]) -> Line:
    there, here = promised.get(name), found.get(name)
    words = here.in_words if here else "none"
    is_same = here is not None and here.is_whole and there == words
    return Line(f"events of {name}", f"link {there}"[:20], f"link {words}"[:20], is_same)


def file_line(promised: dict[str, str], found: dict[str, str]) -> Line:
    return Line("files", f"{len(promised)} files", f"{len(found)} files", promised == found)


def drill(*, now: datetime, workplace: Path) -> Outcome:
    """Back up, restore into a scratch database, compare, and leave nothing.

    Sealed to a key that only this process knows, for a moment: the real one is not here.
    """
    pair = sealing.new_key_pair()
    owner = owners_database()
    for left_behind in workplace.glob("drill-*"):
        shutil.rmtree(left_behind)
    with tempfile.TemporaryDirectory(dir=workplace, prefix="drill-") as name:
        folder = Path(name)
        made = backups.back_up(folder, now=now, to=sealing.public_key(pair.public))
        with scratch_database(owner) as scratch:
            key = sealing.private_key(pair.private)
            return restore(made.path, key=key, into=scratch, files=folder / "files")


@contextmanager
def scratch_database(owner: Database) -> Iterator[Database]:
    """One for each database, so that what a killed drill left behind is found and dropped."""
    name = f"scratch_{owner.login.get('dbname', '')}"[:63]
    quoted = sql.Identifier(name)
    with owner.connect(autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(quoted))
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(quoted))
        try:
            yield owner.named(name)
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(quoted))
