"""What stands on every agenda of a board. Its minutes are counted apart from free minutes."""

from datetime import date

from django.db import transaction
from django.db.models import Max

from alliance import audit
from alliance.audit import Actor
from alliance.errors import Refused
from alliance.models import User
from partnership_board.actions import items
from partnership_board.actions.items import ItemFacts
from partnership_board.deadlines import day_of
from partnership_board.models import Board, Meeting, StandingItem


@transaction.atomic
def add(
    board: Board,
    *,
    title: str,
    purpose: str,
    minutes: int,
    section: str,
    from_on: date,
    by: User | Actor,
) -> StandingItem:
    """From now on each new meeting begins with it; agendas that exist stay as they are."""
    there = StandingItem.objects.filter(board=board)
    item = StandingItem.objects.create(
        board=board,
        title=title,
        purpose=purpose,
        minutes=minutes,
        section=section,
        position=(there.aggregate(Max("position"))["position__max"] or 0) + 1,
        from_on=from_on,
    )
    audit.record(by=by, kind="board.standing_item_added", subject=item)
    return item


@transaction.atomic
def end(item: StandingItem, *, on: date, by: User) -> None:
    """On no agenda of a meeting from that day."""
    item = StandingItem.objects.select_for_update().get(pk=item.pk)
    if item.to_on is not None:
        raise Refused("This item no longer stands on every agenda.")
    if on < item.from_on:
        raise Refused("It had not begun then.")
    item.to_on = on
    item.save(update_fields=["to_on"])
    audit.record(by=by, kind="board.standing_item_ended", subject=item)


@transaction.atomic
def raise_up(item: StandingItem, *, by: User, on: date) -> None:
    """Change places with the one before it, for the agendas of meetings that are planned later."""
    board = Board.objects.select_for_update().get(pk=item.board_id)
    there = list(StandingItem.objects.current(on=on).filter(board=board).order_by("position", "pk"))
    place = next((n for n, each in enumerate(there) if each.pk == item.pk), None)
    if place is None:
        raise Refused("This item no longer stands on every agenda.")
    if place == 0:
        raise Refused("It is the first already.")
    there[place - 1], there[place] = there[place], there[place - 1]
    for position, each in enumerate(there, start=1):
        each.position = position
    StandingItem.objects.bulk_update(there, ["position"])
    audit.record(by=by, kind="board.standing_item_raised", subject=item)


def place_on(meeting: Meeting) -> None:
    """Each on the new agenda, in its part."""
    there = StandingItem.objects.current(on=day_of(meeting.starts_at))
    for each in there.filter(board=meeting.board_id).order_by("position", "pk"):
        facts = ItemFacts(each.title, each.purpose, each.minutes, each.section)
        items.append(meeting, facts, standing=each)
