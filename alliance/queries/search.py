"""Finding a word among the things that a person may see, by kind.

Each source filters by the person's rights and asks once. Full text knows that "meetings" are a
"meeting"; plain comparison finds the middle of a name. Both run after the policy of the table, on
the few hundred rows of one alliance, so no index is kept.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.contrib.postgres.search import SearchQuery, SearchVector, SearchVectorExact
from django.db.models import Model, Q, QuerySet
from django.urls import reverse

from alliance import registries
from alliance.models import User
from alliance.queries.people import holders, titles

Row = TypeVar("Row", bound=Model)
FEWEST_LETTERS, MOST_LETTERS, MOST_WORDS = 2, 80, 8
MOST_OF_A_KIND = 8
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Kind:
    """What was found of one kind."""

    title: str
    found: list[tuple[str, str, str]]  # title, words, url
    is_more: bool


def everything(user: User, words: str) -> list[Kind]:
    """By kind, those without a find left out. One query a source."""
    kinds = []
    for source in registries.search_sources:
        found = list(source.find(user, words, MOST_OF_A_KIND + 1))
        if found:
            shown = found[:MOST_OF_A_KIND]
            kinds.append(Kind(source.title, shown, len(found) > MOST_OF_A_KIND))
    return kinds


def people(words: str, most: int, *, on: date) -> list[tuple[str, str, str]]:
    """Those with an office here, by the name they use or their full one."""
    found = matching(holders(on=on), words, "name", "known_as")[:most]
    return [
        (str(user), ", ".join(titles(user)), reverse("alliance:person", kwargs={"pk": user.pk}))
        for user in found
    ]


def matching(rows: QuerySet[Row], words: str, *fields: str, also: Q | None = None) -> QuerySet[Row]:
    """The rows whose fields have every one of the words, as a word's beginning or inside one.

    `also` finds rows in another way.
    """
    wanted = WORD.findall(words)[:MOST_WORDS]
    if not wanted:
        return rows.none()
    inside = Q()
    for word in wanted:
        inside &= Q(*((f"{field}__icontains", word) for field in fields), _connector=Q.OR)
    stems = SearchQuery(
        " & ".join(f"'{word}':*" for word in wanted), config="english", search_type="raw"
    )
    has_stems = SearchVectorExact(SearchVector(*fields, config="english"), stems)
    return rows.filter(inside | Q(has_stems) | (also if also is not None else Q(pk__in=[])))
