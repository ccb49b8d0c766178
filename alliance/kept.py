"""Nothing typed is lost when a session ends: what was sent is kept for half an hour.

It is sealed to a key that only a cookie in that browser knows, and is shown again, unsent, to the
same person after signing in. Files and pages marked `keeps_nothing` are never kept.
"""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from alliance import vault

COOKIE = "kept"
LASTS_SECONDS = 30 * 60
LARGEST = 200_000  # letters
NEVER = ("password", "csrfmiddlewaretoken", "code", "credential", "token")

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Typed:
    """What somebody sent to an address after their session had ended."""

    user_id: int
    path: str
    fields: tuple[tuple[str, str], ...]


def keeps_nothing(view: View) -> View:
    """Mark a view whose form holds what must not lie anywhere else."""
    view.keeps_nothing = True  # type: ignore[attr-defined]  # ours
    return view


def may_be_kept(request: HttpRequest, view: Any) -> bool:  # Any: whatever the address led to
    return (
        request.method == "POST"
        and not getattr(view, "keeps_nothing", False)
        and not request.FILES
        and not request.path.startswith("/account/")
    )


def keep(request: HttpRequest, user_id: int) -> str:
    """Seal what was sent; the token for the cookie, or "" where there is nothing to keep."""
    fields = [
        (name, value)
        for name in request.POST
        if not any(word in name for word in NEVER)
        for value in request.POST.getlist(name)
    ]
    text = json.dumps({"user": user_id, "path": request.get_full_path(), "fields": fields})
    if not any(value.strip() for _, value in fields) or len(text) > LARGEST:
        return ""
    token = secrets.token_urlsafe(32)
    cache.set(_key(token), vault.seal(text, place=_place(token)), LASTS_SECONDS)
    return token


def give_back(request: HttpRequest, user_id: int) -> Typed | None:
    """What this person sent to this very address, if this browser has it."""
    token = request.COOKIES.get(COOKIE, "")
    sealed = cache.get(_key(token)) if token else None
    if sealed is None:
        return None
    try:
        found = json.loads(vault.unseal(sealed, place=_place(token)))
    except vault.CannotOpen:
        return None
    if found["user"] != user_id or found["path"] != request.get_full_path():
        return None
    return Typed(user_id, found["path"], tuple((n, v) for n, v in found["fields"]))


def forget(request: HttpRequest, answer: HttpResponse) -> None:
    if token := request.COOKIES.get(COOKIE):
        cache.delete(_key(token))
        answer.delete_cookie(COOKIE, samesite="Lax")


def set_cookie(answer: HttpResponse, token: str) -> None:
    answer.set_cookie(
        COOKIE,
        token,
        max_age=LASTS_SECONDS,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def _key(token: str) -> str:
    return f"kept:{vault.token_hmac(token)}"


def _place(token: str) -> str:
    return f"kept/{token}"
