"""An open poll, and browsers of people who showed a moment ago who they are."""

import time
from collections.abc import Callable

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY

from alliance.models import User
from tests.database import PrefixClient


def lately(user: User, *, ago: float = 0) -> PrefixClient:
    """A browser whose person signed in `ago` seconds before."""
    client = PrefixClient()
    client.force_login(user)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "code", "at": time.time() - ago}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


@pytest.fixture
def signed_in_lately() -> Callable[..., PrefixClient]:
    return lately


__all__ = ["signed_in_lately"]
