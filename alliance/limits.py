"""How often somebody may try: counted in the cache, by keyed digest, so that no address is kept.

If the cache is away nothing can be counted: each try then takes two seconds, which slows guessing
and lets people in.
"""

import time
from dataclasses import dataclass
from datetime import datetime

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

from alliance import vault

SLOWED_SECONDS = 2.0
MINUTE, HOUR = 60, 3600


@dataclass(frozen=True)
class Limit:
    """At most `most` tries of one thing in each window of `seconds`."""

    name: str
    most: int
    seconds: int


LINKS = Limit("links", 20, HOUR)  # invitations and signed links, per address
WRONG_CODES = Limit("wrong-codes", 5, HOUR)  # three words of a wellbeing round, per address
SIGN_INS = Limit("sign-ins", 30, MINUTE)  # per address
SECOND_FACTOR = Limit("second-factor", 10, MINUTE)  # per person or session
SECOND_FACTOR_ENDS = Limit("second-factor-ends", 30, HOUR)  # then the session is ended
PUBLIC_FORMS = Limit("public-forms", 5, 10 * MINUTE)  # per address
UPLOADS = Limit("uploads", 30, 10 * MINUTE)  # per person
EXPORTS = Limit("exports", 20, HOUR)  # per person
SEARCHES = Limit("searches", 60, MINUTE)  # per person
OPEN_DATA = Limit("open-data", 60, MINUTE)  # per address


class TooMany(Exception):
    """Come back in `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def address_of(request: HttpRequest) -> str:
    """Where the request came from, past as many proxies as we trust."""
    return str(get_adapter().get_client_ip(request))


def count(limit: Limit, who: object, *, now: datetime) -> None:
    """One more try by `who`; TooMany when it was one too many."""
    key = _key(limit, who, now=now)
    cache.add(key, 0, limit.seconds)
    try:
        tries = cache.incr(key)
    except ValueError:
        time.sleep(SLOWED_SECONDS)
        return
    if tries > limit.most:
        raise TooMany(_wait(limit, now=now))


def look(limit: Limit, who: object, *, now: datetime) -> None:
    """TooMany when `who` has used up the tries; for what is counted only when it goes wrong."""
    if cache.get(_key(limit, who, now=now), 0) >= limit.most:
        raise TooMany(_wait(limit, now=now))


def _key(limit: Limit, who: object, *, now: datetime) -> str:
    window = int(now.timestamp()) // limit.seconds
    return f"limit:{limit.name}:{window}:{vault.token_hmac(str(who))[:32]}"


def _wait(limit: Limit, *, now: datetime) -> int:
    return limit.seconds - int(now.timestamp()) % limit.seconds
