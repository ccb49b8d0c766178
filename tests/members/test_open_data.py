"""Open data: what is asked, what is answered, what is never told, and how a refusal reads."""

import json
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache

from alliance import limits
from members.models import (
    MembershipPeriod,
    Organisation,
    Service,
    ServiceCapacity,
    ServiceLanguage,
    ServiceLocation,
    ServiceSchedule,
    ServiceType,
    TypeOfService,
)
from tests.factories.directory import (
    SECRET,
    a_place,
    a_public_service,
    a_whole_service,
    an_open_organisation,
)
from tests.factories.members import a_service_capacity, organisations

pytestmark = pytest.mark.django_db
ORUK, HSDS = "api/oruk/3.0/", "api/hsds/3.1/"
STUBS = pytest.mark.parametrize("stub", [ORUK, HSDS])


@pytest.fixture
def get(client, north):
    """Ask as any program would; the answer and its JSON."""

    def getting(path, /, method="get", headers=None, **query):
        answer = getattr(client, method)(north.url(path), query, headers=headers or {})
        answer.body = None
        if answer.headers.get("Content-Type") == "application/json" and answer.content:
            answer.body = json.loads(answer.content)
        return answer

    return getting


def names(answer):
    return [entry["name"] for entry in answer.body["contents"]]


def services(*wanted):
    organisation = an_open_organisation()
    return [a_public_service(organisation, name) for name in wanted]


# ---- the shape -----------------------------------------------------------------------------------
def test_a_service_is_told_whole(get, north):
    service = a_whole_service()

    body = get(f"{HSDS}services/{service.public_id}").body

    assert body["id"] == str(service.public_id)
    assert body["name"] == "Circle"
    assert body["status"] == "active"
    assert body["minimum_age"] == 18
    assert body["assured_date"] == "2026-11-02"
    assert body["interpretation_services"] == "Interpreter: Somali"
    assert [(one["name"], one["code"]) for one in body["languages"]] == [
        ("Portuguese (Brazil)", "pt"),
        ("Sylheti", "syl"),
    ]
    area = body["service_areas"][0]
    assert area["name"] == area["service_area"] == "Shadwell"
    assert area["extent"] == "E05009332"
    assert area["extent_type"] == "text"
    assert [one["byday"] for one in body["schedules"]] == ["TU", "-1FR"]
    assert [one["freq"] for one in body["schedules"]] == ["WEEKLY", "MONTHLY"]
    place = body["service_at_locations"][0]["location"]
    assert [one["accessibility"] for one in place["accessibility"]] == [
        "Step-free entrance: yes",
        "Hearing loop: no",
    ]
    assert body["attributes"][0]["taxonomy_term"]["name"] == "Peer support"
    assert body["organization"]["organization_identifiers"][0]["identifier"] == "9900001"


@STUBS
def test_a_list_has_only_what_there_is_one_of(get, north, stub):
    service = a_whole_service()
    body = get(f"{stub}services").body
    entry = body["contents"][0]

    assert entry["id"] == str(service.public_id)
    assert not [key for key, value in entry.items() if isinstance(value, list)]
    assert {key: body[key] for key in body if key != "contents"} == {
        "total_items": 1,
        "total_pages": 1,
        "page_number": 1,
        "size": 1,
        "first_page": True,
        "last_page": True,
        "empty": False,
    }


def test_numbers_of_parts_stay_the_same_from_one_answer_to_the_next(get, north):
    address = f"{HSDS}services/{a_whole_service().public_id}"

    assert get(address).content == get(address).content


def test_numbers_point_at_what_they_belong_to(get, north):
    service = a_whole_service()
    body = get(f"{HSDS}services/{service.public_id}").body

    assert body["organization_id"] == body["organization"]["id"]
    for part in ("languages", "service_areas", "schedules", "capacities", "phones"):
        assert {one["service_id"] for one in body[part]} == {body["id"]}
    there = body["service_at_locations"][0]
    assert there["service_id"] == body["id"]
    assert there["location_id"] == there["location"]["id"]
    for part in ("addresses", "accessibility"):
        assert {one["location_id"] for one in there["location"][part]} == {there["location_id"]}


@STUBS
def test_the_root_says_what_this_is(get, north, stub):
    body = get(stub).body

    assert body["version"] in {"HSDS-UK-3.0", "3.1"}
    assert body["openapi_url"].endswith(f"{stub}openapi.json")
    assert "postcode" in body["notes"]


@STUBS
def test_each_stub_describes_every_list_and_parameter_it_has(get, north, stub):
    body = get(f"{stub}openapi.json").body
    known = set(body["components"]["parameters"])

    assert body["openapi"] == "3.1.0"
    assert body["info"]["license"]["name"] == "Creative Commons Attribution 4.0"
    for path in body["paths"]:
        if "{" not in path:
            assert get(stub + path.lstrip("/")).status_code == 200
    assert known == {
        one["$ref"].rsplit("/", 1)[-1]
        for path in body["paths"].values()
        for one in path["get"].get("parameters", [])
        if "$ref" in one
    }


# ---- asking --------------------------------------------------------------------------------------
@pytest.fixture
def three(north):
    """Children from 5, adults from 18 and anybody; on Monday mornings, evenings and never."""
    young, adult, anyone = services("Young", "Adult", "Open to all")
    Service.objects.filter(pk=young.pk).update(minimum_age=5, maximum_age=15)
    Service.objects.filter(pk=adult.pk).update(minimum_age=18, maximum_age=64)
    for service, opens, closes in ((young, "09:30", "11:00"), (adult, "18:00", "20:00")):
        ServiceSchedule.objects.create(
            service=service, weekday="MO", opens_at=opens, closes_at=closes
        )
    ServiceSchedule.objects.create(service=adult, weekday="TU", opens_at="07:00", closes_at="08:00")
    return young, adult, anyone


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["Adult", "Open to all", "Young"]),
        ({"search": "adult"}, ["Adult"]),
        ({"search": "harbour young"}, ["Young"]),
        ({"search": "Nightjar"}, []),
        ({"minimum_age": "5"}, ["Adult", "Young"]),
        ({"minimum_age": "6"}, ["Adult"]),
        ({"maximum_age": "64"}, ["Adult", "Young"]),
        ({"maximum_age": "15"}, ["Young"]),
        ({"day": "TU"}, ["Adult"]),
        ({"day": "monday"}, ["Adult", "Young"]),
        ({"day": "MO", "start_time": "12:00"}, ["Adult"]),
        ({"day": "TU", "start_time": "12:00"}, []),
        ({"start_time": "09:30:00", "end_time": "11:00"}, ["Young"]),
    ],
)
@STUBS
def test_parameters_mean_what_the_standard_says(get, three, stub, asked, found):
    assert names(get(f"{stub}services", **asked)) == found


def test_services_are_found_by_type_and_by_taxonomy(get, three):
    kind = ServiceType.objects.create(name="Homes")
    TypeOfService.objects.create(service=three[0], type=kind)
    types, statuses = get(f"{ORUK}taxonomies").body["contents"]

    assert names(get(f"{ORUK}services", taxonomy_term_id=kind.public_id)) == ["Young"]
    assert names(get(f"{ORUK}services", taxonomy_id=types["id"])) == ["Young"]
    assert names(get(f"{ORUK}services", taxonomy_id=statuses["id"])) == []
    assert names(get(f"{ORUK}services", taxonomy_id=uuid4())) == []
    assert names(get(f"{ORUK}services", taxonomy_term_id=uuid4())) == []


def test_services_are_found_by_what_they_say_about_room(get, three):
    terms = get(f"{HSDS}taxonomy_terms").body["contents"]
    term = next(one for one in terms if one.get("code") == "open")
    a_service_capacity(three[0])
    a_service_capacity(three[1], confirmed_at=datetime(2020, 1, 1, tzinfo=UTC))

    assert names(get(f"{HSDS}services", taxonomy_term_id=term["id"])) == ["Young"]
    assert names(get(f"{HSDS}services", taxonomy_id=term["taxonomy_id"])) == ["Young"]


def test_organisations_are_found_by_word_type_and_number(get, three):
    other = an_open_organisation("Heron House")
    kind = ServiceType.objects.create(name="Homes")
    TypeOfService.objects.create(service=a_public_service(other, "Flat"), type=kind)

    assert names(get(f"{HSDS}organizations")) == ["Harbour Lane", "Heron House"]
    assert names(get(f"{HSDS}organizations", search="heron")) == ["Heron House"]
    assert names(get(f"{HSDS}organizations", taxonomy_term_id=kind.public_id)) == ["Heron House"]
    assert names(get(f"{HSDS}services", organization_id=other.public_id)) == ["Flat"]


def test_whole_organisations_bring_their_services(get, three):
    brief = get(f"{HSDS}organizations", full="true").body["contents"][0]
    whole = get(f"{HSDS}organizations", full_service="true").body["contents"][0]
    one = get(f"{HSDS}organizations/{brief['id']}").body

    assert [set(each) for each in brief["services"]] == [{"id", "name", "status"}] * 3
    assert brief == one
    assert "schedules" in whole["services"][0]


def test_places_are_found_by_their_postcode(get, three):
    a_place(three[0], postcode="E1 0CC")
    hidden = a_place(three[1], postcode="E1 9VV", is_public=False)

    assert names(get(f"{ORUK}services", postcode="e10cc")) == ["Young"]
    assert names(get(f"{ORUK}services", postcode="E1 9VV")) == []
    found = get(f"{ORUK}service_at_locations", postcode="E1 0CC", proximity="500").body["contents"]
    assert [one["service"]["name"] for one in found] == ["Young"]
    assert get(f"{ORUK}service_at_locations/{hidden.public_id}").body["id"] == str(hidden.public_id)


def test_only_what_changed_since_is_given(get, three):
    last_year = "2025-01-01T00:00:00Z"
    tomorrow = datetime.now(tz=UTC) + timedelta(days=1)

    assert len(names(get(f"{HSDS}services", modified_after=last_year))) == 3
    assert names(get(f"{HSDS}services", modified_after=tomorrow.isoformat())) == []


def test_what_ran_out_counts_as_changed(get, three):
    """Somebody who copied "4 places" has to learn that this no longer holds."""
    confirmed = datetime.now(tz=UTC) - timedelta(days=30)
    a_service_capacity(three[0], confirmed_at=confirmed)
    address = f"{HSDS}services/{three[0].public_id}"
    ran_out = confirmed + timedelta(days=28)
    Service.objects.filter(pk=three[0].pk).update(changed_at=confirmed)

    assert get(address).body["last_modified"] >= ran_out.isoformat(timespec="milliseconds")


def test_the_shortest_answer_holds_every_service_on_one_page(get, north):
    services(*(f"Service {number:03}" for number in range(60)))
    body = get(f"{HSDS}services", minimal="true").body

    assert body["size"] == body["total_items"] == 60
    assert set(body["contents"][0]) == {"id", "modified_date"}
    assert get(f"{HSDS}services", minimal="true", per_page="10").body["size"] == 10


def test_everything_comes_in_lines_if_asked(get, north):
    services(*(f"Service {number:03}" for number in range(60)))
    answer = get(f"{HSDS}services", format="ndjson")

    lines = [json.loads(line) for line in answer.content.decode().splitlines()]
    assert answer.headers["Content-Type"] == "application/x-ndjson"
    assert [line["name"] for line in lines] == [f"Service {number:03}" for number in range(60)]


def test_whole_services_come_in_a_list_if_asked(get, north):
    service = a_whole_service()
    listed = get(f"{HSDS}services", full="true").body["contents"]

    assert listed == [get(f"{HSDS}services/{service.public_id}").body]


# ---- paging --------------------------------------------------------------------------------------
@STUBS
def test_pages_hold_every_service_once(get, north, stub):
    services(*(f"Service {number}" for number in range(7)))
    pages = [get(f"{stub}services", page=n, per_page=3).body for n in (1, 2, 3)]

    assert [page["size"] for page in pages] == [3, 3, 1]
    assert [page["first_page"] for page in pages] == [True, False, False]
    assert [page["last_page"] for page in pages] == [False, False, True]
    assert {page["total_pages"] for page in pages} == {3}
    assert sorted(one["name"] for page in pages for one in page["contents"]) == [
        f"Service {number}" for number in range(7)
    ]


LISTS = [
    *(f"{stub}{name}" for stub in (ORUK, HSDS) for name in ("services", "service_at_locations")),
    *(f"{stub}{name}" for stub in (ORUK, HSDS) for name in ("taxonomies", "taxonomy_terms")),
    f"{HSDS}organizations",
]


@pytest.mark.parametrize("address", LISTS)
def test_a_page_past_the_end_is_empty(get, north, address):
    a_whole_service()
    body = get(address, page="999").body

    assert body["empty"] is True
    assert body["contents"] == []
    assert body["size"] == 0
    assert body["page_number"] == 999
    assert body["total_items"] >= 1
    assert body["last_page"] is True


@pytest.mark.parametrize("address", LISTS)
def test_an_alliance_without_services_answers_too(get, north, address):
    body = get(address).body

    assert body["page_number"] == 1
    assert body["first_page"] is True
    assert body["size"] == len(body["contents"])


# ---- refusals ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("page", "x"),
        ("page", "0"),
        ("page", "-1"),
        ("page", "1.5"),
        ("page", "99999999999"),
        ("page", "٣"),
        ("per_page", "0"),
        ("per_page", "101"),
        ("per_page", ""),
        ("minimum_age", "eighteen"),
        ("maximum_age", "-3"),
        ("maximum_age", "900"),
        ("start_time", "9"),
        ("end_time", "25:00"),
        ("day", "someday"),
        ("postcode", "E1"),
        ("proximity", "near"),
        ("taxonomy_id", "7"),
        ("taxonomy_term_id", "peer-support"),
        ("search", "x" * 201),
        ("search", "a\x00b"),
    ],
)
@STUBS
def test_a_parameter_that_cannot_be_read_is_named(get, north, stub, name, value):
    answer = get(f"{stub}services", **{name: value})

    assert answer.status_code == 400
    assert answer.body["parameter"] == name
    assert answer.body["error"].startswith(f"{name} should be ")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("organization_id", "harbour-lane"),
        ("modified_after", "yesterday"),
        ("minimal", "maybe"),
        ("full", "2"),
        ("format", "xml"),
    ],
)
def test_a_parameter_of_the_wider_profile_is_named_too(get, north, name, value):
    assert get(f"{HSDS}services", **{name: value}).body["parameter"] == name
    assert get(f"{ORUK}services", **{name: value}).status_code == 200


KINDS = ["services", "service_at_locations", "taxonomies", "taxonomy_terms"]


@pytest.mark.parametrize("kind", [*KINDS, "organizations"])
@pytest.mark.parametrize(
    "number", ["7", "not-a-number", "00000000-0000-4000-8000-000000000000", "%00"]
)
def test_an_unknown_number_is_not_found_in_json(get, north, kind, number):
    a_whole_service()
    answer = get(f"{HSDS}{kind}/{number}")

    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.body == {
        "error": "There is nothing here with this number, or it is not published."
    }
    if kind in KINDS:
        assert get(f"{ORUK}{kind}/{number}").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("address", [*LISTS, ORUK, HSDS, "api/everything.json"])
def test_nothing_can_be_sent(client, get, north, method, address):
    client.handler.enforce_csrf_checks = True  # as in earnest
    answer = get(address, method=method)

    assert answer.status_code == 405
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert answer.body == {"error": "This can only be read."}


@pytest.mark.parametrize("address", [*LISTS, "api/everything.json"])
def test_any_origin_may_ask(get, north, address):
    headers = {"Origin": "https://elsewhere.example"}
    before = get(address, method="options", headers=headers)
    answer = get(address, headers=headers)

    assert before.status_code == 204
    assert before.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    for each in (before, answer):
        assert each.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in each.headers


def test_asking_too_often_says_when_to_come_back(get, north):
    said = [get(ORUK).status_code for _ in range(limits.OPEN_DATA.most)]
    refused = get(ORUK)

    assert said == [200] * limits.OPEN_DATA.most
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert refused.body["error"].startswith("That was too often.")
    assert refused.headers["Access-Control-Allow-Origin"] == "*"
    cache.clear()


def test_whoever_asks_is_not_looked_at(client, north, lead, django_assert_num_queries):
    """A session is neither read nor begun, and an answer is the same for all."""
    a_whole_service()
    address = north.url(f"{HSDS}services")
    nobodys = client.get(address)
    client.force_login(lead)

    with django_assert_num_queries(4):
        mine = client.get(address)

    assert mine.content == nobodys.content
    assert "Cookie" not in mine.headers.get("Vary", "")
    assert not mine.cookies


# ---- asking again --------------------------------------------------------------------------------
@pytest.mark.parametrize("address", [*LISTS, ORUK, HSDS, "api/everything.json"])
def test_what_has_not_changed_is_not_sent_again(get, north, address):
    a_whole_service()
    mark = get(address).headers["ETag"]
    again = get(address, headers={"If-None-Match": mark})

    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["ETag"] == mark
    assert again.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("address", [f"{ORUK}services", f"{HSDS}services", "api/everything.json"])
def test_what_has_changed_is_sent_again(get, north, address):
    service = a_whole_service()
    mark = get(address).headers["ETag"]
    Service.objects.filter(pk=service.pk).update(name="Ring")

    assert get(address, headers={"If-None-Match": mark}).status_code == 200


def test_a_service_knows_when_it_was_changed(get, north):
    service = a_whole_service(now=datetime.now(tz=UTC) - timedelta(hours=1))
    address = f"{HSDS}services/{service.public_id}"
    changed = get(address).headers["Last-Modified"]

    assert get(address, headers={"If-Modified-Since": changed}).status_code == 304
    earlier = "Thu, 01 Jan 2026 00:00:00 GMT"
    assert get(address, headers={"If-Modified-Since": earlier}).status_code == 200


def test_a_list_from_which_something_was_taken_is_sent_again_whatever_the_date(get, north):
    """Nothing in it is newer than before, so only its mark can tell."""
    services("One", "Two")
    changed = get(f"{HSDS}services").headers["Last-Modified"]
    Service.objects.filter(name="Two").update(is_public=False)

    assert get(f"{HSDS}services", headers={"If-Modified-Since": changed}).status_code == 200


# ---- what is not told ----------------------------------------------------------------------------
def everything(get):
    """Every answer there is, as one text."""
    found = [get(address, per_page=100).content.decode() for address in LISTS]
    found.append(get("api/everything.json").content.decode())
    for address in LISTS:
        for one in get(address, per_page=100).body["contents"]:
            found.append(get(f"{address}/{one['id']}").content.decode())
    return "\n".join(found)


@pytest.fixture
def unlimited(monkeypatch):
    monkeypatch.setattr(limits, "count", lambda *tried, **when: None)


def test_a_hidden_address_is_never_told(get, north, unlimited):
    service = a_whole_service()
    place = a_place(
        service,
        is_public=False,
        name="Planted house",
        address_1=SECRET,
        postcode="E1 9VV",
        url="https://planted.example/",
        access=[("parking", "yes")],
    )
    text = everything(get)

    assert str(place.public_id) in text
    assert "Address given when you contact the service" in text
    for planted in (SECRET, "Planted", "planted", "E1 9VV", "Parking"):
        assert planted not in text


def test_a_hidden_address_finds_nothing(get, north):
    service = a_public_service(an_open_organisation())
    a_place(service, is_public=False, address_1=SECRET, postcode="E1 9VV")

    assert names(get(f"{HSDS}services", search="Nightjar")) == []
    assert names(get(f"{HSDS}services", postcode="E1 9VV")) == []


WITHDRAWALS = {
    "takes its tick away": lambda o: Organisation.objects.update(in_open_data=False),
    "leaves": lambda o: MembershipPeriod.objects.update(
        ended_on=date(2026, 1, 2), end_reason="left"
    ),
}


@pytest.mark.parametrize("how", WITHDRAWALS)
def test_an_organisation_that_goes_is_gone_at_the_next_request(get, north, unlimited, how):
    service = a_whole_service()
    place = ServiceLocation.objects.get()
    addresses = [
        f"{HSDS}services/{service.public_id}",
        f"{ORUK}services/{service.public_id}",
        f"{HSDS}organizations/{service.organisation.public_id}",
        f"{HSDS}service_at_locations/{place.public_id}",
    ]
    assert [get(address).status_code for address in addresses] == [200] * 4

    WITHDRAWALS[how](service.organisation)

    assert [get(address).status_code for address in addresses] == [404] * 4
    for address in (f"{ORUK}services", f"{HSDS}organizations", f"{HSDS}service_at_locations"):
        body = get(address).body
        assert (body["total_items"], body["contents"], body["empty"]) == (0, [], True)
    assert "Circle" not in everything(get)
    assert "Harbour Lane" not in everything(get)


def test_a_service_that_is_not_public_is_not_told(get, north, unlimited):
    service = a_whole_service()
    a_public_service(service.organisation, "Planted group", is_public=False)

    assert "Planted group" not in everything(get)


def test_room_that_ran_out_a_second_ago_is_not_told(get, north):
    now = datetime.now(tz=UTC)
    service = a_whole_service(now=now - timedelta(days=3))
    address = f"{HSDS}services/{service.public_id}"
    assert get(address).body["capacities"][0]["available"] == 4
    ServiceCapacity.objects.create(
        service=service,
        referral_status="open",
        available=7,
        confirmed_at=now - timedelta(days=2),
        valid_until=now - timedelta(seconds=1),
    )

    body = get(address).body
    assert "capacities" not in body
    assert [one["link_type"] for one in body["attributes"]] == ["service_type"]


def test_room_without_a_number_is_a_word_on_the_service(get, north):
    service = a_public_service(an_open_organisation())
    a_service_capacity(service, referral_status="waiting_list")
    body = get(f"{HSDS}services/{service.public_id}").body

    assert "capacities" not in body
    assert body["attributes"][0]["taxonomy_term"]["code"] == "waiting_list"


def test_a_language_only_through_an_interpreter_is_not_a_language_of_the_service(get, north):
    service = a_public_service(an_open_organisation())
    ServiceLanguage.objects.create(service=service, language="so", how="interpreter")
    body = get(f"{HSDS}services/{service.public_id}").body

    assert "languages" not in body
    assert body["interpretation_services"] == "Interpreter: Somali"


def test_a_notice_is_told_while_it_stands(get, north):
    today = date(2026, 1, 1)
    service = a_public_service(
        an_open_organisation(), alert="Closed", alert_from=today, alert_until=today
    )

    assert "alert" not in get(f"{HSDS}services/{service.public_id}").body


def test_closed_for_a_while_is_said_as_the_standard_says_it(get, north):
    service = a_public_service(an_open_organisation(), status="temporarily_closed")

    body = get(f"{HSDS}services/{service.public_id}").body
    assert body["status"] == "temporarily closed"


def test_the_file_of_everything_names_its_licence_and_whose_lists_it_uses(get, north):
    a_whole_service()
    body = get("api/everything.json").body

    assert body["licence"] == {
        "name": "Creative Commons Attribution 4.0",
        "url": "https://creativecommons.org/licenses/by/4.0/",
    }
    assert "Office for National Statistics" in body["sources"][1]
    assert body["organizations"][0]["services"][0]["name"] == "Circle"


# ---- how much it costs ---------------------------------------------------------------------------
def a_hundred(rows):
    for number, organisation in enumerate(organisations(rows)):
        Organisation.objects.filter(pk=organisation.pk).update(in_open_data=True)
        service = a_public_service(organisation, f"Service {number:03}")
        ServiceLanguage.objects.create(service=service, language="so")
        a_place(service)


@pytest.mark.parametrize("rows", [5, 50])
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("services", 4),
        ("services?full=true", 9),
        ("organizations", 2),
        ("organizations?full_service=true", 11),
        ("service_at_locations", 10),
    ],
)
def test_a_list_costs_the_same_however_long_it_is(
    get, north, rows, address, queries, django_assert_num_queries, client
):
    a_hundred(rows)
    path = north.url(f"{HSDS}{address}")
    client.get(path)

    with django_assert_num_queries(queries):
        body = client.get(path).json()

    assert body["size"] == rows
