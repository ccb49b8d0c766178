"""The marked texts: wholly invented, in the voices of an inner London borough.

In `redaction_marked.txt` every paragraph is a text; {kind:words} marks what could give somebody
away. `redaction_clean.txt` holds texts in which nothing could.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from coproduction.redaction import Gazetteer

HERE = Path(__file__).parent
MARK = re.compile(r"\{(\w+):([^}]*)\}")
# What an alliance of this borough would have on its list: workers by their full names, and places.
KNOWN = Gazetteer.of(
    people=[
        *("Shirin Akhter", "Dan Whitlock", "Kayleigh Marsh", "Nasima Uddin", "Parveen Bano"),
        *("Deeqa Jama", "Amal Yusuf", "Halima Noor", "Pawel Nowak", "Grace Okafor"),
        *("Steve Cutler", "Beth Lomax", "Tasnim Ara", "Naima Osman", "Samira Haddad"),
    ],
    places=[
        *("Lavender Ward", "Globe Ward", "Mile End Hospital", "Harford Practice"),
        *("East London Mosque", "Limehouse Surgery", "St Barnabas Church"),
        *("Tower Hamlets Cemetery Park", "Cranbrook Estate"),
    ],
)


@dataclass(frozen=True)
class Marked:
    text: str
    spans: tuple[tuple[int, int, str], ...]


def _unmarked(paragraph: str) -> Marked:
    text, spans, at = "", [], 0
    for found in MARK.finditer(paragraph):
        text += paragraph[at : found.start()]
        spans.append((len(text), len(text) + len(found[2]), found[1]))
        text += found[2]
        at = found.end()
    return Marked(text + paragraph[at:], tuple(spans))


def _paragraphs(name: str) -> list[str]:
    return [each.strip() for each in (HERE / name).read_text().split("\n\n") if each.strip()]


@cache
def marked() -> list[Marked]:
    return [_unmarked(each) for each in _paragraphs("redaction_marked.txt")]


@cache
def clean() -> list[str]:
    return _paragraphs("redaction_clean.txt")
