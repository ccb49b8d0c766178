"""Every address with its rule: `manage.py routes [--json]`."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from alliance import registries
from alliance.models import Alliance
from alliance.registries import Route
from alliance.roles import ALLIANCE_PERMISSIONS, ORGANISATION_PERMISSIONS, ROLES
from alliance.tenancy.context import work_for

INSIDE, OUTSIDE = "alliance.urls", "alliance.urls_installation"
WORDS = ALLIANCE_PERMISSIONS | ORGANISATION_PERMISSIONS


@dataclass(frozen=True)
class Address:
    name: str
    pattern: str
    methods: str
    rule: str
    sample_path: dict[str, str]


class Command(BaseCommand):
    help = "List every address and who may see and do what there."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="for programs")

    # Any: Django's own protocol for commands.
    def handle(self, *args: Any, **options: Any) -> None:
        found = list(addresses())
        if options["json"]:
            self.stdout.write(json.dumps([asdict(address) for address in found], indent=2))
            return
        for address in found:
            self.stdout.write(f"{address.name:44} {address.methods:10} {address.rule}")


def addresses() -> Iterator[Address]:
    for name, pattern in named_patterns(INSIDE):
        route = registries.routes.get(name)
        yield Address(
            name=name,
            pattern=f"/a/<slug>/{pattern}",
            methods=route.methods if route else "",
            rule=in_words(route) if route else "no rule",
            sample_path=samples(name, route) if route else {},
        )
    for name, pattern in named_patterns(OUTSIDE):
        yield Address(name, f"/{pattern}", "", outside_rule(name), {})


def named_patterns(urlconf: str) -> list[tuple[str, str]]:
    """Full name and pattern of every address of a URL configuration."""
    return sorted(_walk(get_resolver(urlconf).url_patterns, "", ""))


def _walk(
    patterns: "list[URLPattern | URLResolver]", spaces: str, before: str
) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        words = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            space = f"{spaces}{pattern.namespace}:" if pattern.namespace else spaces
            yield from _walk(pattern.url_patterns, space, words)
        else:
            yield f"{spaces}{pattern.name or words}", words


def in_words(route: Route) -> str:
    seen = f"seen by {holders(route.see)}"
    return f"{seen}; done by {holders(route.do)}" if route.do else seen


def holders(permission: str) -> str:
    """The roles that have a permission, as a reader would say it."""
    if permission not in WORDS:
        return "everyone" if permission == registries.PUBLIC else permission
    titles = [role.title for role in ROLES.values() if permission in role.permissions]
    return ", ".join(titles) or "nobody"


def outside_rule(name: str) -> str:
    if name.startswith("admin:"):
        return "platform administrators with a second factor"
    if name.startswith(("account_", "mfa_", "usersessions_")):
        return "the person whose account it is; sign-in pages: everyone"
    return "everyone"


def samples(name: str, route: Route) -> dict[str, str]:
    found = {}
    for alliance in Alliance.objects.order_by("slug"):
        with work_for(alliance.pk, alliance.slug):
            arguments = route.arguments()
            if arguments is not None:
                found[alliance.slug] = reverse(name, urlconf=INSIDE, kwargs=arguments)
    return found
