"""Pages of members: who sees what, how many queries, and what is said back."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from members import months
from members.models import (
    Organisation,
    Pause,
    Representation,
    ServiceArea,
    ServiceLanguage,
)
from tests.factories.asks import a_confirmation
from tests.factories.members import (
    a_network,
    a_service,
    a_service_capacity,
    an_area,
    an_organisation,
    hours,
    organisations,
)
from tests.members.reading import words_of

PLANTED = 1733  # minutes: 28 h 53 min


@pytest.fixture
def tea(harbour):
    """A Somali service in Shadwell, open."""
    service = a_service(harbour, plain_summary="A warm room.")
    ServiceLanguage.objects.create(service=service, language="so")
    ServiceArea.objects.create(service=service, area=an_area())
    a_service_capacity(service, available=4, maximum=12)
    return service


# ---- the list -----------------------------------------------------------------------------------
@pytest.mark.parametrize("rows", [1, 3, 5, 50])
def test_the_list_costs_the_lead_the_same_however_long_it_is(
    rows, client, north, lead, django_assert_num_queries
):
    for organisation in organisations(rows):
        service = a_service(organisation)
        ServiceLanguage.objects.create(service=service, language="so")
        hours(organisation, months.first_of(date(2026, 1, 1)), 60)
    client.force_login(lead)
    client.get(north.url("members/"))

    with django_assert_num_queries(LIST_QUERIES):
        response = client.get(north.url("members/"))

    assert response.content.decode().count('<th scope="row">') == rows


LIST_QUERIES = 7


@pytest.mark.parametrize("rows", [1, 3, 5, 50])
def test_the_networks_cost_the_same_however_many_there_are(
    rows, client, north, editor, django_assert_num_queries
):
    for number in range(rows):
        network = a_network(f"Forum {number}")
        Representation.objects.create(
            network=network,
            user=editor,
            organisation=Organisation.objects.get(),
            started_on=date(2026, 1, 5),
        )
    client.force_login(editor)
    client.get(north.url("members/networks/"))

    with django_assert_num_queries(NETWORK_QUERIES):
        response = client.get(north.url("members/networks/"))

    assert response.content.decode().count('<th scope="row">') == rows


NETWORK_QUERIES = 6


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, ["Harbour Lane", "Heron House"]),
        ({"name": "hárbour"}, ["Harbour Lane"]),
        ({"language": "so"}, ["Harbour Lane"]),
        ({"places": "open"}, ["Harbour Lane"]),
        ({"places": "unconfirmed"}, ["Heron House"]),
        ({"language": "so", "places": "closed"}, []),
        ({"status": "joining"}, ["New Here"]),
        ({"status": "left"}, ["Gone Away"]),
        ({"status": "paused"}, ["Heron House"]),
        ({"status": "leaving"}, []),
        ({"sort": "-name"}, ["Heron House", "Harbour Lane"]),
        ({"sort": "size"}, ["Harbour Lane", "Heron House"]),
        ({"language": "klingon"}, []),
        ({"name": "943 476 5919"}, []),  # a patient's number is not searched for
    ],
)
def test_the_list_finds_what_is_asked_for(ask, tea, heron, editor, today, query, names):
    a_service(heron)
    an_organisation("New Here", is_member=False, status="joining")
    an_organisation("Gone Away", is_member=False, status="left")
    Pause.objects.create(
        organisation=heron, from_on=today, until_on=today + timedelta(days=9), reason="Rest"
    )

    response = ask(editor, "members/", **query)

    found = re.findall(r'<th scope="row"><a href="[^"]+"><bdi>([^<]+)', response.content.decode())
    assert found == names
    assert "Rest" not in response.content.decode()


def test_the_list_finds_by_ward_and_language_of_one_and_the_same_service(ask, tea, editor):
    other = a_service(tea.organisation, "Evening")
    ServiceLanguage.objects.create(service=other, language="ar")
    ward = str(ServiceArea.objects.get().area_id)

    both = ask(editor, "members/", ward=ward, language="so")
    neither = ask(editor, "members/", ward=ward, language="ar")

    assert "1 organisation found" in words_of(both)
    assert "Nobody is found" in words_of(neither)


def test_a_patients_number_is_named_and_the_page_says_so(ask, editor):
    response = ask(editor, "members/", name="943 476 5919")

    assert response.status_code == 422
    assert "This looks like an NHS number" in words_of(response)


def test_the_list_as_a_file_has_hours_for_the_lead_alone(ask, tea, lead, editor):
    said = ask(editor, "members/members.csv").content.decode("utf-8-sig").splitlines()
    assert said[0] == "Organisation,Size,Wards,Languages,Summary,Website,Email,Phone"
    assert said[1].startswith("Harbour Lane,Small,Shadwell,Somali,")

    leads = ask(lead, "members/members.csv").content.decode("utf-8-sig").splitlines()
    assert leads[0].endswith(",How we know")
    assert leads[1].endswith(",4 h,assumed")


# ---- hours belong to two -------------------------------------------------------------------------
PATHS = (
    "members/",
    "members/?sort=hours",
    "members/members.csv",
    "members/harbour-lane/",
    "members/harbour-lane/people/",
    "members/harbour-lane/hours/",
    "members/harbour-lane/capacity/",
    "members/networks/",
    "",
)


@pytest.fixture
def planted(harbour, today):
    return hours(harbour, months.first_of(today), PLANTED)


@pytest.mark.parametrize(
    "who", ["heron_approver", "observer", "coproduction_lead", "finance_approver", "stranger"]
)
def test_nobody_else_ever_sees_an_organisations_hours(ask, planted, tea, who, request):
    person = request.getfixturevalue(who)

    seen = "".join(ask(person, path).content.decode() for path in PATHS)

    assert not re.search(r"1733|28 h 53|28\.8|28:53", seen)


def test_the_organisation_and_the_lead_see_its_hours(ask, planted, editor, lead):
    assert "28 h 53 min" in words_of(ask(editor, "members/harbour-lane/capacity/"))
    assert "28 h 53 min" in words_of(ask(lead, "members/"))
    assert "28 h 53 min, confirmed" in words_of(ask(lead, "members/harbour-lane/hours/"))


def test_sorting_by_hours_tells_nobody_else_anything(ask, harbour, heron, editor, today):
    hours(harbour, months.first_of(today), 6000)
    found = [
        re.findall(r'<th scope="row"><a href="[^"]+"><bdi>([^<]+)', page.content.decode())
        for page in (ask(editor, "members/", sort=s) for s in ("hours", "-hours", "name"))
    ]
    assert found[0] == found[1] == found[2]


# ---- one organisation ----------------------------------------------------------------------------
def test_a_profile_shows_what_is_offered_and_by_whom(ask, tea, editor, heron_approver):
    page = words_of(ask(heron_approver, "members/harbour-lane/"))

    for words in ("Open: 4 of 12 people", "Somali (Soomaali)", "Shadwell", "Shirin Begum"):
        assert words in re.sub(r"\s+([,)])", r"\1", page.replace("( ", "("))
    assert "Fictional" not in page
    assert "Say what you have room for" not in page


def test_a_made_up_organisation_is_marked(ask, harbour, editor):
    Organisation.objects.update(is_demo=True)

    assert "Fictional" in words_of(ask(editor, "members/harbour-lane/"))


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "Confirmed by the organisation on"), (209, "Confirmed by"), (211, "Not confirmed since")],
)
def test_a_profile_says_when_the_organisation_looked_at_it(ask, harbour, editor, days, words):
    at = datetime.now(tz=UTC) - timedelta(days=days)
    a_confirmation(harbour, editor, confirmed_at=at)
    Organisation.objects.update(in_directory=True)

    for path in ("members/harbour-lane/", "directory/harbour-lane/"):
        assert words in words_of(ask(editor, path))


def test_what_nobody_there_has_looked_at_is_said_to_be_so(ask, harbour, editor):
    page = words_of(ask(editor, "members/harbour-lane/"))

    assert "Entered by the alliance, not yet confirmed." in page
    assert "Confirmed by" not in page


def test_room_that_ran_out_reads_unconfirmed_on_the_page(ask, harbour, editor):
    a_service_capacity(
        a_service(harbour), confirmed_at=datetime.now(tz=UTC) - timedelta(days=28, seconds=1)
    )

    assert "Unconfirmed since" in words_of(ask(editor, "members/harbour-lane/"))


@pytest.mark.parametrize(
    ("who", "path", "status"),
    [
        ("editor", "members/harbour-lane/edit/", 200),
        ("editor", "members/heron-house/edit/", 403),
        ("editor", "members/harbour-lane/edit/services/new/", 200),
        ("approver", "members/harbour-lane/edit/services/new/", 200),
        ("approver", "members/harbour-lane/edit/numbers/", 200),
        ("approver", "members/harbour-lane/people/invite/", 200),
        ("editor", "members/harbour-lane/people/invite/", 403),
        ("lead", "members/harbour-lane/people/name/", 200),
        ("approver", "members/harbour-lane/people/name/", 403),
        ("lead", "members/harbour-lane/capacity/", 403),
        ("lead", "members/harbour-lane/hours/", 200),
        ("editor", "members/harbour-lane/hours/", 403),
        ("editor", "members/heron-house/capacity/", 403),
        ("editor", "members/harbour-lane/pause/", 200),
        ("lead", "members/harbour-lane/edit/", 403),
        ("lead", "members/harbour-lane/begin/", 200),
        ("lead", "members/harbour-lane/end/", 200),
        ("approver", "members/harbour-lane/end/", 403),
        ("editor", "members/new/", 403),
        ("lead", "members/new/", 200),
        ("lead", "members/networks/new/", 200),
        ("editor", "members/networks/new/", 403),
        ("editor", "members/no-such-lane/", 404),
        ("stranger", "members/harbour-lane/", 404),
        ("stranger", "members/", 404),
        ("observer", "members/harbour-lane/people/", 200),
    ],
)
def test_each_page_is_for_those_who_need_it(ask, harbour, heron, who, path, status, request):
    assert ask(request.getfixturevalue(who), path).status_code == status
