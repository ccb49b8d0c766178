"""Every entry of every registry holds for an alliance that has only just begun.

What they give in the demonstration is in test_registries_demo.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.db.models import ForeignKey
from django.template.loader import get_template
from django.test import Client
from django.urls import reverse

from alliance import access, registries
from alliance.models import User
from alliance.registries import OWNER, Route
from alliance.roles import ALLIANCE_PERMISSIONS
from alliance.tenancy.models import TenantEvent
from partnership_board.models import Meeting
from tests import registered
from tests.people_board import board, meeting  # noqa: F401 -- fixtures

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
FINE = {200, 302}
# The gallery is shown in a demonstration alone; the link in the Route is nobody's.
ELSEWHERE = {
    "alliance:gallery": {404},
    "alliance:join": {410},
    "asks:by-link": {410},
    "confirm:confirm": {410},
    "partnership_board:action_by_link": {410},
    "partnership_board:consent": {410},
    "partnership_board:request_by_link": {410},
}


@pytest.fixture
def in_office(lead: User, today: date) -> User:
    """The lead, with the rights of today."""
    access.carry_rights(lead, on=today)
    return lead


@pytest.fixture
def signed_in(client: Client, lead: User) -> Client:
    client.force_login(lead)
    return client


def test_nothing_needs_anybody_before_anything_has_begun(in_office: User, today: date) -> None:
    faults: list[str] = []

    assert registered.cards_of(in_office, today, faults) == []
    assert registered.news_of(in_office, NOW, faults) == []
    assert faults == []


def test_a_search_finds_the_lead_alone(in_office: User) -> None:
    faults: list[str] = []
    found = registered.finds_of(in_office, "amina", faults)

    assert {kind: len(rows) for kind, rows in found.items() if rows} == {"people": 1}
    assert faults == []


@pytest.mark.usefixtures("in_office")
def test_a_first_meetings_pack_has_no_empty_sections(meeting: Meeting, today: date) -> None:  # noqa: F811 -- fixture
    assert registered.sections_of(meeting.pk, today) == {}


@pytest.mark.usefixtures("north")
def test_a_ring_without_members_is_empty() -> None:
    assert list(registered.ring_faults(members=0)) == []


def test_every_area_has_a_page_before_anything_is_in_it(in_office: User, signed_in: Client) -> None:
    assert list(registered.areas_closed_to(signed_in, in_office)) == []


@pytest.mark.parametrize("name", registries.routes.names())
def test_every_address_copes_with_nothing_there(
    name: str, in_office: User, signed_in: Client
) -> None:
    """Where a row is needed, its Route says that there is none; otherwise the page answers."""
    route = registries.routes[name]
    arguments = route.arguments()
    if arguments is None:
        assert route.of() is None
    elif "GET" in route.methods and not needs_more(route, in_office):
        answer = signed_in.get(reverse(name, kwargs=arguments))
        assert answer.status_code in ELSEWHERE.get(name, FINE)


def needs_more(route: Route, user: User) -> bool:
    return route.see in ALLIANCE_PERMISSIONS and not access.may(user, route.see)


def test_an_office_of_one_source_is_nobodys_in_the_others(in_office: User, today: date) -> None:
    faults: list[str] = []

    assert registered.offices_of(in_office, today, faults) == []
    assert faults == []


@pytest.mark.usefixtures("lead")
def test_daily_jobs_of_a_second_round_change_nothing() -> None:
    registered.run_daily_jobs(NOW)
    after_one = registered.everything_kept()
    registered.run_daily_jobs(NOW)

    assert registered.everything_kept() == after_one


# ---- what the entries say of the code ------------------------------------------------------------


def keys_to_people() -> Iterator[tuple[str, str]]:
    """Every key from an alliance's row to an account; history follows the row it is of."""
    for model in registered.TENANT_MODELS:
        if not issubclass(model, TenantEvent):
            for field in model._meta.local_fields:
                if isinstance(field, ForeignKey) and field.related_model is User:
                    yield model._meta.label, field.name


def test_every_key_to_a_person_is_a_subject_and_every_subject_a_key() -> None:
    named = sorted((s.model, name) for s in registries.subjects for name in s.fields)

    assert named == sorted(keys_to_people())


def test_every_subject_says_what_becomes_of_its_rows() -> None:
    words = ("kept", "deleted")

    assert [s for s in registries.subjects if not s.on_erasure.startswith(words)] == []
    assert {apps.get_model(s.model)._meta.label for s in registries.subjects} == {
        s.model for s in registries.subjects
    }


def test_every_letter_that_can_be_stopped_is_one_we_send() -> None:
    for template in registries.letters_to_stop.names():
        get_template(f"mail/{template}.txt")
        get_template(f"mail/{template}.html")


def test_every_area_names_a_permission_of_the_whole_alliance() -> None:
    asked = {area.permission for area in registries.areas if area.permission is not None}

    assert asked <= set(ALLIANCE_PERMISSIONS)
    assert len({area.order for area in registries.areas}) == len(list(registries.areas))


def test_pack_sections_come_in_one_order() -> None:
    orders = [section.order for section in registries.pack_sections]

    assert len(set(orders)) == len(orders)


def test_a_file_is_reached_by_its_owners_rule_alone() -> None:
    assert [n for n in registries.routes.names() if registries.routes[n].see == OWNER] == [
        "alliance:document"
    ]


def test_a_name_is_registered_once() -> None:
    with pytest.raises(ValueError, match="registered already"):
        registries.areas.add("today", registries.areas["today"])
