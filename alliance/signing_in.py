"""Signing somebody in who has shown in another way who they are."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest

from alliance.models import User


def sign_in(request: HttpRequest, user: User, *, by: str) -> None:
    """A new session. `by` says how, so that fresh factors can be added without proving it again."""
    get_adapter().login(request, user)
    record_authentication(request, user, method=by, reauthenticated=True)
