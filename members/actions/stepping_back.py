"""Stepping back for a while: one button, a day, and no reason."""

from datetime import date, datetime

from django.db import transaction

from alliance import audit
from alliance.errors import Refused
from alliance.models import User
from alliance.words import LONDON
from members.actions import letting_off
from members.models import AskResponse, StepBack
from members.models.stepping_back import LONGEST_AWAY
from members.queries import away as queries
from members.registries import step_backs


@transaction.atomic
def step_back(user: User, *, until_on: date, now: datetime) -> StepBack:
    """Nothing is asked of the person until then. Their deputies come in where there are any."""
    on = now.astimezone(LONDON).date()
    if not on < until_on <= on + LONGEST_AWAY:
        raise Refused(
            "Choose a day after today and within six months. You can step back again.",
            field="until_on",
        )
    if queries.step_back_of(user, on=on) is not None:
        raise Refused("You have stepped back already.")
    stepped = StepBack.objects.create(user=user, from_on=on, until_on=until_on)
    freed = [response.pk for response in _let_off(user, until_on=until_on, on=on)]
    for hook in step_backs:
        hook.begin(user, until_on, now)
    data = {"until_on": until_on.isoformat(), "responses": freed}
    audit.record(by=user, kind="members.stepped_back", subject=stepped, data=data)
    return stepped


def _let_off(user: User, *, until_on: date, on: date) -> list[AskResponse]:
    """What waits for an answer at organisations that have nobody else, unless it is required."""
    waiting = AskResponse.objects.waiting().filter(
        organisation__in=queries.left_to(user, on=on),
        ask__is_required=False,
        ask__due_on__lt=until_on,
    )
    return letting_off.let_off(waiting)


@transaction.atomic
def come_back(user: User, *, now: datetime) -> None:
    """Earlier than planned."""
    on = now.astimezone(LONDON).date()
    stepped = queries.step_back_of(user, on=on)
    if stepped is None:
        raise Refused("You are here already.")
    stepped.until_on = on
    stepped.save(update_fields=["until_on"])
    for hook in step_backs:
        hook.end(user, now)
    audit.record(by=user, kind="members.came_back", subject=stepped)
