"""What the start page shows: the alliances in which a person holds an office."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from alliance import access
from alliance.demo_people import PEOPLE, people_of
from alliance.models import Alliance, AllianceSettings, User
from alliance.roles import ROLES
from alliance.tenancy.context import use


@dataclass(frozen=True)
class Place:
    """One alliance somebody belongs to, and as what."""

    slug: str
    display_name: str
    titles: str
    is_demo: bool

    def get_absolute_url(self) -> str:
        return f"/a/{self.slug}/"


def alliances_for(user: object, *, on: date) -> list[Place]:
    """One question an alliance: the database shows one alliance's rows at a time."""
    if not isinstance(user, User):
        return []
    places = (_place(alliance, user, on=on) for alliance in open_alliances(on=on))
    return [place for place in places if place is not None]


def open_alliances(*, on: date) -> list[Alliance]:
    return list(Alliance.objects.filter(Q(closed_on=None) | Q(closed_on__gt=on)).order_by("name"))


def _place(alliance: Alliance, user: User, *, on: date) -> Place | None:
    with use(alliance.pk):
        offices = [o for o in access.offices_of(user.pk, on=on) if o.is_current(on=on)]
        if not offices:
            return None
        own = AllianceSettings.objects.first()
    titles = sorted({ROLES[office.role].title for office in offices})
    return Place(
        alliance.slug,
        own.display_name if own else alliance.name,
        ", ".join(titles),
        own.is_demo if own else False,
    )


@dataclass(frozen=True)
class Somebody:
    """A made-up person of the demonstration, and what they come to do."""

    email: str
    name: str
    words: str


@dataclass(frozen=True)
class Demonstration:
    place: Place
    people: list[Somebody]


def demonstrations(*, on: date) -> list[Demonstration]:
    """The alliances of the demonstration, with the people one may sign in as."""
    there = set(User.objects.filter(is_active=True).values_list("email", flat=True))
    found = []
    order = list(dict.fromkeys(person.alliance for person in PEOPLE))
    told = [alliance for alliance in open_alliances(on=on) if alliance.slug in order]
    for alliance in sorted(told, key=lambda each: order.index(each.slug)):
        people = [
            Somebody(person.email, person.name, person.words)
            for person in people_of(alliance.slug)
            if person.email in there
        ]
        if people:
            place = Place(alliance.slug, alliance.name, "", is_demo=True)
            found.append(Demonstration(place, people))
    return found


def demo_person(email: str) -> User | None:
    """The account of a made-up person; of nobody else, whoever they are."""
    if email not in {person.email for person in PEOPLE}:
        return None
    return User.objects.filter(email=email, is_active=True, is_platform_admin=False).first()
