"""Accounts: how one begins and what its owner changes."""

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.db import IntegrityError, transaction

from alliance.errors import Refused
from alliance.models import User


@transaction.atomic
def open_account(*, email: str, name: str, known_as: str, language: str, password: str) -> User:
    """The address counts as theirs: they came by a link that was sent to it."""
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                email, password or None, name=name, known_as=known_as, language=language
            )
    except IntegrityError:
        raise Refused("There is an account with this address. Sign in to accept.") from None
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@transaction.atomic
def change_details(user: User, *, name: str, known_as: str, language: str) -> None:
    user.name, user.known_as, user.language = name, known_as, language
    user.save(update_fields=["name", "known_as", "language"])


@transaction.atomic
def end_session(user: User, *, pk: int) -> None:
    """Sign out one of one's own other devices."""
    session = UserSession.objects.filter(user=user, pk=pk).first()
    if session is None:
        raise Refused("That device is signed out already.")
    session.end()
