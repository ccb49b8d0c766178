"""Every field of a profile: what it is called, what kind of value it holds and how long it may be.

Kinds of value, as JSON has them:

    line, text, url, email, phone, postcode   a string, "" where there is none
    choice                                    a code
    count                                     a whole number or null
    yes_no                                    true or false
    ward                                      the number of an area, or null
    lines, urls, groups                       a list of strings
    areas, types, priorities                  a list of numbers, in order
    places                                    a list of public ids of locations, in order
    numbers    [{"scheme": "GB-CHC", "value": "1234567", "is_primary": true, "note": ""}]
    languages  [{"tag": "syl", "how": "staff"}]
    access     [{"kind": "step_free", "answer": "yes", "details": ""}]
    hours      [{"frequency": "weekly", "weekday": "MO", "week_of_month": null,
                 "opens_at": "10:00", "closes_at": "12:30", "valid_from": null, "valid_to": null}]
"""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

# Any: a profile as JSON has it.
Content = dict[str, Any]

NUMBER_OF_SHAPE = 1
LONGEST_TEXT = 4000
LONGEST_SUMMARY = 60  # words


@dataclass(frozen=True)
class Field:
    """One field of an organisation, a location or a service."""

    name: str
    label: str
    kind: str = "line"
    longest: int = 200
    most_words: int = 0
    is_needed: bool = False
    usual: Any = ""  # Any: of the kind's type
    of: str = ""  # which list of codes a choice is from

    @property
    def is_list(self) -> bool:
        return isinstance(self.usual, list)


def _text(name: str, label: str, **words: Any) -> Field:  # Any: Field's own
    return Field(name, label, "text", LONGEST_TEXT, **words)


def _list(name: str, label: str, kind: str = "", longest: int = 40) -> Field:
    return Field(name, label, kind or name, longest, usual=[])


ORGANISATION = (
    Field("name", "Name", longest=160, is_needed=True),
    _list("alternative_names", "Other names", "lines", 5),
    Field("legal_form", "Kind of organisation", "choice", usual="other", of="legal_form"),
    Field("size_band", "Size", "choice", usual="not_stated", of="size_band"),
    _text("plain_summary", "In plain words", most_words=LONGEST_SUMMARY),
    _text("description", "More about us"),
    Field("website", "Website", "url"),
    Field("email", "Email", "email", 254),
    Field("phone", "Phone", "phone", 30),
    _list("social_accounts", "Pages elsewhere", "urls", 8),
    _list("numbers", "Registers’ numbers", longest=9),
    _list("groups", "Whom we are for"),
)
LOCATION = (
    Field("kind", "What it is", "choice", usual="physical", of="location"),
    Field("name", "Name of the place", longest=160),
    Field("address_1", "Address", longest=160),
    Field("city", "Town", longest=80),
    Field("region", "County or region", longest=80),
    Field("postcode", "Postcode", "postcode", 8),
    Field("ward", "Ward", "ward", usual=None),
    Field("url", "Web address", "url"),
    Field("is_public", "May the address be shown", "yes_no", usual=False),
    _list("access", "Getting in and around"),
)
SERVICE = (
    Field("name", "Name", longest=160, is_needed=True),
    _text("plain_summary", "What happens there", most_words=LONGEST_SUMMARY),
    _text("description", "More about it"),
    Field("status", "Is it running", "choice", usual="active", of="status"),
    Field("who_for", "Who it is for"),
    Field("minimum_age", "Youngest age", "count", 120, usual=None),
    Field("maximum_age", "Oldest age", "count", 120, usual=None),
    _text("how_to_get_in", "How to join"),
    Field("costs", "Cost"),
    Field("url", "Web page", "url"),
    Field("email", "Email", "email", 254),
    Field("phone", "Phone", "phone", 30),
    Field("is_public", "In the public directory", "yes_no", usual=False),
    _list("types", "Type of service"),
    _list("priorities", "Priorities it serves"),
    _list("languages", "Languages", longest=80),
    _list("areas", "Wards", longest=80),
    _list("hours", "Opening hours"),
    _list("places", "Where"),
)
FIELDS: dict[str, tuple[Field, ...]] = {
    "organisation": ORGANISATION,
    "locations": LOCATION,
    "services": SERVICE,
}
BY_NAME = {group: {field.name: field for field in fields} for group, fields in FIELDS.items()}

# Election rolls and agreements quote these: the alliance lead signs a change of them too.
REGISTER = ("name", "legal_form", "numbers")

# The pages on which a profile is edited, each with its fields of the organisation.
PARTS: dict[str, tuple[str, ...]] = {
    "about": (
        "name",
        "alternative_names",
        "legal_form",
        "size_band",
        "plain_summary",
        "description",
    ),
    "contact": ("website", "email", "phone", "social_accounts"),
    "numbers": ("numbers",),
    "groups": ("groups",),
}


@dataclass(frozen=True)
class Known:
    """What codes and numbers stand for, by list: {"status": {"active": "Running"}, ...}.

    Lists: legal_form, size_band, scheme, location, access, answer, status, language, how, area,
    type, priority, weekday, week, group.
    """

    lists: Mapping[str, Mapping[Any, str]]  # Any: codes are strings or numbers

    def name(self, of: str, code: Any) -> str:  # Any: see above
        return self.lists.get(of, {}).get(code, f"no longer listed ({code})")

    def has(self, of: str, code: Any) -> bool:  # Any: see above
        return code in self.lists.get(of, {})


def blank(group: str) -> dict[str, Any]:  # Any: fields of all kinds
    """A new thing of the group with nothing said about it."""
    return {field.name: deepcopy(field.usual) for field in FIELDS[group]}


EMPTY: Content = {
    "shape": NUMBER_OF_SHAPE,
    "organisation": blank("organisation"),
    "locations": {},
    "services": {},
}
