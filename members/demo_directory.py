"""What the demonstration's directory says of each service. Addresses and numbers are made up.

No postcode here can exist: the last two letters of a real one are never C, I, K, M, O or V.
Telephone numbers are of the range kept for drama.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

from alliance.models import Priority
from alliance.registries import Story
from members.actions import directory
from members.models import Area, Organisation, Service, ServiceArea, ServiceType

TYPES = {
    "Peer support": "People who have been through something similar.",
    "Talking therapy": "Regular hours with a counsellor or therapist.",
    "Crisis and safety": "Somebody there at once, or a safe place to be.",
    "Advice and rights": "Money, homes, letters and offices.",
    "Activity": "Doing something together: walking, making, cooking, music.",
    "Work and learning": "Back to work, or on to something new.",
    "Homes": "Somewhere to live, with help in the house.",
    "For carers": "For people who look after somebody.",
}
NOT_IN_OPEN_DATA = frozenset(
    {"Brick Field Women", "Quiet Thread", "Somali Elders' Tea", "Weavers Walking Group"}
)
LONG_AGO = {"Saltwater Shed": 244, "Quiet Thread": 0}  # days since it was checked; 0: never
ACCESS = (
    {
        "step_free": ("yes", "Ramp at the side door"),
        "accessible_toilet": ("yes", ""),
        "hearing_loop": ("no", ""),
        "quiet_room": ("yes", "Ask anybody"),
        "lift": ("not_known", ""),
    },
    {
        "step_free": ("partly", "One step of 8 cm; we have a board for it"),
        "prayer_space": ("yes", ""),
        "gender_neutral_toilet": ("yes", ""),
        "step_free_station": ("not_known", ""),
    },
    {
        "step_free": ("no", "Two flights of stairs"),
        "bsl": ("yes", "Book a week before"),
        "creche": ("yes", "Under fives"),
        "parking": ("no", ""),
    },
)
CITIES = {
    "tower-hamlets": "London",
    "sheffield": "Sheffield",
    "coventry-and-warwickshire": "Coventry",
}
HIDDEN = "Brick Field Women"
HIDDEN_ADDRESS = "9 Nightjar Close"  # planted: a test looks for it everywhere
ALERT = "Closed on the last Friday of the month for a day together."


@dataclass(frozen=True)
class Facts:
    """Types, hours ("TU 10:00-12:30", "2FR 14:00-16:00"), ages, and where (or by phone)."""

    types: tuple[str, ...]
    hours: tuple[str, ...]
    ages: tuple[int | None, int | None] = (18, None)
    is_remote: bool = False


SERVICES = {
    "Thursday circle": Facts(("Peer support", "Activity"), ("TH 10:00-12:00",)),
    "Tea and visits": Facts(("Peer support",), ("MO 14:00-16:00", "TH 14:00-16:00"), (60, None)),
    "Morning walk": Facts(("Activity",), ("TU 09:30-10:30", "SA 09:30-10:30"), (None, None)),
    "Open bench": Facts(("Activity", "Peer support"), ("WE 10:00-16:00",)),
    "Sewing afternoon": Facts(("Activity",), ("2FR 13:00-16:00", "-1FR 13:00-16:00")),
    "Open door": Facts(("Crisis and safety",), ("MO 10:00-18:00", "WE 10:00-18:00")),
    "Evening group": Facts(("Talking therapy",), ("TU 18:30-20:30",)),
    "Night line": Facts(("Crisis and safety",), ("FR 18:00-23:59",), (None, None), is_remote=True),
    "Call back": Facts(("Peer support",), ("WE 17:00-19:00",), is_remote=True),
    "Peer support in BSL": Facts(("Peer support",), ("MO 11:00-15:00",), is_remote=True),
    "Signed drop-in": Facts(("Peer support",), ("1TU 18:00-20:00",), (None, None)),
    "After school": Facts(("Activity",), ("MO 15:30-18:00", "TH 15:30-18:00"), (11, 16)),
    "One to one": Facts(("Talking therapy",), (), (14, 21)),
    "Wednesday table": Facts(("Activity", "Peer support"), ("WE 12:00-15:00",), (None, None)),
    "Soup round": Facts(("Peer support",), ("MO 11:00-14:00", "FR 11:00-14:00"), (None, None)),
    "Advice with company": Facts(("Advice and rights",), ("TU 10:00-16:00", "TH 10:00-16:00")),
    "Letters read aloud": Facts(("Advice and rights",), ("WE 09:30-11:30",), (None, None)),
    "Carers' evening": Facts(("For carers", "Peer support"), ("3TH 18:00-20:30",)),
    "A morning off": Facts(("For carers",), ()),
    "Print shop": Facts(("Work and learning",), ("MO 09:00-12:00", "WE 09:00-12:00")),
    "Back to work": Facts(("Work and learning",), ()),
    "Counselling": Facts(("Talking therapy",), ()),
    "Courtyard group": Facts(("Peer support",), ("TU 11:00-13:00",)),
    "Crisis house": Facts(("Crisis and safety", "Homes"), ()),
    "Day centre": Facts(("Activity",), ("MO 10:00-17:00", "SA 10:00-17:00", "SU 10:00-17:00")),
    "Floating support": Facts(("Homes",), ()),
    "Talking therapy": Facts(("Talking therapy",), ("TH 09:00-17:00",)),
    "Living with voices": Facts(("Peer support",), ("WE 18:00-19:30",)),
    "Young adults": Facts(("Talking therapy",), ("TU 16:00-19:00",), (18, 25)),
    "Supported flats": Facts(("Homes",), ()),
    "Moving on": Facts(("Homes",), ()),
}
# Which of the alliance's priorities some of them work towards.
AIMS = {
    "Thursday circle": ("Addressing inequality",),
    "Sewing afternoon": ("Addressing inequality",),
    "Open door": ("Addressing inequality", "Partnership working"),
    "Evening group": ("Coproduction",),
    "Peer support in BSL": ("Addressing inequality", "Coproduction"),
    "Carers' evening": ("Coproduction",),
    "Print shop": ("Workforce sustainability",),
    "Back to work": ("Workforce sustainability",),
    "Living with voices": ("Coproduction", "Community leadership"),
}
ELSEWHERE = Facts(("Peer support",), ("TU 10:00-12:00",))


def details(offer: str) -> dict[str, Any]:  # Any: fields of Service
    """What is said of a service when it is added."""
    facts = SERVICES.get(offer, ELSEWHERE)
    number = list(SERVICES).index(offer) if offer in SERVICES else 900 + len(offer)
    low, high = facts.ages
    return {"minimum_age": low, "maximum_age": high, "phone": f"020 7946 0{number:03d}"}


def tell(story: Story) -> None:
    """After the members themselves: where and when their services are, and who may see that."""
    story.things["priorities"] = list(Priority.objects.current())
    types = {kind.name: kind for kind in directory.list_types(TYPES, by=story.people["lead"])}
    city = CITIES[story.slug]
    found: dict[str, Organisation] = story.things["organisations"]
    for number, organisation in enumerate(found.values()):
        services = list(Service.objects.filter(organisation=organisation).order_by("pk"))
        for service in services:
            _facts(story, service, SERVICES.get(service.name, ELSEWHERE), types)
        for words, there in _places(organisation, services, number, city):
            directory.add_location(
                organisation,
                words=words,
                access=ACCESS[number % 3] if words["kind"] == "physical" else {},
                services=there,
                by=story.people["lead"],
            )
        _show(story, organisation, number)
    if story.slug == "tower-hamlets":
        open_bench = Service.objects.get(name="Open bench")
        until = story.on + timedelta(days=30)
        by = story.people["lead"]
        directory.post_alert(open_bench, alert=ALERT, alert_until=until, by=by, on=story.on)


def _facts(story: Story, service: Service, facts: Facts, types: dict[str, ServiceType]) -> None:
    by = story.people["lead"]
    directory.sort_service(service, types=[types[name] for name in facts.types], by=by)
    aims = [one for one in story.things["priorities"] if one.name in AIMS.get(service.name, ())]
    directory.name_aims(service, priorities=aims, by=by)
    directory.set_hours(service, hours=[stretch(text) for text in facts.hours], by=by)


def stretch(text: str) -> dict[str, Any]:  # Any: fields of ServiceSchedule
    """Of "2FR 14:00-16:00"."""
    day, times = text.split()
    opens_at, closes_at = (time.fromisoformat(at) for at in times.split("-"))
    week = int(day[:-2]) if day[:-2] else None
    return {
        "frequency": "monthly" if week else "weekly",
        "weekday": day[-2:],
        "week_of_month": week,
        "opens_at": opens_at,
        "closes_at": closes_at,
    }


def _places(
    organisation: Organisation, services: list[Service], number: int, city: str
) -> Iterator[tuple[dict[str, Any], list[Service]]]:  # Any: fields of Location
    remote = [one for one in services if SERVICES.get(one.name, ELSEWHERE).is_remote]
    here = [one for one in services if one not in remote]
    if remote:
        yield {"kind": "virtual", "name": "By phone or on screen", "is_public": True}, remote
    if here:
        is_hidden = organisation.name == HIDDEN
        address = HIDDEN_ADDRESS if is_hidden else f"{number + 3} Madeup Row"
        words = {
            "kind": "physical",
            "name": "" if is_hidden else f"{organisation.name}'s rooms",
            "address_1": address,
            "city": city,
            "postcode": f"E1 {number % 9 + 1}{'CIKMOV'[number % 6]}V",
            "ward": _ward_of(here),
            "is_public": not is_hidden,
        }
        yield words, here


def _ward_of(services: list[Service]) -> Area | None:
    """Where they are: the first of the places whose people they are for."""
    served = ServiceArea.objects.filter(service__in=services).select_related("area")
    first = served.order_by("area__name").first()
    return first.area if first else None


def _show(story: Story, organisation: Organisation, number: int) -> None:
    by = story.people["lead"]
    in_open_data = organisation.name not in NOT_IN_OPEN_DATA
    directory.show(organisation, in_directory=True, in_open_data=in_open_data, by=by)
    days = LONG_AGO.get(organisation.name, 20 + 9 * number)
    if days:
        directory.record_check(organisation, on=story.on - timedelta(days=days), by=by)
