"""How one person signs in."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from alliance.models import User


@dataclass(frozen=True)
class WaysIn:
    passkeys: int
    has_app: bool
    has_recovery_codes: bool
    has_password: bool
    devices: int
    addresses: int


def ways_in(user: User) -> WaysIn:
    kinds = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    return WaysIn(
        passkeys=kinds.count(Authenticator.Type.WEBAUTHN),
        has_app=Authenticator.Type.TOTP in kinds,
        has_recovery_codes=Authenticator.Type.RECOVERY_CODES in kinds,
        has_password=user.has_usable_password(),
        devices=UserSession.objects.filter(user=user).count(),
        addresses=EmailAddress.objects.filter(user=user).count(),
    )
