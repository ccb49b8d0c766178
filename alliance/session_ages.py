"""How long a sign-in lasts: shorter for those who look after other people's information.

Offices are known inside an alliance only, so the session remembers that it must be careful.
"""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from alliance import access
from alliance.models import User

MINUTE = 60
HOUR = 60 * MINUTE
NOTE_EVERY = 10 * MINUTE
BEGAN, SEEN, CAREFULLY = "began", "seen", "carefully"


@dataclass(frozen=True)
class Ages:
    """In seconds: without a request, and altogether."""

    idle: int
    altogether: int


ORDINARY = Ages(idle=8 * HOUR, altogether=14 * 24 * HOUR)
CAREFUL = Ages(idle=60 * MINUTE, altogether=12 * HOUR)


def of(request: HttpRequest) -> Ages:
    return CAREFUL if is_careful(request) else ORDINARY


def is_careful(request: HttpRequest) -> bool:
    user = request.user
    needs = access.rights_of(user).needs_second_factor
    is_platform_admin = isinstance(user, User) and user.is_platform_admin
    return needs or is_platform_admin or bool(request.session.get(CAREFULLY))


def has_ended(request: HttpRequest, *, now: datetime) -> bool:
    """Whether too long has gone by since the last request, or since signing in."""
    session, ages, second = request.session, of(request), now.timestamp()
    began, seen = session.get(BEGAN, second), session.get(SEEN, second)
    return bool(second - seen >= ages.idle or second - began >= ages.altogether)


def seconds_left(request: HttpRequest, *, now: datetime) -> int:
    """Until the session ends by itself, if nothing more is asked."""
    ages = of(request)
    gone = now.timestamp() - request.session.get(BEGAN, now.timestamp())
    return max(0, int(min(ages.idle, ages.altogether - gone)))


def is_to_be_noted(request: HttpRequest, *, now: datetime) -> bool:
    """A request is noted every ten minutes at most, so that reading writes little."""
    seen = request.session.get(SEEN)
    return seen is None or now.timestamp() - seen >= NOTE_EVERY


def note(request: HttpRequest, *, now: datetime) -> None:
    request.session.setdefault(BEGAN, now.timestamp())
    request.session[SEEN] = now.timestamp()
