"""Nobody but the organisation and the lead is ever told its hours: every page is asked for them."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone

from alliance import access, limits, registries
from alliance.demo_people import PEOPLE
from alliance.models import User
from alliance.registries import OWNER
from alliance.roles import Rights
from members import months
from members.models import AskResponse, Organisation, PartnershipCapacity
from tests.database import PrefixClient
from tests.matrix import OURS, address_of, sees
from tests.people import Place

pytestmark = pytest.mark.django_db
PLANTED = 1733  # minutes: 28 h 53 min
TOLD = re.compile(rb"\b1,?733\b|28 h 53|28 hours 53|28\.88")
OTHERS = ("lansbury_sole", "nhs_member", "coproduction_lead", "preparer", None)


@pytest.fixture(autouse=True)
def nobody_tries_too_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "count", lambda *tried, **when: None)


@pytest.fixture
def place(places: dict[str, Place], within: Callable[[str], Any]) -> Iterator[Place]:
    """Harbour Lane offers 1,733 minutes in each month that any page might show."""
    with within(OURS):
        harbour = Organisation.objects.get(slug="harbour-lane")
        PartnershipCapacity.objects.filter(organisation=harbour).delete()
        this = months.first_of(timezone.localdate())
        PartnershipCapacity.objects.bulk_create(
            PartnershipCapacity(
                organisation=harbour,
                month=months.later(this, n),
                minutes_offered=PLANTED,
                minutes_funded=PLANTED,
                confirmed_at=timezone.now(),
            )
            for n in range(-2, 3)
        )
        AskResponse.objects.filter(organisation=harbour).update(minutes_offered=PLANTED)
        yield places[OURS]


def browser_of(key: str | None) -> tuple[PrefixClient, Rights, User | None]:
    client = PrefixClient()
    if key is None:
        return client, access.NOBODY, None
    user = User.objects.get(
        email=next(p.email for p in PEOPLE if p.alliance == OURS and p.key == key)
    )
    client.force_login(user)
    return client, access.carry_rights(user, on=timezone.localdate()), user


def pages_seen_by(key: str | None, place: Place) -> Iterator[tuple[str, bytes]]:
    """Every page that opens for this person; that the others stay shut is tested elsewhere."""
    client, rights, user = browser_of(key)
    seen = {place.url(f"members/harbour-lane/{path}") for path in ("capacity/", "hours/", "")}
    for name in registries.routes.names():
        route = registries.routes[name]
        if "GET" in route.methods and route.see != OWNER:
            found = address_of(name, place)
            if found is not None and sees(rights, user, route.see, found[1]):
                seen.add(found[0])
    for address in sorted(seen):
        yield address, client.get(address).content


@pytest.mark.parametrize("key", OTHERS)
def test_no_page_tells_anybody_else_how_much_time_they_have(key: str | None, place: Place) -> None:
    told = [address for address, page in pages_seen_by(key, place) if TOLD.search(page)]

    assert told == []


@pytest.mark.parametrize(("key", "path"), [("lead", "hours/"), ("harbour_approver", "capacity/")])
def test_those_who_may_know_are_told(key: str, path: str, place: Place) -> None:
    """So the other test has something to see."""
    client, _, _ = browser_of(key)

    assert TOLD.search(client.get(place.url(f"members/harbour-lane/{path}")).content)
