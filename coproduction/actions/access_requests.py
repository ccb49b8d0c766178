"""What people may ask of us about themselves, each with a clock."""

from datetime import date

from django.db import transaction

from alliance import audit
from alliance.errors import Refused
from alliance.models import User
from coproduction.clocks import answer_due
from coproduction.models import AccessRequest, Contributor
from partnership_board.queries.calendars import closed_days

State = AccessRequest.State


@transaction.atomic
def receive(
    *,
    kind: str,
    proof: str,
    received_on: date,
    contributor: Contributor | None = None,
    person: User | None = None,
    by: User,
) -> AccessRequest:
    """From the day it came, on paper or aloud, there is a month."""
    if (contributor is None) == (person is None):
        raise Refused("Say whom it is from: a card's name, or somebody with an account.")
    if (proof == AccessRequest.Proof.ACCOUNT) != (person is not None):
        raise Refused("A card is proved by its words, an account by signing in.", field="proof")
    request = AccessRequest.objects.create(
        kind=kind,
        proof=proof,
        contributor=contributor,
        person=person,
        received_on=received_on,
        due_on=answer_due(received_on, closed_days()),
        taken_by=by,
    )
    audit.record(by=by, kind="coproduction.request_received", subject=request, data={"kind": kind})
    return request


@transaction.atomic
def extend(request: AccessRequest, *, on: date, by: User) -> AccessRequest:
    """Two months more, where it is hard; the person is told within the first."""
    locked = AccessRequest.objects.select_for_update().get(pk=request.pk)
    _must_be_open(locked)
    if locked.extended_to is not None:
        raise Refused("It has been extended already, and only once is allowed.")
    if on > locked.due_on:
        raise Refused("The month is over, so it can no longer be extended.")
    locked.extended_to = answer_due(locked.received_on, closed_days(), months=3)
    locked.extended_on = on
    locked.save(update_fields=["extended_to", "extended_on"])
    audit.record(by=by, kind="coproduction.request_extended", subject=locked)
    return locked


@transaction.atomic
def close(request: AccessRequest, *, state: str, on: date, by: User) -> AccessRequest:
    locked = AccessRequest.objects.select_for_update().get(pk=request.pk)
    _must_be_open(locked)
    locked.state, locked.closed_by, locked.closed_on = state, by, on
    locked.save(update_fields=["state", "closed_by", "closed_on"])
    audit.record(by=by, kind="coproduction.request_closed", subject=locked, data={"state": state})
    return locked


@transaction.atomic
def note_copy(request: AccessRequest, *, by: User) -> None:
    """Somebody made the copy: that is on the record, what was in it is not."""
    _must_be_open(request)
    audit.record(by=by, kind="coproduction.copy_made", subject=request)


def _must_be_open(request: AccessRequest) -> None:
    if not request.is_open:
        raise Refused("This request has been answered.")
