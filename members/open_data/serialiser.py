"""Services, organisations and places as Open Referral has them: HSDS 3.1 and ORUK 3.0 at once.

The UK profile takes some fields away and adds two of its own; a document with the union of both is
valid under either. What is not known is left out: no empty text, no null.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from members.open_data.records import (
    Access,
    Group,
    Hours,
    Kind,
    Number,
    Offer,
    Place,
    Room,
    Ward,
    number_of,
)
from members.open_data.records import Spoken as Language

Json = dict[str, Any]  # Any: JSON
COUNTRY = "GB"
STATUSES = {"temporarily_closed": "temporarily closed"}
GEOGRAPHY = "http://statistics.data.gov.uk/id/statistical-geography/"
TOLD_ON_CONTACT = "Address given when you contact the service"
SERVICE_TYPES, REFERRAL_STATUS = "Service types", "Referral status"
PLACES_WORDS = "Places for people to be sent to, as the organisation confirmed"


def known(**fields: object) -> Json:
    """Without what is empty. Nought and no stay."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def moment(at: datetime) -> str:
    """With thousandths of a second and the offset, as the standard asks."""
    return at.isoformat(timespec="milliseconds")


# ---- organisations -------------------------------------------------------------------------------
def organisation_list(group: Group) -> Json:
    """One entry of a list: only what there is one of."""
    return {"description": group.description or group.summary} | known(
        id=str(group.id),
        name=group.name,
        alternate_name=", ".join(group.other_names),
        description=group.description or group.summary,
        email=group.email,
        website=group.website,
        uri=group.page,
    )


def organisation(group: Group) -> Json:
    numbers = [identifier(group, number) for number in group.numbers]
    return organisation_list(group) | known(organization_identifiers=numbers)


def identifier(group: Group, number: Number) -> Json:
    return {
        "id": str(number_of(group.id, "number", number.scheme, number.value)),
        "organization_id": str(group.id),
        "identifier_scheme": number.scheme,
        "identifier_type": number.kind,
        "identifier": number.value,
    }


def organisation_with_services(
    group: Group, offers: list[Offer], context: "Context", *, is_full: bool
) -> Json:
    """With its services: whole, or by number, name and status alone."""
    services = [
        service(offer, context)
        if is_full
        else {"id": str(offer.id), "name": offer.name, "status": status(offer)}
        for offer in offers
    ]
    return organisation(group) | known(services=services)


# ---- services ------------------------------------------------------------------------------------
class Context:
    """What all services of an alliance share: its taxonomies, its address for questions, now."""

    def __init__(self, *, slug: str, contact: str, now: datetime) -> None:
        self.slug, self.contact, self.now = slug, contact, now

    def taxonomy_id(self, name: str) -> UUID:
        return number_of("taxonomy", self.slug, name)


def service_list(offer: Offer, context: Context) -> Json:
    """One entry of a list: only what there is one of."""
    through = [spoken.name for spoken in offer.languages if spoken.how == "interpreter"]
    return known(
        id=str(offer.id),
        organization_id=str(offer.group.id),
        name=offer.name,
        description=offer.description or offer.summary,
        url=offer.url or offer.page,
        email=offer.email,
        status=status(offer),
        interpretation_services=f"Interpreter: {', '.join(through)}" if through else "",
        application_process=offer.how_to_get_in,
        fees_description=offer.costs,
        eligibility_description=offer.who_for,
        minimum_age=offer.minimum_age,
        maximum_age=offer.maximum_age,
        assured_date=offer.confirmed_on.isoformat() if offer.confirmed_on else None,
        assurer_email=context.contact if offer.confirmed_on else None,
        alert=offer.alert,
        last_modified=moment(offer.latest_change(context.now)),
        organization=organisation_list(offer.group),
    )


def service(offer: Offer, context: Context) -> Json:
    return service_list(offer, context) | known(
        organization=organisation(offer.group),
        phones=[phone(offer)] if offer.phone else [],
        languages=[language(offer, one) for one in offer.languages if one.how != "interpreter"],
        service_areas=[service_area(offer, area) for area in offer.areas],
        schedules=[schedule(offer, hours) for hours in offer.hours],
        capacities=capacities(offer, context),
        attributes=attributes(offer, context),
        service_at_locations=[at_location(offer, place) for place in offer.places],
    )


def status(offer: Offer) -> str:
    return STATUSES.get(offer.status, offer.status)


def phone(offer: Offer) -> Json:
    number = str(number_of(offer.id, "phone"))
    return {"id": number, "service_id": str(offer.id), "number": offer.phone}


def language(offer: Offer, spoken: Language) -> Json:
    return {
        "id": str(number_of(offer.id, "language", spoken.tag, spoken.how)),
        "service_id": str(offer.id),
        "name": spoken.name,
        "code": spoken.code,
    }


def service_area(offer: Offer, area: Ward) -> Json:
    return known(
        id=str(number_of(offer.id, "area", area.gss or area.name)),
        service_id=str(offer.id),
        name=area.name,
        service_area=area.name,
        extent=area.gss,
        extent_type="text" if area.gss else "",
        uri=f"{GEOGRAPHY}{area.gss}" if area.gss else "",
    )


def schedule(offer: Offer, hours: Hours) -> Json:
    """Times are of the clock in London, summer and winter, so they carry no offset."""
    monthly = hours.week is not None
    day = f"{hours.week}{hours.weekday}" if monthly else hours.weekday
    return known(
        id=str(number_of(offer.id, "hours", day, hours.opens_at, hours.valid_from)),
        service_id=str(offer.id),
        freq="MONTHLY" if monthly else "WEEKLY",
        interval=1,
        byday=day,
        opens_at=hours.opens_at.isoformat(),
        closes_at=hours.closes_at.isoformat(),
        valid_from=hours.valid_from.isoformat() if hours.valid_from else None,
        valid_to=hours.valid_to.isoformat() if hours.valid_to else None,
    )


# ---- places --------------------------------------------------------------------------------------
def at_location(offer: Offer, place: Place) -> Json:
    return known(
        id=str(place.id),
        service_id=str(offer.id),
        location_id=str(place.location_id),
        location=location(offer, place),
    )


def at_location_list(offer: Offer, place: Place, context: Context) -> Json:
    """One entry of a list: only what there is one of."""
    return at_location(offer, place) | {
        "location": bare_location(offer, place),
        "service": service_list(offer, context),
    }


def at_location_with_service(offer: Offer, place: Place, context: Context) -> Json:
    whole = service(offer, context)
    whole.pop("service_at_locations", None)
    return at_location(offer, place) | {"service": whole}


def bare_location(offer: Offer, place: Place) -> Json:
    return known(
        id=str(place.location_id),
        location_type=place.kind,
        organization_id=str(offer.group.id),
        name=TOLD_ON_CONTACT if place.is_hidden else place.name,
        url="" if place.is_hidden else place.url,
        external_identifier=place.ward.gss if place.ward else "",
        external_identifier_type="GSS ward code" if place.ward and place.ward.gss else "",
    )


def location(offer: Offer, place: Place) -> Json:
    addresses = [address(place)] if place.address is not None and not place.is_hidden else []
    access = [accessibility(place, one) for one in place.access]
    return bare_location(offer, place) | known(addresses=addresses, accessibility=access)


def address(place: Place) -> Json:
    """The standard asks for a state or province; here that is the region, or else the town."""
    told = place.address
    assert told is not None
    return known(
        id=str(number_of(place.location_id, "address")),
        location_id=str(place.location_id),
        address_1=told.line,
        city=told.city,
        region=told.region,
        state_province=told.region or told.city,
        postal_code=told.postcode,
        country=COUNTRY,
        address_type=place.kind,
    )


def accessibility(place: Place, access: Access) -> Json:
    words = f"{access.label}: {access.answer_words.lower()}"
    return known(
        id=str(number_of(place.location_id, "access", access.kind)),
        location_id=str(place.location_id),
        description=words,
        accessibility=words,
        details=access.details,
    )


# ---- room ----------------------------------------------------------------------------------------
def capacities(offer: Offer, context: Context) -> list[Json]:
    """Only what is confirmed, still counts, and is a number."""
    room = offer.room
    if room is None or not room.holds(context.now) or room.available is None:
        return []
    number = str(number_of(offer.id, "room"))
    entry = known(
        id=number,
        service_id=str(offer.id),
        unit={"id": str(number_of("unit", room.unit)), "name": room.unit_words},
        available=room.available,
        maximum=room.maximum,
        description=PLACES_WORDS,
        updated=moment(room.confirmed_at),
        attributes=[referral_status(number, "service_capacity", room, context)],
    )
    return [entry]


def attributes(offer: Offer, context: Context) -> list[Json]:
    found = [service_type(offer, kind, context) for kind in offer.kinds]
    room = offer.room
    if room is not None and room.holds(context.now) and room.available is None:
        found.append(referral_status(str(offer.id), "service", room, context))
    return found


def service_type(offer: Offer, kind: Kind, context: Context) -> Json:
    return {
        "id": str(number_of(offer.id, "type", kind.id)),
        "link_id": str(offer.id),
        "link_type": "service_type",
        "link_entity": "service",
        "taxonomy_term": type_term(kind, context),
    }


def referral_status(number: str, entity: str, room: Room, context: Context) -> Json:
    return {
        "id": str(number_of(number, "referral-status")),
        "link_id": number,
        "link_type": "referral_status",
        "link_entity": entity,
        "taxonomy_term": status_term(room.status, room.status_words, context),
        "label": REFERRAL_STATUS,
    }


# ---- taxonomies ----------------------------------------------------------------------------------
def taxonomy(name: str, words: str, context: Context) -> Json:
    return {"id": str(context.taxonomy_id(name)), "name": name, "description": words}


def type_term(kind: Kind, context: Context) -> Json:
    return term(kind.id, kind.name, kind.words, SERVICE_TYPES, context)


def status_term(status: str, words: str, context: Context) -> Json:
    made = term(number_of("referral-status", status), words, words, REFERRAL_STATUS, context)
    return made | {"code": status}


def term(number: UUID, name: str, words: str, taxonomy_name: str, context: Context) -> Json:
    return {
        "id": str(number),
        "name": name,
        "description": words or name,
        "taxonomy": taxonomy_name,
        "taxonomy_id": str(context.taxonomy_id(taxonomy_name)),
    }
