"""Who holds which role, since when, until when."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from django.test import Client

from alliance import registries
from alliance.models import RoleTerm, User
from alliance.roles import ROLES
from tests.people import Place, an_account


def test_the_list_shows_who_and_what(
    client: Client, lead: User, observer: User, leaver: User, north: Place
) -> None:
    client.force_login(observer)

    page = client.get(north.url("people/"))

    names = [(str(m.user), [h.role.title for h in m.held]) for m in page.context["members"]]
    assert names == [("Amina Rahman", ["Alliance lead"]), ("Olu Bello", ["Observer"])]
    assert b"Invite somebody" not in page.content


def test_one_role_can_be_asked_for(
    client: Client, lead: User, observer: User, north: Place
) -> None:
    client.force_login(lead)

    page = client.get(north.url("people/?role=observer"))

    assert [str(m.user) for m in page.context["members"]] == ["Olu Bello"]


def test_ended_roles_have_their_own_page(
    client: Client, lead: User, leaver: User, north: Place
) -> None:
    client.force_login(lead)

    page = client.get(north.url("people/ended/"))

    assert [str(term.user) for term, _ in page.context["terms"]] == ["Leah Stone"]


def test_people_of_another_alliance_do_not_exist(
    client: Client, lead: User, stranger: User, north: Place
) -> None:
    client.force_login(lead)

    assert b"Stella" not in client.get(north.url("people/")).content
    assert client.get(north.url(f"people/{stranger.pk}/")).status_code == 404
    assert client.get(north.url(f"people/{stranger.pk}/begin-role/")).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_however_long(
    client: Client,
    lead: User,
    north: Place,
    hold: Callable[..., User],
    rows: int,
    django_assert_num_queries: object,
) -> None:
    for number in range(rows):
        hold(f"Olu {number}", "observer")
    client.force_login(lead)
    client.get(north.url("people/"))

    with django_assert_num_queries(6):  # type: ignore[operator]
        client.get(north.url("people/"))


@pytest.mark.parametrize("rows", [5, 50])
def test_a_long_list_costs_the_same(
    client: Client,
    lead: User,
    north: Place,
    today: date,
    rows: int,
    django_assert_num_queries: object,
) -> None:
    users = [an_account(f"Olu {number}") for number in range(rows)]
    RoleTerm.objects.bulk_create(
        RoleTerm(user=user, role="observer", started_on=today, ended_on=today + timedelta(days=9))
        for user in users
    )
    client.force_login(lead)
    client.get(north.url("people/"))

    with django_assert_num_queries(6):  # type: ignore[operator]
        client.get(north.url("people/"))


@pytest.fixture
def seats(lead: User, north: Place) -> Iterator[User]:
    """Another app gives an office to whoever granted a role: rows of its own, found by person."""
    user = an_account("Sid Stool")
    RoleTerm.objects.create(
        user=an_account("Gil Given"), role="observer", started_on=date(2025, 1, 1), granted_by=user
    )

    def source(user_id: int, on: date) -> object:
        rows = RoleTerm.objects.filter(granted_by_id=user_id)
        return rows.values_list(*registries.OFFICE_COLUMNS)

    registries.role_sources.add("test", source)
    yield user
    del registries.role_sources._entries["test"]


def test_somebody_whose_role_follows_from_a_seat_is_listed_too(
    client: Client, lead: User, seats: User, north: Place
) -> None:
    client.force_login(lead)

    page = client.get(north.url("people/"))

    assert "Sid Stool" in [str(m.user) for m in page.context["members"]]
    assert client.get(north.url(f"people/{seats.pk}/")).status_code == 200


def test_a_persons_page_says_what_each_role_can_do(
    client: Client, lead: User, observer: User, north: Place
) -> None:
    client.force_login(lead)

    page = client.get(north.url(f"people/{observer.pk}/"))

    assert ROLES["observer"].what_they_can_do in page.content.decode()


def test_the_lead_begins_and_ends_a_role(
    client: Client, lead: User, observer: User, north: Place, today: date
) -> None:
    client.force_login(lead)
    began = client.post(
        north.url(f"people/{observer.pk}/begin-role/"),
        {"role": "safeguarding_lead", "started_on": str(today), "why": "Agreed in May"},
    )
    term = RoleTerm.objects.get(user=observer, role="safeguarding_lead")
    ended = client.post(
        north.url(f"people/roles/{term.pk}/end/"), {"ended_on": str(today + timedelta(days=3))}
    )

    term.refresh_from_db()
    assert (began.status_code, ended.status_code) == (302, 302)
    assert (term.why, term.ended_on) == ("Agreed in May", today + timedelta(days=3))


def test_the_last_lead_cannot_go(client: Client, lead: User, north: Place, today: date) -> None:
    client.force_login(lead)
    term = RoleTerm.objects.get(user=lead)

    answer = client.post(north.url(f"people/roles/{term.pk}/end/"), {"ended_on": str(today)})

    assert answer.status_code == 422
    assert b"Nobody would be left to lead" in answer.content


def test_a_role_of_the_whole_alliance_takes_no_organisation(
    client: Client, lead: User, observer: User, north: Place, today: date
) -> None:
    client.force_login(lead)

    answer = client.post(
        north.url(f"people/{observer.pk}/begin-role/"),
        {"role": "editor", "started_on": str(today)},
    )

    assert answer.status_code == 422
    assert b"Choose the organisation" in answer.content


def test_an_observer_changes_no_roles(
    client: Client, lead: User, observer: User, north: Place
) -> None:
    client.force_login(observer)
    term = RoleTerm.objects.get(user=lead)

    assert client.get(north.url(f"people/{lead.pk}/begin-role/")).status_code == 403
    assert client.post(north.url(f"people/roles/{term.pk}/end/")).status_code == 403


def test_the_catalogue_is_read_from_the_roles_themselves(
    client: Client, observer: User, north: Place
) -> None:
    client.force_login(observer)

    page = client.get(north.url("people/roles/")).content.decode()

    for role in ROLES.values():
        assert role.title in page
        assert role.what_they_can_do.split("'")[0] in page
