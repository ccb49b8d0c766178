"""When somebody may be at risk: tell the right person at once, and the next one if need be.

Letters say that a record needs its reader, and nothing else.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse

from alliance import audit, outbox
from alliance.audit import Actor
from alliance.calendars import LONDON
from alliance.errors import Refused
from alliance.http import absolute_url
from alliance.models import User
from coproduction import words
from coproduction.actions.consents import record_consent
from coproduction.models import (
    CaptureDraft,
    ConsentRecord,
    ConsentWording,
    Contribution,
    RawRead,
    SafetyFlag,
)
from coproduction.queries.consents import scopes_now
from coproduction.queries.safety import ALLIANCE_LEAD, DEPUTY, LEAD, is_held, with_office
from coproduction.working_hours import WORKING_DAY, elapsed
from partnership_board.queries.calendars import closed_days

State = SafetyFlag.State
# Working time without an answer until the deputy, then the alliance lead, is told.
URGENT_STAGES = (timedelta(hours=1), timedelta(hours=1, minutes=30))
OTHER_STAGES = (WORKING_DAY, 2 * WORKING_DAY)


@transaction.atomic
def raise_flag(
    kind: str,
    *,
    draft: CaptureDraft | None = None,
    contribution: Contribution | None = None,
    by: User,
    now: datetime,
) -> SafetyFlag:
    """Hold the telling and tell the safeguarding lead; the letter is written with the row."""
    if draft is not None and draft.contribution is not None:
        contribution, draft = draft.contribution, None
    there = SafetyFlag.objects.exclude(state=State.CLOSED).filter(
        draft=draft, contribution=contribution, kind=kind, raised_by=by
    )
    if (draft or contribution) and (found := there.first()) is not None:
        return found
    flag = SafetyFlag.objects.create(
        kind=kind, draft=draft, contribution=contribution, raised_by=by, raised_at=now
    )
    if contribution is not None and contribution.state != Contribution.State.WITHDRAWN:
        contribution.state = Contribution.State.HELD
        contribution.save(update_fields=["state"])
    audit.record(by=by, kind="coproduction.worry_raised", subject=flag)
    any(_tell(flag, role, now=now) for role in (LEAD, DEPUTY, ALLIANCE_LEAD))
    return flag


@transaction.atomic
def escalate(*, now: datetime) -> int:
    """Tell the deputy, then the alliance lead, of what nobody has taken on; how many letters."""
    waiting = SafetyFlag.objects.filter(state=State.RAISED, lead_told_at=None)
    if not waiting.exists():
        return 0
    closed, told = closed_days(), 0
    for flag in waiting.select_for_update(skip_locked=True):
        gone = elapsed(flag.raised_at, now, closed)
        to_deputy, to_lead = URGENT_STAGES if flag.is_urgent else OTHER_STAGES
        if flag.deputy_told_at is None and gone >= to_deputy:
            told += _pass_on(flag, DEPUTY, "deputy_told_at", now=now)
        if flag.deputy_told_at is not None and gone >= to_lead:
            told += _pass_on(flag, ALLIANCE_LEAD, "lead_told_at", now=now)
    return told


def _pass_on(flag: SafetyFlag, role: str, field: str, *, now: datetime) -> int:
    setattr(flag, field, now)
    flag.save(update_fields=[field])
    audit.record(by=Actor.SYSTEM, kind="coproduction.worry_passed_on", subject=flag)
    return _tell(flag, role, now=now)


def _tell(flag: SafetyFlag, role: str, *, now: datetime) -> int:
    """A letter to each holder of the office. Secret ones wait for no morning."""
    people = with_office(role, on=now.astimezone(LONDON).date())
    for person in people:
        outbox.post(
            key=f"worry {flag.public_id} to {person.pk} as {role}",
            to=person.email,
            template="coproduction/record_needs_you",
            context={"url": absolute_url(reverse("coproduction:worries"))},
            now=now,
            secret=True,
        )
    return len(people)


@transaction.atomic
def take_on(flag: SafetyFlag, *, by: User, now: datetime) -> None:
    """From now on nobody else is told: this person has it."""
    flag = SafetyFlag.objects.select_for_update().get(pk=flag.pk)
    if flag.state != State.RAISED:
        raise Refused(f"{flag.acknowledged_by} has taken this on already.")
    flag.state, flag.acknowledged_by, flag.acknowledged_at = State.ACKNOWLEDGED, by, now
    flag.save(update_fields=["state", "acknowledged_by", "acknowledged_at"])
    outbox.withdraw(f"worry {flag.public_id} to ")
    audit.record(by=by, kind="coproduction.worry_taken_on", subject=flag)


@transaction.atomic
def act(flag: SafetyFlag, *, outside_reference: str = "", by: User) -> None:
    """Something is being done, here or by an outside body under its own number."""
    flag = SafetyFlag.objects.select_for_update().get(pk=flag.pk)
    _must_be_taken_on(flag)
    flag.state, flag.outside_reference = State.ACTING, outside_reference
    flag.save(update_fields=["state", "outside_reference"])
    audit.record(by=by, kind="coproduction.worry_acted_on", subject=flag)


@transaction.atomic
def close(
    flag: SafetyFlag, *, outcome: str, may_be_used: bool, method: str = "", by: User, now: datetime
) -> None:
    """With an outcome, sealed. The words are used again only with the person's fresh consent."""
    flag = SafetyFlag.objects.select_for_update().get(pk=flag.pk)
    _must_be_taken_on(flag)
    if not outcome.strip():
        raise Refused(
            "Say what came of it. Only those who look after worries read it.", field="outcome"
        )
    if may_be_used and not method:
        raise Refused("Say how the person agreed again.", field="method")
    words.seal(flag, "outcome", outcome.strip())
    flag.state, flag.closed_by, flag.closed_at = State.CLOSED, by, now
    flag.save(update_fields=["outcome", "state", "closed_by", "closed_at"])
    audit.record(by=by, kind="coproduction.worry_closed", subject=flag)
    if flag.contribution is not None:
        _let_go(flag.contribution, may_be_used=may_be_used, method=method, by=by, now=now)


def _let_go(
    contribution: Contribution, *, may_be_used: bool, method: str, by: User, now: datetime
) -> None:
    """Only once no other worry holds it."""
    if contribution.state != Contribution.State.HELD or is_held(contribution):
        return
    if may_be_used:
        _agree_again(contribution, method=method, by=by, now=now)
    contribution.state = (
        Contribution.State.CAPTURED if may_be_used else Contribution.State.NOT_TAKEN_FURTHER
    )
    contribution.save(update_fields=["state"])


def _agree_again(contribution: Contribution, *, method: str, by: User, now: datetime) -> None:
    allowed = scopes_now(contribution, at=now)
    if not allowed:
        raise Refused("They allow nothing now. Ask what they agree to first.", field="method")
    given = ConsentRecord.objects.filter(contribution=contribution).order_by("-pk").first()
    wording = given.wording if given else ConsentWording.objects.order_by("-pk")[0]
    record_consent(
        contribution.contributor,
        contribution=contribution,
        kind=ConsentRecord.Kind.REFRESHED,
        scopes=allowed,
        method=method,
        wording=wording,
        by=by,
        now=now,
    )


@transaction.atomic
def read_held(flag: SafetyFlag, *, by: User, now: datetime) -> str:
    """The held words, for whoever acts on the worry; that they were read is written down."""
    if flag.is_closed:
        raise Refused("This is closed. Held words are read only while it is open.")
    if flag.contribution is None:
        raise Refused("There are no words to read: ask whoever raised it.")
    reason = RawRead.Reason.WORRY
    read = RawRead.objects.create(contribution=flag.contribution, reader=by, reason=reason, at=now)
    audit.record(by=by, kind="coproduction.words_opened", subject=read, data={"reason": reason})
    try:
        return words.opened(flag.contribution, "original")
    except words.Withdrawn as gone:
        raise Refused(str(gone)) from None


def _must_be_taken_on(flag: SafetyFlag) -> None:
    if flag.state == State.RAISED:
        raise Refused("First take it on.")
    if flag.state == State.CLOSED:
        raise Refused("This is closed already.")
