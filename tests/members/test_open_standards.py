"""Every answer of the demonstration against the schemas of both Open Referral profiles.

Held against the published schemas where they are at hand; what we rely on is checked by hand too.
"""

import copy
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from uuid import UUID

import pytest

from alliance import limits
from members.models import Service
from members.open_data.profiles import HSDS, ORUK, Profile
from tests.database import PrefixClient
from tests.factories.directory import a_whole_service
from tests.standards import OPEN_REFERRAL, WHY_NOT, faults, schema

pytestmark = pytest.mark.django_db
FOLDERS = {"hsds": "hsds-3.1", "oruk": "oruk-3.0"}
NAMES = {
    "services": "service",
    "organizations": "organization",
    "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term",
    "service_at_locations": "service_at_location",
}
needs_schemas = pytest.mark.skipif(not OPEN_REFERRAL.is_dir(), reason=WHY_NOT)
PROFILES = pytest.mark.parametrize("profile", [HSDS, ORUK], ids=["hsds", "oruk"])
DEMO = "/a/tower-hamlets/"


@pytest.fixture(autouse=True)
def nobody_tries_too_often(monkeypatch):
    monkeypatch.setattr(limits, "count", lambda *tried, **when: None)


def asked(address):
    answer = PrefixClient().get(address)
    assert answer.status_code == 200, address
    return json.loads(answer.content)


def lists(profile: Profile) -> Iterator[tuple[str, dict]]:
    """Every page of every list of the demonstration."""
    for name in profile.lists:
        page, last = 1, False
        while not last:
            body = asked(f"{DEMO}api/{profile.stub}{name}?per_page=20&page={page}")
            yield name, body
            page, last = page + 1, body["last_page"]


def whole(profile: Profile) -> Iterator[tuple[str, dict]]:
    """Every single thing, as its own address gives it."""
    for name, body in lists(profile):
        for entry in body["contents"]:
            yield name, asked(f"{DEMO}api/{profile.stub}{name}/{entry['id']}")


# ---- against the published schemas ---------------------------------------------------------------
def of_place(profile: Profile, name: str) -> str:
    """The wider profile's compiled schema of a place stands inside that of a service."""
    return "" if (profile, name) == (HSDS, "service_at_locations") else NAMES[name]


def faults_of(document: dict, profile: Profile, name: str) -> list[str]:
    folder = FOLDERS[profile.key]
    if of_place(profile, name):
        return faults(document, folder, NAMES[name])
    inside = {"id": document["service"]["id"], "name": "x", "status": "active"}
    inside |= {"service_at_locations": [{k: v for k, v in document.items() if k != "service"}]}
    return faults(inside, folder, "service") + faults(document["service"], folder, "service")


def list_schema(profile: Profile, name: str) -> str:
    is_plain = name in {"taxonomies", "taxonomy_terms"}
    return NAMES[name] if is_plain else f"{NAMES[name]}_list"


@needs_schemas
@PROFILES
def test_every_list_of_the_demonstration_is_valid(places, profile):
    seen = 0
    for name, body in lists(profile):
        assert faults(body, "", "page.schema") == []
        for entry in body["contents"]:
            assert faults(entry, FOLDERS[profile.key], list_schema(profile, name)) == []
            seen += 1
    assert seen > 60


@needs_schemas
@PROFILES
def test_every_thing_of_the_demonstration_is_valid(places, profile):
    found = list(whole(profile))

    assert {name for name, _ in found} == set(profile.lists)
    for name, document in found:
        assert faults_of(document, profile, name) == []


@needs_schemas
def test_a_whole_list_is_valid_under_both_profiles(places):
    listed = asked(f"{DEMO}api/hsds/3.1/services?full=true&per_page=100")["contents"]
    groups = asked(f"{DEMO}api/hsds/3.1/organizations?full_service=true")["contents"]

    assert len(listed) >= 25
    for folder in FOLDERS.values():
        for document in listed:
            assert faults(document, folder, "service") == []
        for document in groups:
            assert faults(document, folder, "organization") == []


@needs_schemas
def test_the_file_of_everything_is_made_of_valid_things(places):
    body = asked(f"{DEMO}api/everything.json")

    for document in body["organizations"]:
        assert faults(document, "hsds-3.1", "organization") == []
        for service in document["services"]:
            assert faults(service, "hsds-3.1", "service") == []


# ---- keys that no schema knows -------------------------------------------------------------------
def unknown_keys(document, schemas, at="$") -> Iterator[str]:
    """Keys that stand in none of the schemas: none of them forbids a misspelt one."""
    if isinstance(document, list):
        inner = [one.get("items", {}) for one in schemas]
        for each in document:
            yield from unknown_keys(each, inner, f"{at}[]")
    elif isinstance(document, dict):
        known = [one.get("properties", {}) for one in schemas]
        for key, value in document.items():
            below = [one[key] for one in known if key in one]
            if not below:
                yield f"{at}.{key}"
            else:
                yield from unknown_keys(value, below, f"{at}.{key}")


@cache
def both(name: str) -> list[dict]:
    return [schema(folder, name) for folder in FOLDERS.values()]


@needs_schemas
def test_no_key_is_made_up(places):
    for name in ("services", "organizations"):
        query = "full=true" if name == "services" else "full_service=true"
        for document in asked(f"{DEMO}api/hsds/3.1/{name}?{query}&per_page=100")["contents"]:
            assert list(unknown_keys(document, both(NAMES[name]))) == []


@needs_schemas
def test_a_misspelt_key_is_found(places):
    document = asked(f"{DEMO}api/hsds/3.1/services?full=true")["contents"][0]
    document["languages"][0]["langauge"] = "bn"
    document["emial"] = "a@b.example"

    assert sorted(unknown_keys(document, both("service"))) == ["$.emial", "$.languages[].langauge"]


# ---- single changes ------------------------------------------------------------------------------
def put(*path):
    """Set what stands at the path to its last part; take it away if that is `gone`."""

    def change(document):
        *way, key, value = path
        for step in way:
            document = document[step]
        if value is gone:
            del document[key]
        else:
            document[key] = value

    return change


gone = object()
PLACE = ("service_at_locations", 0, "location")
ADDRESS = (*PLACE, "addresses", 0)
ROOM = ("capacities", 0)
MUTATIONS = {
    "a number that is no UUID": put("id", "7"),
    "no number": put("id", gone),
    "no name": put("name", gone),
    "an empty name": put("name", None),
    "a status of our own": put("status", "closed"),
    "no status": put("status", gone),
    "an address with a blank": put("url", "circle example"),
    "mail without an at": put("email", "circle.example"),
    "an assurer who is no address": put("assurer_email", "lead"),
    "a British date": put("last_modified", "02/11/2026"),
    "a moment without a time": put("last_modified", "2026-11-02"),
    "an age in letters": put("minimum_age", "18"),
    "an organisation's number that is none": put("organization_id", "org-1"),
    "an organisation without a name": put("organization", "name", gone),
    "a language's number that is none": put("languages", 0, "id", "x"),
    "a day instead of a week": put("schedules", 0, "freq", "DAILY"),
    "room without a moment": put(*ROOM, "updated", gone),
    "room since yesterday": put(*ROOM, "updated", "yesterday"),
    "room in letters": put(*ROOM, "available", "four"),
    "room of nothing": put(*ROOM, "unit", gone),
    "a room instead of a place": put(*PLACE, "location_type", "room"),
    "an address without a postcode": put(*ADDRESS, "postal_code", gone),
    "an address without a country": put(*ADDRESS, "country", gone),
    "an address of a kind of our own": put(*ADDRESS, "address_type", "home"),
    "a term without a name": put("attributes", 0, "taxonomy_term", "name", gone),
    "a day as a number": put("assured_date", 20261102),
    "an area in a form of our own": put("service_areas", 0, "extent_type", "gss"),
}


@pytest.fixture
def circle(north, client):
    service = a_whole_service(now=datetime.now(tz=UTC))
    answer = client.get(north.url(f"api/hsds/3.1/services/{service.public_id}"))
    return json.loads(answer.content)


@needs_schemas
def test_every_single_change_is_an_error(circle):
    assert faults(circle, "hsds-3.1", "service") == []
    assert len(MUTATIONS) >= 25
    passed = []
    for name, change in MUTATIONS.items():
        changed = copy.deepcopy(circle)
        change(changed)
        if not faults(changed, "hsds-3.1", "service"):
            passed.append(name)

    assert passed == []


# ---- the same by hand, wherever the schemas are not at hand --------------------------------------
STATUSES = {"active", "inactive", "defunct", "temporarily closed"}
NEEDED = {
    "$": {"id", "name", "status"},
    "$.organization": {"id", "name", "description"},
    "$.capacities[]": {"id", "unit", "available", "updated"},
    "$.capacities[].unit": {"id", "name"},
    "$.service_at_locations[].location": {"id", "location_type"},
    "$.service_at_locations[].location.addresses[]": {
        "id", "address_1", "city", "state_province", "postal_code", "country", "address_type",
    },
    "$.attributes[].taxonomy_term": {"id", "name", "description"},
    "$.organization.organization_identifiers[]": {"id", "identifier_type", "identifier"},
}  # fmt: skip
DAYS = {"assured_date", "valid_from", "valid_to"}
MOMENTS = {"last_modified", "updated"}
WHOLE = {"minimum_age", "maximum_age", "available", "maximum", "interval"}
WORDS = {
    "status": STATUSES,
    "freq": {"WEEKLY", "MONTHLY"},
    "location_type": {"physical", "postal", "virtual"},
    "address_type": {"physical", "postal", "virtual"},
    "extent_type": {"geojson", "topojson", "kml", "text"},
}


def wrong(document, at="$") -> Iterator[str]:
    if isinstance(document, list):
        for each in document:
            yield from wrong(each, f"{at}[]")
    elif isinstance(document, dict):
        missing = (NEEDED.get(at, {"id"} if at.endswith("[]") else set())) - set(document)
        yield from (f"{at} has no {key}" for key in sorted(missing))
        for key, value in document.items():
            if not is_right(key, value):
                yield f"{at}.{key} is {value!r}"
            yield from wrong(value, f"{at}.{key}")


def is_number(value) -> bool:
    return str(UUID(value)) == value


def is_day(value) -> bool:
    return date.fromisoformat(value).isoformat() == value


def is_moment(value) -> bool:
    return "T" in value and datetime.fromisoformat(value).tzinfo is not None


def is_address(value) -> bool:
    return value.startswith(("http://", "https://")) and " " not in value


RULES = (
    (lambda key: key == "id" or key.endswith("_id"), is_number),
    (lambda key: key in DAYS, is_day),
    (lambda key: key in MOMENTS, is_moment),
    (lambda key: key in WHOLE, lambda value: isinstance(value, int)),
    (lambda key: "email" in key, lambda value: "@" in value),
    (lambda key: key in {"url", "uri", "website"}, is_address),
)


def is_right(key, value) -> bool:
    if value in ("", None, [], {}):
        return False
    if key in WORDS:
        return value in WORDS[key]
    check = next((check for of, check in RULES if of(key)), None)
    try:
        return check(value) if check else isinstance(value, (str, list, dict))
    except (TypeError, ValueError, AttributeError):
        return False


def test_by_hand_every_service_of_the_demonstration_is_right(places):
    listed = asked(f"{DEMO}api/hsds/3.1/services?full=true&per_page=100")["contents"]

    assert len(listed) >= 25
    assert [fault for document in listed for fault in wrong(document)] == []


def test_by_hand_every_single_change_is_found(circle):
    assert list(wrong(circle)) == []
    passed = []
    for name, change in MUTATIONS.items():
        changed = copy.deepcopy(circle)
        change(changed)
        if not list(wrong(changed)):
            passed.append(name)

    assert passed == []


def test_the_demonstration_has_what_is_hard_to_say(places, within):
    """Otherwise the checks above would pass on nothing."""
    listed = asked(f"{DEMO}api/hsds/3.1/services?full=true&per_page=100")["contents"]
    keys = {key for document in listed for key in document}
    in_words = json.dumps(listed)

    assert keys >= {"languages", "schedules", "capacities", "attributes", "service_at_locations"}
    assert "MONTHLY" in in_words
    assert "referral_status" in in_words
    assert '"bfi"' in in_words
    with within("tower-hamlets"):
        assert Service.objects.count() == 31
    assert len(listed) < 31
