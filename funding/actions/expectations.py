"""What was promised, and what came of it."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from alliance import audit
from alliance.errors import Refused
from alliance.models import User
from funding.amounts import Qualifier
from funding.models import Expectation, ExpectationEvent, FundingStream
from members.models import Network

Kind, State = ExpectationEvent.Kind, Expectation.State


@dataclass(frozen=True)
class Promise:
    """A promise as its source has it."""

    for_what: str
    as_stated: str
    source_title: str
    stream: FundingStream | None = None
    stated_by: Network | None = None
    stated_by_name: str = ""
    made_on: date | None = None
    pence: int | None = None
    qualifier: str = Qualifier.UNKNOWN.value
    due: str = ""
    expected_by: date | None = None


@transaction.atomic
def record_expectation(promise: Promise, *, by: User, on: date) -> Expectation:
    if promise.qualifier == Qualifier.EXACT:
        raise Refused("A promise is never exact: only money that arrived is.", field="qualifier")
    if (promise.qualifier == Qualifier.UNKNOWN) != (promise.pence is None):
        raise Refused("Give a figure, or say that it is not recorded.", field="pence")
    if promise.made_on is not None and promise.made_on > on:
        raise Refused("A promise was made today or before.", field="made_on")
    fields = {name: getattr(promise, name) for name in promise.__dataclass_fields__}
    made = Expectation.objects.create(recorded_on=on, recorded_by=by, **fields)
    audit.record(by=by, kind="funding.expectation_recorded", subject=made)
    return made


@transaction.atomic
def note_about(
    expectation: Expectation, *, kind: str, on: date, text: str, source: str = "", by: User
) -> ExpectationEvent:
    """Something was heard about it: said again, put off, made smaller, answered."""
    if not expectation.is_open:
        raise Refused("This promise is closed.")
    event = ExpectationEvent.objects.create(
        expectation=expectation, kind=kind, on=on, text=text, source=source, by=by
    )
    data = {"expectation": expectation.pk, "kind": str(kind)}
    audit.record(by=by, kind="funding.expectation_noted", subject=event, data=data)
    return event


@transaction.atomic
def close_expectation(
    expectation: Expectation, *, outcome: str, on: date, text: str, source: str = "", by: User
) -> None:
    """What became of it, in a sentence."""
    expectation = Expectation.objects.select_for_update().get(pk=expectation.pk)
    if outcome == State.OPEN:
        raise Refused("Say what became of it.", field="outcome")
    note_about(expectation, kind=Kind.CLOSED, on=on, text=text, source=source, by=by)
    expectation.state = outcome
    expectation.save(update_fields=["state"])
    data = {"outcome": str(outcome)}
    audit.record(by=by, kind="funding.expectation_closed", subject=expectation, data=data)
