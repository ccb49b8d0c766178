"""A solver proves each policy: nobody's session and another alliance's reach no row."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connections

from alliance.tenancy.models import TenantBase

pytestmark = pytest.mark.django_db(databases=["default", "owner"], transaction=True)
TENANT_TABLES = {m._meta.db_table for m in apps.get_models() if isinstance(m, TenantBase)}


def verdicts(mode: str) -> dict[str, str]:
    """Table to verdict."""
    params = connections["owner"].get_connection_params()
    words = ("host", "user", "password", "dbname")
    done = subprocess.run(
        [
            str(Path(sys.executable).with_name("pgrls")),
            "verify",
            *("--mode", mode, "--strict", "--format", "json"),
            *("--config", str(Path(__file__).with_name("pgrls.toml"))),
            *("--database-url", " ".join(f"{word}={params[word]}" for word in words)),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    answer = json.loads(done.stdout)
    return {table["table"].removeprefix("public."): table["verdict"] for table in answer["tables"]}


@pytest.mark.parametrize("mode", ["anon", "cross-tenant", "write"])
def test_every_policy_is_proven(mode: str) -> None:
    assert verdicts(mode) == dict.fromkeys(TENANT_TABLES, "isolated")


def test_the_proof_can_fail() -> None:
    """A policy that also lets one more row through is found out."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("CREATE TABLE leaky (id bigint, alliance_id bigint)")
        cursor.execute("ALTER TABLE leaky ENABLE ROW LEVEL SECURITY")
        cursor.execute(
            "CREATE POLICY alliance ON leaky TO app_rw USING (alliance_id ="
            " (SELECT current_setting('app.alliance', true)::bigint) OR id = 1)"
        )
    try:
        assert verdicts("cross-tenant")["leaky"] != "isolated"
    finally:
        with connections["owner"].cursor() as cursor:
            cursor.execute("DROP TABLE leaky")
