"""What organisations answer. No needs no reason; a rest is one press; time spent is one tap."""

from datetime import date, datetime

from django.db import transaction

from alliance import audit
from alliance.audit import Actor
from alliance.errors import Refused
from alliance.models import User
from members.actions import capacity
from members.models import Ask, AskResponse, Organisation
from members.months import later

CLOSES_AFTER_DAYS = 3
REST_MONTHS = 2
MOST_MINUTES = 60 * 200
State = AskResponse.State
ANSWERS = (State.ACCEPTED, State.DECLINED)


@transaction.atomic
def answer(
    response: AskResponse, *, says: str, by: User, now: datetime, decline_reason: str = ""
) -> AskResponse:
    """Yes or no; also the other one later, as long as the Ask is open."""
    if says not in ANSWERS:
        raise Refused("Choose an answer.")
    response = _open(response)
    response.decline_reason = decline_reason if says == State.DECLINED else ""
    return _settle(response, says, by=by, now=now)


@transaction.atomic
def pass_on(
    response: AskResponse, *, to: Organisation | None, by: User, now: datetime
) -> AskResponse:
    """No, and perhaps they: whoever is named is asked nothing until somebody asks them."""
    response = _open(response)
    if to is not None and to.pk == response.organisation_id:
        raise Refused("Choose another organisation than yours.", field="passed_to")
    response.decline_reason, response.passed_to = "", to
    return _settle(response, State.PASSED_ON, by=by, now=now)


@transaction.atomic
def rest(response: AskResponse, *, by: User, on: date) -> None:
    """Two months in which nothing is asked. What waits for an answer is let go."""
    organisation = response.organisation
    month = later(on, REST_MONTHS)
    until = month.replace(day=min(on.day, 28))
    capacity.pause(organisation, from_on=on, until_on=until, by=by)


@transaction.atomic
def say(
    response: AskResponse,
    *,
    says: str,
    by: User,
    now: datetime,
    on: date,
    reason: str = "",
    to: Organisation | None = None,
    minutes: int | None = None,
) -> None:
    """Whatever button was pressed."""
    if says == "rest":
        rest(response, by=by, on=on)
    elif says == "time":
        record_actual_minutes(response, minutes=minutes, by=by)
    elif says == State.PASSED_ON:
        pass_on(response, to=to, by=by, now=now)
    else:
        answer(response, says=says, decline_reason=reason, by=by, now=now)


@transaction.atomic
def record_actual_minutes(response: AskResponse, *, minutes: int | None, by: User | Actor) -> None:
    """What it really took; None takes the figure back. Nobody has to say."""
    response = AskResponse.objects.select_for_update(of=("self",)).get(pk=response.pk)
    if response.state != State.ACCEPTED:
        raise Refused("Only what you said yes to has taken time.", field="actual_minutes")
    if minutes is not None and not 0 <= minutes <= MOST_MINUTES:
        raise Refused("That is more than a month of work.", field="actual_minutes")
    response.actual_minutes = minutes
    response.save(update_fields=["actual_minutes"])
    audit.record(by=by, kind="members.ask_time_reported", subject=response)


@transaction.atomic
def record_attendance_minutes(*, origin_key: str, minutes: dict[int, int], by: User | Actor) -> int:
    """For upper apps: what their own Ask really took, by organisation. How many were recorded."""
    rows = AskResponse.objects.filter(
        ask__origin_key=origin_key, organisation__in=minutes, state=State.ACCEPTED
    )
    found = list(rows)
    for response in found:
        record_actual_minutes(response, minutes=minutes[response.organisation_id], by=by)
    return len(found)


@transaction.atomic
def close_due(*, on: date) -> int:
    """Three days after its day an Ask is over. Who did not answer is not asked why."""
    over = Ask.objects.select_for_update().filter(
        state=Ask.State.SENT, due_on__lte=date.fromordinal(on.toordinal() - CLOSES_AFTER_DAYS)
    )
    asks = list(over)
    waiting = AskResponse.objects.filter(ask__in=asks, state=State.PENDING)
    waiting.update(state=State.UNANSWERED)
    for ask in asks:
        ask.state = Ask.State.CLOSED
        ask.save(update_fields=["state"])
        audit.record(by=Actor.SYSTEM, kind="members.ask_closed", subject=ask)
    return len(asks)


def _open(response: AskResponse) -> AskResponse:
    found = (
        AskResponse.objects.select_for_update(of=("self",))
        .select_related("ask", "organisation")
        .get(pk=response.pk)
    )
    if not found.ask.is_out:
        raise Refused("This is over. Nothing more is needed.")
    if found.state == State.RELEASED:
        raise Refused("You have been let off this one. Nothing more is needed.")
    return found


def _settle(response: AskResponse, state: str, *, by: User, now: datetime) -> AskResponse:
    if state != State.PASSED_ON:
        response.passed_to = None
    if state != State.ACCEPTED:
        response.actual_minutes = None
    response.state, response.answered_by, response.answered_at = state, by, now
    response.save()
    audit.record(by=by, kind="members.ask_answered", subject=response, data={"state": state})
    return response
