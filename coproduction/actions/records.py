"""A record of consent: what somebody agreed to at a moment, never changed afterwards."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import datetime

from alliance.errors import Refused
from alliance.models import User
from coproduction.models import ConsentRecord, ConsentWording, Contribution, Contributor
from coproduction.queries.contributions import wording

MONTHS_VALID = 24


def current_wording() -> ConsentWording:
    """The latest wording that a person has checked."""
    found = wording()
    if found is None:
        raise Refused("No consent wording has been checked yet, so nothing can be recorded.")
    return found


def record_consent(
    contributor: Contributor,
    *,
    contribution: Contribution | None,
    kind: str,
    scopes: Iterable[str],
    method: str,
    wording: ConsentWording,
    by: User | None,
    now: datetime,
    witness: str = "",
) -> ConsentRecord:
    """Add a record: for one telling, or (`contribution` None) for everything of this person's.

    `by` is None where the person answered for themselves, online.
    """
    return ConsentRecord.objects.create(
        contributor=contributor,
        contribution=contribution,
        kind=kind,
        scopes=sorted(set(scopes)),
        method=method,
        wording=wording,
        witness=witness,
        captured_by=by,
        captured_at=now,
        valid_until=_two_years_on(now),
    )


def _two_years_on(now: datetime) -> datetime:
    years, month = divmod(now.year * 12 + now.month - 1 + MONTHS_VALID, 12)
    day = min(now.day, monthrange(years, month + 1)[1])
    return now.replace(year=years, month=month + 1, day=day)
