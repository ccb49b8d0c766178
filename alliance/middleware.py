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
from allauth.usersessions.models import UserSession
from django.contrib.auth import logout
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control

from alliance import access, kept, known_devices, limits, session_ages, traces
from alliance.http import page
from alliance.models import Alliance, User
from alliance.signing_in import SECOND_STEP, to_confirm
from alliance.tenancy.context import use
from alliance.tenancy.prefix import SLUG

GetResponse = Callable[[HttpRequest], HttpResponse]
View = Callable[..., HttpResponse]

_ids: dict[str, int] = {}  # an alliance's slug never changes
log = logging.getLogger("alliance.requests")

HEADERS = {
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# Small files that a page needs even when its reader is sent elsewhere.
FILES = frozenset({"alliance:theme", "alliance:favicon"})
INSTALLATION = "alliance.urls_installation"
LEAVING = '"storage"'  # what a browser kept for somebody who signs out: pages, words, workers
READING = ("GET", "HEAD", "OPTIONS")
OPEN_DATA = "/api/"  # the same for everybody: whoever asks is not looked at
FOUND, TOO_MANY = 302, 429
SIGN_INS = frozenset({"account_login", "mfa_login_webauthn", "account_request_login_code"})
SECOND_FACTORS = frozenset(
    {
        "mfa_authenticate",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "account_reauthenticate",
        "account_confirm_login_code",
    }
)
CHANGES_OF_FACTOR = frozenset(
    {
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_add_webauthn",
        "mfa_remove_webauthn",
        "mfa_generate_recovery_codes",
        "account_change_password",
        "account_set_password",
    }
)


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
        request.today = timezone.localdate()  # type: ignore[attr-defined]  # ours
        if slug is None:  # nobody's: sign-in, accounts, health, start page
            request.urlconf = INSTALLATION  # type: ignore[attr-defined]  # read by Django
        is_open = slug is not None and request.path_info.startswith(OPEN_DATA)
        if is_open and request.method not in READING:
            return only_read()
        if is_open:
            request.COOKIES = {}
        with use(None if slug is None else alliance_id_of(slug)):
            response = get_response(request)
        if is_open:
            response.headers.pop("Vary", None)
        return response

    return middleware


def only_read() -> HttpResponse:
    """Said before anything asks for a token of a form: there is no form."""
    said = JsonResponse({"error": "This can only be read."}, status=405)
    said.headers["Allow"] = ", ".join(READING)
    said.headers["Access-Control-Allow-Origin"] = "*"
    return said


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
        if not traces.are_left_by(request):
            response._has_been_logged = True  # type: ignore[attr-defined]  # Django's own note
            return response
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


def language_middleware(get_response: GetResponse) -> GetResponse:
    """A person's own language. That of somebody signed out is settled before, by Django."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, User):
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language
        return get_response(request)

    return middleware


def membership_middleware(get_response: GetResponse) -> GetResponse:
    """Find what this person may do in this alliance today."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.META.get(SLUG) is not None and request.user.is_authenticated:
            rights = access.carry_rights(request.user, on=timezone.localdate())
            if rights.needs_second_factor and not request.session.get(session_ages.CAREFULLY):
                request.session[session_ages.CAREFULLY] = True
        return get_response(request)

    return middleware


class SessionMiddleware:
    """Ends a session that has grown too old, and keeps what was being sent at that moment.

    Stands before whoever asks for sign-in, so that the person is then somebody signed out.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.kept = ""  # type: ignore[attr-defined]  # ours
        request.left = None  # type: ignore[attr-defined]  # ours: whose session just ended
        if isinstance(request.user, User):
            self.look_at_the_clock(request, request.user)
        was_signed_in = request.user.is_authenticated  # signing in is not what was kept
        response = self.get_response(request)
        if token := request.kept:  # type: ignore[attr-defined]  # ours
            kept.set_cookie(response, token)
        elif request.method == "POST" and was_signed_in and request.user.is_authenticated:
            kept.forget(request, response)
        if was_signed_in and not request.user.is_authenticated:
            response.headers["Clear-Site-Data"] = LEAVING
        if is_change_of_factor(request, response):
            request.session.cycle_key()
            UserSession.objects.create_from_request(request)
        return response

    def look_at_the_clock(self, request: HttpRequest, user: User) -> None:
        now = timezone.now()
        if session_ages.has_ended(request, now=now):
            logout(request)
            request.left = user.pk  # type: ignore[attr-defined]  # ours

    def process_view(self, request: HttpRequest, view: View, *rest: object) -> HttpResponse | None:
        self.note_the_request(request)
        left = request.left  # type: ignore[attr-defined]  # ours
        if left is not None and kept.may_be_kept(request, view):
            request.kept = kept.keep(request, left)  # type: ignore[attr-defined]  # ours
        if request.method == "GET" and kept.COOKIE in request.COOKIES:
            return self.show_again(request)
        return None

    def note_the_request(self, request: HttpRequest) -> None:
        if not isinstance(request.user, User) or not traces.are_left_by(request):
            return
        now = timezone.now()
        if session_ages.is_to_be_noted(request, now=now):
            session_ages.note(request, now=now)
            UserSession.objects.create_from_request(request)

    def show_again(self, request: HttpRequest) -> HttpResponse | None:
        if not isinstance(request.user, User):
            return None
        typed = kept.give_back(request, request.user.pk)
        return page(request, "alliance/typed_again.html", {"typed": typed}) if typed else None


def is_change_of_factor(request: HttpRequest, response: HttpResponse) -> bool:
    match = request.resolver_match
    has_worked = request.method == "POST" and response.status_code == FOUND
    return (
        match is not None
        and match.view_name in CHANGES_OF_FACTOR
        and has_worked
        and isinstance(request.user, User)
    )


class LimitsMiddleware:
    """Not too many at once; the same words whoever it is."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        match = request.resolver_match
        if request.method != "POST" or match is None:
            return None
        now = timezone.now()
        try:
            if match.view_name in SIGN_INS:
                limits.count(limits.SIGN_INS, limits.address_of(request), now=now)
            if match.view_name in SECOND_FACTORS:
                who = request.user.pk or request.session.session_key
                limits.count(limits.SECOND_FACTOR, who, now=now)
                self.end_after_thirty(request, who)
        except limits.TooMany as wait:
            return too_many(wait)
        return None

    def end_after_thirty(self, request: HttpRequest, who: object) -> None:
        try:
            limits.count(limits.SECOND_FACTOR_ENDS, who, now=timezone.now())
        except limits.TooMany:
            logout(request)
            raise

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        return too_many(problem) if isinstance(problem, limits.TooMany) else None


def too_many(wait: limits.TooMany) -> HttpResponse:
    answer = render(None, "errors/429.html", {"seconds": wait.seconds}, status=TOO_MANY)  # type: ignore[arg-type]  # no request: no context
    answer.headers["Retry-After"] = str(wait.seconds)
    return answer


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
        if not has_second_factor(request.user.pk):
            return redirect("/account/2fa/")
        return ask_for_it(request) if known_devices.owes_the_second_step(request) else None


def ask_for_it(request: HttpRequest) -> HttpResponse:
    back = request.get_full_path() if request.method == "GET" else "/"
    return to_confirm(back=back, by=SECOND_STEP)


def has_second_factor(user_id: int | None) -> bool:
    """A passkey or an app; recovery codes alone are no second factor."""
    factors = Authenticator.objects.filter(user_id=user_id)
    return bool(factors.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())
