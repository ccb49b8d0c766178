"""A profile as it is live, in the documented shape; and what its codes stand for."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Model, QuerySet

from alliance.models import Priority
from members.models import (
    Area,
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
    ServiceType,
    TypeOfService,
)
from members.profile_content import Content, Known
from members.profile_content.shape import FIELDS, NUMBER_OF_SHAPE
from members.reference import ethnic_groups, languages

# Any, below: values of all kinds, as JSON has them.

# Fields that are columns of the row itself; the rest are rows of their own.
COLUMNS = {
    group: tuple(f.name for f in fields if not f.is_list and f.kind != "ward")
    for group, fields in FIELDS.items()
}


def known() -> Known:
    """Three queries."""
    return Known(
        {
            "legal_form": dict(Organisation.LegalForm.choices),
            "size_band": dict(Organisation.SizeBand.choices),
            "scheme": dict(Identifier.Scheme.choices),
            "location": dict(Location.Kind.choices),
            "access": dict(LocationAccess.Kind.choices),
            "answer": dict(LocationAccess.Answer.choices),
            "status": dict(Service.Status.choices),
            "language": {tag: one.name for tag, one in languages().items()},
            "how": dict(ServiceLanguage.How.choices),
            "weekday": dict(ServiceSchedule.Weekday.choices),
            "week": dict(ServiceSchedule.Week.choices),
            "area": dict(Area.objects.values_list("pk", "name")),
            "type": dict(ServiceType.objects.values_list("pk", "name")),
            "group": {one.code: one.name for one in ethnic_groups()},
            "priority": dict(Priority.objects.values_list("pk", "name")),
        }
    )


def live_content(organisation: Organisation) -> Content:
    """What is live now. Eleven queries, however many services."""
    locations = _locations(organisation)
    services = _services(organisation)
    return {
        "shape": NUMBER_OF_SHAPE,
        "organisation": _columns("organisation", organisation)
        | {
            "alternative_names": list(organisation.alternative_names),
            "social_accounts": list(organisation.social_accounts),
            "numbers": _numbers(organisation),
            "groups": _groups(organisation),
        },
        "locations": {str(one.public_id): found for one, found in locations},
        "services": {str(one.public_id): found for one, found in services},
    }


def _columns(group: str, row: Model) -> dict[str, Any]:
    return {name: getattr(row, name) for name in COLUMNS[group]}


def _numbers(organisation: Organisation) -> list[dict[str, Any]]:
    rows = Identifier.objects.filter(organisation=organisation)
    columns = ("scheme", "value", "is_primary", "note")
    return list(rows.order_by("-is_primary", "scheme", "value").values(*columns))


def _groups(organisation: Organisation) -> list[str]:
    rows = GroupServed.objects.filter(organisation=organisation)
    return list(rows.order_by("group").values_list("group", flat=True))


def _locations(organisation: Organisation) -> list[tuple[Location, dict[str, Any]]]:
    rows = list(Location.objects.filter(organisation=organisation).order_by("pk"))
    access = _by(
        "location_id",
        LocationAccess.objects.filter(location__in=rows).order_by("kind"),
        ("kind", "answer", "details"),
    )
    return [
        (one, _columns("locations", one) | {"ward": one.ward_id, "access": access[one.pk]})
        for one in rows
    ]


def _by(key: str, rows: QuerySet[Any], columns: Iterable[str]) -> dict[int, list[dict[str, Any]]]:
    """Rows as JSON has them, by what they belong to."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows.values(key, *columns):
        found[row.pop(key)].append(row)
    return found


def _services(organisation: Organisation) -> list[tuple[Service, dict[str, Any]]]:
    rows = list(
        Service.objects.filter(organisation=organisation)
        .exclude(status=Service.Status.DEFUNCT)
        .order_by("name")
    )
    types = _ids(TypeOfService.objects.filter(service__in=rows), "type_id")
    priorities = _ids(PriorityOfService.objects.filter(service__in=rows), "priority_id")
    areas = _ids(ServiceArea.objects.filter(service__in=rows), "area_id")
    places = _ids(ServiceLocation.objects.filter(service__in=rows), "location__public_id")
    spoken = ServiceLanguage.objects.filter(service__in=rows).order_by("language", "how")
    tongues = _by("service_id", spoken, ("language", "how"))
    hours = _hours(rows)
    return [
        (
            one,
            _columns("services", one)
            | {
                "types": types[one.pk],
                "priorities": priorities[one.pk],
                "areas": areas[one.pk],
                "places": sorted(str(key) for key in places[one.pk]),
                "languages": [{"tag": t["language"], "how": t["how"]} for t in tongues[one.pk]],
                "hours": hours[one.pk],
            },
        )
        for one in rows
    ]


def _ids(rows: QuerySet[Any], column: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for service, value in rows.order_by(column).values_list("service_id", column):
        found[service].append(value)
    return found


def _hours(services: list[Service]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in ServiceSchedule.objects.filter(service__in=services):
        found[row.service_id].append(
            {
                "frequency": row.frequency,
                "weekday": row.weekday,
                "week_of_month": row.week_of_month,
                "opens_at": f"{row.opens_at:%H:%M}",
                "closes_at": f"{row.closes_at:%H:%M}",
                "valid_from": row.valid_from.isoformat() if row.valid_from else None,
                "valid_to": row.valid_to.isoformat() if row.valid_to else None,
            }
        )
    for listed in found.values():
        listed.sort(key=in_week)
    return found


def in_week(one: dict[str, Any]) -> tuple[Any, ...]:
    """Opening hours in the order of the week; the same wherever they come from."""
    days = list(ServiceSchedule.Weekday.values)
    week = one["week_of_month"] or 0
    day = days.index(one["weekday"])
    return one["frequency"] != "weekly", week, day, one["opens_at"], one["valid_from"] or ""
