"""A request from end to end: whose alliance, who asks, with which rights, and safe headers.

The alliance comes from the address alone, before sessions and users. A signed-in person without a
live office here is treated as the public.
"""

import json
import logging
import time
import uuid
from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import patch_cache_control

from alliance import access
from alliance.models import Alliance
from alliance.tenancy.context import use
from alliance.tenancy.prefix import SLUG

GetResponse = Callable[[HttpRequest], HttpResponse]

_ids: dict[str, int] = {}  # an alliance's slug never changes
log = logging.getLogger("alliance.requests")

HEADERS = {
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# Small files that a page needs even when its reader is sent elsewhere.
FILES = frozenset({"alliance:theme", "alliance:favicon"})
INSTALLATION = "alliance.urls_installation"


def alliance_id_of(slug: str) -> int:
    if slug not in _ids:
        found = Alliance.objects.filter(slug=slug).values_list("pk", flat=True).first()
        if found is None:
            raise Http404
        _ids[slug] = found
    return _ids[slug]


def alliance_middleware(get_response: GetResponse) -> GetResponse:
    """Work on behalf of the alliance named in the address. An unknown one does not exist."""

    def middleware(request: HttpRequest) -> HttpResponse:
        slug = request.META.get(SLUG)
        request.alliance_slug = slug  # type: ignore[attr-defined]  # ours
        if slug is None:  # nobody's: sign-in, accounts, health, start page
            request.urlconf = INSTALLATION  # type: ignore[attr-defined]  # read by Django
            return get_response(request)
        with use(alliance_id_of(slug)):
            return get_response(request)

    return middleware


def headers_middleware(get_response: GetResponse) -> GetResponse:
    """Headers on every answer, error pages included; what is signed in is never stored."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if "Cache-Control" not in response.headers:
            patch_cache_control(response, private=True, no_store=True)
        return response

    return middleware


def log_middleware(get_response: GetResponse) -> GetResponse:
    """One JSON line a request: the route's name, never a path, a word typed or a person's name."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.number = uuid.uuid4().hex[:8]  # type: ignore[attr-defined]  # ours
        began, queries = time.monotonic(), len(connection.queries_log)
        response = get_response(request)
        match = request.resolver_match
        line = {
            "request": request.number,  # type: ignore[attr-defined]  # ours
            "alliance": _ids.get(request.META.get(SLUG, "")),
            "route": match.view_name if match else None,
            "method": request.method,
            "status": response.status_code,
            "ms": round((time.monotonic() - began) * 1000),
            "queries": len(connection.queries_log) - queries,
        }
        log.info(json.dumps(line))
        return response

    return middleware


def membership_middleware(get_response: GetResponse) -> GetResponse:
    """Find what this person may do in this alliance today."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.META.get(SLUG) is not None and request.user.is_authenticated:
            access.carry_rights(request.user, on=timezone.localdate())
        return get_response(request)

    return middleware


class SecondFactorMiddleware:
    """Somebody who looks after other people's information first sets up a second step."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        assert request.resolver_match is not None
        if request.resolver_match.view_name in FILES:
            return None
        if not access.rights_of(request.user).needs_second_factor:
            return None
        return None if has_second_factor(request.user.pk) else redirect("/account/2fa/")


def has_second_factor(user_id: int | None) -> bool:
    """A passkey or an app; recovery codes alone are no second factor."""
    return (
        Authenticator.objects.filter(user_id=user_id)
        .exclude(type=Authenticator.Type.RECOVERY_CODES)
        .exists()
    )
