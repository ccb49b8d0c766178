"""What the capacity pages show: to the organisation, and to the lead."""

from dataclasses import dataclass
from datetime import date

from members import months
from members.models import Organisation, PartnershipCapacity, Pause, Service, ServiceCapacity
from members.queries.profiles import latest_of


@dataclass(frozen=True)
class Held:
    """What we hold about both capacities of one organisation."""

    services: list[Service]
    latest: dict[int, ServiceCapacity]
    stated: list[PartnershipCapacity]


def held(organisation: Organisation, *, month: date) -> Held:
    """Its running services, what they said last, and the hours of this month and the next."""
    services = list(Service.objects.offered().filter(organisation=organisation).order_by("name"))
    stated = PartnershipCapacity.objects.filter(
        organisation=organisation, month__in=[month, months.later(month, 1)]
    )
    return Held(services, latest_of(services), list(stated))


def stated_lately(organisation: Organisation, *, month: date) -> list[PartnershipCapacity]:
    """What it said about the last months and those to come, newest first."""
    since = months.later(month, -3)
    rows = PartnershipCapacity.objects.filter(organisation=organisation, month__gte=since)
    return list(rows.order_by("-month"))


def rest_of(organisation: Organisation, *, on: date) -> Pause | None:
    """The pause it is in, or the next one."""
    rows = Pause.objects.filter(organisation=organisation, until_on__gt=on)
    return rows.order_by("from_on").first()
