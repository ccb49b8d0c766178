"""Found by what a service works towards, and by whom an organisation says it is for."""

import re

import pytest

from alliance.models import Priority
from members.models import GroupServed, Organisation, PriorityOfService
from tests.factories.directory import a_public_service, an_open_organisation
from tests.factories.members import an_approved_version
from tests.members.reading import words_of


@pytest.fixture
def look(client, north):
    def looking(path="directory/", **query):
        return client.get(north.url(path), query)

    return looking


def found(response):
    return [entry.service.name for entry in response.context["entries"]]


@pytest.fixture
def fair(north):
    return Priority.objects.create(name="Fair funding", number=1)


@pytest.fixture
def street(harbour, editor, approver, fair):
    """Harbour Lane says itself whom it is for; of Reed House the alliance wrote it down."""
    Organisation.objects.update(in_directory=True)
    approved = {"groups": ["asian_bangladeshi", "Mothers"]}
    an_approved_version(harbour, editor, approver, **approved)
    tea = a_public_service(harbour, "Tea")
    a_public_service(harbour, "Cake")
    PriorityOfService.objects.create(service=tea, priority=fair)
    reed = an_open_organisation("Reed House")
    a_public_service(reed, "Reeds")
    GroupServed.objects.create(organisation=reed, group="Mothers")
    return tea


def test_a_service_is_found_by_what_it_works_towards(look, street, fair):
    assert found(look(priority=str(fair.pk))) == ["Tea"]
    assert found(look(priority=str(fair.pk), group="Mothers")) == ["Tea"]
    assert found(look(priority="7654321")) == []
    assert "Fair funding" in words_of(look())


def test_only_what_an_organisation_says_of_itself_finds_it(look, street):
    assert found(look(group="Mothers")) == ["Cake", "Tea"]
    assert found(look(group="asian_bangladeshi")) == ["Cake", "Tea"]
    assert found(look(group="Nobody")) == []
    assert "Bangladeshi" in words_of(look())


def test_the_pages_say_whom_and_what_for(look, street):
    page = words_of(look("directory/harbour-lane/"))
    assert re.search(r"Whom the organisation is for: ?Bangladeshi ?, ?Mothers", page)
    entry = look().context["entries"]
    tea = next(one for one in entry if one.service.name == "Tea")
    shown = words_of(look(f"directory/harbour-lane/{tea.key}/"))
    assert "Works towards Fair funding" in shown
    assert "Mothers" not in words_of(look("directory/reed-house/"))


def test_where_nobody_said_so_it_is_not_asked(look, harbour):
    Organisation.objects.update(in_directory=True)
    a_public_service(harbour, "Tea")

    page = words_of(look())

    assert "Works towards" not in page
    assert "People it is for" not in page


def test_members_see_what_a_service_works_towards(ask, editor, street):
    assert "Works towards Fair funding" in words_of(ask(editor, "members/harbour-lane/"))


def test_the_front_page_leads_to_the_form_for_joining(look, north):
    assert b"/members/apply/" in look("").content
