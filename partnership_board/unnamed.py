"""Whether words name somebody who is not to be named. Pure: no database."""

import re
from collections.abc import Iterable

INSTEAD = "Write “an expert by experience said”, or tick that they agreed to be named."


def named_in(text: str, names: Iterable[str]) -> list[str]:
    """Which of the names stand in the text as whole words.

    A name of several words is found however it is written, and by its last word alone where that
    has its capital: "Ms Lindqvist" names her too, and "young people" names nobody called Young. A
    first name alone is a common word too often, so it is left to whoever writes.
    """
    return [name for name in names if _stands(name, text)]


def _stands(name: str, text: str) -> bool:
    words = name.split()
    whole = re.search(_alone(name), text, re.IGNORECASE)
    return bool(whole or (len(words) > 1 and re.search(_alone(words[-1]), text)))


def _alone(words: str) -> str:
    return rf"(?<!\w){re.escape(words)}(?!\w)"
