"""The directory as a table that a spreadsheet opens."""

from collections.abc import Sequence
from datetime import datetime

from alliance import words
from members import waiting
from members.hours import in_words
from members.open_data.records import Offer, Place
from members.open_data.serialiser import TOLD_ON_CONTACT

HEADS = [
    "Service", "Organisation", "What happens there", "Status", "Places", "Places said on",
    "Waiting", "Who it is for", "Youngest age", "Oldest age", "How to join", "Cost", "Languages",
    "Wards", "Types", "When", "Where", "Notice", "Website", "Email", "Phone", "Confirmed on",
    "Page",
]  # fmt: skip


def table(offers: Sequence[Offer], *, now: datetime) -> tuple[list[str], list[list[str]]]:
    """Headings, and a line for each service."""
    return HEADS, [line(offer, now=now) for offer in offers]


def line(offer: Offer, *, now: datetime) -> list[str]:
    room = offer.room if offer.room and offer.room.holds(now) else None
    return [
        offer.name,
        offer.group.name,
        offer.summary,
        "Closed for a while" if offer.status == "temporarily_closed" else "Running",
        room_words(offer, now=now),
        words.day(room.confirmed_at) if room else "",
        waiting.in_words(room.waiting_count, room.typical_wait_days) if room else "",
        offer.who_for,
        number(offer.minimum_age),
        number(offer.maximum_age),
        offer.how_to_get_in,
        offer.costs,
        "; ".join(dict.fromkeys(one.name for one in offer.languages)),
        "; ".join(area.name for area in offer.areas),
        "; ".join(kind.name for kind in offer.kinds),
        "; ".join(in_words(hours) for hours in offer.hours),
        "; ".join(where(place) for place in offer.places),
        offer.alert,
        offer.own_url,
        offer.own_email,
        offer.own_phone,
        offer.confirmed_on.isoformat() if offer.confirmed_on else "",
        offer.page,
    ]


def room_words(offer: Offer, *, now: datetime) -> str:
    room = offer.room
    if room is None:
        return "Not yet said"
    if not room.holds(now):
        return f"Unconfirmed since {words.day(room.valid_until)}"
    if room.available is None:
        return room.status_words
    most = "" if room.maximum is None else f" of {room.maximum}"
    return f"{room.status_words}: {room.available}{most} {room.unit_words}"


def where(place: Place) -> str:
    if place.is_hidden:
        return TOLD_ON_CONTACT
    told = place.address
    parts = [place.name, *((told.line, told.city, told.postcode) if told else ()), place.url]
    return ", ".join(part for part in parts if part)


def number(value: int | None) -> str:
    return "" if value is None else str(value)
