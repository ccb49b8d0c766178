"""Signing somebody in who has shown in another way who they are, and asking again."""

from datetime import datetime
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from alliance.models import User

CONFIRM = "/account/reauthenticate/"
SECOND_STEP = "/account/2fa/reauthenticate/"


def sign_in(request: HttpRequest, user: User, *, by: str) -> None:
    """A new session. `by` says how, so that fresh factors can be added without proving it again."""
    get_adapter().login(request, user)
    record_authentication(request, user, method=by, reauthenticated=True)


def is_recent(request: HttpRequest, *, now: datetime) -> bool:
    """Whether this person has shown who they are in the last quarter of an hour."""
    records = get_authentication_records(request, request.user)
    latest = max((one["at"] for one in records), default=0)
    return bool(now.timestamp() - latest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)


def to_confirm(*, back: str, by: str = CONFIRM) -> HttpResponse:
    """First the page that asks who they are, then `back`."""
    return redirect(f"{by}?{urlencode({'next': back})}")
