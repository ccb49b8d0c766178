"""The demonstration holds what it promises."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest

from alliance.registries import Story
from members import demo, months
from members.models import (
    Area,
    LedByDeclaration,
    Network,
    Organisation,
    Pause,
    Representation,
    Service,
    ServiceArea,
    ServiceCapacity,
    ServiceLanguage,
)
from members.queries.hours import with_hours
from tests.people import an_account

ON = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
KEYS = ["lead", "harbour_editor", "harbour_approver", "heron_approver", "lansbury_sole"]


@pytest.fixture
def told(north, django_user_model):
    people = {key: an_account(f"Demo {key}") for key in [*KEYS, "vcse_member"]}

    def tell(slug):
        story = Story(slug=slug, on=ON, now=NOW, people=people)
        demo.tell(story)
        return story

    return tell


def test_tower_hamlets_has_seventeen_members_of_every_size(told):
    story = told("tower-hamlets")

    members = with_hours(Organisation.objects.members(on=ON), month=months.first_of(ON))
    sizes = Counter(members.values_list("size_band", flat=True))
    offered = sorted(minutes // 60 for minutes in members.values_list("minutes", flat=True))
    assert sizes == {"micro": 5, "small": 5, "medium": 4, "large": 2, "major": 1}
    assert offered == [3] * 5 + [6] * 5 + [12] * 4 + [24, 32, 40]
    assert all(organisation.is_demo for organisation in members)
    assert set(story.things["organisations"]) == {str(one) for one in members}


def test_thirty_one_services_speak_fourteen_languages_in_every_ward_but_one(told):
    told("tower-hamlets")

    assert Service.objects.count() == 31
    assert ServiceLanguage.objects.values("language").distinct().count() == 14
    served = ServiceArea.objects.values("area")
    assert list(Area.objects.exclude(pk__in=served).values_list("name", flat=True)) == [
        "Canary Wharf"
    ]


def test_one_rests_one_let_its_places_lapse_and_some_said_who_leads_them(told):
    told("tower-hamlets")

    assert Pause.objects.current(on=ON).count() == 1
    lapsed = [c for c in ServiceCapacity.objects.latest_each() if not c.is_confirmed(now=NOW)]
    assert [str(one.service) for one in lapsed] == ["Soup round"]
    assert LedByDeclaration.objects.filter(show_name_to_members=True).count() == 5
    assert Organisation.objects.filter(legal_form="unconstituted").count() == 2


def test_somebody_speaks_in_five_networks_and_nobody_in_four(told):
    told("tower-hamlets")

    spoken = Representation.objects.current(on=ON).values("network").distinct()
    assert (Network.objects.count(), spoken.count()) == (9, 5)


@pytest.mark.parametrize(("slug", "count"), [("sheffield", 5), ("coventry-and-warwickshire", 4)])
def test_the_other_alliances_are_small(told, slug, count):
    told(slug)

    assert Organisation.objects.members(on=ON).count() == count
