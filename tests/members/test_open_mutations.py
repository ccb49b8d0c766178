"""That the checks of open data see: each single change of a valid service is an error."""

import copy
import json
from datetime import UTC, datetime

import pytest

from tests.factories.directory import a_whole_service
from tests.members.by_hand import wrong
from tests.standards import OPEN_REFERRAL, WHY_NOT, faults

pytestmark = pytest.mark.django_db
needs_schemas = pytest.mark.skipif(not OPEN_REFERRAL.is_dir(), reason=WHY_NOT)


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
}
# What the published schemas let pass.
BY_HAND = {
    "an area in a form of our own": put("service_areas", 0, "extent_type", "gss"),
    "a British day": put("assured_date", "02/11/2026"),
    "hours from a day that is none": put("schedules", 1, "valid_from", "September"),
    "an empty description": put("description", ""),
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


def test_by_hand_every_single_change_is_found(circle):
    assert list(wrong(circle)) == []
    passed = []
    for name, change in (MUTATIONS | BY_HAND).items():
        changed = copy.deepcopy(circle)
        change(changed)
        if not list(wrong(changed)):
            passed.append(name)

    assert passed == []
