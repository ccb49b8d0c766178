"""Whether words name somebody who is not to be named. Pure: no database."""

import re
from collections.abc import Iterable, Mapping

TITLE = r"(?:(?<!\w)(?:Mr|Mrs|Ms|Miss|Mx|Dr)\.? )?"
INSTEAD = "Write “an expert by experience said”, or tick that they agreed to be named."


def named_in(text: str, names: Iterable[str]) -> list[str]:
    """Which of the names stand in the text as whole words.

    A name of several words is found however it is written, and by its last word alone where that
    has its capital: "Ms Lindqvist" names her too, and "young people" names nobody called Young. A
    first name alone is a common word too often, so it is left to whoever writes.
    """
    return [name for name in names if _stands(name, text)]


def without(text: str, instead: Mapping[str, str]) -> str:
    """The text with what stands `instead` of each name in it, by name.

    Whoever is named is left out with their title and by their first name too. A name of one word is
    left out only where it has its capital.
    """
    for name in sorted(instead, key=len, reverse=True):
        words = name.split()
        if len(words) > 1 and _stands(name, text):
            text = _put(instead[name], text, _alone(name), re.IGNORECASE)
            text = _put(instead[name], text, _alone(words[-1]))
            text = _put(instead[name], text, _alone(words[0]))
        elif len(words) == 1:
            text = _put(instead[name], text, _alone(name))
    return text


def _put(instead: str, text: str, name: str, flags: int = 0) -> str:
    """Where a sentence begins, with a capital."""

    def one(match: re.Match[str]) -> str:
        before = match.string[: match.start()].rstrip()
        begins = (
            not before or before[-1] in ".!?:" or "\n" in match.string[len(before) : match.start()]
        )
        return instead[:1].upper() + instead[1:] if begins else instead

    return re.sub(TITLE + name, one, text, flags=flags)


def _stands(name: str, text: str) -> bool:
    words = name.split()
    whole = re.search(_alone(name), text, re.IGNORECASE)
    return bool(whole or (len(words) > 1 and re.search(_alone(words[-1]), text)))


def _alone(words: str) -> str:
    return rf"(?<!\w){re.escape(words)}(?!\w)"
