"""Open Referral's questions, answered from what organisations let everybody have."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from alliance.http import absolute_url
from alliance.models import AllianceSettings
from alliance.queries.frame import face
from members.models import Organisation, Service, ServiceCapacity, ServiceLocation
from members.open_data import openapi, paging, serialiser
from members.open_data.parameters import Asked, read
from members.open_data.profiles import NOTES, PROFILES, Profile
from members.open_data.records import Group, Offer
from members.open_data.serialiser import Context, Json
from members.queries import open_data as queries
from members.queries import published
from members.reference import LANGUAGES_SOURCE, WARDS_SOURCE
from members.views.open_answers import NOT_FOUND, Answer, open_data

LICENCES = {
    AllianceSettings.Licence.OPEN_GOVERNMENT: (
        "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
    ),
    AllianceSettings.Licence.CREATIVE_COMMONS: "https://creativecommons.org/licenses/by/4.0/",
}


@dataclass(frozen=True)
class Question:
    """Of which profile, what, and when."""

    profile: Profile
    asked: Asked
    context: Context
    on: date

    def latest(self, offers: Iterable[Offer]) -> datetime | None:
        return max((offer.latest_change(self.context.now) for offer in offers), default=None)


def question(request: HttpRequest, profile: str, of: str = "") -> Question:
    known = PROFILES[profile]
    asked = read(request.GET, known.lists.get(of, frozenset()))
    return Question(known, asked, context_now(), timezone.localdate())


def context_now() -> Context:
    shown = face()
    assert shown is not None
    return Context(slug=shown.slug, contact=shown.public_contact, now=timezone.now())


def number(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404(NOT_FOUND) from None


def listed(
    asked: Asked,
    rows: "QuerySet[Any] | list[Any]",  # Any: rows of any model
    entries: Callable[[Any], tuple[list[Json], datetime | None]],
) -> Answer:
    """A page of rows, or all of them in lines. `entries` makes JSON of the rows that are shown."""
    if asked.format == "ndjson":
        lines, latest = entries(rows)
        return Answer({}, latest, lines=lines, is_lines=True)
    total = len(rows) if isinstance(rows, list) else rows.count()
    size = max(total, 1) if asked.minimal and asked.per_page is None else asked.size
    start = (asked.page - 1) * size
    contents, latest = entries(rows[start : start + size]) if start < total else ([], None)
    body = paging.envelope(contents, total=total, page=asked.page, per_page=size)
    return Answer(body, latest)


# ---- the stub itself -----------------------------------------------------------------------------
@open_data
def root(request: HttpRequest, profile: str) -> Answer:
    known = PROFILES[profile]
    description = absolute_url(reverse(f"open_data:{known.key}-openapi"))
    names = {"version": known.version, "profile": known.page, "openapi_url": description}
    return Answer(names | {"notes": NOTES})


@open_data
def description(request: HttpRequest, profile: str) -> Answer:
    known, shown = PROFILES[profile], face()
    assert shown is not None
    base = absolute_url(reverse(f"open_data:{known.key}-root"))
    name, address = licence()
    body = openapi.document(known, base=base, licence=(name, address), name=shown.display_name)
    return Answer(body)


def licence() -> tuple[str, str]:
    """Its name and its address, as the alliance settled it."""
    chosen = AllianceSettings.objects.values_list("open_data_licence", flat=True).first()
    found = AllianceSettings.Licence(chosen or AllianceSettings.Licence.CREATIVE_COMMONS)
    return str(found.label), LICENCES[found]


# ---- services ------------------------------------------------------------------------------------
@open_data
def services(request: HttpRequest, profile: str) -> Answer:
    asking = question(request, profile, "services")
    rows = queries.services(asking.asked, asking.context, on=asking.on)
    return listed(asking.asked, rows, lambda shown: _services(shown, asking))


def _services(rows: QuerySet[Service], asking: Question) -> tuple[list[Json], datetime | None]:
    asked, context = asking.asked, asking.context
    read_them = published.whole_offers if asked.full else published.offers
    offers = read_them(rows, on=asking.on)
    if asked.minimal:
        entries = [_minimal(offer, context) for offer in offers]
    elif asked.full:
        entries = [serialiser.service(offer, context) for offer in offers]
    else:
        entries = [serialiser.service_list(offer, context) for offer in offers]
    return entries, asking.latest(offers)


def _minimal(offer: Offer, context: Context) -> Json:
    changed = serialiser.moment(offer.latest_change(context.now))
    return {"id": str(offer.id), "modified_date": changed}


@open_data
def service(request: HttpRequest, profile: str, pk: str) -> Answer:
    asking = question(request, profile)
    rows = published.services_of(published.in_open_data(on=asking.on))
    offers = published.whole_offers(rows.filter(public_id=number(pk)), on=asking.on)
    if not offers:
        raise Http404(NOT_FOUND)
    body = serialiser.service(offers[0], asking.context)
    return Answer(body, asking.latest(offers), is_one=True)


# ---- places --------------------------------------------------------------------------------------
@open_data
def at_locations(request: HttpRequest, profile: str) -> Answer:
    asking = question(request, profile, "service_at_locations")
    rows = queries.at_locations(asking.asked, asking.context, on=asking.on)
    return listed(asking.asked, rows, lambda shown: _at_locations(shown, asking))


def _at_locations(
    rows: QuerySet[ServiceLocation], asking: Question
) -> tuple[list[Json], datetime | None]:
    numbers = list(rows.values_list("public_id", "service_id"))
    wanted = Service.objects.filter(pk__in={service for _, service in numbers})
    offers = published.whole_offers(wanted, on=asking.on)
    there = {place.id: (offer, place) for offer in offers for place in offer.places}
    make = serialiser.at_location_list
    if asking.asked.full:
        make = serialiser.at_location_with_service
    entries = [make(*there[found], asking.context) for found, _ in numbers]
    return entries, asking.latest(offers)


@open_data
def at_location(request: HttpRequest, profile: str, pk: str) -> Answer:
    asking = question(request, profile)
    rows = published.services_of(published.in_open_data(on=asking.on))
    at = ServiceLocation.objects.filter(public_id=number(pk))
    for offer in published.whole_offers(rows.filter(pk__in=at.values("service")), on=asking.on):
        place = next(place for place in offer.places if place.id == number(pk))
        body = serialiser.at_location_with_service(offer, place, asking.context)
        return Answer(body, asking.latest([offer]), is_one=True)
    raise Http404(NOT_FOUND)


# ---- organisations -------------------------------------------------------------------------------
@open_data
def organisations(request: HttpRequest, profile: str) -> Answer:
    asking = question(request, profile, "organizations")
    rows = queries.organisations(asking.asked, asking.context, on=asking.on)
    return listed(asking.asked, rows, lambda shown: _organisations(shown, asking))


def _organisations(
    rows: QuerySet[Organisation], asking: Question
) -> tuple[list[Json], datetime | None]:
    asked, context = asking.asked, asking.context
    if not (asked.full or asked.full_service):
        return [serialiser.organisation_list(published.group_of(row)) for row in rows], None
    return [
        serialiser.organisation_with_services(group, offers, context, is_full=asked.full_service)
        for group, offers in groups_of(rows, on=asking.on)
    ], None


def groups_of(rows: Iterable[Organisation], *, on: date) -> list[tuple[Group, list[Offer]]]:
    """Each organisation with the services that it publishes."""
    found = list(rows)
    numbers = published.numbers_of(row.pk for row in found)
    own = Service.objects.filter(is_public=True, organisation__in=found)
    offers = published.whole_offers(own.order_by("name", "public_id"), on=on)
    return [
        (
            published.group_of(row, numbers[row.pk]),
            [offer for offer in offers if offer.group.id == row.public_id],
        )
        for row in found
    ]


@open_data
def organisation(request: HttpRequest, profile: str, pk: str) -> Answer:
    asking = question(request, profile)
    rows = published.in_open_data(on=asking.on).filter(public_id=number(pk))
    asked = read(request.GET, frozenset({"full_service"}))
    for group, offers in groups_of(rows, on=asking.on):
        body = serialiser.organisation_with_services(
            group, offers, asking.context, is_full=asked.full_service
        )
        return Answer(body, asking.latest(offers))
    raise Http404(NOT_FOUND)


# ---- taxonomies ----------------------------------------------------------------------------------
@open_data
def taxonomies(request: HttpRequest, profile: str) -> Answer:
    asking = question(request, profile, "taxonomies")
    wanted = (asking.asked.search or "").lower()
    rows = [one for one in _taxonomies(asking.context) if wanted in one["name"].lower()]
    return listed(asking.asked, rows, lambda shown: (shown, None))


def _taxonomies(context: Context) -> list[Json]:
    return [serialiser.taxonomy(name, words, context) for name, words in queries.TAXONOMIES.items()]


@open_data
def taxonomy(request: HttpRequest, profile: str, pk: str) -> Answer:
    """In the UK profile with its terms."""
    asking = question(request, profile)
    for one in _taxonomies(asking.context):
        if one["id"] == str(number(pk)):
            own = [t for t in _terms(asking.context) if t["taxonomy_id"] == one["id"]]
            is_uk = not asking.profile.has_organisations
            return Answer(one | ({"taxonomy_terms": own} if is_uk else {}))
    raise Http404(NOT_FOUND)


@open_data
def taxonomy_terms(request: HttpRequest, profile: str) -> Answer:
    asking = question(request, profile, "taxonomy_terms")
    asked, wanted = asking.asked, (asking.asked.search or "").lower()
    rows = [
        term
        for term in _terms(asking.context)
        if wanted in term["name"].lower()
        and (asked.taxonomy_id is None or term["taxonomy_id"] == str(asked.taxonomy_id))
    ]
    return listed(asked, rows, lambda shown: (shown, None))


@open_data
def taxonomy_term(request: HttpRequest, profile: str, pk: str) -> Answer:
    asking = question(request, profile)
    for term in _terms(asking.context):
        if term["id"] == str(number(pk)):
            return Answer(term)
    raise Http404(NOT_FOUND)


def _terms(context: Context) -> list[Json]:
    statuses = [
        serialiser.status_term(status.value, str(status.label), context)
        for status in ServiceCapacity.ReferralStatus
    ]
    return [serialiser.type_term(kind, context) for kind in queries.types()] + statuses


# ---- everything ----------------------------------------------------------------------------------
@open_data
def everything(request: HttpRequest) -> Answer:
    """One file of all that is public, with the licence under which anybody may use it."""
    context, on, shown = context_now(), timezone.localdate(), face()
    assert shown is not None
    name, address = licence()
    groups = groups_of(published.in_open_data(on=on).order_by("sort_name", "public_id"), on=on)
    body = {
        "publisher": shown.display_name,
        "licence": {"name": name, "url": address},
        "standard": PROFILES["hsds"].title,
        "sources": [LANGUAGES_SOURCE, WARDS_SOURCE],
        "taxonomies": _taxonomies(context),
        "taxonomy_terms": _terms(context),
        "organizations": [
            serialiser.organisation_with_services(group, offers, context, is_full=True)
            for group, offers in groups
        ],
    }
    return Answer(body)
