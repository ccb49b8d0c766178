"""A round from its first draft to its closing: rules first, money there, then the call."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime

from django.db import transaction

from alliance import audit
from alliance.errors import Refused
from alliance.models import User
from alliance.words import LONDON, pence
from funding.conflicts import Rule
from funding.models import (
    BudgetLine,
    Criterion,
    LaterDeadline,
    Round,
    RoundQuestion,
    RoundSide,
)
from funding.queries import ledger
from funding.rules import Bucket
from members.models import Organisation
from partnership_board.models import Constituency

MOST_QUESTIONS = 8
OWN = ("line", "sides", "required", "questions", "criteria")
State = Round.State


@dataclass(frozen=True)
class RoundFacts:
    """Everything that applicants and the panel can rely on from the first day."""

    title: str
    what_for: str
    line: BudgetLine
    pot_pence: int
    opens_at: datetime
    closes_at: datetime
    decide_by_on: date
    pay_by_on: date
    sides: Sequence[Constituency]
    required: Sequence[Constituency]
    questions: Sequence[str]
    criteria: Sequence[str]
    who_helps: str = ""
    scale: int = 5
    scorers: int = 4
    load_limit: int = 20
    minutes_to_write: int = 120
    competing_rule: str = Round.Competing.OWN_ONLY
    spend_rule: str = Round.Spend.IN_ORDER
    decides: str = Round.Decides.PANEL
    largest_size_band: str = ""
    is_open_call: bool = field(default=True)


@transaction.atomic
def draft_round(facts: RoundFacts, *, by: User) -> Round:
    """Nobody but its writers sees it before it is opened."""
    _refuse_unsound(facts, own=None)
    round_ = Round.objects.create(stream_id=facts.line.stream_id, made_by=by, **_columns(facts))
    _write_parts(round_, facts)
    audit.record(by=by, kind="funding.round_drafted", subject=round_)
    return round_


@transaction.atomic
def edit_round(round_: Round, facts: RoundFacts, *, by: User) -> None:
    """As long as nobody has seen it: rules do not change under those who write by them."""
    round_ = _locked(round_)
    if not round_.is_draft:
        raise Refused("The round has been called. Its rules stay as they are.")
    _refuse_unsound(facts, own=round_)
    for name, value in (_columns(facts) | {"stream_id": facts.line.stream_id}).items():
        setattr(round_, name, value)
    round_.save()
    for model in (RoundSide, RoundQuestion, Criterion):
        model._default_manager.filter(round=round_).delete()
    _write_parts(round_, facts)
    audit.record(by=by, kind="funding.round_edited", subject=round_)


@transaction.atomic
def open_round(round_: Round, *, by: User, now: datetime) -> None:
    """Called for all to see. The money must be there, and the timetable still ahead."""
    round_ = _locked(round_)
    if not round_.is_draft:
        raise Refused("This round has been called already.")
    if round_.closes_at <= now:
        raise Refused("The closing day has passed. Choose one to come.")
    free = ledger.balance(round_.stream, Bucket.AVAILABLE, line=round_.line)
    if round_.pot_pence > free:
        raise Refused(
            f"You cannot open a {pence(round_.pot_pence)} round: {pence(free)} is available."
        )
    round_.state = State.OPEN
    round_.save(update_fields=["state"])
    audit.record(by=by, kind="funding.round_opened", subject=round_)


@transaction.atomic
def call_off(round_: Round, *, by: User) -> None:
    """Before anything is decided. Proposals are kept, and go no further."""
    round_ = _locked(round_)
    if round_.is_decided or round_.state == State.CANCELLED:
        raise Refused("This round can no longer be called off.")
    round_.state = State.CANCELLED
    round_.save(update_fields=["state"])
    audit.record(by=by, kind="funding.round_called_off", subject=round_)


@transaction.atomic
def give_more_time(
    round_: Round,
    *,
    organisation: Organisation,
    until: datetime,
    reason: str,
    by: User,
    now: datetime,
) -> LaterDeadline:
    """For one organisation, with a reason that stands on the page for all."""
    round_ = _locked(round_)
    if not round_.is_called or round_.state not in (State.OPEN, State.CLOSED):
        raise Refused("Reading has begun, so nobody can be given more time.")
    if until <= max(round_.closes_at, now):
        raise Refused("Choose a moment after the round closes.", field="until")
    if not reason.strip():
        raise Refused("Say why they need more time.", field="reason")
    if LaterDeadline.objects.filter(round=round_, organisation=organisation).exists():
        raise Refused("This organisation has more time already.", field="organisation")
    later = LaterDeadline.objects.create(
        round=round_, organisation=organisation, until=until, reason=reason.strip(), by=by
    )
    audit.record(by=by, kind="funding.more_time_given", subject=later)
    return later


@transaction.atomic
def close_when_due(*, now: datetime) -> int:
    """The clock closes rounds; how many. Sending is refused by the clock itself, not by this."""
    due = Round.objects.select_for_update().filter(state=State.OPEN, closes_at__lte=now)
    closed = list(due)
    for round_ in closed:
        round_.state = State.CLOSED
        round_.save(update_fields=["state"])
        audit.record(by=audit.Actor.SYSTEM, kind="funding.round_closed", subject=round_)
    return len(closed)


def _columns(facts: RoundFacts) -> dict[str, object]:
    names = [each.name for each in fields(facts) if each.name not in OWN]
    return {name: getattr(facts, name) for name in names} | {"line": facts.line}


def _write_parts(round_: Round, facts: RoundFacts) -> None:
    required = {side.pk for side in facts.required}
    RoundSide.objects.bulk_create(
        RoundSide(round=round_, constituency=side, is_required=side.pk in required)
        for side in facts.sides
    )
    RoundQuestion.objects.bulk_create(
        RoundQuestion(round=round_, order=n, text=text) for n, text in enumerate(facts.questions, 1)
    )
    Criterion.objects.bulk_create(
        Criterion(round=round_, order=n, text=text) for n, text in enumerate(facts.criteria, 1)
    )


def _refuse_unsound(facts: RoundFacts, *, own: Round | None) -> None:
    if facts.closes_at <= facts.opens_at:
        raise Refused("It closes after it opens.", field="closes_at")
    if facts.decide_by_on < facts.closes_at.astimezone(LONDON).date():
        raise Refused("It is decided after it closes.", field="decide_by_on")
    if facts.pay_by_on < facts.decide_by_on:
        raise Refused("It is paid after it is decided.", field="pay_by_on")
    if facts.pot_pence <= 0:
        raise Refused("Give a sum above £0.", field="pot_pence")
    if not facts.questions or not facts.criteria:
        raise Refused("Ask at least one question, and score at least one thing.", field="questions")
    if len(facts.questions) > MOST_QUESTIONS:
        raise Refused(
            f"Ask at most {MOST_QUESTIONS} questions. A small charity has one evening.",
            field="questions",
        )
    _refuse_rule_nobody_can_meet(facts)
    same = Round.objects.filter(title=facts.title)
    if (same.exclude(pk=own.pk) if own else same).exists():
        raise Refused("There is a round of that name already.", field="title")


def _refuse_rule_nobody_can_meet(facts: RoundFacts) -> None:
    """Half at most from one side: with an odd number that needs one side more."""
    sides = tuple(side.pk for side in facts.sides)
    if {side.pk for side in facts.required} - set(sides):
        raise Refused("A side that is needed also has to be allowed.", field="required")
    required = frozenset(side.pk for side in facts.required)
    if not Rule(facts.scorers, required, facts.load_limit, sides).can_be_met:
        raise Refused(
            "No panel could meet this. Allow more sides, or choose another number of readers.",
            field="scorers",
        )


def _locked(round_: Round) -> Round:
    return Round.objects.select_for_update(of=("self",)).with_money().get(pk=round_.pk)
