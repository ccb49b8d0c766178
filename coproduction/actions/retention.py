"""Keeping no longer than was promised: listed at night, told each week, done the day after.

Nothing is destroyed under a rule that nobody has confirmed, nor while somebody has put a hold on
it. Done again, it does nothing more.
"""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse

from alliance import audit, outbox
from alliance.actions import shredding
from alliance.audit import Actor
from alliance.calendars import LONDON
from alliance.errors import Refused
from alliance.http import absolute_url
from alliance.models import ShredReceipt, User
from coproduction.models import (
    Contribution,
    Contributor,
    ContributorFacts,
    ContributorIdentity,
    RetentionDue,
    RetentionHold,
    RetentionRule,
    SealedFile,
)
from coproduction.queries import retention as queries
from coproduction.queries.safety import with_office

Kind, Action = RetentionRule.Kind, RetentionRule.Action
# To be confirmed with the alliance: months, and what then happens.
DEFAULTS = {
    Kind.ORIGINALS: (6, Action.SHRED),
    Kind.RECORDINGS: (1, Action.DELETE),
    Kind.IDENTITY: (12, Action.SHRED),
    Kind.FACTS: (12, Action.SHRED),
    Kind.SHEETS: (3, Action.DELETE),
    Kind.CONSENT: (72, Action.KEEP),
}


@transaction.atomic
def propose_rules(*, by: User | Actor) -> None:
    """The rules as we suggest them, for the alliance to confirm; those it has are left alone."""
    there = set(queries.rules())
    RetentionRule.objects.bulk_create(
        RetentionRule(kind=kind, months=months, action=action)
        for kind, (months, action) in DEFAULTS.items()
        if kind not in there
    )


@transaction.atomic
def confirm(rule: RetentionRule, *, months: int, by: User, on: date) -> None:
    """From now on it is carried out; what waits is listed and told first."""
    if not 1 <= months <= 240:
        raise Refused("Choose between 1 and 240 months.", field="months")
    rule.months, rule.confirmed_by, rule.confirmed_on = months, by, on
    rule.save(update_fields=["months", "confirmed_by", "confirmed_on"])
    RetentionDue.objects.filter(rule=rule, done_on=None).delete()
    audit.record(
        by=by, kind="coproduction.retention_confirmed", subject=rule, data={"months": months}
    )


@transaction.atomic
def hold(contributor: Contributor, *, reason: str, until_on: date, by: User, on: date) -> None:
    """Nothing of this person's is destroyed until then, whatever the rules say."""
    if not reason.strip():
        raise Refused("Say why it is kept.", field="reason")
    if until_on <= on:
        raise Refused("Choose a day that is still to come.", field="until_on")
    made = RetentionHold.objects.create(
        contributor=contributor, reason=reason.strip(), until_on=until_on, by=by, placed_on=on
    )
    RetentionDue.objects.filter(contributor=contributor, done_on=None).delete()
    audit.record(by=by, kind="coproduction.retention_held", subject=made)


@transaction.atomic
def lift(held: RetentionHold, *, by: User, on: date) -> None:
    if held.lifted_on is not None:
        raise Refused("This hold has been lifted already.")
    held.lifted_on = on
    held.save(update_fields=["lifted_on"])
    audit.record(by=by, kind="coproduction.retention_hold_lifted", subject=held)


@transaction.atomic
def run(*, on: date) -> int:
    """Each night: destroy what was told, then list what has become due; how much was destroyed."""
    done = _carry_out(on=on)
    for rule in RetentionRule.objects.filter(confirmed_on__isnull=False):
        RetentionDue.objects.bulk_create(
            [
                RetentionDue(
                    rule=rule,
                    contributor_id=each.contributor,
                    contribution_id=each.contribution,
                    listed_on=on,
                )
                for each in queries.due_under(rule, on=on)
            ],
            ignore_conflicts=True,
        )
    return done


@transaction.atomic
def tell(*, now: datetime) -> int:
    """Each week: how much is on the list, to whoever looks after it; the night after, it goes."""
    on = now.astimezone(LONDON).date()
    new = RetentionDue.objects.filter(done_on=None, told_on=None)
    count = new.update(told_on=on)
    for person in with_office("coproduction_lead", on=on) if count else ():
        outbox.post(
            key=f"retention {on} to {person.pk}",
            to=person.email,
            template="coproduction/retention",
            context={
                "person": person,
                "count": count,
                "url": absolute_url(reverse("coproduction:retention")),
            },
            now=now,
        )
    return count


def _carry_out(*, on: date) -> int:
    """Only what was told before today, is still due, and under a rule that is still confirmed."""
    waiting = queries.waiting().filter(told_on__lt=on, rule__confirmed_on__isnull=False)
    still = {rule.pk: set(queries.due_under(rule, on=on)) for rule in queries.rules().values()}
    done = 0
    for due in waiting.select_for_update(of=("self",)).order_by("pk"):
        if queries.Due(due.contributor_id, due.contribution_id) not in still[due.rule_id]:
            due.delete()
            continue
        DESTROY[Kind(due.rule.kind)](due, _moment(on))
        due.done_on = on
        due.save(update_fields=["done_on"])
        done += 1
    if done:
        audit.record(
            by=Actor.SYSTEM,
            kind="coproduction.retention_carried_out",
            subject=RetentionRule.objects.earliest("pk"),
            data={"count": done},
        )
    return done


def _moment(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 2, tzinfo=LONDON)


def _shred_original(due: RetentionDue, now: datetime) -> None:
    telling = due.contribution
    assert telling is not None
    shredding.shred([telling.public_id], why=ShredReceipt.Why.RETENTION, now=now)
    Contribution.objects.filter(pk=telling.pk).update(state=Contribution.State.LAPSED)
    _delete_files(due, now)


def _delete_files(due: RetentionDue, now: datetime) -> None:
    for file in SealedFile.objects.filter(contribution=due.contribution_id):
        path = file.path
        file.delete()
        transaction.on_commit(partial(default_storage.delete, path))


def _forget_identity(due: RetentionDue, now: datetime) -> None:
    ContributorIdentity.objects.filter(contributor=due.contributor_id).delete()
    _shred_if_nothing_left(due.contributor, now)


def _forget_facts(due: RetentionDue, now: datetime) -> None:
    ContributorFacts.objects.filter(contributor=due.contributor_id).delete()
    _shred_if_nothing_left(due.contributor, now)


def _shred_if_nothing_left(contributor: Contributor, now: datetime) -> None:
    """Identity and facts have one key. It dies with the last of them."""
    models = (ContributorIdentity, ContributorFacts)
    if not any(model.objects.filter(contributor=contributor).exists() for model in models):
        shredding.shred([contributor.public_id], why=ShredReceipt.Why.RETENTION, now=now)


DESTROY: dict[RetentionRule.Kind, Callable[[RetentionDue, datetime], None]] = {
    Kind.ORIGINALS: _shred_original,
    Kind.RECORDINGS: _delete_files,
    Kind.IDENTITY: _forget_identity,
    Kind.FACTS: _forget_facts,
}
