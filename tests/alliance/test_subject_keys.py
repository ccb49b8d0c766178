"""Each subject has a key of its own, which can be destroyed alone."""

import uuid

import pytest
from django.db import connections

from alliance import subject_keys, vault
from alliance.tenancy.context import use
from tests.people import Place

pytestmark = pytest.mark.django_db


def sealed(key: subject_keys.Key, text: bytes = b"words") -> bytes:
    return vault.seal_under(text, key=key.secret, number=key.number, place="here")


def test_a_subject_keeps_its_key(north: object) -> None:
    subject = uuid.uuid4()

    one = subject_keys.key_for(subject)

    assert subject_keys.key_for(subject) == one
    assert subject_keys.secrets_of([one.number]) == {one.number: one.secret}
    assert subject_keys.key_for(uuid.uuid4()).secret != one.secret


def test_what_is_sealed_says_which_key_and_opens_with_it_alone(north: object) -> None:
    one, other = subject_keys.key_for(uuid.uuid4()), subject_keys.key_for(uuid.uuid4())
    stored = sealed(one)

    assert vault.number_in(stored) == one.number
    assert vault.open_under(stored, key=one.secret, place="here") == b"words"
    with pytest.raises(vault.CannotOpen):
        vault.open_under(stored, key=other.secret, place="here")
    with pytest.raises(vault.CannotOpen):
        vault.open_under(stored, key=one.secret, place="elsewhere")


def test_no_flipped_byte_opens(north: object) -> None:
    key = subject_keys.key_for(uuid.uuid4())
    stored = sealed(key)

    for at in range(1 + vault.NUMBER_BYTES, len(stored)):
        flipped = stored[:at] + bytes([stored[at] ^ 1]) + stored[at + 1 :]
        with pytest.raises(vault.CannotOpen):
            vault.open_under(flipped, key=key.secret, place="here")
    with pytest.raises(vault.CannotOpen):
        vault.open_under(stored[:15], key=key.secret, place="here")


def test_another_alliance_has_no_such_key(north: Place, south: Place) -> None:
    number = subject_keys.key_for(uuid.uuid4()).number

    with use(south.id):
        assert subject_keys.secrets_of([number]) == {}


def test_the_application_may_not_say_that_receipts_were_replayed(north: object) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('vault.replay', 'INSERT, UPDATE, DELETE')")
        assert cursor.fetchone() == (False,)
        cursor.execute("SELECT has_table_privilege('vault.alliance_key', 'UPDATE, DELETE')")
        assert cursor.fetchone() == (False,)
