"""Consent: given, changed and taken back. Each change is a record of its own."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from alliance import audit
from alliance.errors import Refused
from alliance.models import User
from coproduction.models import ConsentRecord, ConsentWording, Contribution, Contributor
from coproduction.queries.contributions import wording
from coproduction.scopes import Scope

MONTHS_VALID = 24
Kind = ConsentRecord.Kind


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
    by: User,
    now: datetime,
    witness: str = "",
) -> ConsentRecord:
    """Add a record: for one telling, or (`contribution` None) for everything of this person's."""
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


@transaction.atomic
def change_consent(
    contribution: Contribution,
    *,
    scopes: Iterable[str],
    method: str,
    is_for_everything: bool = False,
    by: User,
    now: datetime,
) -> ConsentRecord:
    """What the person allows from now on. Without "keep", it is taken back at once."""
    allowed = set(scopes)
    is_taken_back = Scope.KEEP not in allowed
    record = record_consent(
        contribution.contributor,
        contribution=None if is_for_everything else contribution,
        kind=Kind.WITHDRAWN if is_taken_back else Kind.CHANGED,
        scopes=() if is_taken_back else allowed,
        method=method,
        wording=current_wording(),
        by=by,
        now=now,
    )
    if is_taken_back:
        _take_back(contribution, is_for_everything=is_for_everything)
    kind = "consent_withdrawn" if is_taken_back else "consent_changed"
    audit.record(by=by, kind=f"coproduction.{kind}", subject=record)
    return record


def _take_back(contribution: Contribution, *, is_for_everything: bool) -> None:
    """Mark what was taken back. What may be shown is worked out from the consents themselves."""
    told = Contribution.objects.filter(contributor=contribution.contributor)
    if not is_for_everything:
        told = told.filter(pk=contribution.pk)
    told.update(state=Contribution.State.WITHDRAWN)
    if is_for_everything:
        Contributor.objects.filter(pk=contribution.contributor_id).update(
            state=Contributor.State.WITHDRAWN
        )


def _two_years_on(now: datetime) -> datetime:
    years, month = divmod(now.year * 12 + now.month - 1 + MONTHS_VALID, 12)
    day = min(now.day, monthrange(years, month + 1)[1])
    return now.replace(year=years, month=month + 1, day=day)


@transaction.atomic
def adopt_wording(
    *, body: str, controllers: str, reviewed_by: str, reviewed_on: date, by: User
) -> ConsentWording:
    """The English wording from now on. Consents given before keep the one they were given in."""
    latest = ConsentWording.objects.filter(language="en").order_by("-version").first()
    adopted = ConsentWording.objects.create(
        version=latest.version + 1 if latest else 1,
        body=body,
        controllers=controllers,
        reviewed_by=reviewed_by,
        reviewed_on=reviewed_on,
    )
    audit.record(by=by, kind="coproduction.wording_adopted", subject=adopted)
    return adopted
