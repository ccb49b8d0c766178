"""The demonstration: three alliances, told in chapters, each by the app that owns it.

Tower Hamlets' priorities and networks are those of the Centre for Mental Health's case study
"Learning from the mental health alliances - Tower Hamlets"; every member, person and meeting is
made up.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import transaction

from alliance import registries
from alliance.actions import preferences, roles, tenants
from alliance.audit import Actor
from alliance.demo_people import PASSWORD, TOTP_SECRET, DemoPerson, people_of
from alliance.models import Alliance, PersonPreferences, User
from alliance.registries import Story
from alliance.roles import ROLES
from alliance.tenancy.context import work_for

CRISIS_LINES = """\
NHS 111: 111 (choose option 2 for mental health)
Samaritans: 116 123 (day and night, free)"""


@dataclass(frozen=True)
class Setting:
    """How an alliance of the demonstration begins."""

    slug: str
    name: str
    accent: str
    priorities: tuple[str, ...]


SETTINGS = [
    Setting(
        "tower-hamlets",
        "Tower Hamlets Community Mental Health Alliance",
        "#0f5c5c",
        (
            "Alliance building",
            "Better funding",
            "Partnership working",
            "Addressing inequality",
            "Coproduction",
            "Workforce sustainability",
            "Community leadership",
        ),
    ),
    Setting(
        "sheffield",
        "Sheffield Mental Health Alliance",
        "#6b2f5c",
        ("Being heard", "Fair funding", "Looking after each other"),
    ),
    Setting(
        "coventry-and-warwickshire",
        "Coventry and Warwickshire Mental Health Alliance",
        "#27467a",
        ("Rural reach", "Young adults", "Shared learning"),
    ),
]


def tell_all(*, on: date, now: datetime) -> list[str]:
    """Open and fill every alliance of the demonstration that is not there yet; their names."""
    told = []
    for setting in SETTINGS:
        if not Alliance.objects.filter(slug=setting.slug).exists():
            tell(setting, on=on, now=now)
            told.append(setting.name)
    return told


def tell(setting: Setting, *, on: date, now: datetime) -> Alliance:
    alliance = tenants.open_alliance(
        slug=setting.slug,
        name=setting.name,
        on=date(2024, 7, 1),
        priorities=setting.priorities,
        accent=setting.accent,
        crisis_lines=CRISIS_LINES,
        public_contact=f"hello@{setting.slug}.example",
        is_demo=True,
    )
    with work_for(alliance.pk, alliance.slug), transaction.atomic():
        story = Story(slug=setting.slug, on=on, now=now)
        for person in people_of(setting.slug):
            story.people[person.key] = introduce(person, on=on)
        say_what_helps(story)
        for chapter in sorted(registries.demo_chapters, key=lambda chapter: chapter.order):
            chapter.tell(story)
    return alliance


def say_what_helps(story: Story) -> None:
    """Somebody reads large print, somebody else wants plain letters."""
    need, pace = PersonPreferences.Need, PersonPreferences.Pace.AS_IT_HAPPENS
    who = story.people.get("expert", story.people["lead"])
    wishes = {
        "tower-hamlets": ([need.LARGE_PRINT], "Cream paper is easiest to read."),
        "sheffield": ([need.PLAIN_TEXT], ""),
    }
    if story.slug in wishes:
        needs, note = wishes[story.slug]
        preferences.prefer(who, needs=needs, note=note, pace=pace, stopped=[], by=who)


@cache
def hashed() -> str:
    """One password for all, hashed once: hashing is slow on purpose."""
    return make_password(PASSWORD)


def introduce(person: DemoPerson, *, on: date) -> User:
    """An account that can sign in in every way, and the person's office."""
    user = User.objects.create(
        email=person.email, password=hashed(), name=person.name, known_as=person.known_as
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if person.role:
        began = date(2024, 7, 1)
        roles.grant(user, person.role, started_on=began, by=Actor.SYSTEM, on=on)
        if ROLES[person.role].needs_second_factor:
            give_second_factor(user)
    return user


def give_second_factor(user: User) -> None:
    """The demonstration's, once."""
    Authenticator.objects.get_or_create(
        user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": TOTP_SECRET}}
    )
