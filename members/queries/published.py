"""What organisations let everybody see, read into plain values.

One road for pages, files and open data: whatever must not be told is dropped here, so that nothing
after it can tell it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse

from alliance.http import absolute_url
from members.models import (
    GroupServed,
    Identifier,
    LocationAccess,
    Organisation,
    PriorityOfService,
    Service,
    ServiceArea,
    ServiceCapacity,
    ServiceLanguage,
    ServiceLocation,
    ServiceSchedule,
    TypeOfService,
)
from members.names import slug_of
from members.open_data.records import (
    Access,
    Address,
    Group,
    Hours,
    Kind,
    Number,
    Offer,
    Place,
    Room,
    Spoken,
    Ward,
)
from members.reference import group_names, languages

KEY_LETTERS = 8
WEEKDAYS = [day.value for day in ServiceSchedule.Weekday]


def in_directory(*, on: date) -> QuerySet[Organisation]:
    return Organisation.objects.members(on=on).filter(in_directory=True)


def in_open_data(*, on: date) -> QuerySet[Organisation]:
    return Organisation.objects.members(on=on).filter(in_open_data=True)


def services_of(organisations: QuerySet[Organisation]) -> QuerySet[Service]:
    """All that they publish, also what was given up: other directories want to know that."""
    return Service.objects.filter(is_public=True, organisation__in=organisations)


def groups_served() -> QuerySet[GroupServed]:
    """Whom organisations say they are for: what one approved itself, never what others entered."""
    return GroupServed.objects.filter(organisation__live_version__isnull=False)


def name_of_group(key: str) -> str:
    """A group of the Census by its name; anything else is the organisation's own words."""
    return group_names().get(key, key)


def serves(organisation: Organisation) -> tuple[str, ...]:
    rows = groups_served().filter(organisation=organisation)
    return tuple(sorted(name_of_group(key) for key in rows.values_list("group", flat=True)))


def key_of(service: Service) -> str:
    """How a service stands in an address: its name, and a piece of its number for good."""
    return f"{slug_of(service.name)}-{service.public_id.hex[:KEY_LETTERS]}"


def page_of(service: Service) -> str:
    names = {"slug": service.organisation.slug, "key": key_of(service)}
    return absolute_url(reverse("directory:service", kwargs=names))


def group_of(organisation: Organisation, numbers: Iterable[Number] = ()) -> Group:
    return Group(
        id=organisation.public_id,
        name=organisation.name,
        slug=organisation.slug,
        summary=organisation.plain_summary,
        page=absolute_url(reverse("directory:organisation", kwargs={"slug": organisation.slug})),
        description=organisation.description,
        other_names=tuple(organisation.alternative_names),
        email=organisation.email,
        phone=organisation.phone,
        website=organisation.website,
        social_accounts=tuple(organisation.social_accounts),
        is_demo=organisation.is_demo,
        numbers=tuple(numbers),
    )


def numbers_of(organisations: Iterable[int]) -> dict[int, list[Number]]:
    found: dict[int, list[Number]] = defaultdict(list)
    rows = Identifier.objects.filter(organisation__in=set(organisations))
    for row in rows.order_by("-is_primary", "scheme", "value"):
        number = Number(row.scheme, row.get_scheme_display(), row.value)
        found[row.organisation_id].append(number)
    return found


def offers(services: QuerySet[Service], *, on: date) -> list[Offer]:
    """What lists need: the service, its organisation, its languages and its room. Three queries."""
    rows = list(services.select_related("organisation"))
    spoken, rooms = languages_of(rows), rooms_of(rows)
    return [
        Offer(
            **_facts(row, on=on),
            group=group_of(row.organisation),
            languages=tuple(spoken[row.pk]),
            room=rooms.get(row.pk),
        )
        for row in rows
    ]


def whole_offers(services: QuerySet[Service], *, on: date) -> list[Offer]:
    """Everything that is public about each service. Eight queries."""
    rows = list(with_aims(services.select_related("organisation")))
    spoken, rooms, areas = languages_of(rows), rooms_of(rows), areas_of(rows)
    hours, places, kinds = hours_of(rows), places_of(rows), kinds_of(rows)
    numbers = numbers_of(row.organisation_id for row in rows)
    return [
        Offer(
            **_facts(row, on=on),
            group=group_of(row.organisation, numbers[row.organisation_id]),
            languages=tuple(spoken[row.pk]),
            areas=tuple(areas[row.pk]),
            hours=tuple(hours[row.pk]),
            places=tuple(places[row.pk]),
            kinds=tuple(kinds[row.pk]),
            aims=tuple(row.aims),
            room=rooms.get(row.pk),
        )
        for row in rows
    ]


def with_aims(rows: QuerySet[Service]) -> Any:  # Any: rows with a column that stubs do not know
    """Adds the alliance's priorities towards which each works, by name."""
    own = PriorityOfService.objects.filter(service=OuterRef("pk")).order_by("priority__name")
    return rows.annotate(aims=ArraySubquery(own.values("priority__name")))


def _facts(service: Service, *, on: date) -> dict[str, Any]:  # Any: one type a field
    same = ("name", "status", "description", "who_for", "minimum_age", "maximum_age", "email")
    also = ("how_to_get_in", "costs", "url", "phone", "changed_at")
    return {name: getattr(service, name) for name in (*same, *also)} | {
        "id": service.public_id,
        "summary": service.plain_summary,
        "page": page_of(service),
        "alert": service.alert_on(on),
        "confirmed_on": service.last_checked_on,
    }


def languages_of(services: list[Service]) -> dict[int, list[Spoken]]:
    found: dict[int, list[Spoken]] = defaultdict(list)
    for row in ServiceLanguage.objects.filter(service__in=services).order_by("language", "how"):
        if (known := languages().get(row.language)) is not None:
            spoken = Spoken(row.language, known.name, known.code, row.how)
            found[row.service_id].append(spoken)
    return found


def rooms_of(services: list[Service]) -> dict[int, Room]:
    rows = ServiceCapacity.objects.filter(service__in=services).latest_each()
    return {row.service_id: room_of(row) for row in rows}


def said_last() -> Subquery:
    """What a service said last about its room, to be read with its own row."""
    names = ("referral_status", "unit", "available", "maximum", "confirmed_at", "valid_until")
    more = ("waiting_count", "typical_wait_days", "next_opening_on", "note")
    said = JSONObject(**{name: F(name) for name in (*names, *more)})
    latest = ServiceCapacity.objects.filter(service=OuterRef("pk"))
    return Subquery(latest.order_by("-confirmed_at", "-pk").values(said=said)[:1])


def room_said(said: dict[str, Any] | None) -> Room | None:  # Any: JSON
    if said is None:
        return None
    moments = ("confirmed_at", "valid_until")
    read: dict[str, Any] = {name: datetime.fromisoformat(said[name]) for name in moments}
    day = said["next_opening_on"]
    read |= {"next_opening_on": date.fromisoformat(day) if day else None}
    return room_of(ServiceCapacity(**(said | read)))


def room_of(said: ServiceCapacity) -> Room:
    return Room(
        status=said.referral_status,
        status_words=said.get_referral_status_display(),
        unit=said.unit,
        unit_words=said.get_unit_display(),
        confirmed_at=said.confirmed_at,
        valid_until=said.valid_until,
        available=said.available,
        maximum=said.maximum,
        waiting_count=said.waiting_count,
        typical_wait_days=said.typical_wait_days,
        next_opening_on=said.next_opening_on,
        note=said.note,
    )


def areas_of(services: list[Service]) -> dict[int, list[Ward]]:
    found: dict[int, list[Ward]] = defaultdict(list)
    rows = ServiceArea.objects.filter(service__in=services).select_related("area")
    for row in rows.order_by("area__name"):
        found[row.service_id].append(Ward(row.area.name, row.area.gss, row.area.kind))
    return found


def hours_of(services: list[Service]) -> dict[int, list[Hours]]:
    """From Monday on, then by the clock."""
    found: dict[int, list[Hours]] = defaultdict(list)
    for row in ServiceSchedule.objects.filter(service__in=services).order_by("opens_at", "pk"):
        hours = Hours(
            weekday=row.weekday,
            opens_at=row.opens_at,
            closes_at=row.closes_at,
            week=row.week_of_month,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        found[row.service_id].append(hours)
    for listed in found.values():
        listed.sort(key=lambda hours: (WEEKDAYS.index(hours.weekday), hours.opens_at))
    return found


def places_of(services: list[Service]) -> dict[int, list[Place]]:
    """Where each can be used, with what is known about getting in. One query."""
    answers = LocationAccess.objects.filter(location=OuterRef("location")).exclude(
        answer=LocationAccess.Answer.NOT_KNOWN
    )
    answer = JSONObject(kind=F("kind"), answer=F("answer"), details=F("details"))
    rows = (
        ServiceLocation.objects.filter(service__in=services)
        .select_related("location__ward")
        .annotate(access=ArraySubquery(answers.order_by("pk").values(answered=answer)))
        .order_by("location__name", "pk")
    )
    found: dict[int, list[Place]] = defaultdict(list)
    for row in rows:
        found[row.service_id].append(place_of(row, row.access))
    return found


def place_of(row: ServiceLocation, access: Iterable[dict[str, str]] = ()) -> Place:
    """Of a hidden place nothing is told but its ward: even what its rooms are like might tell."""
    where = row.location
    place = Place(
        id=row.public_id,
        location_id=where.public_id,
        kind=where.kind,
        is_hidden=not where.is_public,
        ward=Ward(where.ward.name, where.ward.gss, where.ward.kind) if where.ward else None,
    )
    if not where.is_public:
        return place
    address = None
    if where.has_address:
        address = Address(where.address_1, where.city, where.region, where.postcode)
    known = tuple(access_of(answer) for answer in access)
    return replace(place, name=where.name, url=where.url, address=address, access=known)


def access_of(answer: dict[str, str]) -> Access:
    return Access(
        kind=answer["kind"],
        label=LocationAccess.Kind(answer["kind"]).label,
        answer=answer["answer"],
        answer_words=LocationAccess.Answer(answer["answer"]).label,
        details=answer["details"],
    )


def kinds_of(services: list[Service]) -> dict[int, list[Kind]]:
    found: dict[int, list[Kind]] = defaultdict(list)
    rows = TypeOfService.objects.filter(service__in=services).select_related("type")
    for row in rows.order_by("type__name"):
        found[row.service_id].append(Kind(row.type.public_id, row.type.name, row.type.words))
    return found
