"""People with a story, in the alliance *north*; and strangers in *south*.

Offices come from actions, so that nobody can hold what the rules forbid.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator

from alliance.actions import roles as role_actions
from alliance.audit import Actor
from alliance.models import Alliance, AllianceSettings, User
from alliance.tenancy.context import use, work_for

TODAY = date(2026, 3, 2)  # tests that need a day without asking which
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Place:
    """An alliance to work in."""

    id: int
    slug: str

    def url(self, path: str) -> str:
        return f"/a/{self.slug}/{path}"


def settle(slug: str) -> Place:
    alliance = Alliance.objects.get(slug=slug)
    with use(alliance.pk):
        AllianceSettings.objects.create(
            display_name=f"{slug.title()} Alliance",
            crisis_lines="Samaritans: 116 123",
            public_contact=f"hello@{slug}.example",
        )
    return Place(alliance.pk, slug)


@pytest.fixture
def today() -> date:
    """The real day: pages ask the clock."""
    return datetime.now(tz=UTC).astimezone().date()


@pytest.fixture
def north(db: None) -> Iterator[Place]:
    """The work in hand is north's for the whole test."""
    place = settle("north")
    with work_for(place.id, place.slug):
        yield place


@pytest.fixture
def south(db: None) -> Place:
    return settle("south")


def an_account(name: str, **fields: object) -> User:
    email = name.lower().replace(" ", ".").replace("'", "") + "@people.example"
    user = User.objects.create_user(email, name=name, password=None, **fields)
    from allauth.account.models import EmailAddress

    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def with_second_factor(user: User) -> User:
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DPEHPK3PXP"}
    )
    return user


@pytest.fixture
def hold(today: date) -> Callable[..., User]:
    """Give somebody new an office, from long ago unless said otherwise."""

    def holding(name: str, role: str, **words: object) -> User:
        user = with_second_factor(an_account(name))
        words = {"started_on": date(2025, 1, 6), "by": Actor.SYSTEM, "on": today} | words
        role_actions.grant(user, role, **words)
        return user

    return holding


@pytest.fixture
def lead(north: Place, hold: Callable[..., User]) -> User:
    return hold("Amina Rahman", "alliance_lead")


@pytest.fixture
def coproduction_lead(north: Place, hold: Callable[..., User]) -> User:
    return hold("Callum Reid", "coproduction_lead")


@pytest.fixture
def safeguarding_lead(north: Place, hold: Callable[..., User]) -> User:
    return hold("Sade Okafor", "safeguarding_lead")


@pytest.fixture
def guardian(north: Place, hold: Callable[..., User]) -> User:
    return hold("Grace Mensah", "wellbeing_guardian")


@pytest.fixture
def preparer(north: Place, hold: Callable[..., User]) -> User:
    return hold("Priya Nair", "finance_preparer")


@pytest.fixture
def finance_approver(north: Place, hold: Callable[..., User]) -> User:
    return hold("Femi Adeyemi", "finance_approver")


@pytest.fixture
def observer(north: Place, hold: Callable[..., User]) -> User:
    return hold("Olu Bello", "observer")


@pytest.fixture
def leaver(north: Place, hold: Callable[..., User], today: date) -> User:
    """Led the alliance until yesterday was over: today is the first day without."""
    return hold("Leah Stone", "alliance_lead", ended_on=today)


@pytest.fixture
def joiner(north: Place, hold: Callable[..., User], today: date) -> User:
    return hold("Jo Winter", "alliance_lead", started_on=today + timedelta(days=1))


@pytest.fixture
def stranger(south: Place, hold: Callable[..., User]) -> User:
    """Leads *south*: the strongest person who must see nothing of *north*."""
    with use(south.id):
        return hold("Stella Marsh", "alliance_lead")


@pytest.fixture
def platform_admin(db: None) -> User:
    return with_second_factor(an_account("Pat Admin", is_platform_admin=True))


__all__ = [name for name in globals() if not name.startswith("_")]
