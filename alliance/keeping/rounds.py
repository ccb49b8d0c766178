"""What the keeper does on its rounds: the upkeep that was asked for, and each night a backup.

It takes no words from anybody but the kind of an `Upkeep` row, and knows a closed list of kinds.
"""

import logging
from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import DatabaseError, connections
from psycopg import sql

from alliance.actions import keeping
from alliance.errors import Refused
from alliance.keeping import backups, receipts, records, restoring, vaults
from alliance.keeping.databases import owners_database
from alliance.models import Alliance, Upkeep
from alliance.slots import latest_daily
from alliance.tenancy.context import use

log = logging.getLogger("alliance.keeper")
NIGHTLY = time(2, 30)
SUNDAY = 6
PATIENCE = timedelta(minutes=10)  # before what failed is tried again
ONLY_ONE = "SELECT pg_try_advisory_lock(hashtextextended('alliance_keeper', 0))"
TROUBLES = (Refused, DatabaseError, psycopg.Error, OSError)
Said = dict[str, Any]  # Any: counts and names, as an Event's data has them
# A dead row version still holds what was deleted, until a vacuum.
VACUUMED = {
    Upkeep.Kind.VACUUM_BALLOTS: (
        "partnership_board_envelope",
        "partnership_board_sealedballot",
        "partnership_board_openedballot",
        "partnership_board_rollentry",
    ),
    Upkeep.Kind.VACUUM_TALLIES: ("members_wellbeingtally", "members_wellbeingtoken"),
    Upkeep.Kind.VACUUM_KEYS: ("vault.subject_key",),
}
FOR_ALL = (Upkeep.Kind.BACK_UP, Upkeep.Kind.VERIFY_RESTORE)  # done for everybody at once


class Keeper:
    """Remembers only what failed a moment ago."""

    def __init__(self) -> None:
        self.not_before: dict[str, datetime] = {}

    def go_round(self, *, now: datetime) -> list[str]:
        """Do what is waiting; the kinds that were done. Two keepers do not work at once."""
        try:
            with connections["owner"].cursor() as cursor:
                cursor.execute(ONLY_ONE)
                row = cursor.fetchone()
            if row is None or not row[0]:
                return []
            return [kind for kind in waiting(now=now) if self._try(kind, now=now)]
        except DatabaseError as problem:
            log.error("The keeper cannot see what to do: %s", problem)  # noqa: TRY400 -- one line
            return []
        finally:
            connections.close_all()

    def _try(self, kind: str, *, now: datetime) -> bool:
        if now < self.not_before.get(kind, now):
            return False
        try:
            said = do(kind, now=now)
            record(kind, now=now, said=said)
        except TROUBLES as problem:
            self.not_before[kind] = now + PATIENCE
            log.error("%s was not done: %s", kind, problem)  # noqa: TRY400 -- one line
            return False
        log.info("%s was done: %s", kind, said)
        return True


def waiting(*, now: datetime) -> list[str]:
    """What was asked for in any alliance, and what the night brings; each once, in one order."""
    asked = set(Upkeep.objects.using("owner").filter(done_at=None).values_list("kind", flat=True))
    if settings.BACKUP_DIR and is_night_work_due(now=now):
        asked |= {Upkeep.Kind.BACK_UP, Upkeep.Kind.EXPIRE_BACKUPS}
        if latest_daily(NIGHTLY, now=now).weekday() == SUNDAY:
            asked.add(Upkeep.Kind.VERIFY_RESTORE)
    for unknown in sorted(asked - set(WORK)):
        log.warning("The keeper knows no upkeep called %s.", unknown)
    return [kind for kind in WORK if kind in asked]


def is_night_work_due(*, now: datetime) -> bool:
    """Whether tonight's file is missing, or none of the alliances knows of it."""
    slot = latest_daily(NIGHTLY, now=now)
    if not any(moment >= slot for moment in backups.made(backup_folder())):
        return True
    there = alliances()
    return bool(there) and not any(records.backed_up_since(one, slot) for one in there)


def do(kind: str, *, now: datetime) -> Said:
    return WORK[kind](now)


def back_up(now: datetime) -> Said:
    made = backups.back_up(backup_folder(), now=now)
    vaults.back_up(backup_folder(), now=now)
    receipts.carry(backup_folder())
    return in_words(made)


def in_words(made: backups.Backup) -> Said:
    return {"file": made.path.name, "rows": made.rows, "files": len(made.manifest.files)}


def expire_backups(now: datetime) -> Said:
    folder = backup_folder()
    return {
        "removed": len(backups.expire(folder, now=now)),
        "vaults_removed": len(vaults.expire(folder, now=now)),
    }


def verify_restore(now: datetime) -> Said:
    """A backup that did not come back whole is an alarm, and is on the record."""
    outcome = restoring.drill(now=now, workplace=Path(settings.DATA_DIR))
    differing = [line.name for line in outcome.lines if not line.is_same]
    if differing:
        log.error("A restored backup differs in %s.", ", ".join(differing))
    return {"is_whole": outcome.is_whole, "compared": len(outcome.lines), "differing": differing}


def vacuum_ballots(_: datetime) -> Said:
    return vacuum(VACUUMED[Upkeep.Kind.VACUUM_BALLOTS])


def vacuum_tallies(_: datetime) -> Said:
    return vacuum(VACUUMED[Upkeep.Kind.VACUUM_TALLIES])


def vacuum_keys(_: datetime) -> Said:
    """Where there are backups, what was destroyed is also written beside them."""
    said = vacuum(VACUUMED[Upkeep.Kind.VACUUM_KEYS])
    if settings.BACKUP_DIR:
        said |= {"receipts": receipts.carry(backup_folder())}
    return said


def vacuum(tables: tuple[str, ...]) -> Said:
    with owners_database().connect(autocommit=True) as connection:
        for table in tables:
            found = connection.execute("SELECT to_regclass(%s)", [table]).fetchone()
            if found is None or found[0] is None:
                raise Refused(f"There is no table called {table}.")
        for table in tables:
            connection.execute(sql.SQL("VACUUM {}").format(sql.Identifier(*table.split("."))))
    return {"tables": len(tables)}


def backup_folder() -> Path:
    if not settings.BACKUP_DIR:
        raise Refused("BACKUP_DIR is not set: there is nowhere to put a backup.")
    return Path(settings.BACKUP_DIR)


def record(kind: str, *, now: datetime, said: Said) -> None:
    """Each alliance keeps its own record: all of them, or those that asked."""
    asked = Upkeep.objects.using("owner").filter(kind=kind, done_at=None, asked_at__lte=now)
    concerned = (
        alliances() if kind in FOR_ALL else sorted(set(asked.values_list("alliance_id", flat=True)))
    )
    for alliance in concerned:
        with use(alliance):
            keeping.record_done(kind, now=now, said=said)


def alliances() -> list[int]:
    return list(Alliance.objects.order_by("pk").values_list("pk", flat=True))


WORK: dict[str, Callable[[datetime], Said]] = {
    Upkeep.Kind.BACK_UP: back_up,
    Upkeep.Kind.EXPIRE_BACKUPS: expire_backups,
    Upkeep.Kind.VERIFY_RESTORE: verify_restore,
    Upkeep.Kind.VACUUM_BALLOTS: vacuum_ballots,
    Upkeep.Kind.VACUUM_TALLIES: vacuum_tallies,
    Upkeep.Kind.VACUUM_KEYS: vacuum_keys,
}
