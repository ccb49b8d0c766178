"""Taking it back: as easy as it was to give, and it reaches every place the words went.

The first row of the table is one transaction: consent, keys, points, packs. The rest has a clock.
No reason is asked. Done again, it changes nothing.
"""

import secrets
from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction

from alliance import audit, outbox, subject_keys, vault
from alliance.actions import shredding
from alliance.audit import Actor
from alliance.calendars import LONDON
from alliance.models import ShredReceipt, User
from coproduction.actions.records import record_consent
from coproduction.models import (
    ConsentRecord,
    Contribution,
    Contributor,
    Insight,
    InsightSource,
    InsightVersion,
    SafetyFlag,
    SealedFile,
    Withdrawal,
    WithdrawalStep,
)
from coproduction.queries.safety import ALLIANCE_LEAD, with_office
from coproduction.queries.withdrawals import meetings_of, packs_wait
from coproduction.scopes import Scope, Scopes
from partnership_board.actions import taking_back

Step = WithdrawalStep.Step
What = Withdrawal.What
WITHIN = {
    Step.KEYS: timedelta(0),
    Step.POINTS: timedelta(0),
    Step.PAGES: timedelta(hours=1),
    Step.PACKS: timedelta(days=2),
    Step.HOLDERS: timedelta(days=2),
    Step.BACKUPS: timedelta(days=30),
}
SHOWN_WITH = frozenset({Scope.USE, Scope.BOARD, Scope.PUBLIC})
Counts = dict[str, int]


@transaction.atomic
def take_back(
    contributor: Contributor,
    *,
    contribution: Contribution | None = None,
    method: str = "",
    asked_how: str,
    by: User | None,
    now: datetime,
) -> Withdrawal:
    """Everything this person told us, or (`contribution`) one telling. The keys die here."""
    contributor = Contributor.objects.select_for_update().get(pk=contributor.pk)
    what = What.ONE if contribution else What.EVERYTHING
    before = _same_again(contributor, contribution)
    if before is not None:
        return before
    told = Contribution.objects.filter(contributor=contributor)
    tellings = list(told if contribution is None else told.filter(pk=contribution.pk))
    _record(contributor, contribution, method=method, by=by, now=now)
    done = _clear(contributor, tellings, is_everything=contribution is None, now=now)
    made = Withdrawal.objects.create(
        contributor=contributor,
        contribution=contribution,
        what=what,
        asked_how=asked_how,
        asked_at=now,
        handled_by=by,
        receipt_number=_new_number(),
        is_held_for_safety=_is_held(tellings),
    )
    _write_down(made, done, now=now)
    return made


def _same_again(contributor: Contributor, contribution: Contribution | None) -> Withdrawal | None:
    """Whoever took everything back cannot take part of it back; nor either of them twice."""
    there = Withdrawal.objects.filter(contributor=contributor).order_by("pk")
    everything = there.filter(what=What.EVERYTHING).first()
    if everything is not None or contribution is None:
        return everything
    return there.filter(what=What.ONE, contribution=contribution).first()


def _record(
    contributor: Contributor,
    contribution: Contribution | None,
    *,
    method: str,
    by: User | None,
    now: datetime,
) -> None:
    """In the wording it was given in. Nobody who takes back has to wait for a new one."""
    given = ConsentRecord.objects.filter(contributor=contributor).select_related("wording")
    latest = given.latest("captured_at", "pk")
    record = record_consent(
        contributor,
        contribution=contribution,
        kind=ConsentRecord.Kind.WITHDRAWN,
        scopes=(),
        method=method or latest.method,
        wording=latest.wording,
        by=by,
        now=now,
    )
    audit.record(by=by or Actor.PUBLIC, kind="coproduction.consent_withdrawn", subject=record)


def _clear(
    contributor: Contributor,
    tellings: list[Contribution],
    *,
    is_everything: bool,
    now: datetime,
) -> dict[str, Counts]:
    """Keys, states, files, points and packs, in the transaction at work."""
    points = hide_points(tellings, now=now)
    subjects = [telling.public_id for telling in tellings]
    if is_everything:
        with suppress(subject_keys.Shredded):  # after a restore there is a receipt already
            subject_keys.key_for(contributor.public_id)  # else one is left, were nothing kept
        subjects.append(contributor.public_id)
        Contributor.objects.filter(pk=contributor.pk).update(state=Contributor.State.WITHDRAWN)
    keys = shredding.shred(subjects, why=ShredReceipt.Why.WITHDRAWN, now=now)
    Contribution.objects.filter(pk__in=[telling.pk for telling in tellings]).update(
        state=Contribution.State.WITHDRAWN
    )
    _forget_old_words(tellings)
    files = _forget_files(tellings)
    packs = taking_back.take_back(meetings_of(points), now=now)
    return {
        Step.KEYS: {"keys": keys, "files": files},
        Step.POINTS: {"points": len(points)},
        Step.PACKS: {"packs": packs.stopped, "files": packs.files},
        Step.HOLDERS: {"people": packs.holders},
    }


def _forget_old_words(tellings: Iterable[Contribution]) -> None:
    """What was kept before there were keys of their own has no key to destroy."""
    for telling in tellings:
        if telling.original and vault.number_in(vault.from_text(telling.original)) is None:
            Contribution.objects.filter(pk=telling.pk).update(original="", translation="")


def _forget_files(tellings: Collection[Contribution]) -> int:
    """Sealed under a key that is no more; the bytes need not lie about either."""
    files = list(SealedFile.objects.filter(contribution__in=tellings))
    paths = [file.path for file in files]
    for file in files:
        file.delete()
    for path in paths:
        transaction.on_commit(partial(default_storage.delete, path))
    return len(files)


def hide_points(tellings: Collection[Contribution], *, now: datetime) -> list[Insight]:
    """Points made from these tellings: gone where nobody else is behind them, hidden otherwise.

    Every text that held a part of it loses its key. What the others told us can be written anew,
    as a new version, and needs the agreement that any new version needs.
    """
    sources = InsightSource.objects.filter(contribution__in=tellings)
    points = list(Insight.objects.select_for_update().filter(pk__in=sources.values("insight")))
    versions = InsightVersion.objects.filter(insight__in=points)
    shredding.shred(
        list(versions.values_list("public_id", flat=True)),
        why=ShredReceipt.Why.WITHDRAWN,
        now=now,
    )
    others = InsightSource.objects.filter(insight__in=points).exclude(contribution__in=tellings)
    kept = set(others.values_list("insight", flat=True))
    for point in points:
        state = Insight.State.UNDER_REVIEW if point.pk in kept else Insight.State.WITHDRAWN
        Insight.objects.filter(pk=point.pk).update(state=state)
    sources.delete()
    audit.record_each(
        by=Actor.SYSTEM,
        kind="coproduction.insight_hidden",
        subjects=[(point, {"is_gone": point.pk not in kept}) for point in points],
    )
    return points


@transaction.atomic
def narrow(
    contributor: Contributor,
    scopes: Scopes,
    *,
    contribution: Contribution | None = None,
    asked_how: str,
    by: User | None,
    now: datetime,
) -> Withdrawal:
    """Some of what was allowed is allowed no longer: the places where it was are made clear of it.

    Nothing is destroyed. What may be shown follows from consent at each reading.
    """
    told = Contribution.objects.filter(contributor=contributor)
    tellings = told if contribution is None else told.filter(pk=contribution.pk)
    sources = InsightSource.objects.filter(contribution__in=tellings)
    points = list(Insight.objects.filter(pk__in=sources.values("insight")))
    meetings = meetings_of(points) if scopes & SHOWN_WITH else set()
    packs = taking_back.take_back(meetings, now=now)
    made = Withdrawal.objects.create(
        contributor=contributor,
        contribution=contribution,
        what=What.SOME_SCOPES,
        asked_how=asked_how,
        asked_at=now,
        handled_by=by,
        receipt_number=_new_number(),
    )
    done: dict[str, Counts] = {
        Step.POINTS: {"points": len(points)},
        Step.PACKS: {"packs": packs.stopped, "files": packs.files},
        Step.HOLDERS: {"people": packs.holders},
    }
    _write_down(made, done, now=now)
    return made


def _write_down(made: Withdrawal, done: dict[str, Counts], *, now: datetime) -> None:
    """The steps that are done, those to come with their clock, and a letter to the lead."""
    to_come = [Step.PAGES] + [Step.BACKUPS] * (Step.KEYS in done)
    WithdrawalStep.objects.bulk_create(
        WithdrawalStep(
            withdrawal=made,
            step=step,
            due_at=now + WITHIN[step],
            done_at=now if step in done and step != Step.PACKS else None,
            counts=done.get(step, {}),
        )
        for step in map(Step, [*done, *to_come])
    )
    audit.record(by=made.handled_by or Actor.PUBLIC, kind="coproduction.taken_back", subject=made)
    for lead in with_office(ALLIANCE_LEAD, on=now.astimezone(LONDON).date()):
        outbox.post(
            key=f"taken back {made.receipt_number} to {lead.pk}",
            to=lead.email,
            template="coproduction/taken_back",
            context={"person": lead, "receipt": made.receipt_number},
            now=now,
        )


def _is_held(tellings: Collection[Contribution]) -> bool:
    open_flags = SafetyFlag.objects.exclude(state=SafetyFlag.State.CLOSED)
    return open_flags.filter(contribution__in=tellings).exists()


def _new_number() -> str:
    """Drawn by lot: it says nothing of whom it is about, or of how many there were."""
    while True:
        number = f"W-{secrets.randbelow(10**8):08d}"
        if not Withdrawal.objects.filter(receipt_number=number).exists():
            return number


@transaction.atomic
def finish(*, now: datetime) -> int:
    """Look through the pages, see that packs were made again, and close what is done; how many."""
    waiting = WithdrawalStep.objects.filter(done_at=None).select_related("withdrawal")
    closed = 0
    for step in waiting.order_by("pk").select_for_update(of=("self",), skip_locked=True):
        if _is_clear(step, now=now):
            step.done_at = now
            step.save(update_fields=["done_at"])
            closed += 1
    if closed:
        _complete(now=now)
    return closed


def _is_clear(step: WithdrawalStep, *, now: datetime) -> bool:
    if step.step == Step.BACKUPS:
        return step.due_at <= now
    if step.step == Step.PACKS:
        return not packs_wait()
    return _pages_are_clear()


def _pages_are_clear() -> bool:
    """No version of a point that was taken back can be opened."""
    hidden = InsightVersion.objects.filter(insight__state=Insight.State.WITHDRAWN)
    dead = ShredReceipt.objects.values("subject")
    return not hidden.exclude(public_id__in=dead).exists()


def _complete(*, now: datetime) -> None:
    """Everything but the backups, which have thirty days."""
    waiting = WithdrawalStep.objects.filter(done_at=None).exclude(step=Step.BACKUPS)
    for made in Withdrawal.objects.filter(completed_at=None).exclude(
        pk__in=waiting.values("withdrawal")
    ):
        made.completed_at = now
        made.save(update_fields=["completed_at"])
        audit.record(by=Actor.SYSTEM, kind="coproduction.taken_back_everywhere", subject=made)


def again(*, now: datetime) -> int:
    """After a restore: what had been taken back since the backup is taken back once more."""
    dead = ShredReceipt.objects.filter(why=ShredReceipt.Why.WITHDRAWN).values("subject")
    people = Contributor.objects.filter(public_id__in=dead).exclude(state="withdrawn")
    count = 0
    for person in people:
        take_back(person, asked_how=Withdrawal.How.AGAIN, by=None, now=now)
        count += 1
    tellings = Contribution.objects.filter(public_id__in=dead).exclude(state="withdrawn")
    for telling in tellings.select_related("contributor"):
        take_back(
            telling.contributor,
            contribution=telling,
            asked_how=Withdrawal.How.AGAIN,
            by=None,
            now=now,
        )
        count += 1
    return count
