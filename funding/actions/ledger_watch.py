"""The nightly look at the ledger, and what becomes of approvals that nobody gave."""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse

from alliance import audit, outbox
from alliance.audit import Actor
from alliance.http import absolute_url
from alliance.models import User
from alliance.queries.people import holders
from funding.actions import ledger
from funding.models import Approval, LedgerCheck
from funding.queries.approvers import office_holders

EXPIRES_AFTER = timedelta(days=30)
TOLD = ("alliance_lead", "finance_preparer")


@transaction.atomic
def check_and_tell(*, now: datetime) -> LedgerCheck:
    """Add everything up. A finding stops approvals at once, and the people are told.

    Once for each moment: a second round of the same night adds nothing.
    """
    done = LedgerCheck.objects.filter(checked_at=now).first()
    if done is not None:
        return done
    found = ledger.check(now=now)
    if found.is_clean:
        return found
    for person in _people(now):
        outbox.post(
            key=f"funding:ledger-check:{found.pk}:{person.pk}",
            to=person.email,
            template="funding/ledger_check",
            context={
                "name": str(person),
                "findings": [_said(finding) for finding in found.findings],
                "url": absolute_url(reverse("funding:ledger")),
            },
            now=now,
        )
    return found


def _people(now: datetime) -> list[User]:
    on = now.date()
    found = {person.pk: person for role in TOLD for person in holders(on=on, role=role)}
    found |= {person.pk: person for person in office_holders(on=on)}
    return list(found.values())


def _said(finding: list[object]) -> str:
    number, problem = finding
    return f"Entry {number}: {problem}" if number else str(problem)


@transaction.atomic
def expire(*, now: datetime) -> int:
    """What nobody approved for a month no longer waits. How many."""
    old = (
        Approval.objects.select_for_update().waiting().filter(prepared_at__lte=now - EXPIRES_AFTER)
    )
    found = list(old.order_by("pk"))
    for approval in found:
        approval.state = Approval.State.EXPIRED
        approval.save(update_fields=["state"])
    audit.record_each(
        by=Actor.SYSTEM,
        kind="funding.approval_expired",
        subjects=[(approval, {}) for approval in found],
    )
    return len(found)
