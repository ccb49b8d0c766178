"""The database rules of an alliance's tables, as Django constraints.

Being constraints, they are written by `makemigrations`, applied by `migrate`, undone by a reverse
migration, and missed by `makemigrations --check` if somebody leaves one out.
"""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement
from django.db.backends.utils import truncate_name
from django.db.models import BaseConstraint, ForeignKey, Model

APP_ROLE = "app_rw"
# One plain equality: it can use an index, and can be proved. The sub-select is evaluated once.
CURRENT = "(SELECT current_setting('app.alliance', true)::bigint)"


class _SqlConstraint(BaseConstraint):
    """What `Model.validate_constraints` need not ask: the database answers on write."""

    def validate(self, *args: object, **kwargs: object) -> None:
        pass

    def __eq__(self, other: object) -> bool:
        return isinstance(other, type(self)) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash(self.name)


def _sql(*commands: str) -> Statement:
    return Statement("%(commands)s", commands=";\n".join(commands))


def _table(model: type[Model], editor: BaseDatabaseSchemaEditor) -> str:
    return str(editor.quote_name(model._meta.db_table))


def _key_column(model: type[Model]) -> str:
    assert model._meta.pk is not None
    return str(model._meta.pk.column)


class TenantRLS(_SqlConstraint):
    """The table shows and takes only rows of the alliance that the statement carries.

    Forced, so that it binds the table's owner too. The key (alliance_id, id) is what other tables
    point at.
    """

    def _policy(self, model: type[Model], editor: BaseDatabaseSchemaEditor) -> list[str]:
        table = _table(model, editor)
        return [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            (
                f"CREATE POLICY alliance ON {table} TO {APP_ROLE}"
                f" USING (alliance_id = {CURRENT}) WITH CHECK (alliance_id = {CURRENT})"
            ),
        ]

    def _key(self, model: type[Model], editor: BaseDatabaseSchemaEditor) -> str:
        pk = editor.quote_name(_key_column(model))
        return f"CONSTRAINT {editor.quote_name(self.name)} UNIQUE (alliance_id, {pk})"

    def constraint_sql(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> str:  # type: ignore[override]  # a plain string is accepted
        schema_editor.deferred_sql.extend(self._policy(model, schema_editor))  # type: ignore[arg-type]  # as Django does
        return self._key(model, schema_editor)

    def create_sql(  # type: ignore[override]  # a Statement is what Django itself returns
        self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> Statement:
        table = _table(model, schema_editor)
        return _sql(
            f"ALTER TABLE {table} ADD {self._key(model, schema_editor)}",
            *self._policy(model, schema_editor),
        )

    def remove_sql(  # type: ignore[override]  # as above
        self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> Statement:
        """The key goes last, when no other table points at it any more."""
        table, key = _table(model, schema_editor), schema_editor.quote_name(self.name)
        schema_editor.deferred_sql.append(
            f"ALTER TABLE IF EXISTS {table} DROP CONSTRAINT IF EXISTS {key}"  # type: ignore[arg-type]  # as Django does
        )
        return _sql(
            f"DROP POLICY alliance ON {table}",
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        )


class SameAlliance(_SqlConstraint):
    """A foreign key to another table of the same alliance, and to no other's.

    PostgreSQL checks foreign keys without regard to policies, so a key on the id alone could point
    at a stranger's row.
    """

    def __init__(self, *, field: str, name: str) -> None:
        super().__init__(name=name)
        self.field = field

    def deconstruct(self) -> tuple[str, tuple[()], dict[str, Any]]:  # type: ignore[override]  # Any: Django's own shape
        path = f"{type(self).__module__}.{type(self).__qualname__}"
        return path, (), {"field": self.field, "name": self.name}

    def _command(self, model: type[Model], editor: BaseDatabaseSchemaEditor) -> str:
        field = model._meta.get_field(self.field)
        assert isinstance(field, ForeignKey)
        target: type[Model] = field.related_model
        quote = editor.quote_name
        return (
            f"ALTER TABLE {_table(model, editor)} ADD CONSTRAINT {quote(self.name)}"
            f" FOREIGN KEY (alliance_id, {quote(field.column)})"
            f" REFERENCES {_table(target, editor)} (alliance_id, {quote(_key_column(target))})"
            " DEFERRABLE INITIALLY DEFERRED"
        )

    def create_sql(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> None:  # type: ignore[override]  # put off
        """At the end of the migration, when the table pointed at has its key."""
        schema_editor.deferred_sql.append(self._command(model, schema_editor))  # type: ignore[arg-type]  # as Django does

    constraint_sql = create_sql  # type: ignore[assignment]  # the same, inside CREATE TABLE

    def remove_sql(  # type: ignore[override]  # as above
        self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> Statement:
        name = schema_editor.quote_name(self.name)
        return _sql(f"ALTER TABLE {_table(model, schema_editor)} DROP CONSTRAINT {name}")


class AppendOnly(_SqlConstraint):
    """The application may add rows and read them, never change or remove one.

    A trigger beside it (`alliance.tenancy.append_only`) says the same to every other role.
    """

    rights = "UPDATE, DELETE"

    def _revoke(self, model: type[Model], editor: BaseDatabaseSchemaEditor) -> str:
        return f"REVOKE {self.rights} ON {_table(model, editor)} FROM {APP_ROLE}"

    def constraint_sql(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> None:  # type: ignore[override]  # put off
        schema_editor.deferred_sql.append(self._revoke(model, schema_editor))  # type: ignore[arg-type]  # as Django does

    def create_sql(  # type: ignore[override]  # a Statement is what Django itself returns
        self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> Statement:
        return _sql(self._revoke(model, schema_editor))

    def remove_sql(  # type: ignore[override]  # as above
        self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> Statement:
        return _sql(f"GRANT {self.rights} ON {_table(model, schema_editor)} TO {APP_ROLE}")


class ReadOnly(AppendOnly):
    """The application reads this table; only the owner, or a trigger of the owner's, writes it."""

    rights = "INSERT, UPDATE, DELETE"


def name_for(*parts: str, longest: int) -> str:
    """A name of `parts`, shortened to what PostgreSQL (63) or Django's indexes (30) allow."""
    return truncate_name("_".join(parts), longest)
