"""Whether the installation is well: a word for each thing that is not."""

from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from redis.exceptions import RedisError

from alliance.tenancy.checks import dangerous_role

PATIENCE = timedelta(minutes=10)


def what_is_wrong(*, now: datetime) -> list[str]:
    wrong = []
    try:
        if dangerous_role() is not None:
            wrong.append("role")
        if not _is_migrated():
            wrong.append("migrations")
    except DatabaseError:
        wrong.append("database")
    try:
        cache.set("healthz", now.isoformat(), 60)
        if cache.get("healthz") != now.isoformat():
            wrong.append("cache")
    except (RedisError, OSError):
        wrong.append("cache")
    return wrong


def _is_migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
