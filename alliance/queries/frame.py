"""What stands around every page. Kept in the cache, because it changes a few times a year."""

from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse

from alliance import access, registries
from alliance.models import Alliance, AllianceSettings
from alliance.models.tenants import DEFAULT_ACCENT
from alliance.tenancy.context import cache_key, current

KEEP_SECONDS = 3600


@dataclass(frozen=True)
class Face:
    """How an alliance shows itself."""

    slug: str
    display_name: str
    accent: str
    crisis_lines: str
    public_contact: str
    is_demo: bool
    mark: tuple[bool, ...]  # one a member organisation: does it hold a seat on the board?


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
    alliance = Alliance.objects.get(pk=current())
    own = AllianceSettings.objects.first()
    marks = [mark() for mark in registries.marks]
    return Face(
        slug=alliance.slug,
        display_name=own.display_name if own else alliance.name,
        accent=own.accent if own else DEFAULT_ACCENT,
        crisis_lines=own.crisis_lines if own else "",
        public_contact=own.public_contact if own else "",
        is_demo=own.is_demo if own else False,
        mark=tuple(seat for mark in marks for seat in mark),
    )


def forget_face() -> None:
    """After a change of name, colour or membership."""
    cache.delete(cache_key("face"))


def frame_of(request: HttpRequest) -> dict[str, Any]:  # Any: a template's context
    shown = face()
    user = getattr(request, "user", None)
    person = user if user is not None and user.is_authenticated else None
    return {
        "alliance": shown,
        "mark": shown.mark if shown else (),
        "areas": areas_of(request) if shown else [],
        "person": person,
    }


def areas_of(request: HttpRequest) -> list[dict[str, Any]]:  # Any: a template's context
    """The areas this person has business in, and which of them we are in."""
    here = request.path
    found = []
    for area in sorted(registries.areas, key=lambda a: a.order):
        if area.permission is None or access.may(request.user, area.permission):
            url = reverse(area.url_name)
            is_current = here == url if area.order == 0 else here.startswith(url)
            found.append({"label": area.label, "url": url, "is_current": is_current})
    return found
