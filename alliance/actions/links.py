"""Links that let one person do one thing without signing in. Only a keyed digest is kept."""

import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import Model

from alliance import vault
from alliance.errors import Refused
from alliance.models import SignedLink, User

TOKEN_BYTES = 32
USED = "This link has been used already."


@transaction.atomic
def make_link(
    *, purpose: str, thing: Model, user: User | None, expires_at: datetime, uses: int = 1
) -> tuple[SignedLink, str]:
    """The link, and its token, which is in the letter and nowhere else."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    link = SignedLink.objects.create(
        purpose=purpose,
        user=user,
        object_kind=thing._meta.label_lower,
        object_id=thing.pk,
        expires_at=expires_at,
        uses_left=uses,
        token_hmac=vault.token_hmac(token),
    )
    return link, token


def spend(link: SignedLink, *, now: datetime) -> SignedLink:
    """Take one use, or refuse: of two that press at once, the second waits and finds it used."""
    locked = SignedLink.objects.select_for_update().get(pk=link.pk)
    if now >= locked.expires_at:
        raise Refused("This link has run out.")
    if not locked.uses_left:
        raise Refused(USED)
    locked.uses_left -= 1
    locked.save(update_fields=["uses_left"])
    return locked


def revoke(link: SignedLink) -> None:
    """From now on it opens nothing."""
    link.uses_left = 0
    link.save(update_fields=["uses_left"])
