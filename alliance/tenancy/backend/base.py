"""PostgreSQL, with the alliance carried by every statement in the same round trip.

A setting made once a request or a connection is not enough: behind a pooler the next statement may
run on another connection, and a rolled-back transaction silently undoes it. `SET LOCAL` lives just
as long as the statement or transaction that it travels with.
"""

# The stubs know nothing of psycopg's cursor.
# mypy: disable-error-code="attr-defined,misc"

from collections.abc import Iterable
from typing import Any, NoReturn, Self

from django.core.exceptions import ImproperlyConfigured
from django.db import NotSupportedError
from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus

from alliance.tenancy.context import current


def pin() -> str:
    """`int` is what makes this safe to put in a statement."""
    return f"SET LOCAL app.alliance='{int(current() or 0)}';"


class Cursor(base.Cursor):  # Django's own class, of whose methods the stubs know nothing
    # Any: the signatures are psycopg's own, which take every kind of query and parameter.
    def execute(self, query: Any, params: Any = None, **options: Any) -> Self:
        if self.connection.pgconn.transaction_status == TransactionStatus.INERROR:
            # PostgreSQL accepts nothing but a rollback here, and would refuse the pin before it.
            super().execute(query, params, **options)
            return self
        text = query if isinstance(query, str | bytes) else query.as_string(self)
        pinned = pin().encode() + text if isinstance(text, bytes) else pin() + text
        super().execute(pinned, params, **options)
        while self.nextset():  # the last answer is the statement's own
            pass
        return self

    def executemany(self, query: Any, params_seq: Iterable[Any], **options: Any) -> None:
        with self.connection.transaction():
            self.connection.execute(pin())
            super().executemany(query, params_seq, **options)

    def copy(self, *args: Any, **options: Any) -> NoReturn:
        raise NotSupportedError("COPY cannot carry an alliance. Use bulk_create.")

    def stream(self, *args: Any, **options: Any) -> NoReturn:
        raise NotSupportedError("A streamed query cannot carry an alliance. Use iterator().")


class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self) -> dict[str, Any]:
        params: dict[str, Any] = super().get_connection_params()
        if params["cursor_factory"] is not base.Cursor:
            raise ImproperlyConfigured("server_side_binding must stay off: it sends one statement.")
        return params | {"cursor_factory": Cursor}

    def chunked_cursor(self) -> Any:
        """For `iterator()`: no named cursor, which would outlive the statement's pin."""
        return self.cursor()
