"""A field's value as a person reads it, for comparing before with after."""

from collections.abc import Callable
from typing import Any

from alliance.words import listed
from members.profile_content.shape import Content, Field, Known

# Any, below: values of all kinds, as JSON has them.

WEEKLY = "weekly"


def said(field: Field, value: Any, known: Known, content: Content | None = None) -> str:
    """In words; "" where nothing is said. `content` names the places of a service."""
    if value in ("", None, []):
        return ""
    teller = TELLERS.get(field.kind)
    if field.kind == "places":
        return _places(value, content)
    return str(value) if teller is None else teller(field, value, known)


def _places(value: Any, content: Content | None) -> str:
    there = content["locations"] if content else {}
    return listed([place_name(there[key]) for key in value if key in there])


def place_name(place: dict[str, Any]) -> str:
    """How a place is called on pages of its own organisation."""
    return place["name"] or place["address_1"] or place["postcode"] or place["url"] or "A place"


def _choice(field: Field, value: Any, known: Known) -> str:
    return known.name(field.of, value)


def _of(name: str) -> Callable[[Field, Any, Known], str]:
    def tell(_field: Field, value: Any, known: Known) -> str:
        return listed(sorted(known.name(name, code) for code in value))

    return tell


def _ward(_field: Field, value: Any, known: Known) -> str:
    return known.name("area", value)


def _yes_no(_field: Field, value: Any, _known: Known) -> str:
    return "Yes" if value else "No"


def _lines(_field: Field, value: Any, _known: Known) -> str:
    return "\n".join(value)


def _groups(_field: Field, value: Any, known: Known) -> str:
    return "\n".join(known.lists.get("group", {}).get(code, code) for code in value)


def _numbers(_field: Field, value: Any, known: Known) -> str:
    return "\n".join(_number(one, known) for one in value)


def _number(one: dict[str, Any], known: Known) -> str:
    main = " (main)" if one["is_primary"] else ""
    note = f", {one['note']}" if one["note"] else ""
    return f"{known.name('scheme', one['scheme'])}: {one['value']}{main}{note}"


def _languages(_field: Field, value: Any, known: Known) -> str:
    return "\n".join(
        f"{known.name('language', one['tag'])}: {known.name('how', one['how']).lower()}"
        for one in value
    )


def _access(_field: Field, value: Any, known: Known) -> str:
    return "\n".join(
        f"{known.name('access', one['kind'])}: {known.name('answer', one['answer']).lower()}"
        + (f" ({one['details']})" if one["details"] else "")
        for one in value
    )


def _hours(_field: Field, value: Any, known: Known) -> str:
    return "\n".join(hours_line(one, known) for one in value)


def hours_line(one: dict[str, Any], known: Known) -> str:
    """Monday, 10:00 to 12:30; or Second Monday of the month, 10:00 to 12:30."""
    day = known.name("weekday", one["weekday"])
    if one["frequency"] != WEEKLY:
        day = f"{known.name('week', one['week_of_month'])} {day} of the month"
    from_on = f", from {one['valid_from']}" if one["valid_from"] else ""
    until = f", until {one['valid_to']}" if one["valid_to"] else ""
    return f"{day}, {one['opens_at']} to {one['closes_at']}{from_on}{until}"


TELLERS: dict[str, Callable[[Field, Any, Known], str]] = {
    "choice": _choice,
    "ward": _ward,
    "yes_no": _yes_no,
    "lines": _lines,
    "urls": _lines,
    "groups": _groups,
    "numbers": _numbers,
    "languages": _languages,
    "access": _access,
    "hours": _hours,
    "areas": _of("area"),
    "types": _of("type"),
    "priorities": _of("priority"),
}
