"""Sealing: the standard's own vectors, and what two keys open and one does not."""

import json
import re
from itertools import combinations, permutations

import pytest
from cryptography.hazmat.bindings._rust import openssl
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from partnership_board import sealing
from partnership_board.sealing import BadSheet, CannotOpen, Place

# RFC 9180, A.2.1: base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20Poly1305.
INFO = bytes.fromhex("4f6465206f6e2061204772656369616e2055726e")
SK_R = bytes.fromhex("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb")
PK_R = "4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a"
ENC = bytes.fromhex("1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a")
PT = bytes.fromhex("4265617574792069732074727574682c20747275746820626561757479")
AAD = b"Count-0"
CT = bytes.fromhex(
    "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28"
)

KEYS = [bytes([n]) * 32 for n in (1, 2, 3)]
PUBLIC = tuple(sealing.public_key(key) for key in KEYS)
PLACE = Place(1, 7, "a" * 64, PUBLIC)


def test_the_suite_is_the_one_of_the_standard() -> None:
    key = X25519PrivateKey.from_private_bytes(SK_R)

    opened = openssl.hpke._decrypt_with_aad(sealing.SUITE, ENC + CT, key, INFO, AAD)

    assert sealing.public_key(SK_R) == PK_R
    assert opened == PT


def test_any_two_of_three_open_and_the_order_does_not_matter() -> None:
    envelope = sealing.seal([3, 1, 2], candidates=5, place=PLACE)

    for first, second in permutations(KEYS, 2):
        peeled = sealing.peel(envelope, first, place=PLACE)
        assert sealing.open_peeled(peeled, second, place=PLACE) == (3, 1, 2)


@pytest.mark.parametrize("key", KEYS)
def test_one_key_opens_nothing(key: bytes) -> None:
    envelope = sealing.seal([3, 1, 2], candidates=5, place=PLACE)
    peeled = sealing.peel(envelope, key, place=PLACE)

    with pytest.raises(CannotOpen, match="used already"):
        sealing.open_peeled(peeled, key, place=PLACE)
    assert b"[3,1,2]" not in peeled


OTHERS = {
    "alliance": Place(2, 7, "a" * 64, PUBLIC),
    "election": Place(1, 8, "a" * 64, PUBLIC),
    "rule": Place(1, 7, "b" * 64, PUBLIC),
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
def test_an_envelope_of_another_place_does_not_open(other: Place) -> None:
    envelope = sealing.seal([1], candidates=5, place=other)

    with pytest.raises(CannotOpen, match="another election"):
        sealing.peel(envelope, KEYS[0], place=PLACE)


def test_an_envelope_to_other_keys_does_not_open() -> None:
    strangers = tuple(sealing.public_key(bytes([n]) * 32) for n in (1, 2, 9))
    envelope = sealing.seal([1], candidates=5, place=Place(1, 7, "a" * 64, strangers))

    with pytest.raises(CannotOpen, match="another election"):
        sealing.peel(envelope, KEYS[0], place=PLACE)


def test_a_strangers_key_is_told_so() -> None:
    envelope = sealing.seal([1], candidates=5, place=PLACE)
    peeled = sealing.peel(envelope, KEYS[0], place=PLACE)

    with pytest.raises(CannotOpen, match="belongs to another election"):
        sealing.peel(envelope, b"\x09" * 32, place=PLACE)
    with pytest.raises(CannotOpen, match="belongs to another election"):
        sealing.open_peeled(peeled, b"\x09" * 32, place=PLACE)


@pytest.mark.parametrize("at", [0, 20, 539])
def test_an_altered_envelope_does_not_open(at: int) -> None:
    envelope = bytearray(sealing.seal([1], candidates=5, place=PLACE))
    envelope[at] ^= 1
    peeled = sealing.peel(bytes(envelope), KEYS[0], place=PLACE)

    with pytest.raises(CannotOpen, match="altered"):
        sealing.open_peeled(peeled, KEYS[1], place=PLACE)


def test_half_an_envelope_is_refused() -> None:
    with pytest.raises(CannotOpen, match="not whole"):
        sealing.peel(b"x" * 100, KEYS[0], place=PLACE)


def test_every_envelope_of_an_election_is_as_long_as_the_others() -> None:
    lengths = {
        len(sealing.seal(ranking, candidates=9, place=PLACE))
        for ranking in ([], [1], [9, 8, 7, 6, 5, 4, 3, 2, 1])
    }

    assert lengths == {1308} == {sealing.envelope_octets(9, 3)}


def test_two_holders_and_many_candidates() -> None:
    two = Place(1, 7, "a" * 64, PUBLIC[:2])
    everyone = list(range(300, 0, -1))

    envelope = sealing.seal(everyone, candidates=300, place=two)
    peeled = sealing.peel(envelope, KEYS[1], place=two)

    assert len(envelope) == sealing.envelope_octets(300, 2)
    assert len(envelope) % sealing.STEP == sealing.LEAST % sealing.STEP
    assert sealing.open_peeled(peeled, KEYS[0], place=two) == tuple(everyone)


def test_the_same_ranking_never_seals_to_the_same_octets() -> None:
    made = [sealing.seal([1, 2], candidates=3, place=PLACE) for _ in range(8)]

    for one, other in combinations(made, 2):
        assert not any(one[at : at + 8] == other[at : at + 8] for at in range(0, len(one), 8))


def test_no_ranking_stands_in_an_envelope() -> None:
    envelope = sealing.seal([4, 2, 1, 3], candidates=4, place=PLACE)

    for order in permutations([1, 2, 3, 4]):
        assert json.dumps(order, separators=(",", ":")).encode()[1:-1] not in envelope


def test_a_sheet_is_fourteen_groups_of_four_letters() -> None:
    text = sealing.sheet(KEYS[0])

    assert re.fullmatch(r"([A-Z2-7]{4} ){13}[A-Z2-7]{4}", text)
    assert sealing.read_sheet(text) == KEYS[0]
    assert sealing.read_sheet(text.lower().replace(" ", "-")) == KEYS[0]


def test_figures_that_look_like_letters_are_read_as_letters() -> None:
    key = next(k for n in range(256) if "O" in sealing.sheet(k := bytes([n]) * 31 + b"\x39"))

    assert sealing.read_sheet(sealing.sheet(key).replace("O", "0")) == key


@pytest.mark.parametrize("wrong", ["", "ABCD", "????", "A" * 55, "A" * 56])
def test_a_sheet_with_a_wrong_letter_is_refused(wrong: str) -> None:
    with pytest.raises(BadSheet, match="missing or wrong"):
        sealing.read_sheet(wrong)


def test_every_swap_of_two_letters_is_noticed() -> None:
    text = sealing.sheet(bytes(range(32))).replace(" ", "")
    swapped = {
        text[:at] + text[at + 1] + text[at] + text[at + 2 :] for at in range(len(text) - 1)
    } - {text}

    for typed in swapped:
        with pytest.raises(BadSheet):
            sealing.read_sheet(typed)


def test_fingerprints_differ() -> None:
    prints = {sealing.fingerprint(one, other) for one, other in permutations(PUBLIC, 2)}

    assert len(prints) == 6
    assert all(re.fullmatch(r"([0-9a-f]{4} ){7}[0-9a-f]{4}", each) for each in prints)


def test_a_receipt_follows_from_the_nonce_and_the_envelope() -> None:
    assert sealing.receipt(b"n" * 16, b"envelope") == sealing.receipt(b"n" * 16, b"envelope")
    assert re.fullmatch("[A-Z2-7]{12}", sealing.receipt(b"n" * 16, b"envelope"))
    assert sealing.receipt(b"n" * 16, b"envelope") != sealing.receipt(b"m" * 16, b"envelope")


def test_the_kept_box_opens_with_two_keys() -> None:
    sealed = sealing.seal_box(b"3 1\n", place=PLACE)

    assert sealing.open_box(sealed, KEYS[2], KEYS[0], place=PLACE) == b"3 1\n"
    with pytest.raises(CannotOpen, match="used already"):
        sealing.open_box(sealed, KEYS[0], KEYS[0], place=PLACE)
    with pytest.raises(CannotOpen, match="another election"):
        sealing.open_box(sealed, KEYS[0], KEYS[1], place=OTHERS["rule"])
    with pytest.raises(CannotOpen, match="altered"):
        sealing.open_box(sealed[:-1] + b"x", KEYS[0], KEYS[1], place=PLACE)
