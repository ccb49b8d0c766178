"""Read PostgreSQL's own catalogue: no table, key or right has been forgotten.

Each query lists offenders, so an empty answer is a pass. These hold for tables not yet written.
"""

import pytest
from django.apps import apps
from django.contrib.admin import site
from django.contrib.auth.models import Group
from django.db import connection
from django.db.models import ForeignKey

from alliance.models import Alliance, User
from alliance.tenancy.checks import the_role_is_restricted
from alliance.tenancy.models import TenantBase, TenantEvent, TenantKey, TenantModel

# Tables that belong to the installation, each with the reason.
GLOBAL = {
    "account_emailaddress": "a person's, whatever alliances they belong to",
    "account_emailconfirmation": "the same",
    "alliance_alliance": "the list of alliances itself",
    "alliance_user": "one account, however many alliances its person belongs to",
    "alliance_user_groups": "Django's; always empty",
    "alliance_user_user_permissions": "Django's; always empty",
    "auth_group": "Django's; always empty, for a group belongs to no alliance",
    "auth_group_permissions": "Django's; always empty",
    "auth_permission": "the names of permissions, the same for all",
    "django_admin_log": "what platform administrators did to accounts",
    "django_content_type": "the names of models",
    "django_migrations": "which migrations have run",
    "django_session": "a session outlives the choice of an alliance",
    "guardian_groupobjectpermission": "guardian's own, swapped out; always empty",
    "guardian_userobjectpermission": "guardian's own, swapped out; always empty",
    "mfa_authenticator": "a person's passkeys and codes",
    "pghistory_context": "unused: context is kept in each history row",
    "usersessions_usersession": "a person's sessions",
}
# guardian defines an index of its own on these two; ours is beside it.
GUARDIANS = "'alliance_userpermission'::regclass, 'alliance_grouppermission'::regclass"

ALL_TABLES = (
    "SELECT relname FROM pg_class WHERE relkind='r' AND relnamespace='public'::regnamespace"
)
TENANT = "SELECT attrelid FROM pg_attribute WHERE attname='alliance_id' AND NOT attisdropped"

OFFENDERS = {
    "table of an alliance without a forced policy": f"""
        SELECT relname FROM pg_class WHERE relkind='r' AND oid IN ({TENANT})
           AND NOT (relrowsecurity AND relforcerowsecurity)""",
    "policy that is not the plain equality, for both reading and writing": r"""
        SELECT tablename FROM pg_policies
         WHERE qual IS DISTINCT FROM with_check OR roles <> '{app_rw}' OR cmd <> 'ALL'
            OR regexp_replace(qual, '\s+', ' ', 'g') <> '(alliance_id = ( SELECT (current_setting'
               || '(''app.alliance''::text, true))::bigint AS current_setting))'""",
    "table of an alliance with no policy or more than one": f"""
        SELECT c.relname FROM pg_class c WHERE c.relkind='r' AND c.oid IN ({TENANT})
           AND (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid) <> 1""",
    "foreign key between two tables of an alliance that leaves the alliance out": f"""
        SELECT conrelid::regclass || '.' || conname FROM pg_constraint
         WHERE contype='f' AND conrelid IN ({TENANT}) AND confrelid IN ({TENANT})
           AND (conkey[1] IS DISTINCT FROM (SELECT attnum FROM pg_attribute
                    WHERE attrelid=conrelid AND attname='alliance_id')
             OR confkey[1] IS DISTINCT FROM (SELECT attnum FROM pg_attribute
                    WHERE attrelid=confrelid AND attname='alliance_id'))""",
    "unique key or index that does not begin with the alliance": f"""
        SELECT indexrelid::regclass FROM pg_index
         WHERE indrelid IN ({TENANT}) AND NOT indisprimary AND indrelid NOT IN ({GUARDIANS})
           AND indkey[0] IS DISTINCT FROM (SELECT attnum FROM pg_attribute
               WHERE attrelid=indrelid AND attname='alliance_id')""",
    "right that the application must not have": f"""
        SELECT relname FROM pg_class WHERE oid IN ({TENANT}) AND relkind = 'r'
           AND (has_table_privilege('app_rw', oid, 'TRUNCATE')
                OR pg_get_userbyid(relowner) = 'app_rw')
        UNION ALL SELECT 'alliances may be written' WHERE
            has_table_privilege('app_rw', 'alliance_alliance', 'INSERT, UPDATE, DELETE')""",
    "append-only table that the application may change": """
        SELECT tgrelid::regclass FROM pg_trigger
         WHERE tgname LIKE 'pgtrigger_append_only%'
           AND has_table_privilege('app_rw', tgrelid, 'UPDATE, DELETE')""",
}

pytestmark = pytest.mark.django_db


def ask(query: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return sorted(str(row[0]) for row in cursor.fetchall())


@pytest.mark.parametrize("rule", OFFENDERS)
def test_catalogue(rule: str) -> None:
    assert ask(OFFENDERS[rule]) == []


def test_every_table_is_an_alliances_or_argued_for() -> None:
    tenant = {m._meta.db_table for m in apps.get_models() if isinstance(m, TenantBase)}

    assert set(ask(ALL_TABLES)) == tenant | set(GLOBAL)


def test_every_tenant_table_in_the_catalogue_is_a_tenant_model() -> None:
    query = f"{ALL_TABLES} AND oid IN ({TENANT})"  # the vault's are no models; it tests its own
    models = [m._meta.db_table for m in apps.get_models() if isinstance(m, TenantBase)]

    assert ask(query) == sorted(models)


def tenant_fields() -> list[ForeignKey]:
    return [
        field
        for model in apps.get_models()
        if isinstance(model, TenantBase) and not issubclass(model, TenantEvent)
        for field in model._meta.local_fields
        if isinstance(field, ForeignKey)
    ]


def test_every_key_between_tenant_models_is_a_tenant_key() -> None:
    loose = [
        str(field)
        for field in tenant_fields()
        if isinstance(field.related_model, TenantBase) and not isinstance(field, TenantKey)
    ]

    assert loose == []


def test_no_key_gives_a_way_back() -> None:
    ways = [
        str(field)
        for field in tenant_fields()
        if field.name not in {"permission", "content_type"}  # guardian's own
        and not (field.model.__name__.endswith("Permission") and field.name in {"user", "group"})
        and field.remote_field.related_name not in {"+", None}
        and not str(field.remote_field.related_name).endswith("+")
    ] + [
        str(field)
        for field in tenant_fields()
        if issubclass(field.model, TenantModel)
        and not field.model.__name__.endswith("Permission")
        and field.remote_field.related_name is None
    ]

    assert ways == []


def test_many_to_many_tables_are_models_of_ours() -> None:
    automatic = [
        str(field)
        for model in apps.get_models()
        if isinstance(model, TenantBase)
        for field in model._meta.local_many_to_many
        if field.remote_field.through._meta.auto_created
    ]

    assert automatic == []


def test_the_application_runs_as_the_restricted_role() -> None:
    assert the_role_is_restricted(databases=["default"]) == []


def test_groups_are_empty() -> None:
    assert Group.objects.count() == 0


def test_the_platforms_admin_knows_accounts_and_alliances_alone() -> None:
    assert set(site._registry) == {User, Alliance}
