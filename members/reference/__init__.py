"""Lists that come with the product: the wards of Tower Hamlets and widely used languages.

The owners of both ask to be named where the lists are shown: WARDS_SOURCE and LANGUAGES_SOURCE.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
WARDS_SOURCE = (
    "Source: Office for National Statistics licensed under the Open Government Licence v3.0."
    " Contains OS data © Crown copyright and database right 2025."
)
LANGUAGES_SOURCE = (
    "Language names derived from the Unicode Common Locale Data Repository, © Unicode, Inc.,"
    " used under the Unicode License v3."
)


@dataclass(frozen=True)
class Language:
    tag: str  # BCP 47
    name: str
    own_name: str
    direction: str  # ltr or rtl
    is_signed: bool


@dataclass(frozen=True)
class Ward:
    gss: str
    name: str
    former_name: str


@cache
def languages() -> dict[str, Language]:
    """Every language we can name, by its tag."""
    return {
        row["bcp47"]: Language(
            row["bcp47"], row["name_en"], row["autonym"], row["dir"], row["kind"] == "signed"
        )
        for row in _rows("languages.csv")
    }


def language_name(tag: str) -> str:
    known = languages().get(tag)
    return known.name if known else tag


@cache
def wards() -> tuple[Ward, ...]:
    rows = _rows("wards_tower_hamlets.csv")
    return tuple(Ward(row["gss"], row["name"], row["former_name"]) for row in rows)


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
