"""The one door to "who may".

Rights are derived from offices. `rebuild` writes them as guardian's rows in the transaction of any
grant or end; `carry_rights` reads both, rows and offices of the day, and keeps what they agree on.
So an office that ends takes its rights away at midnight with no job having run, and a row that no
office explains gives nothing.
"""

from datetime import date
from functools import cache
from typing import Any, TypeVar

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest

from alliance import registries
from alliance.models import RoleTerm, User, UserPermission
from alliance.registries import OFFICE_COLUMNS, OfficeRows
from alliance.roles import Office, Right, Rights, Scope
from alliance.tenancy.context import current
from alliance.tenancy.models import TenantModel

Row = TypeVar("Row", bound=Model)

# The model on which offices of a scope are held.
SCOPE_MODELS = {
    Scope.ALLIANCE: ("alliance", "alliance"),
    Scope.ORGANISATION: ("members", "organisation"),
    Scope.ELECTION: ("partnership_board", "election"),
}
# Which attribute of a model leads from its rows to the place of a scope.
PATHS = {Scope.ORGANISATION: "organisation_path", Scope.ELECTION: "election_path"}
NOBODY = Rights()


class Ended(Http404):
    """The person had an office here; `str()` says when it ended."""


def offices_of(user_id: int, *, on: date) -> list[Office]:
    """Every office not yet ended on `on`, from role terms and from what apps registered."""
    statement, words = _question(tuple(registries.role_sources))
    told: dict[Any, Any] = {SOMEBODY: user_id, SOME_DAY: on}  # Any: as _question has them
    with connection.cursor() as cursor:
        cursor.execute(statement, [told.get(word, word) for word in words])
        rows = cursor.fetchall()
    return [
        Office(role, started_on, ended_on, Scope(kind), scope_id)
        for role, started_on, ended_on, kind, scope_id in rows
    ]


# Stand where the person and the day will be; no account has this number.
SOMEBODY, SOME_DAY = -1_234_567_890, date(1, 2, 3)


# Any: whatever the driver takes as a parameter.
@cache
def _question(sources: tuple[OfficeRows, ...]) -> tuple[str, tuple[Any, ...]]:
    """The one statement about offices and its parameters, drawn up once for all requests.

    Every request asks it, and drawing up a union of all the apps' questions takes Django longer
    than PostgreSQL takes to answer.
    """
    terms = RoleTerm.objects.filter(user_id=SOMEBODY).not_ended(on=SOME_DAY)
    others = [source(SOMEBODY, SOME_DAY) for source in sources]
    asked = terms.values_list(*OFFICE_COLUMNS).union(*others, all=True)
    return asked.query.sql_with_params()


def carry_rights(user: User, *, on: date) -> Rights:
    """Read what `user` may do on `on` in the current alliance, and keep it with the user."""
    offices = tuple(o for o in offices_of(user.pk, on=on) if o.is_current(on=on))
    explained = frozenset(right for office in offices for right in office.rights())
    rights = Rights(offices, explained & _rows(user.pk))
    user.rights = rights
    return rights


def rights_of(user: object) -> Rights:
    """What the request's middleware found; nothing for somebody signed out."""
    if isinstance(user, User):
        return getattr(user, "rights", NOBODY)
    return getattr(getattr(user, "_wrapped", None), "rights", NOBODY)


def may(user: object, permission: str, thing: object = None) -> bool:
    """Whether the permission is held for the alliance, the thing's organisation or its election."""
    rights = rights_of(user)
    if rights.has(permission):
        return True
    return any(
        (place := _place_of(thing, path)) is not None and place in rights.within(scope, permission)
        for scope, path in PATHS.items()
    )


def require(user: object, permission: str, thing: object = None) -> None:
    """For pages about no single row: 404 outside the alliance, 403 inside it."""
    if not rights_of(user).offices:
        raise Http404
    if not may(user, permission, thing):
        raise PermissionDenied(permission)


def require_office(user: object) -> None:
    """For pages that everybody with an office has: 404 for all others."""
    if not rights_of(user).offices:
        raise Http404


def visible(rows: QuerySet[Row], *, user: object, permission: str) -> QuerySet[Row]:
    """The rows for which the permission is held: all, those of some organisations, or none."""
    rights = rights_of(user)
    if rights.has(permission):
        return rows
    path = getattr(rows.model, "organisation_path", None)
    mine = rights.organisations(permission)
    if path is None or not mine:
        return rows.none()
    return rows.filter(**{f"{path}_id__in" if path else "pk__in": mine})


def get_or_404(
    rows: QuerySet[Row], *, request: HttpRequest, permission: str, **lookup: object
) -> Row:
    """The one row, if this person may do `permission` to it.

    Unknown, another alliance's or invisible: 404. Visible but not permitted: 403.
    """
    if not rights_of(request.user).offices:
        raise Http404
    thing = rows.filter(**lookup).first()
    if thing is None:
        raise Http404
    if may(request.user, permission, thing):
        return thing
    seen_with = getattr(thing, "seen_with", None)
    if seen_with is not None and not may(request.user, seen_with, thing):
        raise Http404
    raise PermissionDenied(permission)


@transaction.atomic
def rebuild(user: User, *, on: date) -> int:
    """Make guardian's rows say what the offices say; how many rows differed."""
    wanted = _wanted(user.pk, on=on)
    there = _rows(user.pk)
    for right in there - wanted:
        UserPermission.objects.filter(
            user=user,
            permission__codename=right.permission,
            content_type=_content_type(right.scope),
            object_pk=_object_pk(right),
        ).delete()
    permissions = _permission_ids()
    UserPermission.objects.bulk_create(
        UserPermission(
            user=user,
            permission_id=permissions[right.scope, right.permission],
            content_type=_content_type(right.scope),
            object_pk=_object_pk(right),
        )
        for right in sorted(wanted - there, key=_object_and_name)
    )
    return len(there ^ wanted)


def welcome(held: dict[int, list[Office]]) -> None:
    """Write the rights of many new people (by number) at once; they must have none yet."""
    permissions = _permission_ids()
    UserPermission.objects.bulk_create(
        UserPermission(
            user_id=user_id,
            permission_id=permissions[right.scope, right.permission],
            content_type=_content_type(right.scope),
            object_pk=_object_pk(right),
        )
        for user_id, offices in held.items()
        for right in sorted(frozenset[Right]().union(*(office.rights() for office in offices)))
    )


def differences(user: User, *, on: date) -> frozenset[Right]:
    """Rights that rows and offices do not agree on. Empty unless something is wrong."""
    return _rows(user.pk) ^ _wanted(user.pk, on=on)


def _wanted(user_id: int, *, on: date) -> frozenset[Right]:
    """Also of offices that begin later: the day is asked again at each request."""
    return frozenset(right for office in offices_of(user_id, on=on) for right in office.rights())


def _rows(user_id: int) -> frozenset[Right]:
    rows = UserPermission.objects.filter(user_id=user_id).values_list(
        "permission__codename", "content_type__model", "object_pk"
    )
    scopes = {model: scope for scope, (_, model) in SCOPE_MODELS.items()}
    return frozenset(
        Right(name, scopes[model], None if model == "alliance" else int(pk))
        for name, model, pk in rows
    )


def _object_pk(right: Right) -> str:
    return str(current() if right.scope_id is None else right.scope_id)


def _object_and_name(right: Right) -> tuple[str, str]:
    return _object_pk(right), right.permission


def _content_type(scope: Scope) -> ContentType:
    return ContentType.objects.get_by_natural_key(*SCOPE_MODELS[scope])


def _permission_ids() -> dict[tuple[Scope, str], int]:
    scopes = {names: scope for scope, names in SCOPE_MODELS.items()}
    found = Permission.objects.filter(
        content_type__app_label__in={app for app, _ in scopes},
        content_type__model__in={model for _, model in scopes},
    ).values_list("content_type__app_label", "content_type__model", "codename", "pk")
    return {(scopes[app, model], name): pk for app, model, name, pk in found}


def _place_of(thing: object, attribute: str) -> int | None:
    """The organisation or election that a row belongs to, by the path that its model names."""
    path = getattr(thing, attribute, None)
    if not isinstance(thing, TenantModel) or path is None:
        return None
    if path == "":
        return int(thing.pk)
    *way, end = path.split("__")
    for step in way:
        thing = getattr(thing, step)
    found = getattr(thing, f"{end}_id")
    return None if found is None else int(found)
