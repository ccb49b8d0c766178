"""Who stands back from an item, as the chair has ruled, and what is kept from them for it."""

from collections.abc import Collection
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from partnership_board.models import (
    AgendaItem,
    BoardRules,
    DeclarationRuling,
    ItemDeclaration,
    Paper,
)
from partnership_board.recusal import LEAVES, OUT_OF_THE_ROOM

Ruling = DeclarationRuling.Ruling


Declarations = QuerySet[Any, Any]  # Any: of declarations, with what is annotated


def with_ruling(declarations: QuerySet[ItemDeclaration]) -> Declarations:
    """Each with its latest `ruling`; None while the chair has not ruled."""
    rulings = DeclarationRuling.objects.filter(declaration=OuterRef("pk"))
    latest = rulings.order_by("-ruled_at", "-pk").values("ruling")[:1]
    return declarations.annotate(ruling=Subquery(latest))


def without_vote(item: AgendaItem) -> frozenset[int]:
    """By number: those who have no vote on it."""
    ruled = with_ruling(ItemDeclaration.objects.filter(item=item))
    return frozenset(ruled.filter(ruling__in=LEAVES).values_list("person_id", flat=True))


def out_of_the_room(item: AgendaItem) -> frozenset[int]:
    """By number: those who are not there when it is decided, minuted and shared out."""
    ruled = with_ruling(ItemDeclaration.objects.filter(item=item))
    return frozenset(ruled.filter(ruling__in=OUT_OF_THE_ROOM).values_list("person_id", flat=True))


def withheld_papers(people: Collection[int] | None = None) -> dict[int, frozenset[int]]:
    """By person: the papers that they do not read, because they leave for their items.

    Whoever leaves sees no paper where the board's rules withhold it; by a ruling of its own, they
    see none wherever they are.
    """
    ruled = with_ruling(ItemDeclaration.objects.all())
    if people is not None:
        ruled = ruled.filter(person__in=people)
    withheld = Q(
        ruling__in=OUT_OF_THE_ROOM,
        item__meeting__rules__recused_see_papers=BoardRules.RecusedSee.WITHHELD,
    )
    paper = Paper.objects.filter(item=OuterRef("item")).order_by("order")
    rows = ruled.filter(withheld | Q(ruling=Ruling.NO_PAPERS)).annotate(
        paper=Subquery(paper.values("pk")[:1])
    )
    found: dict[int, set[int]] = {}
    for person, pk in rows.exclude(paper=None).values_list("person_id", F("paper")):
        found.setdefault(person, set()).add(pk)
    return {person: frozenset(papers) for person, papers in found.items()}
