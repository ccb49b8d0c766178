"""The directory: which services answer to what somebody looks for, and what lists show of each."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext, gettext_lazy

from alliance.models import Priority
from alliance.queries.search import matching
from members.models import (
    Area,
    LedByDeclaration,
    Organisation,
    PriorityOfService,
    Representative,
    Service,
    ServiceArea,
    ServiceCapacity,
    ServiceLanguage,
    ServiceType,
    TypeOfService,
)
from members.open_data.records import Offer, Room
from members.queries import published
from members.queries.confirming import CONFIRMATION_COUNTS
from members.queries.declarations import consented
from members.queries.lists import with_places
from members.queries.profiles import SHAPES
from members.reference import Language, language_name, languages

PLACES = (
    ("", gettext_lazy("Any")),
    ("open", gettext_lazy("Open now")),
    ("closed", gettext_lazy("Closed now")),
    ("unconfirmed", gettext_lazy("Unconfirmed")),
)
DAY = "j F Y"


@dataclass(frozen=True)
class Wanted:
    """What somebody is looking for. What cannot be read finds nothing rather than everything."""

    words: str = ""
    language: str = ""
    ward: str = ""
    type: str = ""
    priority: str = ""
    group: str = ""
    places: str = ""

    @property
    def is_narrow(self) -> bool:
        return self != Wanted()


def listed(*, on: date) -> QuerySet[Service]:
    """Services of organisations that want to stand in the directory, while they can be used."""
    return published.services_of(published.in_directory(on=on)).filter(
        status__in=[Service.Status.ACTIVE, Service.Status.TEMPORARILY_CLOSED]
    )


def found(
    rows: QuerySet[Service], wanted: Wanted, *, now: datetime, anywhere: bool = False
) -> QuerySet[Service]:
    """One service has to answer to everything. `anywhere` leaves the ward out, for the map."""
    if wanted.words:
        fields = ("name", "plain_summary", "description", "who_for", "organisation__name")
        rows = matching(rows, wanted.words, *fields)
    if wanted.language:
        spoken = ServiceLanguage.objects.filter(service=OuterRef("pk"), language=wanted.language)
        rows = rows.filter(Exists(spoken))
    if wanted.ward and not anywhere:
        served = ServiceArea.objects.filter(service=OuterRef("pk"), area=_number(wanted.ward))
        rows = rows.filter(Exists(served))
    if wanted.type:
        sorted_as = TypeOfService.objects.filter(service=OuterRef("pk"), type=_number(wanted.type))
        rows = rows.filter(Exists(sorted_as))
    if wanted.priority:
        own = PriorityOfService.objects.filter(service=OuterRef("pk"))
        rows = rows.filter(Exists(own.filter(priority=_number(wanted.priority))))
    if wanted.group:
        theirs = published.groups_served().filter(organisation=OuterRef("organisation"))
        rows = rows.filter(Exists(theirs.filter(group=wanted.group)))
    return with_places(rows, wanted.places, now=now) if wanted.places else rows


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def in_order(rows: QuerySet[Service], *, on: date) -> QuerySet[Service]:
    """By name, those last that their organisation has not confirmed for a long time."""
    fresh = Q(last_checked_on__gt=on - CONFIRMATION_COUNTS)
    staleness = Case(When(fresh, then=0), default=1, output_field=IntegerField())
    return rows.annotate(staleness=staleness).order_by("staleness", "name", "public_id")


def described(rows: QuerySet[Service]) -> QuerySet[Service]:
    """Adds languages, places served and types, and what was said last about room."""
    own = {"service": OuterRef("pk")}
    tags = ServiceLanguage.objects.filter(**own).order_by("language")
    wards = ServiceArea.objects.filter(**own).order_by("area__name")
    kinds = TypeOfService.objects.filter(**own).order_by("type__name")
    return rows.select_related("organisation").annotate(
        tags=ArraySubquery(tags.values("language").distinct()),
        wards=ArraySubquery(wards.values("area__name")),
        kinds=ArraySubquery(kinds.values("type__name")),
        said=published.said_last(),
    )


@dataclass(frozen=True)
class Entry:
    """A service as a list shows it."""

    service: Service
    languages: list[Language]
    wards: list[str]
    kinds: list[str]
    room_words: str
    room_shape: str
    confirmed: str
    alert: str
    key: str

    @property
    def phone(self) -> str:
        return self.service.phone or self.service.organisation.phone

    @property
    def email(self) -> str:
        return self.service.email or self.service.organisation.email


def entries(rows: "list[Any]", *, on: date, now: datetime) -> list[Entry]:  # Any: described rows
    return [_entry(row, on=on, now=now) for row in rows]


def _entry(row: Any, *, on: date, now: datetime) -> Entry:  # Any: as above
    words, shape = said_of(published.room_said(row.said), now=now)
    return Entry(
        service=row,
        languages=[languages()[tag] for tag in row.tags if tag in languages()],
        wards=row.wards,
        kinds=row.kinds,
        room_words=words,
        room_shape=shape,
        confirmed=confirmed_words(row.last_checked_on, on=on),
        alert=row.alert_on(on),
        key=published.key_of(row),
    )


def said_of(room: Room | None, *, now: datetime) -> tuple[str, str]:
    """What can be said about room today, and its shape. What ran out is neither open nor closed."""
    if room is None:
        return gettext("Places not yet said"), "draft"
    if not room.holds(now):
        day = date_format(localdate(room.valid_until), DAY)
        return gettext("Unconfirmed since %(day)s") % {"day": day}, "draft"
    shape = SHAPES[ServiceCapacity.ReferralStatus(room.status)]
    status = gettext(room.status_words)
    if room.available is None:
        return status, shape
    if room.maximum is None:
        words = gettext("%(status)s: %(free)d free")
        return words % {"status": status, "free": room.available}, shape
    words = gettext("%(status)s: %(free)d of %(most)d free")
    return words % {"status": status, "free": room.available, "most": room.maximum}, shape


def confirmed_words(confirmed_on: date | None, *, on: date) -> str:
    if confirmed_on is None:
        return gettext("Not yet confirmed by the organisation")
    day = {"day": date_format(confirmed_on, DAY)}
    if confirmed_on > on - CONFIRMATION_COUNTS:
        return gettext("Confirmed by the organisation on %(day)s") % day
    return gettext("Not confirmed since %(day)s") % day


@dataclass(frozen=True)
class Choices:
    """What can be chosen, and how many of what was found are for the people of each ward."""

    language: list[tuple[str, str]]
    ward: list[tuple[str, str]]
    type: list[tuple[str, str]]
    priority: list[tuple[str, str]]
    group: list[tuple[str, str]]
    by_ward: dict[str, int]


def choices(rows: QuerySet[Service], shown: QuerySet[Service]) -> Choices:
    """Of `rows`, everything in the list; `by_ward` counts `shown`. One query."""
    kinds = _named("type", ServiceType.objects.current(), TypeOfService, rows)
    aims = _named("priority", Priority.objects.current(), PriorityOfService, rows)
    groups = (
        published.groups_served()
        .filter(organisation__in=rows.order_by().values("organisation"))
        .order_by()
        .values_list(_text("group"), "group", "group", _nought())
        .distinct()
    )
    served = ServiceArea.objects.filter(area=OuterRef("pk"), service__in=shown).order_by()
    count = Subquery(served.values("area").annotate(n=Count("pk")).values("n"))
    areas = Area.objects.order_by().values_list(
        _text("ward"), Cast("pk", CharField()), "name", Coalesce(count, 0)
    )
    tags = (
        ServiceLanguage.objects.filter(service__in=rows)
        .order_by()
        .values_list(_text("language"), "language", "language", _nought())
        .distinct()
    )
    lines = list(tags.union(areas, kinds, aims, groups, all=True))
    return Choices(
        language=_sorted(
            (tag, language_name(tag)) for kind, tag, _, _ in lines if kind == LANGUAGE
        ),
        ward=_sorted((pk, name) for kind, pk, name, _ in lines if kind == "ward"),
        type=_sorted((pk, name) for kind, pk, name, _ in lines if kind == "type"),
        priority=_sorted((pk, name) for kind, pk, name, _ in lines if kind == "priority"),
        group=_sorted(
            (key, published.name_of_group(key)) for kind, key, _, _ in lines if kind == "group"
        ),
        by_ward={name: count for kind, _, name, count in lines if kind == "ward"},
    )


LANGUAGE = "language"


def _named(
    word: str,
    choosable: QuerySet[Any],  # Any: types or priorities
    linked: type[TypeOfService] | type[PriorityOfService],
    rows: QuerySet[Service],
) -> QuerySet[Any, Any]:
    """Those that one of the services has."""
    own = linked._default_manager.filter(**{word: OuterRef("pk")}, service__in=rows)
    columns = (_text(word), Cast("pk", CharField()), "name", _nought())
    return choosable.filter(Exists(own)).order_by().values_list(*columns)


def _sorted(pairs: Any) -> list[tuple[str, str]]:  # Any: pairs as they come
    return sorted(pairs, key=lambda pair: pair[1])


def _text(word: str) -> Value:
    return Value(word, output_field=CharField())


def _nought() -> Value:
    return Value(0, output_field=IntegerField())


def types_with_counts() -> list[ServiceType]:
    """The types that can be chosen; `services` says how many services are of each."""
    own = TypeOfService.objects.filter(type=OuterRef("pk")).order_by()
    count = Subquery(own.values("type").annotate(n=Count("pk")).values("n"))
    rows = ServiceType.objects.current().annotate(services=Coalesce(count, 0))
    return list(rows.order_by("name"))


def offered_by_members(*, on: date) -> QuerySet[Service]:
    """For members themselves: also what is not shown to everybody."""
    return Service.objects.offered().filter(organisation__in=Organisation.objects.members(on=on))


def with_contacts(rows: QuerySet[Service], *, on: date) -> QuerySet[Service]:
    """Adds whom to ask for: the main contact of the organisation. Its address stays its own."""
    contact = Representative.objects.filter(
        organisation=OuterRef("organisation"), is_main_contact=True
    ).current(on=on)
    return rows.annotate(contact=Subquery(contact.values("user__name")[:1]))


def organisation(slug: str, *, on: date) -> Organisation | None:
    return published.in_directory(on=on).filter(slug=slug).first()


def of_organisation(organisation: Organisation, *, on: date) -> QuerySet[Service]:
    return in_order(listed(on=on).filter(organisation=organisation), on=on)


def one(slug: str, key: str, *, on: date) -> Offer | None:
    """The service whose piece of number stands at the end of `key`."""
    piece = key.rpartition("-")[2]
    if len(piece) != published.KEY_LETTERS:
        return None
    mine = listed(on=on).filter(organisation__slug=slug)
    numbers = mine.annotate(number=Cast("public_id", CharField()))
    offers = published.whole_offers(numbers.filter(number__startswith=piece), on=on)
    return offers[0] if len(offers) == 1 else None


def led_by(organisation: Organisation, *, on: date) -> list[str]:
    """Only what it said may be shown to everybody."""
    theirs = LedByDeclaration.objects.filter(
        organisation=organisation, leads=LedByDeclaration.Leads.YES
    )
    rows = consented(theirs, use="show_publicly", on=on)
    return list(rows.order_by("group").values_list("group", flat=True))
