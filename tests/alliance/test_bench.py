"""Alliances to measure with: as many as asked, the same for the same seed, and lawful."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connections

from alliance import access
from alliance.models import Alliance, RoleTerm, User
from alliance.tenancy.context import use
from tests.database import flush_as_owner, server

pytestmark = pytest.mark.django_db(databases=["default", "owner"], transaction=True)


@pytest.fixture(autouse=True)
def only_ours() -> Iterator[None]:
    yield
    name = connections["default"].settings_dict["NAME"]
    flush_as_owner(name)
    with server(name) as owner:
        owner.execute("DELETE FROM alliance_alliance WHERE slug LIKE 'bench-%'")


def bench(**options: int) -> None:
    call_command("bench_data", stdout=StringIO(), **options)


def names(slug: str) -> list[str]:
    with use(Alliance.objects.get(slug=slug).pk):
        organisations = apps.get_model("members", "Organisation").objects
        return list(organisations.order_by("pk").values_list("name", flat=True))


def test_the_same_seed_gives_the_same_alliances(today: object) -> None:
    bench(alliances=2, organisations=5, seed=7)
    one, other = names("bench-7-0001"), names("bench-7-0002")

    assert len(one) == len(other) == 5
    assert one != other
    bench(alliances=1, organisations=5, seed=8)
    assert names("bench-8-0001") != one


def test_their_rights_follow_from_their_offices(today: object) -> None:
    bench(alliances=1, organisations=16, seed=9)

    with use(Alliance.objects.get(slug="bench-9-0001").pk):
        lead = RoleTerm.objects.get().user
        people = User.objects.filter(email__endswith="@bench-9-0001.example")
        assert people.count() == 17
        assert not any(access.differences(user, on=today) for user in people)
        assert access.carry_rights(lead, on=today).has("change_members")


@pytest.mark.parametrize("options", [{"alliances": 0}, {"organisations": -1}])
def test_nonsense_is_refused_in_words(options: dict[str, int]) -> None:
    with pytest.raises(CommandError, match="Between 1 and"):
        bench(**options)


def test_a_seed_used_twice_is_refused_in_words() -> None:
    bench(alliances=1, organisations=1, seed=5)
    with pytest.raises(CommandError, match="Choose another --seed"):
        bench(alliances=1, organisations=1, seed=5)
