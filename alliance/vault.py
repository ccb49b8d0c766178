"""Seals text so that a copy of the database alone does not give it away.

AES-256-GCM under the installation's keys (`VAULT_KEYS`, base64 of 32 bytes each; the first is
current, the others still open). Stored form: version, key number from the end of the list, 96-bit
nonce, ciphertext and tag, as URL-safe base64. The associated words tie a sealed text to its place:
moved to another row or alliance, it does not open.
"""

import base64
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

VERSION = 1
NONCE_BYTES = 12


class CannotOpen(Exception):
    """The text was sealed under another key, for another place, or has been altered."""


def _keys() -> list[bytes]:
    return [base64.urlsafe_b64decode(key) for key in settings.VAULT_KEYS]


def seal(text: str, *, place: str) -> str:
    """`text` sealed under the current key; `place` names alliance, table, row and field."""
    keys = _keys()
    number = len(keys)  # the oldest key is number 1, so numbers stay true when a key is added
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(keys[0]).encrypt(nonce, text.encode(), place.encode())
    return base64.urlsafe_b64encode(bytes([VERSION, number]) + nonce + sealed).decode()


def unseal(sealed: str, *, place: str) -> str:
    """The text again; CannotOpen if key, place or content do not fit."""
    stored = base64.urlsafe_b64decode(sealed)
    version, number = stored[0], stored[1]
    nonce, content = stored[2 : 2 + NONCE_BYTES], stored[2 + NONCE_BYTES :]
    keys = _keys()
    if version != VERSION or not 1 <= number <= len(keys):
        raise CannotOpen("Sealed under a key that is not here.")
    try:
        return AESGCM(keys[len(keys) - number]).decrypt(nonce, content, place.encode()).decode()
    except InvalidTag:
        raise CannotOpen("Sealed for another place, or altered.") from None


def token_hmac(token: str) -> str:
    """What is stored of a link's token: 64 hexadecimal digits, useless without `TOKEN_KEY`."""
    return hmac.new(settings.TOKEN_KEY.encode(), token.encode(), hashlib.sha256).hexdigest()
