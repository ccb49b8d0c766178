"""Whether the installation is well: a word for each thing that is not."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from redis.exceptions import RedisError

from alliance import subject_keys
from alliance.keeping import records
from alliance.models import Alliance, Message
from alliance.tenancy.checks import dangerous_role
from alliance.tenancy.context import use

PATIENCE = timedelta(minutes=10)


def what_is_wrong(*, now: datetime) -> list[str]:
    wrong = []
    try:
        if dangerous_role() is not None:
            wrong.append("role")
        if not _is_migrated():
            wrong.append("migrations")
        else:
            wrong += _what_is_late(now=now)
    except DatabaseError:
        wrong.append("database")
    if not _is_vault_open():
        wrong.append("vault")
    try:
        cache.set("healthz", now.isoformat(), 60)
        if cache.get("healthz") != now.isoformat():
            wrong.append("cache")
    except (RedisError, OSError):
        wrong.append("cache")
    return wrong


def _is_vault_open() -> bool:
    """Shut between a restore and the replay of the receipts of destroyed keys, or not there."""
    try:
        return subject_keys.is_open()
    except DatabaseError:
        return False


def _what_is_late(*, now: datetime) -> list[str]:
    """One question an alliance, and usually one more: the database shows one at a time."""
    there = list(Alliance.objects.order_by("pk").values_list("pk", flat=True))
    late = []
    if any(_has_waited(alliance, since=now - PATIENCE) for alliance in there):
        late.append("post")
    if settings.BACKUP_DIR and records.is_late(there, now=now):
        late.append("backup")
    return late


def _has_waited(alliance: int, *, since: datetime) -> bool:
    with use(alliance):
        return Message.objects.due(now=since).exists()


def _is_migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
