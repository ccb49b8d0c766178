"""The catalogue of roles, the enums in the code and the addresses say the same thing."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.urls import resolve

from alliance import access, limits, registries
from alliance.actions import roles as role_actions
from alliance.audit import Actor
from alliance.models import RoleTerm, User
from alliance.registries import LINK, PUBLIC
from alliance.roles import (
    ALLIANCE_PERMISSIONS,
    ELECTION_PERMISSIONS,
    ORGANISATION_PERMISSIONS,
    ROLES,
    Role,
    Scope,
)
from members.models import Organisation
from partnership_board.models import Election
from tests.matrix import (
    FINE,
    OURS,
    Visitor,
    a_browser,
    address_of,
    asked,
    expected,
    sees,
    visitors,
)
from tests.people import Place, an_account, with_second_factor

APPS = ("alliance", "members", "partnership_board", "coproduction", "funding")
PERMISSIONS = ALLIANCE_PERMISSIONS | ORGANISATION_PERMISSIONS | ELECTION_PERMISSIONS
NAMES = registries.routes.names()
LOOK_AFTER_OTHERS = {
    "alliance_lead",
    "coproduction_lead",
    "returning_officer",
    "scrutineer",
    "deputy_scrutineer",
    "finance_preparer",
    "finance_approver",
    "safeguarding_lead",
    "safeguarding_deputy",
    "wellbeing_guardian",
}
BY_HAND = [code for code, role in ROLES.items() if role.is_granted_by_hand]
# The page on which an organisation's own people see its hours is the one on which they say them.
SEEN_WITH: dict[str, str] = {}
SMALL_FILES = {"alliance:theme", "alliance:favicon"}  # a page elsewhere needs them
SET_UP = "/account/2fa/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_tries_too_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "count", lambda *tried, **when: None)


# ---- names ---------------------------------------------------------------------------------------


def declared() -> Iterator[str]:
    """Every name in every app's permissions.py."""
    for app in APPS:
        module = import_module(f"{app}.permissions")
        for found in vars(module).values():
            if isinstance(found, type) and issubclass(found, StrEnum) and found is not StrEnum:
                yield from (str(member) for member in found)


def test_every_permission_is_declared_once_and_every_declaration_is_one() -> None:
    assert Counter(declared()) == Counter(
        [*ALLIANCE_PERMISSIONS, *ORGANISATION_PERMISSIONS, *ELECTION_PERMISSIONS]
    )


def test_every_apps_declarations_are_asked() -> None:
    ours = {
        config.name
        for config in apps.get_app_configs()
        if Path(config.path).parent == settings.BASE_DIR
    }

    assert set(APPS) == ours


@pytest.mark.parametrize("role", ROLES.values(), ids=ROLES)
def test_a_role_gives_permissions_that_exist_for_its_scope(role: Role) -> None:
    scopes = {
        Scope.ALLIANCE: ALLIANCE_PERMISSIONS,
        Scope.ORGANISATION: ORGANISATION_PERMISSIONS,
        Scope.ELECTION: ELECTION_PERMISSIONS,
    }

    assert role.permissions
    assert role.permissions <= set(scopes[role.scope])
    assert role.excludes <= set(ROLES)


def test_every_permission_comes_with_some_role_and_none_with_all() -> None:
    for name in PERMISSIONS:
        assert 0 < sum(name in role.permissions for role in ROLES.values()) < len(ROLES)


def test_roles_that_exclude_each_other_say_so_both_ways() -> None:
    one_way = {(a, b) for a, role in ROLES.items() for b in role.excludes}

    assert one_way == {(b, a) for a, b in one_way}


def test_those_who_look_after_other_people_need_a_second_factor() -> None:
    assert {code for code, role in ROLES.items() if role.needs_second_factor} == LOOK_AFTER_OTHERS


# ---- what a permission opens ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def people(places: dict[str, Place], django_db_blocker: Any) -> list[Visitor]:
    with django_db_blocker.unblock():
        return visitors(places[OURS])


def doors(permission: str) -> Iterator[tuple[str, str]]:
    """Addresses that it opens, and how they are asked."""
    for name in NAMES:
        route = registries.routes[name]
        if route.see == permission and "GET" in route.methods:
            yield name, "GET"
        elif permission in (route.do, route.see):
            yield name, "POST"


@pytest.mark.parametrize(("inner", "outer"), SEEN_WITH.items())
def test_what_is_seen_together_is_held_together(inner: str, outer: str) -> None:
    assert [
        r.title for r in ROLES.values() if (inner in r.permissions) > (outer in r.permissions)
    ] == []


@pytest.fixture
def editor_alone(newcomer: Callable[..., User], within: Any, today: date) -> Visitor:
    """Edits for one organisation, and has no office of the whole alliance: the least there is."""
    user = newcomer("editor")
    with within(OURS):
        return Visitor("editor", user, access.carry_rights(user, on=today), a_browser(user))


@pytest.mark.parametrize("permission", sorted(set(PERMISSIONS) - set(SEEN_WITH)))
def test_every_permission_opens_a_door_that_is_closed_without_it(
    permission: str, places: dict[str, Place], people: list[Visitor], editor_alone: Visitor
) -> None:
    """With an office and the permission somebody gets in; with an office alone, nobody."""
    here = [editor_alone, *(visitor for visitor in people if visitor.rights.offices)]
    tried = []
    for name, method in doors(permission):
        found = address_of(name, places[OURS])
        assert found is not None
        tried.append(name)
        if opens(permission, here, found, method):
            return
    pytest.fail(f"{permission} opens none of {tried}")


def opens(permission: str, here: list[Visitor], found: tuple[str, Any], method: str) -> bool:
    address, thing = found
    able = [v for v in here if sees(v.rights, v.user, permission, thing)]
    unable = [v for v in here if v not in able]
    return any(status(v, address, method) in FINE for v in able) and any(
        status(v, address, method) in {403, 404} for v in unable
    )


def status(visitor: Visitor, address: str, method: str) -> int:
    return int(asked(visitor, address, method).status_code)


# ---- a second factor -----------------------------------------------------------------------------


@pytest.fixture
def newcomer(today: date, within: Callable[[str], Any]) -> Callable[..., User]:
    """Somebody new in the demonstration, with one role of it."""

    def begin(role: str, **words: Any) -> User:
        user = an_account(f"New {role.replace('_', ' ')}")
        scope: dict[str, Any] = {}
        with within(OURS):
            if ROLES[role].scope == Scope.ORGANISATION:
                first = Organisation.objects.order_by("pk").first()
                assert first is not None
                scope = {"scope": Scope.ORGANISATION, "scope_id": first.pk}
            if ROLES[role].scope == Scope.ELECTION:
                poll = Election.objects.order_by("pk").first()
                assert poll is not None
                scope = {"scope": Scope.ELECTION, "scope_id": poll.pk}
            words = {"started_on": date(2025, 1, 6), "by": Actor.SYSTEM, "on": today} | words
            role_actions.grant(user, role, **scope, **words)
        return user

    return begin


def is_open_data(name: str) -> bool:
    """Answered for any origin, and without a look at who asks."""
    return name.startswith("open_data:")


@pytest.mark.parametrize("role", sorted(LOOK_AFTER_OTHERS))
def test_without_a_second_factor_every_address_leads_to_setting_one_up(
    role: str, places: dict[str, Place], newcomer: Callable[..., User]
) -> None:
    client = a_browser(newcomer(role))
    astray = {}
    for name in NAMES if role == "alliance_lead" else NAMES[::9]:
        found = address_of(name, places[OURS])
        assert found is not None
        for method in ("get", "post"):
            answer = getattr(client, method)(found[0])
            led_to = (answer.status_code, answer.headers.get("Location"))
            if (led_to == (302, SET_UP)) == (name in SMALL_FILES or is_open_data(name)):
                astray[name, method] = led_to

    assert astray == {}
    assert client.get(SET_UP).status_code == 200


@pytest.mark.parametrize("role", sorted(set(BY_HAND) - LOOK_AFTER_OTHERS))
def test_other_roles_come_in_without_one(
    role: str, places: dict[str, Place], newcomer: Callable[..., User]
) -> None:
    answer = a_browser(newcomer(role)).get(places[OURS].url(""))

    assert answer.status_code == 200


# ---- the last day --------------------------------------------------------------------------------


def opened_to(visitor: Visitor, place: Place, within: Callable[[str], Any]) -> dict[str, int]:
    """Addresses that an office opens to this person. Rows of a privacy zone may be shut even so."""
    found = {}
    for name in NAMES:
        route = registries.routes[name]
        address = address_of(name, place)
        assert address is not None
        with within(OURS):
            allowed = expected(visitor, route, address[1], "GET")
        if route.see not in {PUBLIC, LINK} and allowed == FINE:
            found[address[0]] = status(visitor, address[0], "GET")
    return {address: code for address, code in found.items() if code in FINE}


@pytest.mark.parametrize("role", BY_HAND)
def test_a_role_that_ended_today_opens_nothing_that_it_opened(
    role: str,
    places: dict[str, Place],
    newcomer: Callable[..., User],
    within: Callable[[str], Any],
    today: date,
) -> None:
    user = with_second_factor(newcomer(role))
    client = a_browser(user)
    with within(OURS):
        visitor = Visitor(role, user, access.carry_rights(user, on=today), client)
    before = opened_to(visitor, places[OURS], within)
    end_all(user, within, today)
    after = {address: client.get(address).status_code for address in before}

    assert before
    assert {a: code for a, code in after.items() if code not in {403, 404}} == {}


def end_all(user: User, within: Callable[[str], Any], today: date) -> None:
    with within(OURS):
        for term in RoleTerm.objects.filter(user=user):
            role_actions.end(term, ended_on=today, by=Actor.SYSTEM, on=today)


def test_every_role_by_hand_is_tried_and_the_others_follow_from_seats() -> None:
    officers = {"returning_officer", "scrutineer", "deputy_scrutineer"}

    from_seats = {"board_member", "board_chair", "agenda_group", "panel_member"}

    assert set(ROLES) - set(BY_HAND) == {"representative"} | from_seats | officers


def test_the_page_for_a_second_factor_is_there() -> None:
    assert resolve(SET_UP, urlconf="alliance.urls_installation").view_name == "mfa_index"
