"""Seals a stream so that only the holder of one private key can read it, or change it unseen.

A key agreed between the recipient's X25519 key and one made for this file alone (HKDF-SHA256) seals
chunks of a mebibyte with AES-256-GCM. A chunk's number and whether it is the last are part of its
nonce, so that a file cut short, put in another order or lengthened does not open. It says who can
read, not who wrote: anybody with the public key can make such a file.
"""

import base64
import binascii
from dataclasses import dataclass
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from alliance.errors import Refused

MARK = b"alliance backup 1\n"
KEY_BYTES, TAG_BYTES, CHUNK = 32, 16, 2**20
HEADER_BYTES = len(MARK) + 2 * KEY_BYTES


@dataclass(frozen=True)
class KeyPair:
    """Both halves in base64. Whoever has `private` can read every backup sealed to `public`."""

    public: str
    private: str


def new_key_pair() -> KeyPair:
    private = X25519PrivateKey.generate()
    return KeyPair(
        base64.b64encode(private.public_key().public_bytes_raw()).decode(),
        base64.b64encode(private.private_bytes_raw()).decode(),
    )


def public_key(text: str) -> X25519PublicKey:
    return X25519PublicKey.from_public_bytes(_key_bytes(text, "BACKUP_RECIPIENT is not a key"))


def private_key(text: str) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(_key_bytes(text, "This is not a private key"))


def _key_bytes(text: str, complaint: str) -> bytes:
    try:
        found = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        found = b""
    if len(found) != KEY_BYTES:
        raise Refused(f"{complaint}: it must be {KEY_BYTES} bytes in base64.")
    return found


def _cipher(shared: bytes, header: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), length=32, salt=header, info=MARK).derive(shared))


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


class SealingWriter:
    """Takes bytes of any length; what was written opens only after `close`."""

    def __init__(self, file: BinaryIO, recipient: X25519PublicKey) -> None:
        passing = X25519PrivateKey.generate()
        mine = passing.public_key().public_bytes_raw()
        self.header = MARK + recipient.public_bytes_raw() + mine
        self.cipher = _cipher(passing.exchange(recipient), self.header)
        self.file, self.waiting, self.number = file, bytearray(), 0
        self.file.write(self.header)

    def write(self, content: bytes) -> int:
        self.waiting += content
        while len(self.waiting) > CHUNK:  # the last chunk, even a full one, is left for `close`
            self._seal(bytes(self.waiting[:CHUNK]), is_last=False)
            del self.waiting[:CHUNK]
        return len(content)

    def close(self) -> None:
        self._seal(bytes(self.waiting), is_last=True)

    def _seal(self, chunk: bytes, *, is_last: bool) -> None:
        nonce = _nonce(self.number, is_last=is_last)
        self.file.write(self.cipher.encrypt(nonce, chunk, self.header))
        self.number += 1


class UnsealingReader:
    """Gives back what was sealed; refuses at the first chunk that is not as it was written."""

    def __init__(self, file: BinaryIO, key: X25519PrivateKey) -> None:
        self.file = file
        self.header = file.read(HEADER_BYTES)
        if len(self.header) != HEADER_BYTES or not self.header.startswith(MARK):
            raise Refused("This file is not a backup made by this program.")
        recipient = self.header[len(MARK) : -KEY_BYTES]
        if recipient != key.public_key().public_bytes_raw():
            raise Refused("This backup was sealed to another key than the one given.")
        made_for_it = X25519PublicKey.from_public_bytes(self.header[-KEY_BYTES:])
        self.cipher = _cipher(key.exchange(made_for_it), self.header)
        self.sealed, self.number = self._next_sealed(), 0
        self.opened, self.is_over = bytearray(), False

    def read(self, size: int) -> bytes:
        while len(self.opened) < size and not self.is_over:
            self._open_one()
        content = bytes(self.opened[:size])
        del self.opened[:size]
        return content

    def _next_sealed(self) -> bytes:
        return self.file.read(CHUNK + TAG_BYTES)

    def _open_one(self) -> None:
        chunk, self.sealed = self.sealed, self._next_sealed()
        self.is_over = not self.sealed
        nonce = _nonce(self.number, is_last=self.is_over)
        try:
            self.opened += self.cipher.decrypt(nonce, chunk, self.header)
        except InvalidTag:
            raise Refused(
                "This backup has been cut short or altered. Nothing in it is believed."
            ) from None
        self.number += 1
