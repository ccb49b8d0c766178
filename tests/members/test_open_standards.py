"""Every answer of the demonstration against the schemas of both Open Referral profiles.

Held against the published schemas where they are at hand; what we rely on is checked by hand too.
"""

import json
from collections.abc import Iterator
from functools import cache

import pytest

from alliance import limits
from members.models import Service
from members.open_data.profiles import HSDS, ORUK, Profile
from tests.database import PrefixClient
from tests.members.by_hand import wrong
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


# ---- the same by hand, wherever the schemas are not at hand --------------------------------------
def test_by_hand_every_service_of_the_demonstration_is_right(places):
    listed = asked(f"{DEMO}api/hsds/3.1/services?full=true&per_page=100")["contents"]

    assert len(listed) >= 25
    assert [fault for document in listed for fault in wrong(document)] == []


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
