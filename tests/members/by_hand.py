"""What both Open Referral profiles ask of a service, checked without their schemas."""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

STATUSES = {"active", "inactive", "defunct", "temporarily closed"}
NEEDED = {
    "$": {"id", "name", "status"},
    "$.organization": {"id", "name", "description"},
    "$.capacities[]": {"id", "unit", "available", "updated"},
    "$.capacities[].unit": {"id", "name"},
    "$.service_at_locations[].location": {"id", "location_type"},
    "$.service_at_locations[].location.addresses[]": {
        "id", "address_1", "city", "state_province", "postal_code", "country", "address_type",
    },
    "$.attributes[].taxonomy_term": {"id", "name", "description"},
    "$.organization.organization_identifiers[]": {"id", "identifier_type", "identifier"},
}  # fmt: skip
DAYS = {"assured_date", "valid_from", "valid_to"}
MOMENTS = {"last_modified", "updated"}
WHOLE = {"minimum_age", "maximum_age", "available", "maximum", "interval"}
WORDS = {
    "status": STATUSES,
    "freq": {"WEEKLY", "MONTHLY"},
    "location_type": {"physical", "postal", "virtual"},
    "address_type": {"physical", "postal", "virtual"},
    "extent_type": {"geojson", "topojson", "kml", "text"},
}


def wrong(document, at="$") -> Iterator[str]:
    if isinstance(document, list):
        for each in document:
            yield from wrong(each, f"{at}[]")
    elif isinstance(document, dict):
        missing = (NEEDED.get(at, {"id"} if at.endswith("[]") else set())) - set(document)
        yield from (f"{at} has no {key}" for key in sorted(missing))
        for key, value in document.items():
            if not is_right(key, value):
                yield f"{at}.{key} is {value!r}"
            yield from wrong(value, f"{at}.{key}")


def is_number(value) -> bool:
    return str(UUID(value)) == value


def is_day(value) -> bool:
    return date.fromisoformat(value).isoformat() == value


def is_moment(value) -> bool:
    return "T" in value and datetime.fromisoformat(value).tzinfo is not None


def is_address(value) -> bool:
    return value.startswith(("http://", "https://")) and " " not in value


RULES = (
    (lambda key: key == "id" or key.endswith("_id"), is_number),
    (lambda key: key in DAYS, is_day),
    (lambda key: key in MOMENTS, is_moment),
    (lambda key: key in WHOLE, lambda value: isinstance(value, int)),
    (lambda key: "email" in key, lambda value: "@" in value),
    (lambda key: key in {"url", "uri", "website"}, is_address),
)


def is_right(key, value) -> bool:
    if value in ("", None, [], {}):
        return False
    if key in WORDS:
        return value in WORDS[key]
    check = next((check for of, check in RULES if of(key)), None)
    try:
        return check(value) if check else isinstance(value, (str, list, dict))
    except (TypeError, ValueError, AttributeError):
        return False
