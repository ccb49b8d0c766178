"""The one place that writes a profile into the live tables: what differs, in bulk.

Called within the transaction that decided it, with the organisation locked and `before` read under
that lock. Rows are found by their public id; a service that is gone is given up, never removed.
"""

from collections.abc import Callable, Iterable
from datetime import date, time
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model

from alliance.errors import Refused
from members.models import (
    GroupServed,
    Identifier,
    Location,
    LocationAccess,
    Organisation,
    PriorityOfService,
    Service,
    ServiceArea,
    ServiceLanguage,
    ServiceLocation,
    ServiceSchedule,
    TypeOfService,
)
from members.names import folded
from members.profile_content import Content
from members.queries.profile_content import COLUMNS

# Any, below: values of all kinds, as JSON has them.

Thing = dict[str, Any]


@transaction.atomic
def write(organisation: Organisation, *, before: Content, after: Content) -> None:
    """Make the live tables say `after`, where they say `before`."""
    _organisation(organisation, before["organisation"], after["organisation"])
    old, new = before["locations"], after["locations"]
    _locations(organisation, old, new)
    try:
        with transaction.atomic():
            rows = _services(organisation, before["services"], after["services"])
    except IntegrityError:
        raise Refused("Two services would have the same name. Rename one of them.") from None
    _belongings(rows, before["services"], after["services"])
    _where(organisation, rows, before["services"], after["services"])


def _organisation(row: Organisation, before: Thing, after: Thing) -> None:
    changed = [name for name, value in after.items() if value != before[name]]
    if "numbers" in changed:
        Identifier.objects.filter(organisation=row).delete()
        Identifier.objects.bulk_create(Identifier(organisation=row, **n) for n in after["numbers"])
    if "groups" in changed:
        GroupServed.objects.filter(organisation=row).delete()
        GroupServed.objects.bulk_create(
            GroupServed(organisation=row, group=group) for group in after["groups"]
        )
    columns = [name for name in changed if name not in ("numbers", "groups")]
    for name in columns:
        setattr(row, name, after[name])
    if "name" in columns:
        row.sort_name = folded(row.name)
        columns.append("sort_name")
    if columns:
        row.save(update_fields=columns)


def _locations(organisation: Organisation, before: Thing, after: Thing) -> None:
    gone = [key for key in before if key not in after]
    Location.objects.filter(organisation=organisation, public_id__in=gone).delete()
    changed = {key: thing for key, thing in after.items() if before.get(key) != thing}
    there = _by_public_id(Location, organisation, changed)
    columns = [*COLUMNS["locations"], "ward_id"]
    for key, row in there.items():
        _fill(row, columns, changed[key] | {"ward_id": changed[key]["ward"]})
    Location.objects.bulk_update(there.values(), [*COLUMNS["locations"], "ward"])
    there |= {
        key: Location(
            organisation=organisation,
            public_id=key,
            ward_id=thing["ward"],
            **{name: thing[name] for name in COLUMNS["locations"]},
        )
        for key, thing in changed.items()
        if key not in there
    }
    Location.objects.bulk_create(row for row in there.values() if row.pk is None)
    LocationAccess.objects.filter(location__in=list(there.values())).delete()
    LocationAccess.objects.bulk_create(
        LocationAccess(location=row, **answer)
        for key, row in there.items()
        for answer in changed[key]["access"]
    )


def _fill(row: Model, columns: Iterable[str], thing: Thing) -> None:
    for name in columns:
        setattr(row, name, thing[name])


def _by_public_id(
    model: type[Any], organisation: Organisation, keys: Iterable[str]
) -> dict[str, Any]:
    rows = model.objects.filter(organisation=organisation, public_id__in=list(keys))
    return {str(row.public_id): row for row in rows}


def _services(organisation: Organisation, before: Thing, after: Thing) -> dict[str, Service]:
    """The rows of all services that differ, new ones with them."""
    gone = [key for key in before if key not in after]
    Service.objects.filter(organisation=organisation, public_id__in=gone).update(
        status=Service.Status.DEFUNCT
    )
    changed = {key: thing for key, thing in after.items() if before.get(key) != thing}
    there: dict[str, Service] = _by_public_id(Service, organisation, changed)
    columns = COLUMNS["services"]
    for key, row in there.items():
        _fill(row, columns, changed[key])
    plain = [row for key, row in there.items() if _differs(before.get(key), changed[key], columns)]
    Service.objects.bulk_update(plain, columns)
    fresh = [
        Service(
            organisation=organisation,
            public_id=key,
            **{name: thing[name] for name in columns},
        )
        for key, thing in changed.items()
        if key not in there
    ]
    Service.objects.bulk_create(fresh)
    return there | {str(row.public_id): row for row in fresh}


def _differs(before: Thing | None, after: Thing, names: Iterable[str]) -> bool:
    return before is None or any(before[name] != after[name] for name in names)


def _belongings(rows: dict[str, Service], before: Thing, after: Thing) -> None:
    """Languages, wards, types, priorities and hours of the services where they differ."""
    for name, (model, make) in BELONGINGS.items():
        differing = [
            (row, after[key][name])
            for key, row in rows.items()
            if _differs(before.get(key), after[key], [name])
        ]
        if not differing:
            continue
        model.objects.filter(service__in=[row for row, _ in differing]).delete()
        model.objects.bulk_create(make(row, one) for row, values in differing for one in values)


BELONGINGS: dict[str, tuple[type[Any], Callable[[Service, Any], Model]]] = {
    "languages": (
        ServiceLanguage,
        lambda row, one: ServiceLanguage(service=row, language=one["tag"], how=one["how"]),
    ),
    "areas": (ServiceArea, lambda row, one: ServiceArea(service=row, area_id=one)),
    "types": (TypeOfService, lambda row, one: TypeOfService(service=row, type_id=one)),
    "priorities": (
        PriorityOfService,
        lambda row, one: PriorityOfService(service=row, priority_id=one),
    ),
    "hours": (ServiceSchedule, lambda row, one: ServiceSchedule(service=row, **_schedule(one))),
}


def _schedule(one: Thing) -> Thing:
    days = {key: one[key] and date.fromisoformat(one[key]) for key in ("valid_from", "valid_to")}
    times = {key: time.fromisoformat(one[key]) for key in ("opens_at", "closes_at")}
    return one | days | times


def _where(
    organisation: Organisation, rows: dict[str, Service], before: Thing, after: Thing
) -> None:
    """Where services can be used. What stays keeps its row, whose id other directories know."""
    moved = {
        key: row for key, row in rows.items() if _differs(before.get(key), after[key], ["places"])
    }
    if not moved:
        return
    wanted = {(row.pk, place) for key, row in moved.items() for place in after[key]["places"]}
    there = {
        (one.service_id, str(one.location.public_id)): one
        for one in ServiceLocation.objects.filter(service__in=list(moved.values())).select_related(
            "location"
        )
    }
    lost = [one.pk for pair, one in there.items() if pair not in wanted]
    ServiceLocation.objects.filter(pk__in=lost).delete()
    places = _by_public_id(Location, organisation, {place for _, place in wanted})
    ServiceLocation.objects.bulk_create(
        ServiceLocation(service_id=service, location=places[place])
        for service, place in sorted(wanted - set(there))
    )
