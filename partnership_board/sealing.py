"""Sealing ballots to the officers' keys, so that any two of them can open the box and no one alone.

Pure. HPKE is RFC 9180 in base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305.
An envelope is `nonce || ChaCha20-Poly1305(K, padded ranking)`, followed, for every ordered pair
(a, b) of key holders, by `HPKE_a(HPKE_b(K))`. K is new for every envelope, so the same ranking
never seals to the same octets. The place - alliance, election, rule, public keys - is bound to
every layer, so nothing of one election opens in another.
"""

import base64
import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import permutations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
KEY, NONCE, TAG = 32, 12, 16
LAYER = KEY + TAG  # what HPKE adds: the sender's half and the tag
INNER, OUTER = KEY + LAYER, KEY + 2 * LAYER
PADDED, STEP = 512, 256  # octets of a ranking, and by how many it grows with more candidates
LEAST = NONCE + PADDED + TAG + 2 * OUTER  # two holders
CHECK = 3  # octets of a sheet's checksum
GROUP = 4  # letters
ALIKE = str.maketrans("018", "OIB")  # figures that are no letters of a sheet, and what was meant


class CannotOpen(Exception):
    """The key, the place or the envelope does not fit."""


class BadSheet(ValueError):
    """What was typed is no key sheet: a letter is missing or wrong."""


@dataclass(frozen=True)
class Place:
    """What an envelope is bound to. Keys are 64 hexadecimal digits each, in any order."""

    alliance: int
    election: int
    rule_sha256: str
    public_keys: tuple[str, ...]

    @property
    def holders(self) -> tuple[str, ...]:
        return tuple(sorted(self.public_keys))

    def octets(self) -> bytes:
        named = {
            "alliance": self.alliance,
            "election": self.election,
            "rule": self.rule_sha256,
            "keys": self.holders,
        }
        return json.dumps(named, sort_keys=True, separators=(",", ":")).encode()

    def pairs(self) -> list[tuple[str, str]]:
        return list(permutations(self.holders, 2))


# ---- keys and their sheets -----------------------------------------------------------------------


def new_key() -> bytes:
    return X25519PrivateKey.generate().private_bytes_raw()


def public_key(private: bytes) -> str:
    """64 hexadecimal digits."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw().hex()


def sheet(private: bytes) -> str:
    """The key as it is printed: fourteen groups of four letters, the checksum among them."""
    letters = base64.b32encode(private + _checksum(private)).decode()
    return " ".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def read_sheet(typed: str) -> bytes:
    """The key of a sheet as somebody typed it. BadSheet if a letter is missing or wrong."""
    letters = "".join(typed.split()).replace("-", "").upper().translate(ALIKE)
    try:
        found = base64.b32decode(letters)
    except ValueError:
        raise BadSheet("A letter is missing or wrong.") from None
    private, check = found[:KEY], found[KEY:]
    if len(found) != KEY + CHECK or check != _checksum(private):
        raise BadSheet("A letter is missing or wrong.")
    return private


def fingerprint(*public_keys: str) -> str:
    """Eight groups of four hexadecimal digits, to read out and compare."""
    digits = hashlib.sha256("".join(public_keys).encode()).hexdigest()[:32]
    return " ".join(digits[at : at + GROUP] for at in range(0, len(digits), GROUP))


def _checksum(private: bytes) -> bytes:
    return hashlib.sha256(b"key sheet" + private).digest()[:CHECK]


# ---- envelopes -----------------------------------------------------------------------------------


def padded_octets(candidates: int) -> int:
    """How long any ranking of so many candidates is once padded."""
    longest = len(_written(range(candidates, 0, -1)))
    return PADDED + max(0, -(-(longest - PADDED) // STEP)) * STEP


def envelope_octets(candidates: int, holders: int) -> int:
    return NONCE + padded_octets(candidates) + TAG + holders * (holders - 1) * OUTER


def seal(ranking: Sequence[int], *, candidates: int, place: Place) -> bytes:
    """The envelope. Its length depends on the election alone."""
    text = _written(ranking).ljust(padded_octets(candidates))
    key, nonce, bound = os.urandom(KEY), os.urandom(NONCE), place.octets()
    body = nonce + ChaCha20Poly1305(key).encrypt(nonce, text, bound)
    wrapped = (_wrap(_wrap(key, inner, bound), outer, bound) for outer, inner in place.pairs())
    return body + b"".join(wrapped)


def peel(envelope: bytes, private: bytes, *, place: Place) -> bytes:
    """What the first key leaves: the body, whose key it was, and K wrapped for each other one.

    CannotOpen if the key is none of the place's, or the envelope belongs somewhere else.
    """
    mine = _holder(private, place)
    body, wrapped = _parts(envelope, place)
    left = [
        _unwrap(wrap, private, place.octets())
        for (outer, _), wrap in zip(place.pairs(), wrapped, strict=True)
        if outer == mine
    ]
    return body + bytes.fromhex(mine) + b"".join(left)


def open_peeled(peeled: bytes, private: bytes, *, place: Place) -> tuple[int, ...]:
    """The ranking, with a second key. CannotOpen if it is the first one again, or a stranger's."""
    mine, bound = _holder(private, place), place.octets()
    others = len(place.holders) - 1
    end = len(peeled) - KEY - others * INNER
    first = peeled[end : end + KEY].hex()
    inner = [b for a, b in place.pairs() if a == first]
    if mine not in inner:
        raise CannotOpen("The same key has been used already.")
    at = end + KEY + inner.index(mine) * INNER
    key = _unwrap(peeled[at : at + INNER], private, bound)
    body = peeled[:end]
    try:
        text = ChaCha20Poly1305(key).decrypt(body[:NONCE], body[NONCE:], bound)
    except InvalidTag:
        raise CannotOpen("The envelope has been altered.") from None
    return tuple(json.loads(text))


def receipt(nonce: bytes, envelope: bytes) -> str:
    """Twelve letters that show an envelope was in the box, to whoever has the nonce."""
    return base64.b32encode(hashlib.sha256(nonce + envelope).digest()).decode()[:12]


def blob_sha256s(envelopes: Iterable[bytes]) -> list[str]:
    return [hashlib.sha256(each).hexdigest() for each in envelopes]


# ---- one text for one or two keys: what is kept after the result ---------------------------------


def seal_box(text: bytes, *, place: Place) -> bytes:
    """A text that any two holders open together; for what is kept until the last term ends."""
    key, nonce, bound = os.urandom(KEY), os.urandom(NONCE), place.octets()
    wrapped = (_wrap(_wrap(key, inner, bound), outer, bound) for outer, inner in place.pairs())
    return b"".join(wrapped) + nonce + ChaCha20Poly1305(key).encrypt(nonce, text, bound)


def open_box(sealed: bytes, first: bytes, second: bytes, *, place: Place) -> bytes:
    """The text again, with two different holders' keys. CannotOpen otherwise."""
    outer, inner = _holder(first, place), _holder(second, place)
    if outer == inner:
        raise CannotOpen("The same key has been used already.")
    at, bound = place.pairs().index((outer, inner)) * OUTER, place.octets()
    key = _unwrap(_unwrap(sealed[at : at + OUTER], first, bound), second, bound)
    body = sealed[len(place.pairs()) * OUTER :]
    try:
        return ChaCha20Poly1305(key).decrypt(body[:NONCE], body[NONCE:], bound)
    except InvalidTag:
        raise CannotOpen("The box has been altered.") from None


def peel_box(sealed: bytes, private: bytes, *, place: Place) -> bytes:
    """What the first key leaves of a sealed box: whose key it was, K wrapped for each other
    holder, and the body. CannotOpen if the key is none of the place's."""
    mine, pairs = _holder(private, place), place.pairs()
    wrapped = [sealed[at * OUTER : (at + 1) * OUTER] for at in range(len(pairs))]
    left = [
        _unwrap(wrap, private, place.octets())
        for (outer, _), wrap in zip(pairs, wrapped, strict=True)
        if outer == mine
    ]
    return bytes.fromhex(mine) + b"".join(left) + sealed[len(pairs) * OUTER :]


def open_peeled_box(peeled: bytes, private: bytes, *, place: Place) -> bytes:
    """The text, with a second key. CannotOpen if it is the first one again, or a stranger's."""
    mine, bound = _holder(private, place), place.octets()
    inner = [b for a, b in place.pairs() if a == peeled[:KEY].hex()]
    if mine not in inner:
        raise CannotOpen("The same key has been used already.")
    at = KEY + inner.index(mine) * INNER
    key = _unwrap(peeled[at : at + INNER], private, bound)
    body = peeled[KEY + len(inner) * INNER :]
    try:
        return ChaCha20Poly1305(key).decrypt(body[:NONCE], body[NONCE:], bound)
    except InvalidTag:
        raise CannotOpen("The box has been altered.") from None


# ---- the parts -----------------------------------------------------------------------------------


def _written(ranking: Iterable[int]) -> bytes:
    return json.dumps(list(ranking), separators=(",", ":")).encode()


def _holder(private: bytes, place: Place) -> str:
    mine = public_key(private)
    if mine not in place.holders:
        raise CannotOpen("This key belongs to another election.")
    return mine


def _parts(envelope: bytes, place: Place) -> tuple[bytes, list[bytes]]:
    end = len(envelope) - len(place.pairs()) * OUTER
    if end < NONCE + TAG:
        raise CannotOpen("The envelope is not whole.")
    return envelope[:end], [envelope[at : at + OUTER] for at in range(end, len(envelope), OUTER)]


def _wrap(secret: bytes, public: str, bound: bytes) -> bytes:
    key = X25519PublicKey.from_public_bytes(bytes.fromhex(public))
    return bytes(SUITE.encrypt(secret, key, bound))


def _unwrap(wrapped: bytes, private: bytes, bound: bytes) -> bytes:
    key = X25519PrivateKey.from_private_bytes(private)
    try:
        return bytes(SUITE.decrypt(wrapped, key, bound))
    except InvalidTag:
        raise CannotOpen("This envelope was sealed for another election or key.") from None
