"""Awards: what was decided, the money set aside for it, and set free again."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from alliance import audit
from alliance.errors import Refused
from alliance.models import User
from funding.actions import approvals
from funding.actions.amounts import refuse_more_than_free
from funding.actions.ledger import account
from funding.models import Approval, Award, AwardSource, BudgetLine, Proposal
from funding.queries import ledger
from funding.rules import Bucket, Kind
from members.models import Organisation
from partnership_board.models import Decision


@dataclass(frozen=True)
class AwardFacts:
    """What was decided, apart from the sums."""

    title: str
    kind: str
    purpose: str
    decided_on: date
    organisation: Organisation | None = None
    decision: Decision | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    proposal: Proposal | None = None


@transaction.atomic
def propose(
    facts: AwardFacts, *, sources: list[tuple[BudgetLine, int]], by: User, on: date
) -> Award:
    """Written down, with the lines it is to come from. No money moves yet."""
    if facts.decided_on > on:
        raise Refused("It was decided today or before.", field="decided_on")
    if facts.starts_on and facts.ends_on and facts.ends_on < facts.starts_on:
        raise Refused("The last day comes after the first.", field="ends_on")
    shared = (Award.Kind.PARTICIPATION_POOL, Award.Kind.COST)
    if facts.organisation is None and facts.kind not in shared:
        raise Refused("Say which organisation gets it.", field="organisation")
    for line, pence in sources:
        refuse_more_than_free(line.stream, line, pence)
    award = Award.objects.create(
        **{name: getattr(facts, name) for name in facts.__dataclass_fields__}
    )
    AwardSource.objects.bulk_create(
        AwardSource(award=award, stream_id=line.stream_id, line=line, pence=pence)
        for line, pence in sources
    )
    audit.record(by=by, kind="funding.award_proposed", subject=award)
    return award


@transaction.atomic
def set_aside(
    award: Award, *, by: User, now: datetime, request_key: uuid.UUID | None = None
) -> list[Approval]:
    """One approval for each stream that it comes from."""
    if award.state != Award.State.PROPOSED:
        raise Refused(f"Money for this award is past that step: {award.get_state_display()}.")
    if _waits(award, Kind.ALLOCATE, request_key):
        raise Refused("This waits for approval already.")
    sources = AwardSource.objects.filter(award=award).select_related("stream", "line")
    made = []
    for stream in {source.stream_id: source.stream for source in sources}.values():
        own = [source for source in sources if source.stream_id == stream.pk]
        legs = []
        for source in own:
            free = account(stream, Bucket.AVAILABLE, line=source.line)
            held = account(stream, Bucket.ALLOCATED, line=source.line, award=award)
            legs += [(free, -source.pence), (held, source.pence)]
        key = _own(request_key, stream.pk)
        made.append(
            approvals.prepare(
                kind=Kind.ALLOCATE,
                stream=stream,
                legs=legs,
                award=award,
                payee=award.organisation,
                by=by,
                now=now,
                request_key=key,
            )
        )
    return made


@transaction.atomic
def release(
    award: Award,
    *,
    outcome: str,
    reason: str,
    by: User,
    now: datetime,
    request_key: uuid.UUID | None = None,
) -> list[Approval]:
    """What was set aside and not signed for goes back to its lines."""
    if _waits(award, Kind.RELEASE, request_key):
        raise Refused("This waits for approval already.")
    held = ledger.held_for(award, Bucket.ALLOCATED)
    if not held:
        raise Refused("Nothing is set aside for this award.")
    made = []
    for stream in {each.stream_id: each.stream for each in held}.values():
        legs = []
        for each in held:
            if each.stream_id == stream.pk:
                free = account(stream, Bucket.AVAILABLE, line=each.line)
                legs += [(each, -each.balance_pence), (free, each.balance_pence)]
        made.append(
            approvals.prepare(
                kind=Kind.RELEASE,
                stream=stream,
                legs=legs,
                award=award,
                outcome=outcome,
                reason=reason,
                by=by,
                now=now,
                request_key=_own(request_key, stream.pk),
            )
        )
    return made


def _waits(award: Award, kind: Kind, request_key: uuid.UUID | None) -> bool:
    waiting = Approval.objects.waiting().filter(award=award, kind=kind.value)
    own = [_own(request_key, stream) for stream in waiting.values_list("stream", flat=True)]
    return waiting.exclude(request_key__in=[key for key in own if key is not None]).exists()


def _own(request_key: uuid.UUID | None, stream: int) -> uuid.UUID | None:
    """A key for each stream out of the one press."""
    return None if request_key is None else uuid.uuid5(request_key, str(stream))
