"""Search finds what the person may see, by kind, and nothing else."""

import logging
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from alliance import limits, registries
from alliance.models import User
from alliance.queries.search import matching
from alliance.roles import Scope
from alliance.tenancy.context import use
from members.models import Organisation, Service
from tests.factories.funding import a_stream
from tests.factories.members import a_service, an_organisation
from tests.people import Place, an_account


@pytest.fixture(autouse=True)
def nothing_counted() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def found(client: Client, place: Place, words: str) -> dict[str, list[str]]:
    page = client.get(place.url("search/"), {"q": words})
    assert page.status_code == 200
    return {kind.title: [title for title, _, _ in kind.found] for kind in page.context["kinds"]}


def test_a_part_of_a_name_finds_people_organisations_services_and_money(
    client: Client, lead: User, north: Place
) -> None:
    harbour = an_organisation("Harbour Lane")
    a_service(harbour, "Harbour walks", plain_summary="We walk along the canal.")
    a_stream(lead, name="Harbour fund")
    client.force_login(lead)

    assert found(client, north, "harb") == {
        "Members": ["Harbour Lane", "Harbour walks"],
        "Funding streams": ["Harbour fund"],
    }
    assert found(client, north, "amina") == {"People": ["Amina Rahman"]}


def test_another_form_of_a_word_is_found(north: Place) -> None:
    harbour = an_organisation("Harbour Lane")
    walks = a_service(harbour, "Mornings", plain_summary="Carers walking together.")

    rows = matching(Service.objects.all(), "walks carer", "name", "plain_summary")

    assert list(rows) == [walks]


def test_every_word_must_be_there(north: Place) -> None:
    an_organisation("Harbour Lane")

    assert not matching(Organisation.objects.all(), "harbour heron", "name").exists()


@pytest.mark.parametrize("words", ["%%", "__", "';--", "&|!():*", "\\\\", "?? ::"])
def test_signs_find_nothing_and_break_nothing(
    client: Client, lead: User, north: Place, words: str
) -> None:
    an_organisation("Harbour Lane")
    client.force_login(lead)

    assert found(client, north, words) == {}


def test_each_kind_obeys_the_persons_rights(
    client: Client, lead: User, north: Place, today: date, hold: Callable[..., User]
) -> None:
    harbour = an_organisation("Harbour Lane")
    a_stream(lead, name="Harbour fund")
    editor = hold("Ed Marlow", "editor", scope=Scope.ORGANISATION, scope_id=harbour.pk)
    client.force_login(editor)

    assert found(client, north, "harbour") == {}
    assert found(client, north, "amina") == {}


def test_nothing_of_another_alliance_is_found(
    client: Client, lead: User, stranger: User, north: Place, south: Place
) -> None:
    with use(south.id):
        an_organisation("Harbour Mirror")
        a_stream(stranger, name="Mirror fund")
    client.force_login(lead)

    assert found(client, north, "mirror") == {}
    assert found(client, north, "stella") == {}


def test_one_letter_is_kindly_refused(client: Client, lead: User, north: Place) -> None:
    client.force_login(lead)

    page = client.get(north.url("search/"), {"q": " h "})

    assert "Please write two or more." in page.content.decode()
    assert page.context["kinds"] == []


def test_the_public_signs_in_first_and_strangers_find_no_page(
    client: Client, stranger: User, north: Place
) -> None:
    assert client.get(north.url("search/?q=x")).status_code == 302

    client.force_login(stranger)

    assert client.get(north.url("search/?q=harbour")).status_code == 404


def test_the_header_offers_search_to_those_with_an_office(
    client: Client, lead: User, north: Place
) -> None:
    assert b'role="search"' not in client.get(north.url("")).content

    client.force_login(lead)

    assert (
        f'role="search" action="{north.url("search/")}"'
        in client.get(north.url("")).content.decode()
    )


def test_more_than_a_page_of_a_kind_is_said(client: Client, lead: User, north: Place) -> None:
    for number in range(9):
        an_organisation(f"Harbour {number}")
    client.force_login(lead)

    page = client.get(north.url("search/"), {"q": "harbour"})

    assert len(page.context["kinds"][0].found) == 8
    assert page.context["how_many"] == "More than 8 things"


def test_too_many_searches_wait(client: Client, lead: User, north: Place) -> None:
    client.force_login(lead)
    now = datetime.now(tz=UTC)
    for _ in range(limits.SEARCHES.most):
        limits.count(limits.SEARCHES, lead.pk, now=now)

    with time_machine.travel(now, tick=False):
        asked = client.get(north.url("search/"), {"q": "harbour"})
        not_asked = client.get(north.url("search/"))

    assert (asked.status_code, not_asked.status_code) == (429, 200)


def test_what_was_typed_is_not_logged(
    client: Client, lead: User, north: Place, caplog: pytest.LogCaptureFixture
) -> None:
    client.force_login(lead)

    with caplog.at_level(logging.DEBUG):
        client.get(north.url("search/"), {"q": "zzmarker"})

    assert "zzmarker" not in caplog.text
    assert '"route": "alliance:search"' in caplog.text


@pytest.mark.parametrize("rows", [1, 3])
def test_search_costs_the_same_however_much_there_is(
    client: Client, lead: User, north: Place, rows: int, django_assert_num_queries: object
) -> None:
    for number in range(rows):
        a_service(an_organisation(f"Harbour {number}"), f"Harbour walks {number}")
        a_stream(lead, name=f"Harbour fund {number}")
    client.force_login(lead)
    client.get(north.url("search/"), {"q": "harbour"})

    with django_assert_num_queries(11):  # type: ignore[operator]
        client.get(north.url("search/"), {"q": "harbour"})


@pytest.mark.parametrize("name", registries.search_sources.names())
def test_each_source_asks_no_more_than_it_says(
    lead: User, north: Place, name: str, django_assert_max_num_queries: object
) -> None:
    from alliance import access

    an_organisation("Harbour Lane")
    access.carry_rights(lead, on=date(2026, 3, 2))
    source = registries.search_sources[name]

    with django_assert_max_num_queries(source.queries):  # type: ignore[operator]
        list(source.find(lead, "harbour", 9))


def test_somebody_without_an_office_here_is_not_found(
    client: Client, lead: User, north: Place
) -> None:
    an_account("Quentin Elsewhere")
    client.force_login(lead)

    assert found(client, north, "quentin") == {}
