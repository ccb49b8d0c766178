"""Three plain words that let somebody answer once: easy to read out, copy and type.

4,096 words make 36 bits. Nobody can try many: five wrong ones an hour, and a code is dead after
four weeks at most.
"""

import re
import secrets
from functools import cache
from pathlib import Path

from alliance import vault

WORDS_IN_A_CODE = 3
LIST = Path(__file__).parent / "reference" / "kind_words.txt"


@cache
def kind_words() -> tuple[str, ...]:
    return tuple(LIST.read_text(encoding="ascii").split())


def new_codes(count: int) -> list[str]:
    """So many different codes, in no order: "lantern-pebble-otter"."""
    found: dict[str, None] = {}
    while len(found) < count:
        found["-".join(secrets.choice(kind_words()) for _ in range(WORDS_IN_A_CODE))] = None
    return list(found)


def as_typed(text: str) -> str:
    """The code in what a person typed, however they parted and wrote the words."""
    return "-".join(re.findall(r"[a-z]+", text.lower()))


def token_of(code: str, *, place: str) -> str:
    """What is stored of a code: useless without a key that is not in the database."""
    return vault.token_hmac(f"wellbeing/{place}/{code}")


def looks_like_one(text: str) -> bool:
    return re.fullmatch(r"[a-z]+(-[a-z]+){2}", text) is not None
