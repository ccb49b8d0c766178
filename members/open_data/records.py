"""Published services as plain values: what the pages show and what the open data is made from.

Whatever must not be told is left out where these are made, so that nothing after it can tell it.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time

# Numbers of what has none of its own are made from this and from the number of what it belongs to.
OURS = uuid.UUID("5d5b3f3c-6f0b-5c0e-9a52-0a1f3f2f7c11")


def number_of(*parts: object) -> uuid.UUID:
    """The same number for the same words, always."""
    return uuid.uuid5(OURS, "/".join(str(part) for part in parts))


@dataclass(frozen=True)
class Number:
    """A number in a register."""

    scheme: str  # as org-id.guide lists it, or "other"
    kind: str
    value: str


@dataclass(frozen=True)
class Group:
    """An organisation, as the public sees it."""

    id: uuid.UUID
    name: str
    slug: str
    summary: str
    page: str  # the address of its page in the directory
    description: str = ""
    other_names: tuple[str, ...] = ()
    email: str = ""
    phone: str = ""
    website: str = ""
    social_accounts: tuple[str, ...] = ()
    is_demo: bool = False
    numbers: tuple[Number, ...] = ()


@dataclass(frozen=True)
class Spoken:
    """A language in which a service can be used."""

    tag: str
    name: str
    code: str  # two letters, or ISO 639-3
    how: str  # staff, volunteer, written or interpreter


@dataclass(frozen=True)
class Ward:
    name: str
    gss: str = ""
    kind: str = "ward"


@dataclass(frozen=True)
class Hours:
    """When somebody is there: weekly, or in one week of each month (-1: the last)."""

    weekday: str  # MO to SU
    opens_at: time
    closes_at: time
    week: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True)
class Access:
    """Whether a place has what somebody needs: yes, partly or no. Not known is left out."""

    kind: str
    label: str
    answer: str
    answer_words: str
    details: str = ""


@dataclass(frozen=True)
class Address:
    line: str
    city: str
    region: str
    postcode: str


@dataclass(frozen=True)
class Place:
    """Where a service can be used. `address` is None where it is not told."""

    id: uuid.UUID  # of the service at this location
    location_id: uuid.UUID
    kind: str  # physical, postal or virtual
    is_hidden: bool
    name: str = ""
    url: str = ""
    address: Address | None = None
    ward: Ward | None = None
    access: tuple[Access, ...] = ()


@dataclass(frozen=True)
class Kind:
    """A type of service in the alliance's own list."""

    id: uuid.UUID
    name: str
    words: str = ""


@dataclass(frozen=True)
class Room:
    """What the organisation last said about places, and until when that counts."""

    status: str
    status_words: str
    unit: str
    unit_words: str
    confirmed_at: datetime
    valid_until: datetime
    available: int | None = None
    maximum: int | None = None
    waiting_count: int | None = None
    typical_wait_days: int | None = None
    next_opening_on: date | None = None
    note: str = ""

    def holds(self, now: datetime) -> bool:
        return now <= self.valid_until


@dataclass(frozen=True)
class Offer:
    """A service that its organisation lets everybody see."""

    id: uuid.UUID
    group: Group
    name: str
    summary: str
    status: str
    page: str
    changed_at: datetime
    description: str = ""
    who_for: str = ""
    minimum_age: int | None = None
    maximum_age: int | None = None
    how_to_get_in: str = ""
    costs: str = ""
    url: str = ""
    email: str = ""
    phone: str = ""
    alert: str = ""  # only while it stands
    confirmed_on: date | None = None
    languages: tuple[Spoken, ...] = ()
    areas: tuple[Ward, ...] = ()
    hours: tuple[Hours, ...] = ()
    places: tuple[Place, ...] = ()
    kinds: tuple[Kind, ...] = ()
    aims: tuple[str, ...] = ()  # the alliance's priorities, by name
    room: Room | None = None

    @property
    def own_phone(self) -> str:
        """Its own, or its organisation's."""
        return self.phone or self.group.phone

    @property
    def own_email(self) -> str:
        return self.email or self.group.email

    @property
    def own_url(self) -> str:
        return self.url or self.group.website

    def latest_change(self, now: datetime) -> datetime:
        """Also when what it said about places began or ceased to count."""
        moments = [self.changed_at]
        if self.room is not None:
            moments.append(self.room.confirmed_at)
            if not self.room.holds(now):
                moments.append(self.room.valid_until)
        return max(moments)
