"""What every address should answer to every person, from its Route and from offices."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import connection, transaction
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alliance import access, registries
from alliance.actions import roles as role_actions
from alliance.audit import Actor
from alliance.demo_people import PEOPLE
from alliance.models import Document, RoleTerm, User
from alliance.registries import ANY_OFFICE, LINK, OWNER, PUBLIC, Route
from alliance.roles import Rights
from alliance.tenancy.context import work_for
from tests.database import PrefixClient
from tests.people import Place

OURS, THEIRS = "tower-hamlets", "sheffield"
FINE = {200, 204, 302, 303, 409, 410, 422}


@dataclass
class Visitor:
    """Somebody at the door: who they are, and a browser that is signed in as them."""

    name: str
    user: User | None
    rights: Rights
    client: Client


class Undone(Exception):
    """Rolls back what a request did."""


@contextmanager
def undone() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
            raise Undone  # noqa: TRY301 -- that is the point
    except Undone:
        pass


def visitors(place: Place) -> list[Visitor]:
    """One person of each distinct set of rights, and those who must be kept out."""
    found: dict[frozenset[Any], Visitor] = {}
    users = {p.name: User.objects.get(email=p.email) for p in PEOPLE if p.alliance == OURS}
    users |= kept_out(place)
    today = timezone.localdate()
    with work_for(place.id, place.slug):
        for name, user in users.items():
            rights = access.carry_rights(user, on=today)
            kind = frozenset(rights.held) or frozenset({name})
            if kind not in found:
                found[kind] = Visitor(name, user, rights, who_has_been_here(user))
    nobody = Visitor("nobody", None, access.NOBODY, a_browser(None))
    return [*found.values(), nobody]


def kept_out_first(people: list[Visitor]) -> list[Visitor]:
    """Who finds a missing guard soonest."""
    return sorted(people, key=lambda visitor: bool(visitor.rights.offices))


def kept_out(place: Place) -> dict[str, User]:
    """People who lead, but elsewhere, or not any more, or not yet; and the platform."""
    today = timezone.localdate()
    stranger = User.objects.get(
        email=next(p.email for p in PEOPLE if p.alliance == THEIRS and p.key == "lead")
    )
    with work_for(place.id, place.slug):
        return {
            "stranger": stranger,
            "leaver": an_ex_lead("leaver", date(2025, 1, 6), today, today),
            "joiner": an_ex_lead("joiner", today + timezone.timedelta(days=1), None, today),
            "platform_admin": an_account("platform", is_platform_admin=True),
        }


def an_account(name: str, **fields: Any) -> User:
    there = User.objects.filter(email=f"{name}@kept-out.example").first()
    if there is not None:
        return there
    user = User.objects.create_user(f"{name}@kept-out.example", name=name, **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    Authenticator.objects.create(user=user, type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    return user


def an_ex_lead(name: str, started_on: date, ended_on: date | None, today: date) -> User:
    user = an_account(name)
    if RoleTerm.objects.filter(user=user).exists():
        return user
    role_actions.grant(
        user,
        "alliance_lead",
        started_on=started_on,
        ended_on=ended_on,
        by=Actor.SYSTEM,
        on=today,
    )
    return user


def who_has_been_here(user: User) -> Client:
    """Their session has noted its first request; otherwise each one that is undone notes it."""
    client = a_browser(user)
    client.get(reverse("alliance:theme"))
    return client


def a_browser(user: User | None) -> Client:
    client = PrefixClient(raise_request_exception=True)
    if user is not None:
        client.force_login(user)
    return client


def sees(rights: Rights, user: User | None, permission: str, thing: Any) -> bool:
    if permission in {PUBLIC, LINK}:
        return True
    if permission == ANY_OFFICE:
        return bool(rights.offices)
    if permission == OWNER:
        return user is not None and bool(rights.offices) and may_read(user, thing)
    return user is not None and access.may(user, permission, thing)


def may_read(user: User, document: Document) -> bool:
    """As the rule of its own purpose has it; for anybody else the file does not exist."""
    request = HttpRequest()
    request.user = user
    return registries.document_owners[document.purpose].may_read(request, document)


def refusal(visitor: Visitor, route: Route, thing: Any) -> int:
    """302 to sign in; 404 where nothing may be seen; 403 where it may, but not that."""
    if visitor.user is None:
        return 302
    if not visitor.rights.offices:
        return 404
    if route.see == OWNER:
        return 404
    seen_with = getattr(thing, "seen_with", None)
    if thing is None or seen_with is None:
        return 403
    return 403 if access.may(visitor.user, seen_with, thing) else 404


def expected(visitor: Visitor, route: Route, thing: Any, method: str) -> set[int]:
    allowed_methods = set(route.methods.split())
    if not sees(visitor.rights, visitor.user, route.see, thing):
        refused = refusal(visitor, route, thing)
        return {refused, 405} if refused != 302 else {302}
    if method in {"GET", "HEAD"}:
        return FINE if "GET" in allowed_methods else {405}
    if method not in allowed_methods:
        return {405}
    if route.do is not None and not sees(visitor.rights, visitor.user, route.do, thing):
        return {302} if visitor.user is None else {403}
    return FINE


def asked(visitor: Visitor, address: str, method: str, **extra: Any) -> Any:
    with undone():
        return answered(visitor, address, method, **extra)


def answered(visitor: Visitor, address: str, method: str, **extra: Any) -> Any:
    answer = getattr(visitor.client, method.lower())(address, **extra)
    answer.content  # noqa: B018 -- read before it is undone
    return answer


def address_of(name: str, place: Place) -> tuple[str, Any] | None:
    """The address of a real row, and the row; None if the alliance has none.

    Found once in each database: what a test changes is undone, so the row stays the right one.
    """
    return _address_of(name, place, str(connection.settings_dict["NAME"]))


@cache
def _address_of(name: str, place: Place, database: str) -> tuple[str, Any] | None:
    route = registries.routes[name]
    with work_for(place.id, place.slug):
        arguments = route.arguments()
        if arguments is None:
            return None
        return reverse(name, kwargs=arguments), route.of()


def faults(name: str, place: Place, people: list[Visitor]) -> Iterator[str]:
    """Every answer that differs from what the Route and the offices say."""
    found = address_of(name, place)
    if found is None:
        yield f"{name}: no row in {place.slug} to try it on"
        return
    address, thing = found
    for visitor in people:
        yield from faults_of(name, visitor, place, address, thing)


def faults_of(name: str, visitor: Visitor, place: Place, address: str, thing: Any) -> Iterator[str]:
    methods = METHODS if visitor.name in A_FEW else ("GET", "POST")
    with work_for(place.id, place.slug):
        wanted = {m: expected(visitor, registries.routes[name], thing, m) for m in methods}
    with undone():
        found = {method: answered(visitor, address, method).status_code for method in wanted}
    for method, allowed in wanted.items():
        if found[method] not in allowed:
            yield f"{visitor.name} {method} {address}: {found[method]}, not {sorted(allowed)}"


METHODS = ("GET", "HEAD", "PUT", "DELETE", "POST")  # the one that writes comes last
# The lead, somebody with fewer rights, the stranger and nobody: enough for what is a GET inside,
# and for methods that every view turns away before it asks who is there.
A_FEW = {"Amina Rahman", "Olu Bello", "stranger", "nobody"}
