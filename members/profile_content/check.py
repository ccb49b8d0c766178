"""Whether something has the shape of a profile, and what is wrong with its values, in sentences."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import Any
from uuid import UUID

from alliance import typed
from members import identifiers
from members.profile_content.flat import GROUPS, group_of, things
from members.profile_content.shape import FIELDS, NUMBER_OF_SHAPE, Content, Field, Known

# Any, below: values of all kinds, as JSON has them.

URL = re.compile(r"https?://[^\s/$.?#][^\s]*", re.IGNORECASE)
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
PHONE = re.compile(r"\+?[0-9][0-9 ()-]{4,28}")
POSTCODE = re.compile(r"GIR 0AA|[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}")
TYPES: dict[str, type | tuple[type, ...]] = {
    "count": (int, type(None)),
    "ward": (int, type(None)),
    "yes_no": bool,
}
KEYS: dict[str, dict[str, type | tuple[type, ...]]] = {
    "numbers": {"scheme": str, "value": str, "is_primary": bool, "note": str},
    "languages": {"tag": str, "how": str},
    "access": {"kind": str, "answer": str, "details": str},
    "hours": {
        "frequency": str,
        "weekday": str,
        "week_of_month": (int, type(None)),
        "opens_at": str,
        "closes_at": str,
        "valid_from": (str, type(None)),
        "valid_to": (str, type(None)),
    },
}
OF_NUMBERS = ("areas", "types", "priorities")


class Misshapen(ValueError):
    """Not the shape of a profile: a mistake of ours, not of whoever typed."""


@dataclass(frozen=True)
class Fault:
    """What is wrong with the field at `path`, and what to do."""

    path: str
    sentence: str


def read(raw: Any) -> Content:
    """The same, if it has exactly the documented shape."""
    if not isinstance(raw, dict) or raw.get("shape") != NUMBER_OF_SHAPE:
        raise Misshapen("It is not a profile of this shape.")
    if set(raw) != {"shape", *FIELDS} or not all(isinstance(raw[group], dict) for group in FIELDS):
        raise Misshapen("A profile is an organisation, its locations and its services.")
    for group in GROUPS:
        for key in raw[group]:
            _an_id(key)
    for path, thing in things(raw).items():
        _has_fields(path, thing)
    return raw


def _an_id(key: str) -> None:
    try:
        is_one = str(UUID(key)) == key
    except ValueError:
        is_one = False
    if not is_one:
        raise Misshapen(f"{key!r} is not a public id.")


def _has_fields(path: str, thing: Any) -> None:
    fields = FIELDS[group_of(path)]
    if not isinstance(thing, dict) or set(thing) != {field.name for field in fields}:
        raise Misshapen(f"{path} has other fields than it should.")
    for field in fields:
        if not _is_of_kind(field, thing[field.name]):
            raise Misshapen(f"{path}/{field.name} holds a value of another kind.")


def _is_of_kind(field: Field, value: Any) -> bool:
    if isinstance(value, bool) and field.kind != "yes_no":
        return False
    if not field.is_list:
        return isinstance(value, TYPES.get(field.kind, str))
    if not isinstance(value, list):
        return False
    keys = KEYS.get(field.kind)
    if keys is None:
        inner = int if field.kind in OF_NUMBERS else str
        return all(isinstance(one, inner) and not isinstance(one, bool) for one in value)
    return all(
        isinstance(one, dict)
        and set(one) == set(keys)
        and all(isinstance(one[key], kind) for key, kind in keys.items())
        for one in value
    )


def faults(content: Content, known: Known) -> list[Fault]:
    """Everything that is wrong, not the first thing only."""
    found = [
        Fault(f"{path}/{field.name}", sentence)
        for path, thing in things(content).items()
        for field in FIELDS[group_of(path)]
        for sentence in _wrong(field, thing[field.name], known)
    ]
    return [*found, *_about_services(content)]


def _wrong(field: Field, value: Any, known: Known) -> Iterator[str]:
    if field.is_list and len(value) > field.longest:
        yield f"This has {len(value)} entries. Please use {field.longest} at most."
    elif isinstance(value, str):
        yield from _wrong_words(field, value)
    asked = CHECKS.get(field.kind)
    if asked is not None and value not in ("", None, []):
        yield from asked(field, value, known)


def _wrong_words(field: Field, value: str) -> Iterator[str]:
    if field.is_needed and not is_visible(value):
        yield "Please answer this."
    if len(value) > field.longest:
        yield f"This has {len(value):,} letters. Please use {field.longest:,} at most."
    elif field.most_words and len(value.split()) > field.most_words:
        yield f"This has {len(value.split())} words. Please use {field.most_words} at most."
    if typed.has_nhs_number(value):
        yield "This looks like an NHS number. Take it out: we keep no patients' numbers."


def is_visible(text: str) -> bool:
    """Whether anything of it can be seen: spaces and joiners alone are no name."""
    return any(unicodedata.category(letter)[0] in "LNPS" for letter in text)


def _choice(field: Field, value: Any, known: Known) -> Iterator[str]:
    if not known.has(field.of, value):
        yield "Choose one from the list."


def _shaped(pattern: re.Pattern[str], sentence: str) -> Callable[..., Iterator[str]]:
    def check(_field: Field, value: Any, _known: Known) -> Iterator[str]:
        if not pattern.fullmatch(value):
            yield sentence

    return check


def _each(pattern: re.Pattern[str], sentence: str) -> Callable[..., Iterator[str]]:
    def check(_field: Field, value: Any, _known: Known) -> Iterator[str]:
        if not all(pattern.fullmatch(one) for one in value):
            yield sentence

    return check


def _listed(of: str, key: str = "") -> Callable[..., Iterator[str]]:
    def check(_field: Field, value: Any, known: Known) -> Iterator[str]:
        if not all(known.has(of, one[key] if key else one) for one in value):
            yield "Choose from the list."

    return check


def _ward(_field: Field, value: Any, known: Known) -> Iterator[str]:
    if not known.has("area", value):
        yield "Choose one from the list."


def _count(field: Field, value: Any, _known: Known) -> Iterator[str]:
    if not 0 <= value <= field.longest:
        yield f"Write a whole number from 0 to {field.longest}."


def _numbers(_field: Field, value: Any, known: Known) -> Iterator[str]:
    seen = set()
    for one in value:
        try:
            kept = identifiers.cleaned(one["scheme"], one["value"])
        except typed.Unreadable as wrong:
            yield str(wrong)
        else:
            if kept != one["value"] or not known.has("scheme", one["scheme"]):
                yield "Choose which number it is, and write it again."
        seen.add((one["scheme"], one["value"]))
    if len(seen) < len(value):
        yield "The same number is here twice."
    if sum(one["is_primary"] for one in value) > 1:
        yield "Only one number can be the main one."


def _hours(_field: Field, value: Any, known: Known) -> Iterator[str]:
    for one in value:
        try:
            opens, closes = (
                time.fromisoformat(one["opens_at"]),
                time.fromisoformat(one["closes_at"]),
            )
            days = [date.fromisoformat(one[key]) for key in ("valid_from", "valid_to") if one[key]]
        except ValueError:
            yield "Write the times like this: 10:00."
            continue
        if closes <= opens:
            yield "It closes after it opens."
        if days != sorted(days):
            yield "The last day comes before the first."
        is_monthly = one["frequency"] == "monthly"
        if not known.has("weekday", one["weekday"]) or is_monthly != (
            one["week_of_month"] is not None
        ):
            yield "Say on which day, and which week of the month or every week."


CHECKS: dict[str, Callable[[Field, Any, Known], Iterator[str]]] = {
    "choice": _choice,
    "url": _shaped(URL, "Write the address like this: www.example.org."),
    "urls": _each(URL, "Write each address on its own line, like this: https://www.example.org."),
    "email": _shaped(EMAIL, "Write the address like this: name@example.org."),
    "phone": _shaped(PHONE, "Write the phone number in figures, like this: 020 7946 0123."),
    "postcode": _shaped(POSTCODE, "Write the postcode in full, like this: E1 6AN."),
    "ward": _ward,
    "count": _count,
    "numbers": _numbers,
    "languages": _listed("language", "tag"),
    "access": _listed("access", "kind"),
    "areas": _listed("area"),
    "types": _listed("type"),
    "priorities": _listed("priority"),
    "hours": _hours,
}


def _about_services(content: Content) -> Iterator[Fault]:
    names: set[str] = set()
    for key, service in content["services"].items():
        path = f"services/{key}"
        name = service["name"].casefold()
        if name in names:
            yield Fault(f"{path}/name", f"There is a service called {service['name']} already.")
        names.add(name)
        youngest, oldest = service["minimum_age"], service["maximum_age"]
        if youngest is not None and oldest is not None and youngest > oldest:
            yield Fault(f"{path}/maximum_age", "The oldest age is below the youngest.")
        if not set(service["places"]) <= set(content["locations"]):
            yield Fault(f"{path}/places", "Choose from the places of the organisation.")
