"""Take back what a list wrote, all or nothing: not what somebody has used or changed since."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby

from django.apps import apps
from django.db import transaction
from django.db.models import CASCADE, ForeignKey, Model

from alliance.actions import invitations
from alliance.errors import Refused
from alliance.models import Invitation, User
from alliance.queries.frame import forget_face
from alliance.roles import Scope
from alliance.tenancy.models import TenantEvent
from alliance.words import listed
from members.actions import drafts, live_profile
from members.actions.import_rows import PROFILE, Fields
from members.models import ImportChange, Organisation, ProfileVersion, Service
from members.queries.profile_content import live_content

MOST_NAMED = 3
Key = tuple[str, int]
Rows = dict[Key, Model]


def take_back(changes: Sequence[ImportChange], *, by: User, now: datetime) -> None:
    """`changes` with the latest first. Refused, with names, where it would undo others' work."""
    rows = _rows(changes)
    new = {_key(change) for change in changes if change.before is None}
    services = list(_services(changes, rows))
    _refuse_what_moved(changes, rows)
    _refuse_what_is_used(new, rows, services)
    for service in services:
        service.delete()
    there = [change for change in changes if _key(change) in rows]
    for kind, group in groupby(there, key=_road):
        _take_back_alike(kind, list(group), rows, by=by, now=now)
    transaction.on_commit(forget_face)


Road = tuple[str, bool, tuple[str, ...]]


def _road(change: ImportChange) -> Road:
    """What is taken back in the same way can be taken back together."""
    return change.subject_type, change.before is None, tuple(sorted(change.before or ()))


def _take_back_alike(
    road: Road, changes: Sequence[ImportChange], rows: Rows, *, by: User, now: datetime
) -> None:
    kind, is_new, fields = road
    own = [rows[_key(change)] for change in changes]
    if is_new and kind in REMOVE:
        for row in own:
            REMOVE[kind](row, by, now)
    elif is_new:
        model = apps.get_model(kind)
        model._default_manager.filter(pk__in=[row.pk for row in own]).delete()
    elif PROFILE in fields:
        for row, change in zip(own, changes, strict=True):
            _restore_profile(row, change.before or {})
    else:
        for row, change in zip(own, changes, strict=True):
            for name, value in (change.before or {}).items():
                setattr(row, name, value)
        apps.get_model(kind)._default_manager.bulk_update(own, fields)


def _key(change: ImportChange) -> Key:
    return change.subject_type, change.subject_id


def _rows(changes: Iterable[ImportChange]) -> Rows:
    """What was written and is still there, in a query for each kind."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for change in changes:
        numbers[change.subject_type].append(change.subject_id)
    return {
        (kind, row.pk): row
        for kind, found in numbers.items()
        for row in apps.get_model(kind)._default_manager.filter(pk__in=found)
    }


def _services(changes: Iterable[ImportChange], rows: Rows) -> Iterator[Service]:
    """Services that came with the list."""
    fresh = [
        public_id
        for change in changes
        if change.before is not None and PROFILE in change.before
        for public_id in change.after[PROFILE]["services"]
        if public_id not in change.before[PROFILE]["services"]
    ]
    return Service.objects.filter(public_id__in=fresh).iterator() if fresh else iter(())


# ---- what stands in the way ----------------------------------------------------------------------
def _refuse_what_moved(changes: Sequence[ImportChange], rows: Rows) -> None:
    """Only the latest of what the list wrote to a row must still stand."""
    latest: dict[Key, Fields] = {}
    for change in reversed(changes):  # in the order written
        latest[_key(change)] = latest.get(_key(change), {}) | change.after
    moved = [
        str(rows[key])
        for key, after in latest.items()
        if key in rows and _now(rows[key], after) != after
    ]
    moved += [f"the change of {row.organisation}" for row in _decided(rows)]
    moved += [f"{row.name}, who has accepted" for row in _accepted(rows)]
    if moved:
        raise Refused(f"Changed since: {_named(moved)}. Put it right by hand.")


def _now(row: Model, after: Fields) -> Fields:
    """The same fields as they are."""
    found = {name: getattr(row, name) for name in after if name != PROFILE}
    if PROFILE in after:
        assert isinstance(row, Organisation)
        found[PROFILE] = live_content(row)
    return found


def _decided(rows: Rows) -> list[ProfileVersion]:
    return [r for r in rows.values() if isinstance(r, ProfileVersion) and not r.is_open]


def _accepted(rows: Rows) -> list[Invitation]:
    return [r for r in rows.values() if isinstance(r, Invitation) and r.accepted_at is not None]


def _refuse_what_is_used(new: set[Key], rows: Rows, services: Iterable[Service]) -> None:
    """Something new that others have built on since stays."""
    label = Organisation._meta.label_lower
    added = {
        pk: str(row) for (kind, pk), row in rows.items() if kind == label and (kind, pk) in new
    }
    used = [added[pk] for pk in sorted(_used(Organisation, added, new) | _invited_to(added))]
    offered = {service.pk: service.name for service in services}
    used += [offered[pk] for pk in sorted(_used(Service, offered, new))]
    if used:
        raise Refused(f"Used since: {_named(used)}. Put it right by hand.")


def _is_member(row: Model) -> bool:
    return isinstance(row, Organisation)


def _used(model: type[Model], added: Iterable[int], new: set[Key]) -> set[int]:
    """Which of the added rows something else points at: a query for each key, not for each row.

    Parts of a service, such as its languages, came with it; of an organisation nothing did.
    """
    used: set[int] = set()
    for other in apps.get_models() if added else ():
        if issubclass(other, TenantEvent) or other is ImportChange:
            continue
        ours = [pk for kind, pk in new if kind == other._meta.label_lower]
        for key in other._meta.local_fields:
            if not isinstance(key, ForeignKey) or key.related_model is not model:
                continue
            if model is Service and key.remote_field.on_delete is CASCADE:
                continue
            rows = other._default_manager.filter(**{f"{key.name}__in": list(added)})
            used |= set(rows.exclude(pk__in=ours).values_list(key.attname, flat=True))
    return used


def _invited_to(added: Iterable[int]) -> set[int]:
    """An invitation names its organisation without a key."""
    rows = Invitation.objects.filter(scope_kind=Scope.ORGANISATION, scope_id__in=list(added))
    return {pk for pk in rows.values_list("scope_id", flat=True) if pk is not None}


def _named(names: Sequence[str]) -> str:
    shown = list(names[:MOST_NAMED])
    more = len(names) - MOST_NAMED
    return listed([*shown, f"{more} more"] if more > 0 else shown)


# ---- back ----------------------------------------------------------------------------------------
def _restore_profile(row: Model, before: Fields) -> None:
    assert isinstance(row, Organisation)
    live_profile.write(row, before=live_content(row), after=before[PROFILE])


def _withdraw_invitation(row: Model, by: User, now: datetime) -> None:
    assert isinstance(row, Invitation)
    if row.withdrawn_at is None:
        invitations.withdraw(row, by=by, now=now)


def _withdraw_version(row: Model, by: User, now: datetime) -> None:
    assert isinstance(row, ProfileVersion)
    drafts.withdraw(row, by=by, now=now)


REMOVE: dict[str, Callable[[Model, User, datetime], None]] = {
    Invitation._meta.label_lower: _withdraw_invitation,
    ProfileVersion._meta.label_lower: _withdraw_version,
}
