"""Many alliances to measure with: large, plausible, and the same for the same seed.

Written in bulk, past the actions, because nobody did these things; what the database refuses it
refuses here too. Nothing in them is real.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from django.db import transaction

from alliance import access, registries
from alliance.models import Alliance, AllianceSettings, Event, Message, Priority, RoleTerm, User
from alliance.registries import Crowd
from alliance.tenancy.context import work_for

OPENED = date(2024, 7, 1)
FIRST = "Amal Bea Cyrus Dina Ewan Fay Gita Hugo Ines Jon Kemi Liam Mina Noor Otis Pia".split()
LAST = "Ahmed Brook Chen Dale Evans Farah Green Hill Islam Jones Khan Lowe Miah Noon Ode".split()
PRIORITIES = ("Alliance building", "Better funding", "Addressing inequality", "Coproduction")
LETTERS, EVENTS = 40, 20


def fill_all(
    alliances: int, organisations: int, *, seed: int, on: date, now: datetime
) -> Iterator[Alliance]:
    """Each alliance as it is done."""
    for number in range(1, alliances + 1):
        chance = Random(f"{seed} {number}")  # noqa: S311 -- a measurement, not a secret
        crowd = Crowd(number=number, organisations=organisations, on=on, now=now, chance=chance)
        alliance = Alliance.objects.using("owner").create(
            slug=f"bench-{seed}-{number:04}", name=f"Bench Alliance {number}", opened_on=OPENED
        )
        with work_for(alliance.pk, alliance.slug), transaction.atomic():
            fill(alliance, crowd)
        yield alliance


def fill(alliance: Alliance, crowd: Crowd) -> None:
    AllianceSettings.objects.create(display_name=alliance.name, is_demo=True)
    Priority.objects.bulk_create(
        Priority(number=number, name=name) for number, name in enumerate(PRIORITIES, 1)
    )
    crowd.people = people(alliance, crowd)
    RoleTerm.objects.create(user=crowd.people[-1], role="alliance_lead", started_on=OPENED)
    for chapter in sorted(registries.bench_chapters, key=lambda chapter: chapter.order):
        chapter.fill(crowd)
    access.welcome({user.pk: access.offices_of(user.pk, on=crowd.on) for user in crowd.people})
    what_happened(crowd)


def people(alliance: Alliance, crowd: Crowd) -> list[User]:
    """One for each organisation, and the lead."""
    return User.objects.bulk_create(
        User(
            email=f"{number}@{alliance.slug}.example",
            name=f"{crowd.chance.choice(FIRST)} {crowd.chance.choice(LAST)}",
            password="!",  # noqa: S106 -- one that nothing matches
        )
        for number in range(crowd.organisations + 1)
    )


def what_happened(crowd: Crowd) -> None:
    lead = crowd.people[-1]
    Event.objects.bulk_create(
        Event(by=lead, acting_as="alliance_lead", kind="bench.done", subject_type="x")
        for _ in range(EVENTS)
    )
    Message.objects.bulk_create(
        Message(
            key=f"bench {number}",
            to=crowd.people[number % len(crowd.people)].email,
            subject="Papers for the Partnership Board, about 40 minutes",
            due_at=crowd.now - timedelta(days=number),
            sent_at=crowd.now - timedelta(days=number),
        )
        for number in range(LETTERS)
    )
