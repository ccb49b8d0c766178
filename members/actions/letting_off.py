"""Time given back: an Ask that ends, a rest, or a membership that ends frees what was taken."""

from datetime import date

from django.db.models import QuerySet

from alliance import audit
from alliance.audit import Actor
from alliance.models import User
from members.models import Ask, AskResponse, Organisation, Pause

TAKING = [AskResponse.State.PENDING, AskResponse.State.ACCEPTED]


def let_off(responses: QuerySet[AskResponse]) -> list[AskResponse]:
    """Those not answered with no; each keeps what it was, in memory, for whoever tells them."""
    found = list(
        responses.filter(state__in=TAKING)
        .select_for_update(of=("self",))
        .select_related("organisation")
        .order_by("pk")
    )
    AskResponse.objects.filter(pk__in=[one.pk for one in found]).update(
        state=AskResponse.State.RELEASED, actual_minutes=None
    )
    return found


def let_off_for_a_rest(rest: Pause, *, by: User | Actor) -> None:
    """What waits for an answer and falls into the rest, unless it is required. A yes stays."""
    waiting = AskResponse.objects.waiting().filter(
        organisation=rest.organisation_id,
        ask__is_required=False,
        ask__due_on__gte=rest.from_on,
        ask__due_on__lt=rest.until_on,
    )
    _record(rest.organisation, let_off(waiting), by=by)


def let_off_on_leaving(organisation: Organisation, *, ended_on: date, by: User | Actor) -> None:
    """Everything due on or after the first day outside."""
    open_ones = AskResponse.objects.filter(
        organisation=organisation, ask__state=Ask.State.SENT, ask__due_on__gte=ended_on
    )
    _record(organisation, let_off(open_ones), by=by)


def _record(organisation: Organisation, freed: list[AskResponse], *, by: User | Actor) -> None:
    if freed:
        data = {"responses": [one.pk for one in freed]}
        audit.record(by=by, kind="members.asks_released", subject=organisation, data=data)
