"""Promises on racism: made and agreed, reported on by their owner, judged by the communities."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from alliance import audit
from alliance.audit import Actor
from alliance.calendars import is_working_day
from alliance.errors import Refused
from alliance.models import User
from coproduction.actions import commitment_letters as letters
from coproduction.models import (
    Commitment,
    CommitmentJudgement,
    CommitmentReport,
    CommitmentSource,
    Insight,
    JudgementSignature,
)
from coproduction.models.commitments import JUDGED, LEAST_WORDS
from coproduction.queries import commitments as queries
from members.models import Network, Organisation
from partnership_board.deadlines import day_of
from partnership_board.models import Decision
from partnership_board.queries.calendars import closed_days

ONLY_REVIEWERS = "Only the community reviewers can say whether it was kept."
CLOSED = "This is settled. What was said of it stands."
ASKED_AGAIN_AFTER = timedelta(days=91)
State, Verdict = Commitment.State, CommitmentJudgement.Verdict


@dataclass(frozen=True)
class Promise:
    """What is promised, in the owner's words, and how people will know."""

    statement: str
    part: str
    lens: str
    competency: str = ""
    measure: str = ""
    baseline: str = ""
    target: str = ""
    due_on: date | None = None
    developed_with: str = ""
    organisation: Organisation | None = None
    network: Network | None = None

    @property
    def columns(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@transaction.atomic
def propose(
    promise: Promise, *, points: Iterable[Insight] = (), by: User | Actor, on: date
) -> Commitment:
    """Written down. It is nobody's promise in public until its owner has agreed to it."""
    _refuse(promise)
    commitment = Commitment.objects.create(proposed_on=on, **promise.columns)
    _keep_points(commitment, points)
    audit.record(by=by, kind="coproduction.commitment_proposed", subject=commitment)
    return commitment


@transaction.atomic
def rewrite(
    commitment: Commitment, promise: Promise, *, points: Iterable[Insight] = (), by: User
) -> Commitment:
    """Until it is under way. What people can hold somebody to does not change afterwards."""
    commitment = _locked(commitment)
    if commitment.state not in (State.PROPOSED, State.AGREED):
        raise Refused(
            "It is under way, so its words stand. Its owner can take it back and say why."
        )
    _refuse(promise)
    for name, value in promise.columns.items():
        setattr(commitment, name, value)
    if commitment.state == State.AGREED and _can_be_judged(commitment):
        commitment.state = State.LIVE
    commitment.save()
    CommitmentSource.objects.filter(commitment=commitment).delete()
    _keep_points(commitment, points)
    audit.record(by=by, kind="coproduction.commitment_rewritten", subject=commitment)
    return commitment


@transaction.atomic
def agree(
    commitment: Commitment,
    *,
    agreed_on: date,
    made_in: Decision | None = None,
    by: User | Actor,
    on: date,
) -> Commitment:
    """Its owner has said yes. It is under way once people can tell how and by when."""
    commitment = _locked(commitment)
    if commitment.state != State.PROPOSED:
        raise Refused("It has been agreed already.")
    if agreed_on > on:
        raise Refused("This day is still to come.", field="agreed_on")
    commitment.agreed_on, commitment.made_in = agreed_on, made_in
    commitment.state = State.LIVE if _can_be_judged(commitment) else State.AGREED
    commitment.save(update_fields=["agreed_on", "made_in", "state"])
    audit.record(by=by, kind="coproduction.commitment_agreed", subject=commitment)
    return commitment


@transaction.atomic
def report(
    commitment: Commitment, *, text: str, said_on: date, by: User, now: datetime
) -> CommitmentReport:
    """How it goes, in its owner's words. It never says whether it was kept."""
    commitment = _locked(commitment)
    if commitment.state not in (State.LIVE, State.JUDGING):
        raise Refused("Only a promise that is under way is reported on.")
    if said_on > day_of(now):
        raise Refused("This day is still to come.", field="said_on")
    said = CommitmentReport.objects.create(
        commitment=commitment, said_on=said_on, text=text.strip(), recorded_by=by, recorded_at=now
    )
    audit.record(by=by, kind="coproduction.commitment_reported", subject=said)
    return said


@transaction.atomic
def call_for_judgement(commitment: Commitment, *, by: User | Actor, now: datetime) -> None:
    """From now on the community reviewers may say what became of it."""
    commitment = _locked(commitment)
    if commitment.state not in (State.LIVE, *JUDGED):
        raise Refused("Only a promise that is under way, or was judged before, is judged.")
    commitment.state, commitment.next_review_on = State.JUDGING, None
    commitment.round += 1
    commitment.save(update_fields=["state", "round", "next_review_on"])
    audit.record(by=by, kind="coproduction.judgement_called", subject=commitment)
    letters.ask_reviewers(commitment, now=now)


@transaction.atomic
def judge(
    commitment: Commitment, *, verdict: str, because: str, by: User, now: datetime
) -> CommitmentJudgement:
    """A reviewer writes what they think became of it; others sign it, or write their own."""
    commitment = _locked(commitment)
    _refuse_judge(commitment, by, on=day_of(now))
    if len(because.strip()) < LEAST_WORDS:
        raise Refused("Say why in a sentence. Everybody will read it.", field="because")
    draft = CommitmentJudgement.objects.create(
        commitment=commitment,
        round=commitment.round,
        verdict=verdict,
        because=because.strip(),
        written_at=now,
    )
    audit.record(by=Actor.SYSTEM, kind="coproduction.judgement_drafted", subject=draft)
    _sign(commitment, draft, by=by, now=now)
    return draft


@transaction.atomic
def sign(draft: CommitmentJudgement, *, by: User, now: datetime) -> CommitmentJudgement:
    """Stand behind it. Published once as many have as the alliance has settled."""
    commitment = _locked(draft.commitment)
    _refuse_judge(commitment, by, on=day_of(now))
    draft = CommitmentJudgement.objects.select_for_update().get(pk=draft.pk)
    if draft.published_at is not None or draft.round != commitment.round:
        raise Refused(CLOSED)
    if JudgementSignature.objects.filter(judgement=draft, reviewer=by).exists():
        raise Refused("You have signed this already.")
    _sign(commitment, draft, by=by, now=now)
    return draft


def _sign(commitment: Commitment, draft: CommitmentJudgement, *, by: User, now: datetime) -> None:
    """One signature a reviewer: standing behind this one takes it from another draft."""
    JudgementSignature.objects.filter(
        reviewer=by, judgement__commitment=commitment, judgement__published_at=None
    ).delete()
    JudgementSignature.objects.create(judgement=draft, reviewer=by, signed_at=now)
    signed = JudgementSignature.objects.filter(judgement=draft).count()
    if signed >= queries.needed():
        _publish(commitment, draft, signed, now=now)


def _publish(
    commitment: Commitment, draft: CommitmentJudgement, signed: int, *, now: datetime
) -> None:
    draft.published_at, draft.reviewers_count = now, signed
    draft.save(update_fields=["published_at", "reviewers_count"])
    if draft.verdict == Verdict.CANNOT_TELL:
        commitment.state, commitment.next_review_on = State.LIVE, day_of(now) + ASKED_AGAIN_AFTER
    else:
        commitment.state = State(draft.verdict)
    commitment.save(update_fields=["state", "next_review_on"])
    audit.record(
        by=Actor.SYSTEM,
        kind="coproduction.judgement_published",
        subject=draft,
        data={"verdict": draft.verdict},
    )
    letters.tell_owner(commitment, draft, now=now)


@transaction.atomic
def reply(judgement: CommitmentJudgement, *, text: str, by: User, on: date) -> None:
    """The owner's word beside the judgement. It changes nothing of what was judged."""
    judgement = CommitmentJudgement.objects.select_for_update().get(pk=judgement.pk)
    if judgement.published_at is None:
        raise Refused("There is nothing to reply to yet.")
    if judgement.owner_reply:
        raise Refused("Your reply stands beside the judgement already.")
    judgement.owner_reply, judgement.owner_replied_on = text.strip(), on
    judgement.save(update_fields=["owner_reply", "owner_replied_on"])
    audit.record(by=by, kind="coproduction.judgement_answered", subject=judgement)


@transaction.atomic
def withdraw(commitment: Commitment, *, because: str, by: User) -> None:
    """Its owner takes it back. It stays in the list, with the reason."""
    commitment = _locked(commitment)
    if commitment.has_ended:
        raise Refused(CLOSED)
    if len(because.strip()) < LEAST_WORDS:
        raise Refused("Say why it is taken back. Everybody will read it.", field="because")
    commitment.state, commitment.withdrawn_because = State.WITHDRAWN, because.strip()
    commitment.save(update_fields=["state", "withdrawn_because"])
    audit.record(by=by, kind="coproduction.commitment_withdrawn", subject=commitment)


@transaction.atomic
def call_what_is_due(*, now: datetime) -> int:
    """Whatever has reached its day without anybody asking is judged; run twice, nothing more."""
    on = day_of(now)
    if not is_working_day(on, closed_days()):
        return 0
    called = Commitment.objects.filter(
        Q(state=State.LIVE, round=0, due_on__lt=on)
        | Q(state__in=[State.LIVE, State.PARTLY_KEPT, State.NOT_KEPT], next_review_on__lte=on)
    ).order_by("pk")
    for commitment in called:
        call_for_judgement(commitment, by=Actor.SYSTEM, now=now)
    return len(called)


@transaction.atomic
def look_again(commitment: Commitment, *, on_day: date, by: User, on: date) -> None:
    """When it was not kept, or in part only: the day on which it is judged again."""
    commitment = _locked(commitment)
    if commitment.state not in (State.PARTLY_KEPT, State.NOT_KEPT):
        raise Refused("Only what was not kept, or in part only, is looked at again.")
    if on_day <= on:
        raise Refused("Choose a day that is still to come.", field="on_day")
    commitment.next_review_on = on_day
    commitment.save(update_fields=["next_review_on"])
    audit.record(by=by, kind="coproduction.commitment_looked_at_again", subject=commitment)


def _refuse(promise: Promise) -> None:
    if promise.organisation is not None and promise.network is not None:
        raise Refused("Name one owner: an organisation, or a body outside.", field="network")
    if promise.part == Commitment.Part.COMPETENCIES and not promise.competency:
        raise Refused("Say which of the six it is about.", field="competency")


def _refuse_judge(commitment: Commitment, by: User, *, on: date) -> None:
    if not queries.reviewers(on=on).filter(pk=by.pk).exists():
        raise Refused(ONLY_REVIEWERS)
    if commitment.state != State.JUDGING:
        raise Refused("It is not being judged now.")
    ground = queries.why_not(by, commitment, on=on)
    if ground:
        raise Refused(ground)


def _can_be_judged(commitment: Commitment) -> bool:
    return bool(commitment.measure) and commitment.due_on is not None


def _keep_points(commitment: Commitment, points: Iterable[Insight]) -> None:
    CommitmentSource.objects.bulk_create(
        CommitmentSource(commitment=commitment, insight=point) for point in points
    )


def _locked(commitment: Commitment) -> Commitment:
    return Commitment.objects.select_for_update().get(pk=commitment.pk)
