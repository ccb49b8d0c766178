"""What stands around every page. Kept in the cache, because it changes a few times a year."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from alliance import access, registries, session_ages
from alliance.mark import Mark, svg
from alliance.models import Alliance, AllianceSettings
from alliance.models.tenants import DEFAULT_ACCENT
from alliance.tenancy.context import cache_key, current

KEEP_SECONDS = 3600
SIGN_IN, MY_ACCOUNT, LANGUAGE = "/account/login/", "/account/", "/language/"
CRISIS_LINE = re.compile(r"(?P<name>[^:]+):\s*(?P<phone>\+?\d[\d ]*)(?P<note>.*)")


@dataclass(frozen=True)
class CrisisLine:
    name: str
    phone: str
    note: str


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    icon: str = ""


@dataclass(frozen=True)
class Person:
    """Whoever is signed in, as their own menu shows them."""

    id: int
    known_as: str


@dataclass(frozen=True)
class Face:
    """How an alliance shows itself."""

    slug: str
    display_name: str
    accent: str
    crisis_lines: tuple[CrisisLine, ...]
    public_contact: str
    is_demo: bool
    mark: tuple[bool, ...]  # one a member organisation: does it hold a seat on the board?
    public_pages: tuple[str, ...] = ()  # by their names in the registry

    def get_absolute_url(self) -> str:
        return f"/a/{self.slug}/"


def face() -> Face | None:
    """The current alliance's face; None outside."""
    if current() is None:
        return None
    found: Face | None = cache.get(cache_key("face"))
    if found is None:
        found = _read_face()
        cache.set(cache_key("face"), found, KEEP_SECONDS)
    return found


def _read_face() -> Face:
    alliance = Alliance.objects.get(pk=current() or 0)
    own = AllianceSettings.objects.first()
    marks = [mark() for mark in registries.marks]
    return Face(
        slug=alliance.slug,
        display_name=own.display_name if own else alliance.name,
        accent=own.accent if own else DEFAULT_ACCENT,
        crisis_lines=crisis_lines(own.crisis_lines if own else ""),
        public_contact=own.public_contact if own else "",
        is_demo=own.is_demo if own else False,
        mark=tuple(seat for mark in marks for seat in mark),
        public_pages=tuple(
            name
            for name in registries.public_pages.names()
            if registries.public_pages[name].is_there()
        ),
    )


def crisis_lines(text: str) -> tuple[CrisisLine, ...]:
    """One to a line, as the lead writes them: "Samaritans: 116 123 (day and night)"."""
    found = (CRISIS_LINE.fullmatch(line.strip()) for line in text.splitlines())
    return tuple(
        CrisisLine(line["name"].strip(), line["phone"].strip(), line["note"].strip(" ,()-–"))
        for line in found
        if line is not None
    )


def forget_face() -> None:
    """After a change of name, colour, membership or of what everybody may read."""
    cache.delete(cache_key("face"))


def frame_of(request: HttpRequest) -> dict[str, Any]:  # Any: a template's context
    shown = face()
    user = getattr(request, "user", None)
    person = user if user is not None and user.is_authenticated else None
    inside = _inside(request, shown) if shown else _outside()
    return inside | {
        "alliance": shown,
        "person": Person(person.pk, str(person)) if person else None,
        "my_alliances": [],  # a question to each alliance, so only the start page asks
        "person_links": person_links(request, shown) if person else [],
        "sign_in_url": None if person else sign_in_url(request),
        "session_seconds": session_ages.of(request).idle if person else None,
    }


def _inside(request: HttpRequest, shown: Face) -> dict[str, Any]:  # Any: a template's context
    offices = access.rights_of(request.user).offices
    return {
        "mark": Mark(shown.mark),
        "areas": areas_of(request),
        "home_url": reverse("alliance:today"),
        "search_url": reverse("alliance:search") if offices else None,
        "language_url": reverse("alliance:language"),
        "theme_url": reverse("alliance:theme"),
        "favicon_url": favicon(shown),
        "foot_links": foot_links(request, shown),
    }


def favicon(shown: Face) -> str:
    """Within the page, because a first view asks for as little as it can."""
    drawn = svg(shown.mark, colour=shown.accent)
    return f"data:image/svg+xml,{quote(drawn, safe=' =/:')}"


def _outside() -> dict[str, Any]:  # Any: a template's context
    nothing = dict.fromkeys(("mark", "search_url", "theme_url", "favicon_url"))
    return nothing | {"areas": [], "home_url": "/", "foot_links": [], "language_url": LANGUAGE}


def sign_in_url(request: HttpRequest) -> str | None:
    """Back to this page afterwards; none on the pages where people are signing in already."""
    if request.path.startswith(MY_ACCOUNT):
        return None
    if request.path == "/":
        return SIGN_IN
    return f"{SIGN_IN}?{urlencode({'next': request.get_full_path()})}"


def person_links(request: HttpRequest, shown: Face | None) -> list[Link]:
    links = [
        Link(_("My account"), MY_ACCOUNT, "person"),
        Link(_("My alliances"), "/", "home"),
    ]
    if shown and access.rights_of(request.user).offices:
        links.insert(1, Link(_("How we write to you"), reverse("alliance:preferences"), "mail"))
        links.insert(2, Link(_("What I did here"), reverse("alliance:happened_mine"), "clock"))
        own = [Link(_(p.label), reverse(p.url_name), p.icon) for p in registries.own_pages]
        links[1:1] = own
    return links


def foot_links(request: HttpRequest, shown: Face) -> list[Link]:
    public = (registries.public_pages[name] for name in shown.public_pages)
    links = [Link(str(page.label), reverse(page.url_name)) for page in public]
    if access.may(request.user, "see_settings"):
        links.append(Link(_("Our priorities"), reverse("alliance:priorities")))
    if shown.public_contact:
        links.append(Link(_("Write to us"), f"mailto:{shown.public_contact}"))
    return links


def areas_of(request: HttpRequest) -> list[dict[str, Any]]:  # Any: a template's context
    """The areas this person has business in, and which of them we are in."""
    here = request.path
    found = []
    for area in sorted(registries.areas, key=lambda a: a.order):
        if area.permission is None or access.may(request.user, area.permission):
            url = reverse(area.url_name)
            is_current = here == url if area.order == 0 else here.startswith(url)
            found.append({"label": _(area.label), "url": url, "is_current": is_current})
    return found
