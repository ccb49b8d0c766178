"""What organisations let everybody see, and what stands in the directory about their services."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from alliance import audit
from alliance.audit import Actor
from alliance.errors import Refused
from alliance.models import Priority, User
from members.models import (
    Location,
    LocationAccess,
    Organisation,
    PriorityOfService,
    Service,
    ServiceLocation,
    ServiceSchedule,
    ServiceType,
    TypeOfService,
)
from members.models.services import LONGEST_ALERT


@transaction.atomic
def show(
    organisation: Organisation, *, in_directory: bool, in_open_data: bool, by: User | Actor
) -> None:
    """In force at the next request, either way."""
    organisation.in_directory, organisation.in_open_data = in_directory, in_open_data
    organisation.save(update_fields=["in_directory", "in_open_data"])
    data = {"in_directory": in_directory, "in_open_data": in_open_data}
    audit.record(by=by, kind="members.showing_changed", subject=organisation, data=data)


@transaction.atomic
def post_alert(
    service: Service, *, alert: str, alert_until: date | None, by: User | Actor, on: date
) -> None:
    """Shown from today; this waits for nobody's approval. Nothing in both takes it away."""
    alert = alert.strip()
    if alert and alert_until is None:
        raise Refused("Say until which day this is so.", field="alert_until")
    if alert_until is not None and not alert:
        raise Refused("Say what people should know.", field="alert")
    if alert_until is not None:
        _refuse_wrong_day(alert_until, on=on)
    service.alert, service.alert_until = alert, alert_until
    service.alert_from = on if alert else None
    service.save(update_fields=["alert", "alert_from", "alert_until"])
    data = {"organisation": service.organisation_id, "has_alert": bool(alert)}
    audit.record(by=by, kind="members.alert_changed", subject=service, data=data)


def _refuse_wrong_day(alert_until: date, *, on: date) -> None:
    if alert_until < on:
        raise Refused("This day is over.", field="alert_until")
    latest = on + timedelta(days=LONGEST_ALERT)
    if alert_until > latest:
        raise Refused(
            f"A notice stands for at most {LONGEST_ALERT} days. Choose a day until"
            f" {latest:%-d %B %Y}.",
            field="alert_until",
        )


@transaction.atomic
def list_types(names: Mapping[str, str], *, by: User | Actor) -> list[ServiceType]:
    """The alliance's own types of services, by name with a few words; known ones are kept."""
    known = {kind.name: kind for kind in ServiceType.objects.all()}
    new = [
        ServiceType(name=name, words=words) for name, words in names.items() if name not in known
    ]
    for kind in ServiceType.objects.bulk_create(new):
        audit.record(by=by, kind="members.service_type_added", subject=kind)
    return list(ServiceType.objects.current().order_by("name"))


@transaction.atomic
def add_type(*, name: str, words: str, by: User) -> ServiceType:
    """One that was retired comes back with its old number."""
    there = ServiceType.objects.filter(name__iexact=name).first()
    if there is not None and there.is_current:
        raise Refused("There is a type of this name already.", field="name")
    kind = there or ServiceType(name=name)
    kind.words, kind.is_current = words, True
    kind.save()
    audit.record(by=by, kind="members.service_type_added", subject=kind)
    return kind


@transaction.atomic
def retire_type(kind: ServiceType, *, by: User) -> None:
    """Services keep it; nobody can choose it any more."""
    kind.is_current = False
    kind.save(update_fields=["is_current"])
    audit.record(by=by, kind="members.service_type_retired", subject=kind)


@transaction.atomic
def sort_service(service: Service, *, types: Iterable[ServiceType], by: User | Actor) -> None:
    wanted = list(types)
    TypeOfService.objects.filter(service=service).exclude(type__in=wanted).delete()
    known = set(TypeOfService.objects.filter(service=service).values_list("type_id", flat=True))
    TypeOfService.objects.bulk_create(
        TypeOfService(service=service, type=kind) for kind in wanted if kind.pk not in known
    )
    data = {"organisation": service.organisation_id, "types": [kind.pk for kind in wanted]}
    audit.record(by=by, kind="members.service_sorted", subject=service, data=data)


@transaction.atomic
def name_aims(service: Service, *, priorities: Iterable[Priority], by: User | Actor) -> None:
    """Which of the alliance's priorities it works towards, beside those it names already."""
    known = set(
        PriorityOfService.objects.filter(service=service).values_list("priority_id", flat=True)
    )
    wanted = [one for one in priorities if one.pk not in known]
    PriorityOfService.objects.bulk_create(
        PriorityOfService(service=service, priority=one) for one in wanted
    )
    data = {"organisation": service.organisation_id, "priorities": [one.pk for one in wanted]}
    audit.record(by=by, kind="members.service_aims_named", subject=service, data=data)


@transaction.atomic
def add_location(
    organisation: Organisation,
    *,
    words: Mapping[str, Any],  # Any: fields of Location
    access: Mapping[str, tuple[str, str]],
    services: Iterable[Service],
    by: User | Actor,
) -> Location:
    """A place where services can be used; `access` gives the answer and details of each kind."""
    location = Location.objects.create(organisation=organisation, **words)
    LocationAccess.objects.bulk_create(
        LocationAccess(location=location, kind=kind, answer=answer, details=details)
        for kind, (answer, details) in access.items()
    )
    ServiceLocation.objects.bulk_create(
        ServiceLocation(service=service, location=location) for service in services
    )
    data = {"organisation": organisation.pk, "is_public": location.is_public}
    audit.record(by=by, kind="members.location_added", subject=location, data=data)
    return location


@transaction.atomic
def set_hours(
    service: Service, *, hours: Iterable[Mapping[str, Any]], by: User | Actor
) -> None:  # Any: fields of ServiceSchedule
    """Instead of whatever hours were listed before."""
    ServiceSchedule.objects.filter(service=service).delete()
    ServiceSchedule.objects.bulk_create(
        ServiceSchedule(service=service, **stretch) for stretch in hours
    )
    data = {"organisation": service.organisation_id}
    audit.record(by=by, kind="members.hours_listed", subject=service, data=data)


@transaction.atomic
def record_check(organisation: Organisation, *, on: date, by: User | Actor) -> None:
    """The organisation said on that day that what is public about its services is right."""
    Service.objects.filter(organisation=organisation, is_public=True).update(last_checked_on=on)
    data = {"on": on.isoformat()}
    audit.record(by=by, kind="members.services_checked", subject=organisation, data=data)
