"""Finding what a signed link is for. Looking writes nothing, however often it is done."""

from alliance import vault
from alliance.models import SignedLink


def link_of(token: str, *, purpose: str) -> SignedLink | None:
    """The link that was sent with this token, whether or not it still works."""
    rows = SignedLink.objects.filter(token_hmac=vault.token_hmac(token), purpose=purpose)
    return rows.select_related("user").first()
