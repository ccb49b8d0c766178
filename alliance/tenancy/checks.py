"""Refuse to run as a database role that could look past the policies."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

DANGEROUS = """
SELECT rolname FROM pg_roles WHERE rolname = current_user
   AND (rolsuper OR rolbypassrls
        OR EXISTS (SELECT 1 FROM pg_class WHERE relowner = pg_roles.oid AND relkind = 'r'))
"""


def dangerous_role() -> str | None:
    """The name of the role we are connected as, if it could see every alliance."""
    with connections["default"].cursor() as cursor:
        cursor.execute(DANGEROUS)
        row = cursor.fetchone()
    return None if row is None else str(row[0])


@register(Tags.database)
def the_role_is_restricted(
    databases: Sequence[str] | None = None,
    **kwargs: Any,  # Any: Django's own protocol for checks
) -> list[CheckMessage]:
    if not databases or "default" not in databases:
        return []
    role = dangerous_role()
    if role is None:
        return []
    return [
        Error(
            f"DATABASE_URL logs in as {role}, who can see every alliance. Use app_rw.",
            id="tenancy.E001",
        )
    ]
