"""The list of members: who offers what, in which language, where, and with room today."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    CharField,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast

from members import months
from members.models import (
    Area,
    Organisation,
    Pause,
    Service,
    ServiceArea,
    ServiceCapacity,
    ServiceLanguage,
)
from members.names import folded
from members.queries.hours import with_hours
from members.reference import language_name

STATUSES = (
    ("", "Members now"),
    ("paused", "Not taking requests"),
    ("leaving", "Leaving"),
    ("joining", "Not yet members"),
    ("left", "No longer members"),
)
PLACES = (
    ("", "Any"),
    ("open", "Open now"),
    ("closed", "Closed now"),
    ("unconfirmed", "Unconfirmed"),
)
OPEN = (ServiceCapacity.ReferralStatus.OPEN, ServiceCapacity.ReferralStatus.LIMITED)
CLOSED = (ServiceCapacity.ReferralStatus.CLOSED, ServiceCapacity.ReferralStatus.WAITING_LIST)


@dataclass(frozen=True)
class Wanted:
    """What somebody is looking for. Unknown words find nothing rather than everything."""

    name: str = ""
    language: str = ""
    ward: str = ""
    places: str = ""
    status: str = ""

    @property
    def is_narrow(self) -> bool:
        return any((self.name, self.language, self.ward, self.places, self.status))


def found(wanted: Wanted, *, on: date, now: datetime) -> QuerySet[Organisation]:
    rows = _of_status(wanted.status, on=on)
    if wanted.name:
        rows = rows.filter(sort_name__contains=folded(wanted.name))
    if wanted.language or wanted.ward or wanted.places:
        rows = rows.filter(Exists(_services(wanted, now=now).filter(organisation=OuterRef("pk"))))
    return rows


def described(rows: QuerySet[Organisation], *, on: date) -> QuerySet[Organisation]:
    """Adds wards and language tags of its services, whether it is paused, and its place by size."""
    offered = Q(service__status__in=[Service.Status.ACTIVE, Service.Status.TEMPORARILY_CLOSED])
    own = Q(service__organisation=OuterRef("pk"))
    wards = ServiceArea.objects.filter(own & offered).order_by("area__name")
    tags = ServiceLanguage.objects.filter(own & offered).order_by("language")
    return rows.annotate(
        wards=ArraySubquery(wards.values("area__name").distinct()),
        tags=ArraySubquery(tags.values("language").distinct()),
        size_rank=Case(
            *(When(size_band=b, then=rank) for rank, b in enumerate(Organisation.SizeBand)),
            output_field=IntegerField(),
        ),
        is_paused=Exists(Pause.objects.filter(organisation=OuterRef("pk")).current(on=on)),
    )


def described_with_hours(rows: QuerySet[Organisation], *, on: date) -> QuerySet[Organisation]:
    """For those who may see hours, and for nobody else."""
    return with_hours(described(rows, on=on), month=months.first_of(on))


def choices() -> dict[str, list[tuple[str, str]]]:
    """Languages somebody offers and places somebody could serve, in one query."""
    tags: QuerySet[Any, tuple[str, str, str]] = (  # Any: rows of either model
        ServiceLanguage.objects.order_by()
        .values_list(Value("language", output_field=CharField()), "language", "language")
        .distinct()
    )
    areas = Area.objects.order_by().values_list(
        Value("ward", output_field=CharField()), Cast("pk", CharField()), "name"
    )
    rows = list(tags.union(areas, all=True))
    return {
        "language": sorted(
            ((tag, language_name(tag)) for kind, tag, _ in rows if kind == "language"),
            key=lambda choice: choice[1],
        ),
        "ward": sorted(
            ((pk, name) for kind, pk, name in rows if kind == "ward"),
            key=lambda choice: choice[1],
        ),
    }


def _of_status(status: str, *, on: date) -> QuerySet[Organisation]:
    members = Organisation.objects.members(on=on)
    if status == "":
        return members
    if status == "paused":
        return members.filter(
            Exists(Pause.objects.filter(organisation=OuterRef("pk")).current(on=on))
        )
    if status == "leaving":
        return members.filter(status=Organisation.Status.LEAVING)
    outside = Organisation.objects.exclude(pk__in=members.values("pk"))
    before = [Organisation.Status.INVITED, Organisation.Status.JOINING]
    if status == "joining":
        return outside.filter(status__in=before)
    if status == "left":
        return outside.exclude(status__in=before)
    return Organisation.objects.none()


def _services(wanted: Wanted, *, now: datetime) -> QuerySet[Service]:
    """One service has to answer to everything: the language, the place and the room."""
    rows = Service.objects.offered()
    if wanted.language:
        spoken = ServiceLanguage.objects.filter(service=OuterRef("pk"), language=wanted.language)
        rows = rows.filter(Exists(spoken))
    if wanted.ward:
        served = ServiceArea.objects.filter(service=OuterRef("pk"), area=_number(wanted.ward))
        rows = rows.filter(Exists(served))
    return with_places(rows, wanted.places, now=now) if wanted.places else rows


def with_places(rows: QuerySet[Service], places: str, *, now: datetime) -> QuerySet[Service]:
    """What ran out matches neither open nor closed."""
    latest = ServiceCapacity.objects.filter(service=OuterRef("pk")).order_by("-confirmed_at", "-pk")
    rows = rows.annotate(
        said=Subquery(latest.values("referral_status")[:1]),
        holds_until=Subquery(latest.values("valid_until")[:1]),
    )
    if places == "open":
        return rows.filter(holds_until__gte=now, said__in=OPEN)
    if places == "closed":
        return rows.filter(holds_until__gte=now, said__in=CLOSED)
    if places == "unconfirmed":
        return rows.filter(Q(holds_until__lt=now) | Q(holds_until=None))
    return rows.none()


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 19 else 0
