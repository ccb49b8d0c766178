"""The four words on a card. With the made-up name they open the card's page, and nothing else.

4,096 words make 48 bits; five wrong tries shut a card for an hour. Only a keyed digest is stored,
so the words stand on the card alone.
"""

import secrets

from alliance import vault
from alliance.tenancy.context import current
from members.codes import as_typed, kind_words

WORDS_ON_A_CARD = 4


def new_words() -> str:
    """Such as "lantern pebble otter meadow"."""
    return " ".join(secrets.choice(kind_words()) for _ in range(WORDS_ON_A_CARD))


def hmac_of(ref: str, words: str) -> str:
    """What is stored of the words on one card, however they were typed."""
    return vault.token_hmac(f"card/{current()}/{ref.strip().title()}/{as_typed(words)}")
