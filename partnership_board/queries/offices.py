"""Which offices follow from a seat or from being somebody's deputy."""

from datetime import date
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    ExpressionWrapper,
    F,
    QuerySet,
    Value,
    When,
)

from alliance.registries import OfficeRow
from partnership_board.models import Board, Deputy, ElectionOfficer, SeatTerm

MEMBER, GROUP, CHAIR = Value("board_member"), Value("agenda_group"), Value("board_chair")
KEEPERS = [SeatTerm.Position.CHAIR, SeatTerm.Position.DEPUTY_CHAIR, SeatTerm.Position.SECRETARY]


def of_seats(user_id: int, on: date) -> QuerySet[Any, OfficeRow]:
    terms = SeatTerm.objects.filter(holder_id=user_id).not_ended(on=on)
    return _offices(terms, start="started_on", end="ended_on")


def of_chairs(user_id: int, on: date) -> QuerySet[Any, OfficeRow]:
    """Who chairs a board, or writes for it, keeps the record of its meetings."""
    keepers = SeatTerm.objects.filter(holder_id=user_id, position__in=KEEPERS).not_ended(on=on)
    return _rows(keepers, CHAIR, start="started_on", end="ended_on")


def of_deputies(user_id: int, on: date) -> QuerySet[Any, OfficeRow]:
    deputies = Deputy.objects.filter(person_id=user_id).not_ended(on=on)
    return _offices(deputies, start="from_on", end="to_on")


def of_election_officers(user_id: int, on: date) -> QuerySet[Any, OfficeRow]:
    """Who conducts an election or watches it: rights in that election alone."""
    rows = ElectionOfficer.objects.filter(user_id=user_id).exclude(to_on__lte=on)
    offices: QuerySet[Any, OfficeRow] = (
        rows.annotate(
            office_role=F("role"),
            office_from=F("from_on"),
            office_to=F("to_on"),
            office_kind=Value("election", output_field=CharField()),
            office_scope=F("election_id"),
        )
        .values_list("office_role", "office_from", "office_to", "office_kind", "office_scope")
        .order_by()
    )
    return offices


def _offices(rows: QuerySet[Any, Any], *, start: str, end: str) -> QuerySet[Any, OfficeRow]:
    """A seat on the board makes a board member; one in the agenda group, a member of that."""
    group = When(seat__board__kind=Board.Kind.AGENDA_GROUP, then=GROUP)
    role = Case(group, default=MEMBER, output_field=CharField())
    return _rows(rows, role, start=start, end=end)


def _rows(
    rows: QuerySet[Any, Any], role: Case | Value, *, start: str, end: str
) -> QuerySet[Any, OfficeRow]:
    offices: QuerySet[Any, OfficeRow] = (
        rows.annotate(
            office_role=ExpressionWrapper(role, output_field=CharField()),
            office_from=F(start),
            office_to=F(end),
            office_kind=Value("alliance", output_field=CharField()),
            office_scope=Value(None, output_field=BigIntegerField()),
        )
        .values_list("office_role", "office_from", "office_to", "office_kind", "office_scope")
        .order_by()
    )
    return offices
