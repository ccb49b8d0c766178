"""Which offices follow from a seat or from being somebody's deputy."""

from datetime import date
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    F,
    QuerySet,
    Value,
    When,
)

from alliance.registries import OfficeRow
from partnership_board.models import Board, Deputy, SeatTerm

MEMBER, GROUP = Value("board_member"), Value("agenda_group")


def of_seats(user_id: int, on: date) -> QuerySet[Any, OfficeRow]:
    terms = SeatTerm.objects.filter(holder_id=user_id).not_ended(on=on)
    return _offices(terms, start="started_on", end="ended_on")


def of_deputies(user_id: int, on: date) -> QuerySet[Any, OfficeRow]:
    deputies = Deputy.objects.filter(person_id=user_id).not_ended(on=on)
    return _offices(deputies, start="from_on", end="to_on")


def _offices(rows: QuerySet[Any, Any], *, start: str, end: str) -> QuerySet[Any, OfficeRow]:
    """A seat on the board makes a board member; one in the agenda group, a member of that."""
    group = When(seat__board__kind=Board.Kind.AGENDA_GROUP, then=GROUP)
    offices: QuerySet[Any, OfficeRow] = (
        rows.annotate(
            office_role=Case(group, default=MEMBER, output_field=CharField()),
            office_from=F(start),
            office_to=F(end),
            office_kind=Value("alliance", output_field=CharField()),
            office_scope=Value(None, output_field=BigIntegerField()),
        )
        .values_list("office_role", "office_from", "office_to", "office_kind", "office_scope")
        .order_by()
    )
    return offices
