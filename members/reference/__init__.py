"""Lists that come with the product: wards of Tower Hamlets, widely used languages, ethnic groups.

Their owners ask to be named where they are shown: WARDS_SOURCE, LANGUAGES_SOURCE, ETHNICITY_SOURCE.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
TWO_LETTERS = 2
ETHNICITY_SOURCE = (
    "Source: Office for National Statistics licensed under the Open Government Licence v3.0."
)
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
    code: str  # two letters, or ISO 639-3


@dataclass(frozen=True)
class EthnicGroup:
    """One of the 19 of the 2021 Census of England and Wales, in one of its five."""

    code: str
    name: str
    of: str


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
            tag=row["bcp47"],
            name=row["name_en"],
            own_name=row["autonym"],
            direction=row["dir"],
            is_signed=row["kind"] == "signed",
            code=_short_code(row["bcp47"], row["iso639_3"]),
        )
        for row in _rows("languages.csv")
    }


def _short_code(tag: str, longer: str) -> str:
    """Two letters where there are two, whatever the region: "pt" for "pt-BR"."""
    own = tag.split("-")[0]
    return own if len(own) == TWO_LETTERS else longer


def language_name(tag: str) -> str:
    known = languages().get(tag)
    return known.name if known else tag


@cache
def wards() -> tuple[Ward, ...]:
    rows = _rows("wards_tower_hamlets.csv")
    return tuple(Ward(row["gss"], row["name"], row["former_name"]) for row in rows)


@cache
def ethnic_groups() -> tuple[EthnicGroup, ...]:
    """In the order of the Office for National Statistics. People's own words stand beside them."""
    rows = _rows("ethnicity_2021.csv")
    return tuple(EthnicGroup(row["code"], row["group19"], row["group5"]) for row in rows)


@cache
def group_names() -> dict[str, str]:
    return {one.code: one.name for one in ethnic_groups()}


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
