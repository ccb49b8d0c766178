"""Once a year the agenda group asks if the figures of power-sharing still mean the right things."""

from datetime import datetime

from django.db import transaction

from alliance import audit
from alliance.audit import Actor
from partnership_board.actions import agendas, items
from partnership_board.actions.items import ItemFacts
from partnership_board.deadlines import day_of
from partnership_board.models import AgendaProposal, Board, Purpose
from partnership_board.queries import boards
from partnership_board.queries.years import Year, years_of

MINUTES = 15
TITLE = "What the figures of power-sharing mean"
State = AgendaProposal.State


def place_reviews(*, now: datetime) -> int:
    """For each agenda group, once the figures of a year are out. How many items were placed."""
    groups = Board.objects.filter(kind=Board.Kind.AGENDA_GROUP).select_related("parent")
    return sum(_place(group, now=now) for group in groups.order_by("pk"))


@transaction.atomic
def _place(group: Board, *, now: datetime) -> int:
    """On its next agenda that is open; again on another where the group did not get that far."""
    assert group.parent is not None
    years = years_of(group.parent, on=day_of(now))
    meeting = boards.open_meetings(group, now=now).first()
    if not years or meeting is None:
        return 0
    review = _review_of(group, years[0], now=now)
    if not review.can_be_placed:
        return 0
    item = items.append(meeting, ItemFacts(TITLE, Purpose.DISCUSS, MINUTES), proposal=review)
    review.state = State.PLACED
    review.save(update_fields=["state"])
    audit.record(by=Actor.SYSTEM, kind="board.definitions_review_placed", subject=item)
    return 1


def _review_of(group: Board, year: Year, *, now: datetime) -> AgendaProposal:
    """Nobody proposes it and nobody has to accept it: it is due."""
    made = agendas.propose_itself(
        group,
        source=f"definitions {group.pk} {year.starts_on}",
        title=TITLE,
        why_now=f"The figures of {year.label} are out, on the page “How power was shared”. Each "
        "stands beside its definition. Read them once a year and say if one should change.",
        origin=AgendaProposal.Origin.STANDING,
        now=now,
    )
    if made is not None:
        made.state = State.ACCEPTED
        made.save(update_fields=["state"])
        return made
    return AgendaProposal.objects.select_for_update().get(
        source=f"definitions {group.pk} {year.starts_on}"
    )
