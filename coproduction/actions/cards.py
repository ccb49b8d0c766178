"""What the holder of a card does for themselves, without an account."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from coproduction.actions import consents, withdrawals
from coproduction.models import ConsentRecord, Contribution, Contributor, Withdrawal
from coproduction.scopes import Scope


@transaction.atomic
def change(
    contributor: Contributor, *, scopes: Iterable[str], now: datetime
) -> ConsentRecord | None:
    """What they allow from now on, of everything they told us and have not taken back."""
    return consents.change_all(
        contributor,
        scopes={Scope.KEEP.value, *scopes},
        method=ConsentRecord.Method.ONLINE,
        asked_how=Withdrawal.How.CARD,
        by=None,
        now=now,
    )


@transaction.atomic
def stop(
    contributor: Contributor, *, contribution: Contribution | None = None, now: datetime
) -> Withdrawal:
    return withdrawals.take_back(
        contributor,
        contribution=contribution,
        method=ConsentRecord.Method.ONLINE,
        asked_how=Withdrawal.How.CARD,
        by=None,
        now=now,
    )
