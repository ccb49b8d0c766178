"""Receipts of destroyed keys are carried to where the backups are, and replayed after a restore.

A backup of yesterday knows nothing of what was taken back today. Each line of the file has five
words: alliance, key number, subject, why, when. None of them says anything about a person.
"""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from alliance.errors import Refused
from alliance.keeping.databases import Connection, Database, owners_database

NAME = "destroyed-keys.txt"
KNOWN = """
SELECT alliance_id, key_number, subject, why, shredded_at FROM alliance_shredreceipt ORDER BY id
"""
REMEMBER = """
INSERT INTO alliance_shredreceipt (alliance_id, key_number, subject, why, shredded_at)
SELECT %s, %s, %s, %s, %s WHERE EXISTS (SELECT FROM alliance_alliance WHERE id = %s)
ON CONFLICT DO NOTHING
"""
OVERWRITE = "UPDATE vault.subject_key SET wrapped = '' WHERE number = ANY (%s)"
FORGET = "DELETE FROM vault.subject_key WHERE number = ANY (%s)"
SHUT, OPEN = "DELETE FROM vault.replay", "INSERT INTO vault.replay VALUES (%s)"


@dataclass(frozen=True)
class Receipt:
    alliance: int
    number: int
    subject: UUID
    why: str
    at: datetime

    @property
    def line(self) -> str:
        return f"{self.alliance} {self.number} {self.subject} {self.why} {self.at.isoformat()}\n"


def from_line(line: str) -> Receipt:
    try:
        alliance, number, subject, why, at = line.split()
        return Receipt(int(alliance), int(number), UUID(subject), why, datetime.fromisoformat(at))
    except ValueError:
        raise Refused("A line of the destroyed keys cannot be read.") from None


def read(folder: Path) -> list[Receipt]:
    file = folder / NAME
    return [from_line(line) for line in file.read_text().splitlines()] if file.exists() else []


def carry(folder: Path) -> int:
    """Add what the database knows and the file does not; how many there were."""
    written = {receipt.number for receipt in read(folder)}
    with owners_database().connect() as connection:
        new = [each for each in known(connection) if each.number not in written]
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(folder / NAME, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a") as file:
        file.writelines(receipt.line for receipt in new)
        file.flush()
        os.fsync(file.fileno())
    return len(new)


def known(connection: Connection) -> list[Receipt]:
    return [Receipt(*row) for row in connection.execute(KNOWN).fetchall()]


def replay(database: Database, carried: list[Receipt]) -> int:
    """Destroy again every key that was destroyed, by the file or by the database; how many."""
    with database.connect() as connection:
        connection.execute(SHUT)
        for each in carried:
            values = [each.alliance, each.number, each.subject, each.why, each.at, each.alliance]
            connection.execute(REMEMBER, values)
        numbers = [each.number for each in [*carried, *known(connection)]]
        connection.execute(OVERWRITE, [numbers])
        gone = connection.execute(FORGET, [numbers]).rowcount
    with database.connect(autocommit=True) as connection:
        connection.execute("VACUUM vault.subject_key")
    return gone


def open_vault(database: Database, *, now: datetime) -> None:
    """From now on keys open again."""
    with database.connect() as connection:
        connection.execute(OPEN, [now])
