"""An interest is declared against an item, and the chair rules what follows from it."""

from datetime import datetime

from django.db import transaction

from alliance import audit, outbox
from alliance.errors import Refused
from alliance.http import absolute_url
from alliance.models import User
from partnership_board.actions import forecasts, reviews
from partnership_board.actions.interests import refuse_names
from partnership_board.deadlines import day_of
from partnership_board.models import (
    AgendaItem,
    DeclarationRuling,
    Interest,
    ItemChair,
    ItemDeclaration,
)
from partnership_board.models.answers import LEAST_REASON
from partnership_board.queries import declarations as queries
from partnership_board.queries import recusals

Stage, Materiality, Ruling = (
    ItemDeclaration.Stage,
    ItemDeclaration.Materiality,
    DeclarationRuling.Ruling,
)
NOT_YOUR_ACTION = "You left for this item, so you cannot be given its action."


@transaction.atomic
def declare(
    item: AgendaItem,
    *,
    materiality: str,
    by: User,
    now: datetime,
    said: str = "",
    interest: Interest | None = None,
    stage: str = "",
) -> ItemDeclaration:
    """By the person themselves. Declared afterwards, what was decided is looked at again."""
    item = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    said = _words(said, materiality=materiality, interest=interest, by=by)
    if not queries.may_declare(by, item.meeting, on=day_of(now)):
        raise Refused("Only those with a seat on this board, and their deputies, declare here.")
    stage = stage or queries.stage_of(item, now=now)
    if ItemDeclaration.objects.filter(item=item, person=by, stage=stage).exists():
        raise Refused("You have said this already. The chair has it.")
    declaration = ItemDeclaration.objects.create(
        item=item,
        person=by,
        interest=interest,
        said=said,
        stage=stage,
        materiality=materiality,
        declared_at=now,
    )
    data = {"item": item.pk, "stage": str(stage), "materiality": str(materiality)}
    audit.record(by=by, kind="board.interest_declared", subject=declaration, data=data)
    if stage == Stage.AFTER and not declaration.touches_nothing:
        reviews.interest_found(item, by=by, now=now)
    return declaration


def _words(said: str, *, materiality: str, interest: Interest | None, by: User) -> str:
    """Their own words, or those of their entry in the register as everybody reads it."""
    if interest is not None and interest.person_id != by.pk:
        raise Refused("That is somebody else’s entry in the register.", field="interest")
    said = said.strip() or (interest.shown_as if interest else "")
    if not said and materiality != Materiality.NONE:
        raise Refused("Say in a few words what the connection is.", field="said")
    refuse_names(said, field="said")
    return said


@transaction.atomic
def rule(
    declaration: ItemDeclaration, *, ruling: str, by: User, now: datetime, reason: str = ""
) -> DeclarationRuling:
    """By the chair; by the deputy chair where the chair is touched; else by whom the meeting chose.

    The person hears of it, and what it does to the vote is kept as it was expected.
    """
    item, reason = declaration.item, reason.strip()
    ruler = queries.ruler_of(item, on=day_of(now))
    if declaration.person_id == by.pk:
        raise Refused("Nobody rules on an interest of their own.")
    if ruler.is_to_be_chosen:
        raise Refused(f"{ruler.why} The meeting chooses somebody to chair it.")
    if ruler.person != by:
        raise Refused(f"{ruler.person} rules on this. {ruler.why}".strip())
    _refuse_unlawful(declaration, ruling=ruling, reason=reason)
    made = DeclarationRuling.objects.create(
        declaration=declaration,
        ruling=ruling,
        reason=reason,
        ruled_by=by,
        ruled_as=ruler.ruled_as,
        ruled_at=now,
    )
    data = {"item": item.pk, "ruling": str(ruling), "as": str(ruler.ruled_as)}
    audit.record(by=by, kind="board.interest_ruled", subject=declaration, data=data)
    forecasts.keep([item], cause="ruling", now=now)
    _tell(made, now=now)
    return made


def _refuse_unlawful(declaration: ItemDeclaration, *, ruling: str, reason: str) -> None:
    if ruling != Ruling.DISPENSATION:
        return
    if not declaration.item.meeting.rules.class_interest:
        raise Refused("This board’s rules know no dispensation.", field="ruling")
    if declaration.materiality != Materiality.CLASS:
        raise Refused(
            "A dispensation is for an interest that the whole side has. This one is not.",
            field="ruling",
        )
    if len(reason) < LEAST_REASON:
        raise Refused("Please say why in a sentence: the reason is printed.", field="reason")


@transaction.atomic
def choose_chair(item: AgendaItem, *, person: User, by: User, now: datetime) -> ItemChair:
    """Written down by whoever keeps the record: the meeting chose somebody for this item."""
    ruler = queries.ruler_of(item, on=day_of(now))
    if not ruler.is_to_be_chosen:
        raise Refused("Somebody is there to rule on this item already.")
    if not queries.could_chair(item, on=day_of(now)).filter(pk=person.pk).exists():
        raise Refused("Choose somebody with a seat that votes and no interest in the item.")
    chosen = ItemChair.objects.create(item=item, person=person, chosen_at=now, written_by=by)
    audit.record(by=by, kind="board.item_chair_chosen", subject=chosen, data={"item": item.pk})
    return chosen


def refuse_recused(item: AgendaItem, person: User) -> None:
    """Whoever left for an item is given none of its actions."""
    if person.pk in recusals.out_of_the_room(item):
        raise Refused(NOT_YOUR_ACTION, field="owner")


def _tell(ruling: DeclarationRuling, *, now: datetime) -> None:
    declaration = ruling.declaration
    item = declaration.item
    outbox.post(
        key=f"ruling {ruling.pk}",
        to=declaration.person.email,
        template="board/interest_ruled",
        context={
            "person": declaration.person,
            "ruling": ruling,
            "item": item,
            "meeting": item.meeting,
            "url": absolute_url(item.get_absolute_url()),
        },
        now=now,
    )
