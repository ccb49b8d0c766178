"""Every address x person x method: derived, so a page not yet written is tested."""

import ast
import inspect
import sys
from collections.abc import Iterator
from copy import copy
from functools import cache
from types import ModuleType
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.contrib import auth
from django.db.models import CharField
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from alliance import access, limits, middleware, registries
from alliance.documents import pages
from alliance.management.commands.routes import INSIDE, OUTSIDE, named_patterns
from alliance.models import User
from alliance.registries import LINK, PUBLIC
from alliance.roles import ALLIANCE_PERMISSIONS, ELECTION_PERMISSIONS, ORGANISATION_PERMISSIONS
from alliance.tenancy.context import use, work_for
from tests.matrix import (
    A_FEW,
    OURS,
    THEIRS,
    Visitor,
    address_of,
    asked,
    expected,
    faults,
    kept_out_first,
    sees,
    visitors,
)
from tests.people import Place

PRINTED, ROWS = cache(pages.render), cache(access._rows)
NAMES = registries.routes.names()
pytestmark = pytest.mark.django_db

# Pages of the installation that somebody signed out may see. A new one must be argued for.
OPEN_OUTSIDE = {
    "installation:start",
    "installation:language",
    "installation:healthz",
    "installation:robots",
    "installation:demo_sign_in",
    "installation:mailbox",
    "installation:letter",
    "account_login",
    "account_signup",
    "account_logout",
    "account_inactive",
    "account_request_login_code",
    "account_confirm_login_code",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_reauthenticate",
    "mfa_authenticate",
    "mfa_trust",
    "mfa_login_webauthn",
    "mfa_signup_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
}


@pytest.fixture(scope="module")
def people(places: dict[str, Place], django_db_blocker: Any) -> list[Visitor]:
    """Made once and kept: they stand in this worker's own copy of the demonstration."""
    with django_db_blocker.unblock():
        return visitors(places[OURS])


@pytest.fixture(autouse=True)
def nobody_tries_too_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "count", lambda *tried, **when: None)


@pytest.fixture(autouse=True)
def what_is_printed_for_several_is_printed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "render", PRINTED)


@pytest.fixture(autouse=True)
def who_they_are_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tens of thousands of requests by the same twenty people, whose offices stand still."""
    asked_who, offices = auth.get_user, cache(access.offices_of)
    known: dict[str, User] = {}

    def recognised(request: HttpRequest) -> Any:
        key = request.session.get(auth.SESSION_KEY)
        if key is None:
            return asked_who(request)
        return copy(known.setdefault(key, known.get(key) or asked_who(request)))

    monkeypatch.setattr(auth, "get_user", recognised)
    monkeypatch.setattr(access, "offices_of", lambda user, *, on: offices(user, on=on))
    monkeypatch.setattr(access, "_rows", ROWS)
    monkeypatch.setattr(middleware, "has_second_factor", cache(middleware.has_second_factor))


def test_every_address_has_a_rule_and_every_rule_an_address() -> None:
    assert sorted(NAMES) == sorted(name for name, _ in named_patterns(INSIDE))


@pytest.mark.parametrize("name", NAMES)
def test_everybody_gets_what_their_office_gives(
    name: str, places: dict[str, Place], people: list[Visitor]
) -> None:
    assert list(faults(name, places[OURS], people)) == []


@pytest.mark.usefixtures("places")
def test_a_method_that_a_rule_does_not_name_is_turned_away_before_anything() -> None:
    views = dict(callbacks(INSIDE))
    wrong = {}
    for name in NAMES:
        if name.startswith("open_data:"):
            continue  # looked into first, and the same for everybody
        taken = {m for m in ("GET", "POST", "PUT", "PATCH", "DELETE") if takes(views[name], m)}
        if taken != set(registries.routes[name].methods.split()) - {"HEAD"}:
            wrong[name] = taken

    assert wrong == {}


def takes(view: Any, method: str) -> bool:
    """Whether it looks any further than the method, asked by nobody about nothing."""
    request = RequestFactory().generic(method, "/")
    try:
        return bool(view(request).status_code != 405)
    except (Exception, pytest.fail.Exception):  # noqa: BLE001 -- it went on, whatever it wanted
        return True


def words_of(place: Place) -> set[str]:
    """Names and titles that only this alliance's rows contain."""
    found = set()
    with use(place.id):
        for label in ("members.Organisation", "partnership_board.Meeting", "funding.FundingStream"):
            model = apps.get_model(label)
            for field in model._meta.local_fields:
                if isinstance(field, CharField) and field.name in {"name", "title"}:
                    found |= set(model.objects.values_list(field.name, flat=True))
    return {word for word in found if len(word) > 8}


@pytest.mark.parametrize("name", NAMES)
def test_another_alliances_things_do_not_exist(
    name: str, places: dict[str, Place], people: list[Visitor]
) -> None:
    ours, theirs = places[OURS], places[THEIRS]
    there = address_of(name, theirs)
    here = address_of(name, ours)
    if there is None or registries.routes[name].arguments() == {}:
        return
    address = there[0].replace(f"/a/{THEIRS}/", f"/a/{OURS}/")
    if here is not None and address == here[0]:
        return  # the same number or name means our own thing
    marks = words_of(theirs) - words_of(ours)
    method = "GET" if "GET" in registries.routes[name].methods else "POST"
    # A page that refuses before it looks for any row says nothing about the row.
    hidden = {302, 404} if there[1] is not None else {302, 403, 404}
    for visitor in [*those_who_may(name, here and here[1], people), *a_few(people)]:
        answer = asked(visitor, address, method)
        if names_one_row_of_all(name, theirs):
            assert answer.status_code in hidden, (visitor.name, address)
        assert not [mark for mark in marks if mark.encode() in answer.content]


def names_one_row_of_all(name: str, place: Place) -> bool:
    """A number of the database's is one alliance's; "I-2026-001" may be a thing of each."""
    with work_for(place.id, place.slug):
        arguments = registries.routes[name].arguments() or {}
    return any(isinstance(value, int | UUID) for value in arguments.values())


@pytest.mark.parametrize("name", NAMES)
def test_htmx_gets_the_same_answer(
    name: str, places: dict[str, Place], people: list[Visitor]
) -> None:
    found = address_of(name, places[OURS])
    assert found is not None
    address, thing = found
    for visitor in a_few(people):
        with work_for(places[OURS].id, places[OURS].slug):
            allowed = expected(visitor, registries.routes[name], thing, "GET")
        answer = asked(visitor, address, "GET", headers={"HX-Request": "true"})
        assert answer.status_code in allowed


def a_few(people: list[Visitor]) -> list[Visitor]:
    return [visitor for visitor in people if visitor.name in A_FEW]


def those_who_may(name: str, thing: Any, people: list[Visitor]) -> list[Visitor]:
    """Two at most who get as far as the form, and nobody."""
    do = registries.routes[name].do or registries.routes[name].see
    able = [visitor for visitor in people if sees(visitor.rights, visitor.user, do, thing)]
    return [*able[:2], people[-1]]


BODIES = [
    {"x" * 300: "y"},
    {"name": "\x00", "title": "a" * 20_000, "pk": "-1", "minutes": "1e9"},
    {"name": "<script>alert(1)</script>", "on": "31/02/2026", "hours": "many", "pence": "£1.001"},
]


@pytest.mark.parametrize("name", [n for n in NAMES if "POST" in registries.routes[n].methods])
def test_bad_input_is_never_a_fault_of_ours(
    name: str, places: dict[str, Place], people: list[Visitor]
) -> None:
    found = address_of(name, places[OURS])
    assert found is not None
    for visitor in those_who_may(name, found[1], people):
        for body in BODIES:
            answer = asked(visitor, found[0], "POST", data=body)
            assert answer.status_code < 500


def test_signed_out_nobody_gets_in_but_where_a_rule_says_so(places: dict[str, Place]) -> None:
    open_pages = {n for n in NAMES if registries.routes[n].see in {PUBLIC, LINK}}
    views = {name: is_open(view) for name, view in callbacks(INSIDE)}

    assert {name for name, opened in views.items() if opened} == open_pages


def test_the_open_pages_of_the_installation_are_these() -> None:
    opened = {name for name, view in callbacks(OUTSIDE) if is_open(view) and "admin" not in name}

    assert opened - OPEN_OUTSIDE == set()


def is_open(view: Any) -> bool:
    return not getattr(view, "login_required", True)


def callbacks(urlconf: str) -> Iterator[tuple[str, Any]]:
    yield from _callbacks(get_resolver(urlconf).url_patterns, "")


def _callbacks(patterns: list[URLPattern | URLResolver], spaces: str) -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            space = f"{spaces}{pattern.namespace}:" if pattern.namespace else spaces
            yield from _callbacks(pattern.url_patterns, space)
        else:
            yield f"{spaces}{pattern.name}", pattern.callback


def test_rules_name_permissions_of_the_catalogue() -> None:
    known = {*ALLIANCE_PERMISSIONS, *ORGANISATION_PERMISSIONS, *ELECTION_PERMISSIONS}
    known |= {PUBLIC, LINK, registries.ANY_OFFICE, registries.OWNER}
    named = {r.see for r in registries.routes} | {r.do for r in registries.routes if r.do}

    assert named - known == set()


# ---- mutants: a view without its guard is found out ----------------------------------------------


GUARDS = {"require", "get_or_404"}


def view_modules() -> list[ModuleType]:
    names = {inspect.unwrap(view).__module__ for _, view in callbacks(INSIDE)}
    return [sys.modules[name] for name in sorted(names)]


def guards_of(module: ModuleType) -> list[ast.Call]:
    tree = ast.parse(inspect.getsource(module))
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in GUARDS
        and ast.unparse(node.func.value) == "access"
    ]


def guarding(module: ModuleType, number: int) -> str:
    """The function that the guard stands in: its own address is tried first."""
    line = guards_of(module)[number].lineno
    return next(
        node.name
        for node in ast.parse(inspect.getsource(module)).body
        if isinstance(node, ast.FunctionDef) and node.lineno <= line <= (node.end_lineno or 0)
    )


# Guards behind which the demonstration has nobody to stop; each has a test of its own.
ELSEWHERE = {
    ("coproduction.views.heard", "mine"): "test_who_recorded_it_but_left_sees_it_no_more",
    ("coproduction.views.safety", "contribution_worry"): (
        "test_who_recorded_it_but_left_sees_it_no_more"
    ),
    ("partnership_board.views.openings", "lot"): "test_candidates_watch_the_lot_and_others_do_not",
}
MUTANTS = [
    (module, number)
    for module in view_modules()
    for number, _ in enumerate(guards_of(module))
    if (module.__name__, guarding(module, number)) not in ELSEWHERE
]


def unguarded(rows: Any, *, request: Any, permission: str, **lookup: Any) -> Any:
    return get_object_or_404(rows, **lookup)


class Remove(ast.NodeTransformer):
    """Take the guard away: no question is asked, and any row is fetched."""

    def __init__(self, number: int) -> None:
        self.number, self.seen = number, -1

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if (
            isinstance(node.func, ast.Attribute)
            and node.func.attr in GUARDS
            and ast.unparse(node.func.value) == "access"
        ):
            self.seen += 1
            if self.seen == self.number:
                if node.func.attr == "require":
                    return ast.copy_location(ast.Constant(value=None), node)
                node.func = ast.copy_location(ast.Name("unguarded", ast.Load()), node.func)
        return node


def mutated(module: ModuleType, number: int) -> dict[str, Any]:
    tree = Remove(number).visit(ast.parse(inspect.getsource(module)))
    names: dict[str, Any] = {"__name__": module.__name__, "unguarded": unguarded}
    exec(compile(ast.fix_missing_locations(tree), module.__name__, "exec"), names)
    return names


@pytest.mark.parametrize(
    ("module", "number"), MUTANTS, ids=[f"{m.__name__}-{n}" for m, n in MUTANTS]
)
def test_a_view_without_its_guard_is_found_out(
    module: ModuleType,
    number: int,
    places: dict[str, Place],
    people: list[Visitor],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names, guarded = mutated(module, number), guarding(module, number)
    routes = []
    for name, pattern in patterns_of(module):
        view = inspect.unwrap(pattern.callback).__name__
        monkeypatch.setattr(pattern, "callback", names[view])
        routes.append((view != guarded, name))

    found = (faults(name, places[OURS], kept_out_first(people)) for _, name in sorted(routes))
    assert any(next(each, None) for each in found)


def patterns_of(module: ModuleType) -> list[tuple[str, URLPattern]]:
    return [
        (name, pattern)
        for name, pattern in _patterns(get_resolver(INSIDE).url_patterns, "")
        if inspect.unwrap(pattern.callback).__module__ == module.__name__
    ]


def _patterns(
    patterns: list[URLPattern | URLResolver], spaces: str
) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            space = f"{spaces}{pattern.namespace}:" if pattern.namespace else spaces
            yield from _patterns(pattern.url_patterns, space)
        else:
            yield f"{spaces}{pattern.name}", pattern
