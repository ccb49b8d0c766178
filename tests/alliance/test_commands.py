"""What an operator types, and what other programs read."""

import json
import re
from io import StringIO

import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from guardian.shortcuts import assign_perm

from alliance.models import Alliance
from alliance.permissions import CorePermission
from alliance.tenancy.context import use
from tests.people import an_account

pytestmark = pytest.mark.usefixtures("demo")
SLUG = "tower-hamlets"


def said(*words: str, **options: object) -> str:
    out = StringIO()
    call_command(*words, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def in_the_demonstration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DEMO", True)


def test_every_address_has_its_rule_in_words_and_a_real_path() -> None:
    found = json.loads(said("routes", json=True))

    assert all(list(one) == ["name", "pattern", "methods", "rule", "sample_path"] for one in found)
    assert not [one["name"] for one in found if one["rule"] == "no rule"]
    inside = [one for one in found if one["pattern"].startswith("/a/<slug>/")]
    for one in inside:
        for slug, path in one["sample_path"].items():
            assert path.startswith(f"/a/{slug}/")
    with_paths = [one for one in inside if SLUG in one["sample_path"]]
    assert len(with_paths) > 0.9 * len(inside)


def test_the_same_list_reads_well_without_a_program() -> None:
    lines = said("routes").splitlines()

    assert any(re.match(r"members:profile +GET +seen by Alliance lead, ", line) for line in lines)


@pytest.mark.usefixtures("in_the_demonstration")
def test_programs_learn_who_they_can_be() -> None:
    found = json.loads(said("demo_people", json=True))

    lead = next(one for one in found if "alliance_lead" in one["roles"])
    assert set(lead) == {"email", "password", "totp_secret", "alliance", "roles", "name"}
    assert lead["totp_secret"]
    assert authenticate(username=lead["email"], password=lead["password"]) is not None
    assert any(one["totp_secret"] is None for one in found)


@pytest.mark.usefixtures("in_the_demonstration")
def test_people_learn_who_they_can_be() -> None:
    assert SLUG in said("demo_people").splitlines()[0]


def test_without_a_demonstration_nobody_can_be_anybody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DEMO", False)

    with pytest.raises(CommandError, match="not a demonstration"):
        said("demo_people")


def test_a_right_without_an_office_is_named_and_taken_away() -> None:
    assert said("verify_rights") == "0 differences\n"
    alliance = Alliance.objects.get(slug=SLUG)
    with use(alliance.pk):
        somebody = an_account("Vera Lang")
        assign_perm(CorePermission.CHANGE_PEOPLE, somebody, alliance)

    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("verify_rights", stdout=out)
    assert f"{SLUG}: person {somebody.pk}: change_people" in out.getvalue()

    said("verify_rights", repair=True)
    assert said("verify_rights") == "0 differences\n"
