"""Seals text so that a copy of the database alone does not give it away.

AES-256-GCM, in two forms, both with a 96-bit random nonce before ciphertext and tag. Version 1 is
under one of the installation's keys (`VAULT_KEYS`, base64 of 32 bytes each; the first is current,
the others still open), named by its number from the end of the list. Version 2 is under a key of
its subject's own, named by that key's number (`alliance.subject_keys`). Texts are kept as URL-safe
base64. The associated words tie what is sealed to its place: moved to another row or alliance, it
does not open.
"""

import base64
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

VERSION, VERSION_OF_SUBJECT = 1, 2
NONCE_BYTES, NUMBER_BYTES = 12, 8


class CannotOpen(Exception):
    """The text was sealed under another key, for another place, or has been altered."""


def _keys() -> list[bytes]:
    return [base64.urlsafe_b64decode(key) for key in settings.VAULT_KEYS]


def current_number() -> int:
    """The oldest key of the installation is number 1, so numbers stay true when one is added."""
    return len(settings.VAULT_KEYS)


def seal_bytes(content: bytes, *, place: str) -> bytes:
    """`content` sealed under the installation's current key."""
    return bytes([VERSION, current_number()]) + _sealed(content, key=_keys()[0], place=place)


def open_bytes(stored: bytes, *, place: str) -> bytes:
    version, number = stored[0], stored[1]
    keys = _keys()
    if version != VERSION or not 1 <= number <= len(keys):
        raise CannotOpen("Sealed under a key that is not here.")
    return _opened(stored[2:], key=keys[len(keys) - number], place=place)


def seal(text: str, *, place: str) -> str:
    """`text` sealed under the current key; `place` names alliance, table, row and field."""
    return as_text(seal_bytes(text.encode(), place=place))


def unseal(sealed: str, *, place: str) -> str:
    """The text again; CannotOpen if key, place or content do not fit."""
    return open_bytes(from_text(sealed), place=place).decode()


def seal_under(content: bytes, *, key: bytes, number: int, place: str) -> bytes:
    """`content` sealed under the key of its subject that has this number."""
    head = bytes([VERSION_OF_SUBJECT]) + number.to_bytes(NUMBER_BYTES, "big")
    return head + _sealed(content, key=key, place=place)


def open_under(stored: bytes, *, key: bytes, place: str) -> bytes:
    return _opened(stored[1 + NUMBER_BYTES :], key=key, place=place)


def number_in(stored: bytes) -> int | None:
    """The number of the subject's key that `stored` was sealed under; None if of version 1."""
    if not stored or stored[0] != VERSION_OF_SUBJECT:
        return None
    return int.from_bytes(stored[1 : 1 + NUMBER_BYTES], "big")


def as_text(stored: bytes) -> str:
    return base64.urlsafe_b64encode(stored).decode()


def from_text(sealed: str) -> bytes:
    return base64.urlsafe_b64decode(sealed)


def _sealed(content: bytes, *, key: bytes, place: str) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, place.encode())


def _opened(stored: bytes, *, key: bytes, place: str) -> bytes:
    nonce, content = stored[:NONCE_BYTES], stored[NONCE_BYTES:]
    try:
        return AESGCM(key).decrypt(nonce, content, place.encode())
    except (InvalidTag, ValueError):  # ValueError: cut too short to be anything
        raise CannotOpen("Sealed for another place, or altered.") from None


def token_hmac(token: str) -> str:
    """What is stored of a link's token: 64 hexadecimal digits, useless without `TOKEN_KEY`."""
    return hmac.new(settings.TOKEN_KEY.encode(), token.encode(), hashlib.sha256).hexdigest()
