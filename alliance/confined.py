"""A device that was handed to somebody else: one place answers on it, and nothing more.

The session remembers the place. Every other address answers with the way back, which asks whoever
signed in who they are. It ends with the session, which then belongs to nobody.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.cache import patch_cache_control

PLACE, WAY_BACK, LANGUAGE, SINCE = "confined_to", "way_back", "confined_language", "confined_at"
FILES = ("/theme.css", "/favicon.svg")
WHO_IS_IT = ("/account/reauthenticate/", "/account/2fa/reauthenticate/")
# What stands around a page that nobody else may see or follow.
FRAME = ("areas", "person_links", "foot_links", "my_alliances", "languages")
FRAME_ALONE = ("person", "search_url", "home_url", "sign_in_url")

GetResponse = Callable[[HttpRequest], HttpResponse]


def confine(request: HttpRequest, *, to: str, way_back: str, language: str, now: datetime) -> None:
    """From the next request on, only addresses below `to` answer; `way_back` is one of them."""
    request.session[SINCE] = now.timestamp()
    request.session[PLACE] = to
    request.session[WAY_BACK] = way_back
    request.session[LANGUAGE] = language


def free(request: HttpRequest) -> None:
    for name in (PLACE, WAY_BACK, LANGUAGE, SINCE):
        request.session.pop(name, None)


def is_confined(request: HttpRequest) -> bool:
    return PLACE in request.session


def has_come_back(request: HttpRequest) -> bool:
    """Whether whoever signed in has shown since then who they are."""
    records = get_authentication_records(request, request.user)
    return any(one["at"] > request.session.get(SINCE, 0) for one in records)


def bare(frame: dict[str, Any]) -> dict[str, Any]:  # Any: a template's context
    """What stands around a page, without names, menus or ways elsewhere."""
    return frame | {name: [] for name in FRAME} | dict.fromkeys(FRAME_ALONE)


def middleware(get_response: GetResponse) -> GetResponse:
    """Stands behind whoever finds out who is signed in, and before every page."""

    def confined(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated or not is_confined(request):
            return get_response(request)
        if not is_allowed(request):
            return to_the_way_back(request)
        language = request.session[LANGUAGE]
        translation.activate(language)
        request.LANGUAGE_CODE = language
        return get_response(request)

    return confined


def is_allowed(request: HttpRequest) -> bool:
    here = (request.session[PLACE], *WHO_IS_IT)
    return request.path.startswith(here) or is_file(request)


def is_file(request: HttpRequest) -> bool:
    """Small files of the page itself, the same for everybody."""
    return request.method == "GET" and request.path_info.startswith(FILES)


def to_the_way_back(request: HttpRequest) -> HttpResponse:
    answer = redirect(request.session[WAY_BACK])
    patch_cache_control(answer, private=True, no_store=True)
    return answer
