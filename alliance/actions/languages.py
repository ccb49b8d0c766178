"""Which language somebody likes best."""

from django.db import transaction

from alliance.errors import Refused
from alliance.models import User


@transaction.atomic
def choose(user: User, language: str) -> None:
    """For all of their alliances; the account is theirs, so no alliance's record holds it."""
    if language not in User.Language.values:
        raise Refused("We do not have that language yet.")
    user.language = language
    user.save(update_fields=["language"])
